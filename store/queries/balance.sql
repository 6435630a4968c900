-- name: SettledCount
SELECT coalesce(sum(records), 0)::bigint FROM heliu_settled();

-- name: SettledByStream
SELECT workspace::text, connection::text, connector, stream, outcome, reason, records FROM heliu_settled() ORDER BY 1, 2, 4, 5, 6;
