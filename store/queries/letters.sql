-- name: LettersOf
-- All letters of source records, locked in one order, with what is applied of each.
SELECT d.id, d.kind = 'value', d.stage, d.connection::text, d.connector, d.stream, d.key, d.version, d.content_hash, d.origin, d.kpart, d.koff, d.day::text,
    d.code, d.message_zh, d.message_en, d.field, d.path, d.value_masked, d.detail, d.status, d.how, d.reason, d.closed_by,
    coalesce(d.closed_at, '0001-01-01'), d.first_at, d.last_at, d.count
FROM dead_letter d JOIN unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
  ON d.connection = k.connection AND d.stream = k.stream AND d.key = k.key
ORDER BY d.id FOR UPDATE OF d;

-- name: LettersLive
-- The same of those that somebody waits for; most hubs have few or none.
SELECT d.id, d.kind = 'value', d.stage, d.connection::text, d.connector, d.stream, d.key, d.version, d.content_hash, d.origin, d.kpart, d.koff, d.day::text,
    d.code, d.message_zh, d.message_en, d.field, d.path, d.value_masked, d.detail, d.status, d.how, d.reason, d.closed_by,
    coalesce(d.closed_at, '0001-01-01'), d.first_at, d.last_at, d.count
FROM dead_letter d JOIN unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
  ON d.connection = k.connection AND d.stream = k.stream AND d.key = k.key
WHERE d.status IN ('open', 'replaying')
ORDER BY d.id FOR UPDATE OF d;

-- name: LettersLiveAny
SELECT EXISTS (SELECT FROM dead_letter WHERE status IN ('open', 'replaying'));

-- name: LetterInsert
INSERT INTO dead_letter (workspace, kind, stage, connection, connector, stream, key, version, content_hash, origin, kpart, koff, day, code, message_zh, message_en,
    field, path, value_masked, detail, status, how, closed_at, first_at, last_at, count)
SELECT $1::text::uuid, kind, stage, connection::uuid, connector, stream, key, version, content_hash, origin, kpart, koff, day::date, code, message_zh, message_en,
    field, path, value_masked, detail, status, how, nullif(closed_at, '0001-01-01'), first_at, last_at, count
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::text[], $11::int[], $12::bigint[], $13::text[],
    $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::timestamptz[], $24::timestamptz[], $25::timestamptz[], $26::int[])
    WITH ORDINALITY AS r(kind, stage, connection, connector, stream, key, version, content_hash, origin, kpart, koff, day, code, message_zh, message_en, field, path, value_masked,
      detail, status, how, closed_at, first_at, last_at, count, n)
ORDER BY n
ON CONFLICT (workspace, connection, stream, key, kind, stage, code, field, path) DO NOTHING
RETURNING id, connection::text, stream, key, kind = 'value', stage, code, field, path;

-- name: LetterUpdate
UPDATE dead_letter d SET stage = r.stage, connector = r.connector, version = r.version, content_hash = r.content_hash, origin = r.origin, kpart = r.kpart,
    koff = r.koff, day = r.day::date, code = r.code, message_zh = r.message_zh, message_en = r.message_en, field = r.field, path = r.path,
    value_masked = r.value_masked, detail = r.detail, status = r.status, how = r.how, reason = r.reason, closed_by = r.closed_by,
    closed_at = nullif(r.closed_at, '0001-01-01'), last_at = r.last_at, count = r.count, rev = d.rev + 1
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::int[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[],
    $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::timestamptz[], $22::timestamptz[], $23::int[])
    AS r(id, stage, connector, version, content_hash, origin, kpart, koff, day, code, message_zh, message_en, field, path, value_masked, detail, status, how,
      reason, closed_by, closed_at, last_at, count)
WHERE d.id = r.id;

-- name: LettersClose
UPDATE dead_letter d SET status = 'resolved', how = r.how, closed_by = '', reason = '', closed_at = now(), rev = d.rev + 1
FROM unnest($1::bigint[], $2::text[]) AS r(id, how) WHERE d.id = r.id;

-- name: LetterEvents
INSERT INTO dead_letter_event (workspace, letter, what, how, code, version, by, reason)
SELECT $1::text::uuid, letter, what, how, code, version, by, reason
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) AS r(letter, what, how, code, version, by, reason);

-- name: LettersPassed
-- Closes letters past which something later is applied: one that came at the very
-- moment when the later version was applied did not see it.
WITH passed AS (
    UPDATE dead_letter d SET status = 'resolved', how = 'newer', closed_at = now(), rev = d.rev + 1 FROM source_record s
    WHERE d.status IN ('open', 'replaying') AND s.connection = d.connection AND s.stream = d.stream AND s.key = d.key
      AND (s.version COLLATE "C", s.content_hash) > (d.version COLLATE "C", d.content_hash)
    RETURNING d.workspace, d.id, d.code, d.version)
INSERT INTO dead_letter_event (workspace, letter, what, how, code, version) SELECT workspace, id, 'closed', 'newer', code, version FROM passed;

-- name: ReadLetters
-- $1 connection, $2 stream, $3 stage, $4 code, $5 kind, $6 status, $7 from, $8 to, $9 part of the key; $10, $11 where the page begins, $12 its length.
SELECT d.id, d.kind, d.stage, d.connection::text, coalesce(c.name, ''), d.connector, d.stream, d.key, d.version, d.code, d.message_zh, d.message_en,
    d.field, d.path, d.value_masked, d.detail, d.first_at, d.last_at, d.count, d.status, d.how, d.reason, d.closed_by, d.closed_at, c.deleted_at IS NOT NULL, d.rev
FROM dead_letter d LEFT JOIN connection c ON c.id = d.connection
WHERE ($1::text = '' OR d.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR d.stream = $2) AND ($3::text = '' OR d.stage = $3)
  AND ($4::text = '' OR d.code = $4) AND ($5::text = '' OR d.kind = $5) AND ($6::text = '' OR d.status = $6)
  AND ($7::timestamptz IS NULL OR d.last_at >= $7) AND ($8::timestamptz IS NULL OR d.last_at < $8) AND ($9::text = '' OR strpos(lower(d.key), lower($9)) > 0)
  AND ($10::timestamptz IS NULL OR (d.last_at, d.id) < ($10, $11::bigint)) ORDER BY d.last_at DESC, d.id DESC LIMIT $12;

-- name: ReadLetter
SELECT d.id, d.kind, d.stage, d.connection::text, coalesce(c.name, ''), d.connector, d.stream, d.key, d.version, d.code, d.message_zh, d.message_en,
    d.field, d.path, d.value_masked, d.detail, d.first_at, d.last_at, d.count, d.status, d.how, d.reason, d.closed_by, d.closed_at, c.deleted_at IS NOT NULL, d.rev
FROM dead_letter d LEFT JOIN connection c ON c.id = d.connection WHERE d.id = $1;

-- name: ReadLetterRaw
-- What came, at the place of a letter's latest attempt.
SELECT r.op, r.occurred_at, r.received_at, r.payload FROM dead_letter d
JOIN raw_record r ON r.day = d.day AND r.kpart = d.kpart AND r.koff = d.koff WHERE d.id = $1;

-- name: ReadLetterEvents
SELECT at, what, how, code, by, reason FROM dead_letter_event WHERE letter = $1 ORDER BY id DESC LIMIT 100;

-- name: ReadLetterStatuses
SELECT d.status, count(*) FROM dead_letter d
WHERE ($1::text = '' OR d.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR d.stream = $2) AND ($3::text = '' OR d.stage = $3)
  AND ($4::text = '' OR d.code = $4) AND ($5::text = '' OR d.kind = $5) AND ($6::text = '' OR d.status = $6)
  AND ($7::timestamptz IS NULL OR d.last_at >= $7) AND ($8::timestamptz IS NULL OR d.last_at < $8) AND ($9::text = '' OR strpos(lower(d.key), lower($9)) > 0)
GROUP BY 1 ORDER BY 1;

-- name: ReadLetterReasons
SELECT d.code, min(d.message_zh), min(d.message_en), count(*) FROM dead_letter d
WHERE ($1::text = '' OR d.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR d.stream = $2) AND ($3::text = '' OR d.stage = $3)
  AND ($4::text = '' OR d.code = $4) AND ($5::text = '' OR d.kind = $5) AND ($6::text = '' OR d.status = $6)
  AND ($7::timestamptz IS NULL OR d.last_at >= $7) AND ($8::timestamptz IS NULL OR d.last_at < $8) AND ($9::text = '' OR strpos(lower(d.key), lower($9)) > 0)
GROUP BY 1 ORDER BY 4 DESC, 1 LIMIT 100;

-- name: ReadLetterConnections
SELECT d.connection::text, coalesce(min(c.name), ''), min(d.connector), count(*) FROM dead_letter d LEFT JOIN connection c ON c.id = d.connection
WHERE ($1::text = '' OR d.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR d.stream = $2) AND ($3::text = '' OR d.stage = $3)
  AND ($4::text = '' OR d.code = $4) AND ($5::text = '' OR d.kind = $5) AND ($6::text = '' OR d.status = $6)
  AND ($7::timestamptz IS NULL OR d.last_at >= $7) AND ($8::timestamptz IS NULL OR d.last_at < $8) AND ($9::text = '' OR strpos(lower(d.key), lower($9)) > 0)
GROUP BY 1 ORDER BY 4 DESC, 1 LIMIT 100;

-- name: ReadLetterJobs
-- $1 a job, 0 for the latest ones.
SELECT j.id, j.verb, j.reason, j.by, j.at, j.finished_at, j.total, j.taken, j.missing, s.waiting, s.resolved, s.open, s.discarded
FROM dead_letter_job j CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.status = 'replaying') AS waiting, count(*) FILTER (WHERE d.status = 'resolved') AS resolved,
        count(*) FILTER (WHERE d.status = 'open') AS open, count(*) FILTER (WHERE d.status = 'discarded') AS discarded
    FROM dead_letter d WHERE d.job = j.id) s
WHERE $1::bigint = 0 OR j.id = $1 ORDER BY j.id DESC LIMIT 20;

-- name: LettersToTake
-- $1..$9 as ReadLetters; $10 the verb, $11 behind this letter, $12 up to this one, $13 only these, $14 at most so many.
SELECT d.id, d.connection::text, d.connector, d.stream, d.key, d.version, d.code, d.kpart, d.koff, coalesce(r.op, ''), r.occurred_at, r.received_at, r.payload, r.koff IS NULL
FROM dead_letter d JOIN connection c ON c.id = d.connection
LEFT JOIN raw_record r ON $10 = 'replay' AND r.day = d.day AND r.kpart = d.kpart AND r.koff = d.koff
WHERE ($1::text = '' OR d.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR d.stream = $2) AND ($3::text = '' OR d.stage = $3)
  AND ($4::text = '' OR d.code = $4) AND ($5::text = '' OR d.kind = $5) AND ($6::text = '' OR d.status = $6)
  AND ($7::timestamptz IS NULL OR d.last_at >= $7) AND ($8::timestamptz IS NULL OR d.last_at < $8) AND ($9::text = '' OR strpos(lower(d.key), lower($9)) > 0)
  AND d.id > $11::bigint AND d.id <= $12::bigint AND ($13::bigint[] IS NULL OR d.id = ANY ($13::bigint[]))
  AND (d.status = 'open' OR d.status = 'discarded' AND $10::text = 'replay' AND ($6::text = 'discarded' OR $13::bigint[] IS NOT NULL))
  AND ($10::text = 'discard' OR c.deleted_at IS NULL)
ORDER BY d.id LIMIT $14 FOR UPDATE OF d;

-- name: LettersToTakeCount
-- How many there are, the last of them and a digest of them all; arguments as LettersToTake, without its last.
SELECT count(*), coalesce(max(d.id), 0), coalesce(sum(hashint8extended(d.id, 0)::numeric), 0)::text
FROM dead_letter d JOIN connection c ON c.id = d.connection
WHERE ($1::text = '' OR d.connection = nullif($1::text, '')::uuid) AND ($2::text = '' OR d.stream = $2) AND ($3::text = '' OR d.stage = $3)
  AND ($4::text = '' OR d.code = $4) AND ($5::text = '' OR d.kind = $5) AND ($6::text = '' OR d.status = $6)
  AND ($7::timestamptz IS NULL OR d.last_at >= $7) AND ($8::timestamptz IS NULL OR d.last_at < $8) AND ($9::text = '' OR strpos(lower(d.key), lower($9)) > 0)
  AND d.id > $11::bigint AND d.id <= $12::bigint AND ($13::bigint[] IS NULL OR d.id = ANY ($13::bigint[]))
  AND (d.status = 'open' OR d.status = 'discarded' AND $10::text = 'replay' AND ($6::text = 'discarded' OR $13::bigint[] IS NOT NULL))
  AND ($10::text = 'discard' OR c.deleted_at IS NULL);

-- name: LetterJobInsert
INSERT INTO dead_letter_job (workspace, verb, ids, filter, reason, by, total, upto, version, payload, occurred_at, received_at, approval)
VALUES ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, nullif($13::text, '')::uuid) RETURNING id;

-- name: LetterJobOfApproval
SELECT id FROM dead_letter_job WHERE approval = $1::text::uuid;

-- name: LetterJobNext
-- The oldest unfinished job that no other worker has in hand.
SELECT id, verb, ids, filter, reason, by, taken, missing, upto, done_to, version, payload, occurred_at, received_at FROM dead_letter_job
WHERE finished_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: LetterJobStep
UPDATE dead_letter_job SET taken = $2, missing = $3, done_to = $4, finished_at = CASE WHEN $5::bool THEN now() END, payload = CASE WHEN NOT $5::bool THEN payload END
WHERE id = $1;

-- name: LettersReplaying
UPDATE dead_letter SET status = 'replaying', how = '', reason = '', closed_by = '', closed_at = NULL, job = $2, rev = rev + 1 WHERE id = ANY ($1::bigint[]);

-- name: LettersDiscard
UPDATE dead_letter SET status = 'discarded', reason = $3, closed_by = $4, closed_at = now(), job = $2, rev = rev + 1 WHERE id = ANY ($1::bigint[]);

-- name: LetterEdits
-- The versions that edited copies of letters have.
SELECT version FROM dead_letter_job WHERE verb = 'edit' AND ids && $1::bigint[];

-- name: LetterLimits
SELECT connection::text, percent, at_least, letters, minutes, version FROM dead_letter_limit ORDER BY connection;

-- name: LetterLimitPut
-- $8 is the version that is changed, 0 where there is none yet.
INSERT INTO dead_letter_limit AS l (workspace, connection, percent, at_least, letters, minutes, updated_by)
SELECT $1::text::uuid, $2::text::uuid, $3, $4, $5, $6, $7 WHERE $8::int = 0 OR EXISTS (SELECT FROM dead_letter_limit WHERE connection = $2::text::uuid)
ON CONFLICT (workspace, connection) DO UPDATE SET percent = excluded.percent, at_least = excluded.at_least, letters = excluded.letters,
    minutes = excluded.minutes, updated_by = excluded.updated_by, updated_at = now(), version = l.version + 1
WHERE l.version = $8::int
RETURNING version;

-- name: LetterLimitDelete
DELETE FROM dead_letter_limit WHERE connection = $1::text::uuid;

-- name: LettersWithin
-- Per living connection: records that were quarantined within so many minutes, and the
-- reason of most of them. What was loaded as the past, or sent again by a person, does not count.
SELECT connection::text, min(name), sum(n)::bigint, (array_agg(reason ORDER BY n DESC, reason))[1] FROM (
    SELECT o.connection, c.name, o.reason, count(*) AS n FROM outcome o JOIN connection c ON c.id = o.connection AND c.deleted_at IS NULL
    WHERE o.outcome = 'quarantined' AND o.at > now() - make_interval(mins => $1::int) AND o.origin NOT IN ('history', 'replay', 'edit')
      AND ($2::text = '' OR o.connection = nullif($2::text, '')::uuid) GROUP BY 1, 2, 3) q
GROUP BY 1;

-- name: SettledWithin
-- How many records of a connection were settled within so many minutes, counted up to $3.
SELECT count(*) FROM (SELECT FROM outcome WHERE connection = $1::text::uuid AND at > now() - make_interval(mins => $2::int) AND origin NOT IN ('history', 'replay', 'edit') LIMIT $3) x;

-- name: LettersOpenCounts
-- Open letters, for the metric.
SELECT connector, stream, kind, code, count(*) FROM dead_letter WHERE status IN ('open', 'replaying') GROUP BY 1, 2, 3, 4;
