-- name: AnalyzeOne
SELECT coalesce(heliu_analyze(), '');

-- name: ServerVersion
SELECT current_setting('server_version_num')::int;
