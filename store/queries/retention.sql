-- name: RetentionRows
SELECT class, days, version FROM retention;

-- name: RetentionPut
INSERT INTO retention AS r (workspace, class, days, updated_by) VALUES ($1::text::uuid, $2, $3, $4)
ON CONFLICT (workspace, class) DO UPDATE SET days = excluded.days, updated_by = excluded.updated_by, updated_at = now(), version = r.version + 1;

-- name: RetentionHeld
SELECT DISTINCT class FROM legal_hold WHERE class <> '' AND released_at IS NULL;

-- name: RetentionRunPut
INSERT INTO retention_run (workspace, at, by, result) VALUES ($1::text::uuid, $2, $3, $4);

-- name: RetentionRuns
SELECT at, by, result FROM retention_run ORDER BY id DESC LIMIT 20;

-- name: RetentionLast
SELECT coalesce(max(at), '0001-01-01') FROM retention_run;

-- name: RetentionDropDays
SELECT heliu_drop_raw_days($1::text::date);

-- name: RetainDueRaw
-- $1 the day before which the time is over: how many go, and how many stay.
WITH RECURSIVE them AS (
    SELECT golden AS id FROM legal_hold WHERE golden IS NOT NULL AND released_at IS NULL
    UNION SELECT g.id FROM them t JOIN golden g ON g.redirect_to = t.id),
held AS (SELECT e.connection, e.stream, e.key FROM them t JOIN identity i ON i.golden = t.id JOIN entity e ON e.id = i.entity)
SELECT count(*) FILTER (WHERE NOT stays), count(*) FILTER (WHERE stays) FROM (
    SELECT EXISTS (SELECT FROM held h WHERE h.connection = r.connection AND h.stream = r.stream AND h.key = r.key)
        OR EXISTS (SELECT FROM dead_letter d WHERE d.day = r.day AND d.kpart = r.kpart AND d.koff = r.koff AND d.status IN ('open', 'replaying')) AS stays
    FROM raw_record r WHERE r.day < $1::timestamptz::date) x;

-- name: RetainRaw
WITH RECURSIVE them AS (
    SELECT golden AS id FROM legal_hold WHERE golden IS NOT NULL AND released_at IS NULL
    UNION SELECT g.id FROM them t JOIN golden g ON g.redirect_to = t.id),
held AS (SELECT e.connection, e.stream, e.key FROM them t JOIN identity i ON i.golden = t.id JOIN entity e ON e.id = i.entity)
DELETE FROM raw_record x USING (
    SELECT r.day, r.kpart, r.koff FROM raw_record r WHERE r.day < $1::timestamptz::date
      AND NOT EXISTS (SELECT FROM held h WHERE h.connection = r.connection AND h.stream = r.stream AND h.key = r.key)
      AND NOT EXISTS (SELECT FROM dead_letter d WHERE d.day = r.day AND d.kpart = r.kpart AND d.koff = r.koff AND d.status IN ('open', 'replaying'))
    LIMIT $2) y WHERE x.day = y.day AND x.kpart = y.kpart AND x.koff = y.koff;

-- name: RetainDueRawOld
-- The same of versions that are not current any more.
WITH RECURSIVE them AS (
    SELECT golden AS id FROM legal_hold WHERE golden IS NOT NULL AND released_at IS NULL
    UNION SELECT g.id FROM them t JOIN golden g ON g.redirect_to = t.id),
held AS (SELECT e.connection, e.stream, e.key FROM them t JOIN identity i ON i.golden = t.id JOIN entity e ON e.id = i.entity)
SELECT count(*) FILTER (WHERE NOT stays), count(*) FILTER (WHERE stays) FROM (
    SELECT EXISTS (SELECT FROM held h WHERE h.connection = r.connection AND h.stream = r.stream AND h.key = r.key)
        OR EXISTS (SELECT FROM dead_letter d WHERE d.day = r.day AND d.kpart = r.kpart AND d.koff = r.koff AND d.status IN ('open', 'replaying')) AS stays
    FROM raw_record r WHERE r.day < $1::timestamptz::date
      AND NOT EXISTS (SELECT FROM source_record s WHERE s.connection = r.connection AND s.stream = r.stream AND s.key = r.key AND s.kpart = r.kpart AND s.koff = r.koff)) x;

-- name: RetainRawOld
WITH RECURSIVE them AS (
    SELECT golden AS id FROM legal_hold WHERE golden IS NOT NULL AND released_at IS NULL
    UNION SELECT g.id FROM them t JOIN golden g ON g.redirect_to = t.id),
held AS (SELECT e.connection, e.stream, e.key FROM them t JOIN identity i ON i.golden = t.id JOIN entity e ON e.id = i.entity)
DELETE FROM raw_record x USING (
    SELECT r.day, r.kpart, r.koff FROM raw_record r WHERE r.day < $1::timestamptz::date
      AND NOT EXISTS (SELECT FROM source_record s WHERE s.connection = r.connection AND s.stream = r.stream AND s.key = r.key AND s.kpart = r.kpart AND s.koff = r.koff)
      AND NOT EXISTS (SELECT FROM held h WHERE h.connection = r.connection AND h.stream = r.stream AND h.key = r.key)
      AND NOT EXISTS (SELECT FROM dead_letter d WHERE d.day = r.day AND d.kpart = r.kpart AND d.koff = r.koff AND d.status IN ('open', 'replaying'))
    LIMIT $2) y WHERE x.day = y.day AND x.kpart = y.kpart AND x.koff = y.koff;

-- name: RetainDueFile
SELECT count(*), 0::bigint FROM uploaded_file WHERE uploaded_at < $1;

-- name: RetainFile
DELETE FROM uploaded_file WHERE (connection, seq) IN (SELECT connection, seq FROM uploaded_file WHERE uploaded_at < $1 LIMIT $2);

-- name: RetainDueDeadLetter
SELECT (SELECT count(*) FROM dead_letter WHERE status IN ('resolved', 'discarded') AND coalesce(closed_at, last_at) < $1)
    + (SELECT count(*) FROM dead_letter_job WHERE finished_at < $1), (SELECT count(*) FROM dead_letter WHERE status IN ('open', 'replaying') AND last_at < $1);

-- name: RetainDeadLetter
WITH a AS (DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE status IN ('resolved', 'discarded') AND coalesce(closed_at, last_at) < $1 LIMIT $2) RETURNING 1),
b AS (DELETE FROM dead_letter_job WHERE id IN (SELECT id FROM dead_letter_job WHERE finished_at < $1 LIMIT $2) RETURNING 1)
SELECT FROM a UNION ALL SELECT FROM b;

-- name: RetainLetterEvents
SELECT heliu_retain_letter_events($1, $2);

-- name: RetainDueJob
SELECT (SELECT count(*) FROM job WHERE ended_at < $1) + (SELECT count(*) FROM comparison WHERE at < $1), 0::bigint;

-- name: RetainJob
WITH a AS (DELETE FROM job WHERE id IN (SELECT id FROM job WHERE ended_at < $1 LIMIT $2) RETURNING 1),
b AS (DELETE FROM comparison WHERE id IN (SELECT id FROM comparison WHERE at < $1 LIMIT $2) RETURNING 1)
SELECT FROM a UNION ALL SELECT FROM b;

-- name: RetainDueAlert
SELECT (SELECT count(*) FROM alert_event WHERE closed_at < $1) + (SELECT count(*) FROM alert_notice WHERE created_at < $1 AND state <> 'waiting'),
    (SELECT count(*) FROM alert_event WHERE closed_at IS NULL AND last_at < $1);

-- name: RetainAlert
WITH a AS (DELETE FROM alert_event WHERE id IN (SELECT id FROM alert_event WHERE closed_at < $1 LIMIT $2) RETURNING 1),
b AS (DELETE FROM alert_notice WHERE id IN (SELECT id FROM alert_notice WHERE created_at < $1 AND state <> 'waiting' LIMIT $2) RETURNING 1)
SELECT FROM a UNION ALL SELECT FROM b;

-- name: RetainDueContact
SELECT count(*), 0::bigint FROM contact_event WHERE at < $1;

-- name: RetainContact
DELETE FROM contact_event WHERE (golden, connection, version) IN (SELECT golden, connection, version FROM contact_event WHERE at < $1 LIMIT $2);

-- name: RetainDueSession
SELECT (SELECT count(*) FROM session WHERE workspace = (SELECT nullif(current_setting('app.workspace', true), '')::uuid) AND expires_at < $1)
    + (SELECT count(*) FROM login_link WHERE expires_at < $1), 0::bigint;

-- name: RetainSession
WITH a AS (DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE workspace = (SELECT nullif(current_setting('app.workspace', true), '')::uuid) AND expires_at < $1 LIMIT $2) RETURNING 1),
b AS (DELETE FROM login_link WHERE hash IN (SELECT hash FROM login_link WHERE expires_at < $1 LIMIT $2) RETURNING 1)
SELECT FROM a UNION ALL SELECT FROM b;

-- name: RetainDueOutbox
SELECT count(*), (SELECT count(*) FROM outbox WHERE published_at IS NULL AND at < $1) FROM outbox WHERE published_at < $1;

-- name: RetainOutbox
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE published_at < $1 LIMIT $2);

-- name: RetainDueIdempotency
SELECT count(*), 0::bigint FROM idempotency_key WHERE created_at < $1;

-- name: RetainIdempotency
DELETE FROM idempotency_key WHERE (actor, key) IN (SELECT actor, key FROM idempotency_key WHERE created_at < $1 LIMIT $2);
