-- name: ReadConnectionCounts
-- What became of the records of each stream, how many within the last minute, and
-- when the last one did.
SELECT connection::text, stream, outcome, count(*), count(*) FILTER (WHERE at > now() - interval '60 seconds'), max(at) FROM outcome
WHERE $1::text = '' OR connection = nullif($1::text, '')::uuid GROUP BY 1, 2, 3;

-- name: ReadConnectionWaiting
-- Landed and not settled yet.
SELECT r.connection::text, r.stream, count(*) FROM raw_record r
WHERE ($1::text = '' OR r.connection = nullif($1::text, '')::uuid)
  AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.kpart = r.kpart AND o.koff = r.koff) GROUP BY 1, 2;

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
