-- name: ApplyLock
SELECT pg_advisory_xact_lock(hashtextextended('heliu.apply.' || $1::text, 0));

-- name: ActAsWorkspace
-- For what must still be written of a workspace that was removed.
SELECT set_config('app.workspace', $1::text, true);

-- name: SourceVersions
SELECT s.connection::text, s.stream, s.key, s.version, s.content_hash, s.op, s.mapping_version, s.rules, s.made
FROM unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
JOIN source_record s ON s.connection = k.connection AND s.stream = k.stream AND s.key = k.key;

-- name: PutSources
INSERT INTO source_record AS s (workspace, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at,
    day, kpart, koff, mapping_version, conflicts, rules, made)
SELECT $1::text::uuid, connection::uuid, connector, stream, key, version, op, content_hash, occurred_at, received_at,
    day::date, kpart, koff, mapping_version, conflicts, rules, made
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::timestamptz[], $10::timestamptz[],
    $11::text[], $12::int[], $13::bigint[], $14::int[], $15::int[], $16::bigint[], $17::bytea[])
    AS r(connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, day, kpart, koff, mapping_version, conflicts, rules, made)
ON CONFLICT (workspace, connection, stream, key) DO UPDATE SET
    connector = excluded.connector, version = excluded.version, op = excluded.op, content_hash = excluded.content_hash,
    occurred_at = excluded.occurred_at, received_at = excluded.received_at, day = excluded.day, kpart = excluded.kpart,
    koff = excluded.koff, mapping_version = excluded.mapping_version, conflicts = s.conflicts + excluded.conflicts,
    rules = excluded.rules, made = excluded.made;

-- name: PutRules
UPDATE source_record s SET mapping_version = k.mapping_version, rules = k.rules
FROM unnest($1::text[]::uuid[], $2::text[], $3::text[], $4::int[], $5::bigint[]) AS k(connection, stream, key, mapping_version, rules)
WHERE s.connection = k.connection AND s.stream = k.stream AND s.key = k.key;

-- name: Settle
-- A first outcome stays. What is new of it is counted: by stream and outcome for the
-- balance, by stream and hour for what is usual; each in one order, so that two who count
-- do not wait for each other crosswise.
WITH r AS (
    SELECT * FROM unnest($2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::bool[])
        AS r(kpart, koff, connection, connector, stream, key, outcome, reason, origin, received, moves)
), new AS (
    INSERT INTO outcome (workspace, kpart, koff, connection, connector, stream, key, outcome, reason, origin, at)
    SELECT $1::text::uuid, kpart, koff, connection::uuid, connector, stream, key, outcome, reason, origin, now() FROM r
    ON CONFLICT (kpart, koff) DO NOTHING RETURNING kpart, koff, connection, connector, stream, outcome, reason
), counted AS (
    INSERT INTO flow_count AS c (workspace, connection, connector, stream, what, reason, slot, records)
    SELECT $1::text::uuid, connection, min(connector), stream, outcome, reason, pg_backend_pid() % 16, count(*)
    FROM new GROUP BY connection, stream, outcome, reason ORDER BY connection, stream, outcome, reason
    ON CONFLICT (workspace, connection, stream, what, reason, slot) DO UPDATE SET records = c.records + excluded.records, last_at = now()
)
INSERT INTO stream_hour AS h (workspace, connection, stream, hour, records, slots, last_at)
SELECT $1::text::uuid, r.connection::uuid, r.stream, date_trunc('hour', r.received), count(*),
    bit_or(1 << (extract(minute FROM r.received)::int / 5)), max(r.received)
FROM r JOIN new USING (kpart, koff) WHERE r.moves GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
ON CONFLICT (workspace, connection, stream, hour) DO UPDATE
SET records = h.records + excluded.records, slots = h.slots | excluded.slots, last_at = greatest(h.last_at, excluded.last_at);

-- name: RaiseOffsets
INSERT INTO consumer_offset AS c (topic, kpart, koff)
SELECT $1, kpart, koff FROM unnest($2::int[], $3::bigint[]) AS r(kpart, koff)
ON CONFLICT (topic, kpart) DO UPDATE SET koff = greatest(c.koff, excluded.koff) WHERE c.koff < excluded.koff;

-- name: StoredOffsets
SELECT kpart, koff FROM consumer_offset WHERE topic = $1;

-- name: PutRaw
WITH fresh AS (
INSERT INTO raw_record (workspace, day, kpart, koff, id, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at,
    mapping_version, payload, origin)
SELECT $1::text::uuid, day::date, kpart, koff, id, connection::uuid, connector, stream, key, version, op, content_hash, occurred_at, received_at,
    mapping_version, payload, origin
FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[],
    $13::timestamptz[], $14::timestamptz[], $15::int[], $16::bytea[], $17::text[])
    AS r(day, kpart, koff, id, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, mapping_version, payload, origin)
ON CONFLICT (day, kpart, koff) DO NOTHING
RETURNING connection, connector, stream)
INSERT INTO flow_count AS c (workspace, connection, connector, stream, what, slot, records)
SELECT $1::text::uuid, connection, min(connector), stream, 'landed', pg_backend_pid() % 16, count(*) FROM fresh GROUP BY connection, stream ORDER BY connection, stream
ON CONFLICT (workspace, connection, stream, what, reason, slot) DO UPDATE SET records = c.records + excluded.records, last_at = now();

-- name: RawDay
SELECT heliu_raw_day($1::text::date);

-- name: StreamMapping
-- The mapping in force: the connection's own, else the workspace's for the connector;
-- and how often what decides has changed, which only grows.
SELECT c.name, c.connector, c.settings, m.version, m.yaml, c.settings_version + (
    SELECT coalesce(sum(v), 0) FROM (SELECT max(x.version) AS v FROM mapping x
        WHERE x.connector = c.connector AND x.stream = $2 AND x.connection IN (c.id, '00000000-0000-0000-0000-000000000000') GROUP BY x.connection) y)
FROM connection c LEFT JOIN LATERAL (
    SELECT x.version, x.yaml FROM mapping x
    WHERE x.connector = c.connector AND x.stream = $2 AND x.connection IN (c.id, '00000000-0000-0000-0000-000000000000')
    ORDER BY x.connection = c.id DESC, x.version DESC LIMIT 1) m ON true
WHERE c.id = $1::text::uuid;
