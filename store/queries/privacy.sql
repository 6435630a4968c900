-- name: ErasedLockShared
SELECT pg_advisory_xact_lock_shared(hashtextextended('heliu.erase.' || $1::text, 0));

-- name: ErasedLock
SELECT pg_advisory_xact_lock(hashtextextended('heliu.erase.' || $1::text, 0));

-- name: ErasedGeneration
SELECT coalesce((SELECT generation FROM erased_generation), 0);

-- name: ErasedValues
-- $1 of this erasure alone; null: of all.
SELECT kind, hash, erasure::text FROM erased_value WHERE $1::text IS NULL OR erasure = $1::text::uuid;

-- name: ErasedPut
INSERT INTO erased_value (workspace, erasure, kind, hash)
SELECT $1::text::uuid, $2::text::uuid, kind, hash FROM unnest($3::text[], $4::bytea[]) AS r(kind, hash) ON CONFLICT DO NOTHING;

-- name: ErasedRaise
INSERT INTO erased_generation AS g (workspace, generation) VALUES ($1::text::uuid, 1)
ON CONFLICT (workspace) DO UPDATE SET generation = g.generation + 1;

-- name: SubjectByIdentifier
-- Golden persons that hold one of the values; $1 types, $2 values.
SELECT DISTINCT i.golden FROM unnest($1::text[], $2::text[]) AS k(type, value)
JOIN identifier x ON x.type = k.type AND x.value = k.value JOIN identity i ON i.id = x.identity
WHERE i.kind = 'person';

-- name: SubjectByPhone
-- Golden persons with a fixed line, compared by its digits.
SELECT DISTINCT i.golden FROM identity i WHERE i.kind = 'person' AND EXISTS (
    SELECT FROM jsonb_array_elements(i.claims) c
    WHERE c->>'f' = 'phones' AND regexp_replace(normalize(c->>'v', NFKC), '[^0-9]', '', 'g') IN ($1::text, '86' || $1::text, '0086' || $1::text, '0' || $1::text));

-- name: SubjectByOpenID
SELECT DISTINCT i.golden FROM entity e JOIN identity i ON i.entity = e.id AND i.kind = 'person'
WHERE e.kind = 'contact' AND (e.data->>'wechat_openid' = $1::text OR e.data->>'wechat_unionid' = $1::text OR e.data->>'wecom_external_id' = $1::text);

-- name: SubjectCandidates
SELECT g.id::text, g.name, g.members, g.updated_at,
    coalesce((SELECT string_agg(DISTINCT c.name, ', ' ORDER BY c.name) FROM identity i JOIN entity e ON e.id = i.entity JOIN connection c ON c.id = e.connection WHERE i.golden = g.id), ''),
    coalesce((SELECT min(e.occurred_at) FROM identity i JOIN entity e ON e.id = i.entity WHERE i.golden = g.id), g.created_at),
    EXISTS (SELECT FROM legal_hold h WHERE h.golden = g.id AND h.released_at IS NULL)
FROM golden g WHERE g.id = ANY ($1::uuid[]) AND g.kind = 'person' ORDER BY g.id;

-- name: SubjectGolden
-- The living golden person behind an id.
WITH RECURSIVE way AS (
    SELECT id, redirect_to, status, kind, 0 AS n FROM golden WHERE id = $1::text::uuid
    UNION ALL SELECT g.id, g.redirect_to, g.status, g.kind, n + 1 FROM way w JOIN golden g ON g.id = w.redirect_to WHERE n < 50)
SELECT id::text, status FROM way WHERE redirect_to IS NULL AND kind = 'person';

-- name: SubjectGoldens
-- A golden record and all that were merged into it.
WITH RECURSIVE them AS (
    SELECT id FROM golden WHERE id = $1::text::uuid
    UNION SELECT g.id FROM them t JOIN golden g ON g.redirect_to = t.id)
SELECT id::text FROM them;

-- name: SubjectMembers
SELECT e.id, e.connection::text, e.stream, e.key, e.kind, e.part, e.data FROM identity i JOIN entity e ON e.id = i.entity
WHERE i.golden = ANY ($1::text[]::uuid[]) AND i.kind = 'person' ORDER BY e.id;

-- name: SubjectShared
-- Those of the values that another person holds as well; $3 the person's golden records.
SELECT DISTINCT x.type, x.value FROM unnest($1::text[], $2::text[]) AS k(type, value)
JOIN identifier x ON x.type = k.type AND x.value = k.value JOIN identity i ON i.id = x.identity
WHERE i.kind = 'person' AND NOT i.golden = ANY ($3::text[]::uuid[]);

-- name: SubjectSharedPhone
SELECT EXISTS (SELECT FROM identity i WHERE NOT i.golden = ANY ($2::text[]::uuid[]) AND EXISTS (
    SELECT FROM jsonb_array_elements(i.claims) c
    WHERE c->>'f' = 'phones' AND regexp_replace(normalize(c->>'v', NFKC), '[^0-9]', '', 'g') IN ($1::text, '86' || $1::text, '0086' || $1::text, '0' || $1::text)));

-- name: SubjectRecords
-- The entities of whole source records.
SELECT e.id, e.connection::text, e.stream, e.key, e.kind, e.part, e.data FROM unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
JOIN entity e ON e.connection = k.connection AND e.stream = k.stream AND e.key = k.key ORDER BY e.id;

-- name: SubjectEntities
SELECT id, connection::text, stream, key, kind, part, data, name, occurred_at FROM entity WHERE id > $1 ORDER BY id LIMIT $2;

-- name: SubjectSources
SELECT s.connection::text, s.connector, s.stream, s.key, s.version, s.op, s.content_hash, s.occurred_at, s.received_at, s.kpart, s.koff, s.mapping_version, s.rules
FROM unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
JOIN source_record s ON s.connection = k.connection AND s.stream = k.stream AND s.key = k.key ORDER BY 1, 3, 4;

-- name: SubjectRaw
SELECT r.day::text, r.kpart, r.koff, r.connection::text, coalesce(c.name, ''), r.connector, r.stream, r.key, r.version, r.op, r.occurred_at, r.received_at, r.payload,
    EXISTS (SELECT FROM entity e WHERE e.connection = r.connection AND e.stream = r.stream AND e.key = r.key AND e.kind = 'employee')
FROM raw_record r LEFT JOIN connection c ON c.id = r.connection
WHERE (r.day, r.kpart, r.koff) > ($1::text::date, $2::int, $3::bigint) ORDER BY r.day, r.kpart, r.koff LIMIT $4;

-- name: SubjectRawRewrite
WITH n AS (SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[]) AS n(day, kpart, koff, payload, content_hash, id)),
src AS (
    UPDATE source_record s SET content_hash = n.content_hash FROM n JOIN raw_record r ON r.day = n.day::date AND r.kpart = n.kpart AND r.koff = n.koff
    WHERE s.connection = r.connection AND s.stream = r.stream AND s.key = r.key AND s.kpart = n.kpart AND s.koff = n.koff),
letter AS (
    UPDATE dead_letter d SET content_hash = n.content_hash FROM n JOIN raw_record r ON r.day = n.day::date AND r.kpart = n.kpart AND r.koff = n.koff
    WHERE d.connection = r.connection AND d.stream = r.stream AND d.key = r.key AND d.kpart = n.kpart AND d.koff = n.koff)
UPDATE raw_record r SET payload = n.payload, content_hash = n.content_hash, id = n.id FROM n WHERE r.day = n.day::date AND r.kpart = n.kpart AND r.koff = n.koff;

-- name: SubjectLettersClose
-- The letters of records of which nothing is left.
WITH closed AS (
    UPDATE dead_letter d SET status = 'resolved', how = 'dropped', closed_at = now(), rev = rev + 1, value_masked = '', detail = ''
    FROM unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
    WHERE d.connection = k.connection AND d.stream = k.stream AND d.key = k.key AND d.status IN ('open', 'replaying')
    RETURNING d.workspace, d.id, d.code, d.version)
INSERT INTO dead_letter_event (workspace, letter, what, how, code, version) SELECT workspace, id, 'closed', 'dropped', code, version FROM closed;

-- name: SubjectColumns
SELECT tbl, col, class, how, note FROM personal_column WHERE how <> '' ORDER BY tbl, col;

-- name: SubjectLook
SELECT place, ref, at, value, bytes FROM heliu_look($1, $2);

-- name: SubjectRewrite
SELECT heliu_rewrite($1, $2, $3, $4, $5);

-- name: SubjectFiles
SELECT f.connection::text, c.name, f.seq, f.sha256, f.name, f.kind, f.uploaded_at, f.envelope,
    EXISTS (SELECT FROM entity e WHERE e.connection = f.connection AND e.stream = f.kind AND e.kind = 'employee')
FROM uploaded_file f JOIN connection c ON c.id = f.connection
WHERE (f.connection, f.seq) > ($1::text::uuid, $2::bigint) ORDER BY f.connection, f.seq LIMIT 1;

-- name: SubjectFileRewrite
UPDATE uploaded_file SET envelope = $3, key_id = $4, size = $5, redacted_at = now() WHERE connection = $1::text::uuid AND sha256 = $2;

-- name: SubjectGoldenRows
SELECT id::text, status, name, fields, created_at, updated_at FROM golden WHERE id = ANY ($1::text[]::uuid[]) ORDER BY created_at;

-- name: SubjectIdentifierRows
SELECT x.type, x.value, i.name, i.occurred_at FROM identity i JOIN identifier x ON x.identity = i.id WHERE i.golden = ANY ($1::text[]::uuid[]) AND i.kind = 'person' ORDER BY i.id, x.type, x.value;

-- name: SubjectTouchRows
SELECT t.name, t.at, t.channel, t.campaign, t.campaign_name, t.counted FROM touch t JOIN identity i ON i.entity = t.entity AND i.kind = 'person'
WHERE i.golden = ANY ($1::text[]::uuid[]) ORDER BY t.at;

-- name: SubjectConsentRows
SELECT c.purpose, c.channel, c.given, c.at, c.source, c.evidence, c.noted_at FROM consent c
WHERE c.golden = ANY ($1::text[]::uuid[]) AND c.entity IS NULL
   OR c.entity IN (SELECT i.entity FROM identity i WHERE i.golden = ANY ($1::text[]::uuid[]) AND i.kind = 'person') ORDER BY c.id;

-- name: SubjectContactRows
SELECT c.name, e.purpose, e.channel, e.held, e.at FROM contact_event e JOIN connection c ON c.id = e.connection WHERE e.golden = ANY ($1::text[]::uuid[]) ORDER BY e.at;

-- name: SubjectAuditRows
SELECT seq, at, actor_kind, action, object_kind, object_id FROM audit WHERE object_id = ANY ($1::text[]) ORDER BY seq;

-- name: SubjectLetterRows
SELECT d.id, coalesce(c.name, ''), d.stream, d.key, d.code, d.status, d.last_at FROM dead_letter d LEFT JOIN connection c ON c.id = d.connection
JOIN unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key) ON d.connection = k.connection AND d.stream = k.stream AND d.key = k.key ORDER BY d.id;

-- name: SubjectGoldenForget
UPDATE golden SET name = '', fields = '{}' WHERE id = ANY ($1::text[]::uuid[]) AND status <> 'active' AND (name <> '' OR fields <> '{}');

-- name: SubjectExportsForget
DELETE FROM customer_export;

-- name: ErasureInsert
INSERT INTO subject_erasure (workspace, id, golden, approval, reason, asked_by, cursor) VALUES ($1::text::uuid, $2::text::uuid, $3::text::uuid, $4, $5, $6, $7)
ON CONFLICT DO NOTHING;

-- name: ErasureOpen
SELECT id::text FROM subject_erasure WHERE status IN ('waiting', 'running') ORDER BY asked_at LIMIT 1;

-- name: ErasureLock
SELECT golden::text, step, cursor, report, started_at FROM subject_erasure WHERE id = $1::text::uuid AND status IN ('waiting', 'running') FOR UPDATE;

-- name: ErasureSave
UPDATE subject_erasure SET status = $2, step = $3, cursor = $4, report = $5, code = $6, moved_at = now(), started_at = coalesce(started_at, now()),
    ended_at = CASE WHEN $2 IN ('done', 'refused') THEN now() END
WHERE id = $1::text::uuid;

-- name: ErasureNote
UPDATE subject_erasure SET code = $2, moved_at = now() WHERE id = $1::text::uuid AND status IN ('waiting', 'running');

-- name: ErasureRows
SELECT id::text, golden::text, approval, reason, asked_by, asked_at, status, step, report, code, started_at, ended_at FROM subject_erasure
WHERE $1::text = '' OR id = nullif($1::text, '')::uuid ORDER BY asked_at DESC, id DESC LIMIT 100;

-- name: ErasureOfGolden
SELECT id::text FROM subject_erasure WHERE golden = $1::text::uuid AND status IN ('waiting', 'running');

-- name: HoldOfGolden
SELECT EXISTS (SELECT FROM legal_hold WHERE golden = ANY ($1::text[]::uuid[]) AND released_at IS NULL);

-- name: HoldInsert
INSERT INTO legal_hold (workspace, id, golden, class, reason, placed_by) VALUES ($1::text::uuid, $2::text::uuid, nullif($3::text, '')::uuid, $4, $5, $6);

-- name: HoldRelease
UPDATE legal_hold SET released_at = now(), released_by = $2 WHERE id = $1::text::uuid AND released_at IS NULL RETURNING coalesce(golden::text, ''), class;

-- name: HoldRows
SELECT id::text, coalesce(golden::text, ''), class, reason, placed_by, placed_at, released_by, released_at FROM legal_hold ORDER BY released_at IS NOT NULL, placed_at DESC LIMIT 200;

-- name: ErasureRead
SELECT coalesce((SELECT array_agg(x) FROM jsonb_array_elements_text(cursor->'place') x), '{}') FROM subject_erasure WHERE id = $1::text::uuid;

-- name: ErasureAudited
SELECT count(*) FROM audit WHERE object_id = $1;

-- name: ConsentNote
-- What differs from what the same entity said last of the same purpose and channel.
INSERT INTO consent (workspace, golden, entity, purpose, channel, given, at, source)
SELECT $1::text::uuid, i.golden, r.entity, r.purpose, r.channel, r.given, r.at, r.source
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bool[], $6::timestamptz[], $7::text[]) WITH ORDINALITY AS r(entity, purpose, channel, given, at, source, n)
JOIN identity i ON i.entity = r.entity AND i.kind = 'person'
LEFT JOIN LATERAL (SELECT c.given, c.at FROM consent c WHERE c.entity = r.entity AND c.purpose = r.purpose AND c.channel = r.channel ORDER BY c.id DESC LIMIT 1) l ON true
WHERE (l.given, l.at) IS DISTINCT FROM (r.given, r.at) ORDER BY r.n;

-- name: ConsentInsert
INSERT INTO consent (workspace, golden, purpose, channel, given, at, source, evidence) VALUES ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6, $7, $8);

-- name: ConsentOf
-- All that is known of the consent of some golden persons to a purpose, the last noted last.
WITH RECURSIVE them AS (
    SELECT g AS of, g AS id FROM unnest($1::text[]::uuid[]) g
    UNION SELECT t.of, g.id FROM them t JOIN golden g ON g.redirect_to = t.id)
SELECT t.of::text, c.purpose, c.channel, c.given, c.at, c.source, c.evidence, c.noted_at FROM them t
JOIN LATERAL (
    SELECT c.* FROM consent c WHERE c.golden = t.id AND (c.entity IS NULL OR NOT EXISTS (SELECT FROM identity i WHERE i.entity = c.entity AND i.kind = 'person'))
    UNION ALL
    SELECT c.* FROM identity i JOIN consent c ON c.entity = i.entity WHERE i.golden = t.id AND i.kind = 'person') c ON $2::text = '' OR c.purpose = $2::text
ORDER BY c.id;

-- name: PurposeRows
SELECT id, zh, en, basis, most, days, version FROM purpose ORDER BY id;

-- name: PurposePut
INSERT INTO purpose AS p (workspace, id, zh, en, basis, most, days, updated_by) VALUES ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (workspace, id) DO UPDATE SET zh = excluded.zh, en = excluded.en, basis = excluded.basis, most = excluded.most, days = excluded.days,
    updated_by = excluded.updated_by, updated_at = now(), version = p.version + 1;

-- name: DestinationRows
SELECT d.connection::text, c.name, d.purpose, d.channel, d.contacts, d.updated_at FROM destination_purpose d JOIN connection c ON c.id = d.connection WHERE c.deleted_at IS NULL ORDER BY c.name;

-- name: DestinationOf
SELECT purpose, channel, contacts FROM destination_purpose WHERE connection = $1::text::uuid;

-- name: DestinationPut
INSERT INTO destination_purpose (workspace, connection, purpose, channel, contacts, updated_by) VALUES ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6)
ON CONFLICT (workspace, connection) DO UPDATE SET purpose = excluded.purpose, channel = excluded.channel, contacts = excluded.contacts, updated_by = excluded.updated_by, updated_at = now();

-- name: PermitPersons
SELECT id::text FROM golden WHERE id = ANY ($1::text[]::uuid[]) AND kind = 'person';

-- name: PermitLock
SELECT pg_advisory_xact_lock(hashtextextended('heliu.contact.' || $1::text || k, 0)) FROM (SELECT k FROM unnest($2::text[]) k ORDER BY k) x;

-- name: PermitContacts
SELECT golden::text, connection::text, version, held, at FROM contact_event WHERE golden = ANY ($1::text[]::uuid[]) AND purpose = $2 AND at > $3;

-- name: PermitNote
INSERT INTO contact_event (workspace, golden, connection, version, purpose, channel, held, at)
SELECT $1::text::uuid, golden::uuid, connection::uuid, version, purpose, channel, held, at
FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]) AS r(golden, connection, version, purpose, channel, held, at)
ON CONFLICT (workspace, golden, connection, version) DO UPDATE SET held = excluded.held, at = excluded.at, purpose = excluded.purpose, channel = excluded.channel;

-- name: PermitRelease
DELETE FROM contact_event e USING unnest($1::text[]::uuid[], $2::text[]::uuid[], $3::bigint[]) AS r(golden, connection, version)
WHERE e.golden = r.golden AND e.connection = r.connection AND e.version = r.version AND e.held = '';

-- name: ContactHeld
SELECT e.golden::text, c.name, e.purpose, e.channel, e.held, e.at FROM contact_event e JOIN connection c ON c.id = e.connection WHERE e.held <> '' ORDER BY e.at DESC LIMIT 100;
