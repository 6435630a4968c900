-- name: AnalyzeOne
SELECT coalesce(heliu_analyze(), '');
