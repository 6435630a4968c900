-- name: SettledCount
SELECT coalesce(sum(records), 0)::bigint FROM heliu_settled();

-- name: SettledByStream
SELECT workspace::text, connection::text, connector, stream, outcome, reason, records FROM heliu_settled() ORDER BY 1, 2, 4, 5, 6;

-- name: WaitingEverywhere
SELECT heliu_waiting();

-- name: CountedWrong
-- Where the counts are not what counting every row gives: stream, what, counted, rows.
SELECT coalesce(a.connection, b.connection)::text, coalesce(a.stream, b.stream), coalesce(a.what, b.what), coalesce(a.n, 0), coalesce(b.n, 0)
FROM (SELECT connection, stream, what, sum(records)::bigint AS n FROM flow_count GROUP BY 1, 2, 3) a
FULL JOIN (SELECT connection, stream, outcome AS what, count(*) AS n FROM outcome GROUP BY 1, 2, 3
    UNION ALL SELECT connection, stream, 'landed', count(*) FROM raw_record GROUP BY 1, 2) b USING (connection, stream, what)
WHERE coalesce(a.n, 0) <> coalesce(b.n, 0) ORDER BY 1, 2, 3;
