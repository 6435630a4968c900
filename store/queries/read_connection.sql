-- name: ReadConnectionCounts
-- What became of the records of each stream, how many within the last minute, and
-- when the last one did.
SELECT c.connection::text, c.stream, c.what, sum(c.records)::bigint, coalesce(min(r.n), 0), max(c.last_at)
FROM flow_count c LEFT JOIN (
    SELECT connection, stream, outcome, count(*) AS n FROM outcome WHERE at > now() - interval '60 seconds' GROUP BY 1, 2, 3) r
  ON r.connection = c.connection AND r.stream = c.stream AND r.outcome = c.what
WHERE c.what <> 'landed' AND ($1::text = '' OR c.connection = nullif($1::text, '')::uuid) GROUP BY 1, 2, 3;

-- name: ReadConnectionWaiting
-- Landed and not settled yet.
SELECT connection::text, stream, sum(CASE what WHEN 'landed' THEN records ELSE -records END)::bigint FROM flow_count
WHERE $1::text = '' OR connection = nullif($1::text, '')::uuid
GROUP BY 1, 2 HAVING sum(CASE what WHEN 'landed' THEN records ELSE -records END) <> 0;

-- name: ReadConnectionDead
SELECT connection::text, count(*) FROM dead_letter WHERE status IN ('open', 'replaying') GROUP BY 1;

-- name: ReadConnectionStates
SELECT connection::text, stream, last_read_at, last_moved_at, last_error, last_error_at, unchanged FROM connection_state;

-- name: ReadUnchanged
SELECT connection::text, stream, unchanged FROM connection_state WHERE unchanged > 0 OR moved > 0;

-- name: ReadConnectionSecrets
SELECT connection::text, name FROM secret ORDER BY 1, 2;

-- name: ReadConnectionDirectory
-- Every connection that ever was, the living ones last.
SELECT id::text, name, connector FROM connection ORDER BY deleted_at NULLS LAST;
