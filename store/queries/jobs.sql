-- name: JobInsert
INSERT INTO job (workspace, id, kind, connection, connector, stream, from_at, to_at, ask, cursor, reason, created_by)
SELECT $1::text::uuid, $2::text::uuid, $3, c.id, c.connector, $5, $6, $7, $8, $9, $10, $11 FROM connection c WHERE c.id = $4::text::uuid AND c.deleted_at IS NULL
ON CONFLICT (workspace, id) DO NOTHING;

-- name: JobsOpen
SELECT workspace::text, id::text, kind, connection::text, connector, stream, from_at, to_at, ask, status, stop, cursor, done, total, result
FROM job WHERE status IN ('waiting', 'running') ORDER BY created_at, id LIMIT 100;

-- name: JobNow
SELECT workspace::text, id::text, kind, connection::text, connector, stream, from_at, to_at, ask, status, stop, cursor, done, total, result
FROM job WHERE id = $1::text::uuid;

-- name: JobBegin
UPDATE job SET status = 'running', fencing = $2, started_at = coalesce(started_at, now()), code = '', detail = ''
WHERE id = $1::text::uuid AND status IN ('waiting', 'running') AND fencing <= $2;

-- name: JobSave
UPDATE job SET cursor = $3, done = $4, total = $5, result = $6, moved_at = now(), code = '', detail = ''
WHERE id = $1::text::uuid AND fencing = $2 AND status = 'running' RETURNING stop;

-- name: JobNote
UPDATE job SET code = $3, detail = $4 WHERE id = $1::text::uuid AND fencing = $2 AND status = 'running' RETURNING stop;

-- name: JobEnd
UPDATE job SET status = $3, code = $4, detail = $5, ended_at = now() WHERE id = $1::text::uuid AND fencing = $2 AND status = 'running' RETURNING stop;

-- name: JobStop
-- A job that nobody has begun ends at once.
UPDATE job SET stop = true, status = CASE WHEN status = 'waiting' THEN 'cancelled' ELSE status END,
    ended_at = CASE WHEN status = 'waiting' THEN now() ELSE ended_at END
WHERE id = $1::text::uuid AND status IN ('waiting', 'running');

-- name: JobRead
SELECT j.id::text, j.kind, j.connection::text, coalesce(c.name, ''), j.stream, j.from_at, j.to_at, j.ask, j.status, j.stop, j.done, j.total, j.cursor, j.result,
    j.code, j.detail, j.reason, j.created_by, j.created_at, j.started_at, j.moved_at, j.ended_at
FROM job j LEFT JOIN connection c ON c.id = j.connection WHERE j.id = $1::text::uuid;

-- name: JobList
-- $1 connection, $2 kind, $3 and $4 where the page begins, $5 its length.
SELECT j.id::text, j.kind, j.connection::text, coalesce(c.name, ''), j.stream, j.from_at, j.to_at, j.ask, j.status, j.stop, j.done, j.total, j.cursor, j.result,
    j.code, j.detail, j.reason, j.created_by, j.created_at, j.started_at, j.moved_at, j.ended_at
FROM job j LEFT JOIN connection c ON c.id = j.connection
WHERE ($1::text = '' OR j.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR j.kind = $2)
  AND ($3::timestamptz IS NULL OR (j.created_at, j.id) < ($3, nullif($4::text, '')::uuid))
ORDER BY j.created_at DESC, j.id DESC LIMIT $5;

-- name: RecordStreams
SELECT DISTINCT stream FROM (
    SELECT stream FROM source_record WHERE connection = $1::text::uuid
    UNION SELECT stream FROM outcome WHERE connection = $1::text::uuid AND outcome IN ('quarantined', 'dropped')) x ORDER BY 1;

-- name: CountCurrent
SELECT count(*) FROM source_record WHERE connection = $1::text::uuid AND stream = $2 AND received_at >= $3 AND received_at < $4;

-- name: CurrentStored
-- The raw record of each is one look into the one partition of its day: LATERAL keeps
-- the planner from reading them all, and the key lets whichever index it takes be exact,
-- where a freshly filled partition has no statistics yet.
SELECT s.key, s.version, s.op, s.content_hash, s.occurred_at, s.received_at, s.kpart, s.koff, s.rules, s.made, s.connector, r.payload
FROM (SELECT * FROM source_record WHERE connection = $1::text::uuid AND stream = $2 AND key > $3 AND received_at >= $4 AND received_at < $5
        AND ($6::bigint = 0 OR rules < $6) ORDER BY key LIMIT $7) s
LEFT JOIN LATERAL (SELECT x.payload FROM raw_record x WHERE x.day = s.day AND x.kpart = s.kpart AND x.koff = s.koff
    AND x.connection = s.connection AND x.stream = s.stream AND x.key = s.key OFFSET 0) r ON true
ORDER BY s.key;

-- name: OutsideStored
-- Versions compare bytewise, as record.Newer does. What a workspace's end or an erasure
-- dropped stays away.
SELECT DISTINCT ON (o.key) r.key, r.version, r.op, r.content_hash, r.occurred_at, r.received_at, r.kpart, r.koff, 0::bigint, NULL::bytea, r.connector, r.payload
FROM outcome o
JOIN raw_record r ON r.connection = o.connection AND r.stream = o.stream AND r.key = o.key AND r.kpart = o.kpart AND r.koff = o.koff
    AND r.day >= ($4::timestamptz AT TIME ZONE 'UTC')::date AND r.day <= ($5::timestamptz AT TIME ZONE 'UTC')::date
LEFT JOIN source_record s ON s.connection = o.connection AND s.stream = o.stream AND s.key = o.key
WHERE o.connection = $1::text::uuid AND o.stream = $2 AND o.outcome IN ('quarantined', 'dropped') AND o.reason NOT IN ('workspace_gone', 'erased', 'echo')
  AND o.key > $3 AND r.received_at >= $4 AND r.received_at < $5
  AND (s.key IS NULL OR r.version COLLATE "C" > s.version COLLATE "C" OR r.version = s.version AND r.content_hash > s.content_hash)
ORDER BY o.key, r.version COLLATE "C" DESC, r.content_hash DESC, r.koff DESC LIMIT $6;

-- name: EntitiesNow
SELECT key, kind, part, data::text FROM entity WHERE connection = $1::text::uuid AND stream = $2 AND key = ANY ($3::text[]);

-- name: WindowAt
SELECT from_at, to_at, state, records, done_at IS NOT NULL FROM job_window WHERE job = $1::text::uuid AND stream = $2 AND from_at = $3;

-- name: WindowSave
INSERT INTO job_window AS w (workspace, job, stream, from_at, to_at, state, records, done_at)
VALUES ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6, $7, CASE WHEN $8::bool THEN now() END)
ON CONFLICT (workspace, job, stream, from_at) DO UPDATE SET state = excluded.state, records = excluded.records, done_at = excluded.done_at;

-- name: WindowsLatest
SELECT stream, from_at, to_at, records, done_at FROM job_window WHERE job = $1::text::uuid ORDER BY stream DESC, from_at DESC LIMIT 50;

-- name: InWindow
-- Without what its mapping leaves out: nothing was made of it.
SELECT key, version, op, content_hash FROM source_record
WHERE (op = 'delete' OR made IS DISTINCT FROM sha256('')) AND connection = $1::text::uuid AND stream = $2 AND key > $3 AND occurred_at >= $4 AND occurred_at < $5 ORDER BY key LIMIT $6;

-- name: KnownBy
-- The current version of each key, and what became of the latest arrival of a content.
SELECT k.key, coalesce(s.version, ''), coalesce(s.op, ''), s.content_hash, coalesce(s.op <> 'delete' AND s.made = sha256(''), false), coalesce(a.landed, false), coalesce(a.outcome, ''), coalesce(a.reason, '')
FROM unnest($3::text[], $4::bytea[]) AS k(key, hash)
LEFT JOIN source_record s ON s.connection = $1::text::uuid AND s.stream = $2 AND s.key = k.key
LEFT JOIN LATERAL (
    SELECT true AS landed, o.outcome, o.reason FROM raw_record r LEFT JOIN outcome o ON o.kpart = r.kpart AND o.koff = r.koff
    WHERE r.connection = $1::text::uuid AND r.stream = $2 AND r.key = k.key AND r.content_hash = k.hash ORDER BY r.received_at DESC, r.koff DESC LIMIT 1) a ON true;

-- name: ComparisonPut
INSERT INTO comparison (workspace, job, connection, stream, from_at, to_at, at, source_count, hub_count, source_hash, hub_hash,
    missing_hub, missing_source, different, dead, left_out, checked_again, differences)
VALUES ($1::text::uuid, $2::text::uuid, $3::text::uuid, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING id;

-- name: StillDiffers
SELECT EXISTS (SELECT 1 FROM (
    SELECT DISTINCT ON (from_at, to_at) from_at, to_at, missing_hub + missing_source + different AS n FROM comparison
    WHERE connection = $1::text::uuid AND stream = $2 AND at > now() - interval '30 days' ORDER BY from_at, to_at, id DESC) x
WHERE n > 0 AND NOT (from_at >= $3 AND to_at <= $4));

-- name: ComparisonRead
SELECT m.id, m.job::text, m.connection::text, coalesce(c.name, ''), m.stream, m.from_at, m.to_at, m.at, m.source_count, m.hub_count, m.source_hash, m.hub_hash,
    m.missing_hub, m.missing_source, m.different, m.dead, m.left_out, m.checked_again, m.differences
FROM comparison m LEFT JOIN connection c ON c.id = m.connection WHERE m.id = $1;

-- name: ComparisonList
-- $1 connection, $2 stream, $3 only differing, $4 only the latest of a connection,
-- stream and length, $5 where the page begins, $6 its length.
SELECT m.id, m.job::text, m.connection::text, coalesce(c.name, ''), m.stream, m.from_at, m.to_at, m.at, m.source_count, m.hub_count, m.source_hash, m.hub_hash,
    m.missing_hub, m.missing_source, m.different, m.dead, m.left_out, m.checked_again, '[]'::jsonb
FROM comparison m LEFT JOIN connection c ON c.id = m.connection
WHERE ($1::text = '' OR m.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR m.stream = $2)
  AND (NOT $3::bool OR m.missing_hub + m.missing_source + m.different > 0)
  AND (NOT $4::bool OR NOT EXISTS (SELECT 1 FROM comparison n WHERE n.connection = m.connection AND n.stream = m.stream
      AND n.to_at - n.from_at = m.to_at - m.from_at AND n.id > m.id))
  AND ($5::bigint = 0 OR m.id < $5) ORDER BY m.id DESC LIMIT $6;
