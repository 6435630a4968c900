-- name: IdentitiesOf
SELECT id, entity, kind, name, connector, golden, anchor, customer, claims, occurred_at FROM identity WHERE entity = ANY ($1::bigint[]);

-- name: DropIdentities
DELETE FROM identity i WHERE i.entity = ANY ($1::bigint[])
  AND NOT EXISTS (SELECT 1 FROM unnest($2::bigint[], $3::text[]) AS n(entity, kind) WHERE n.entity = i.entity AND n.kind = i.kind);

-- name: PutIdentities
INSERT INTO identity (workspace, entity, kind, name, connector, golden, anchor, customer, claims, occurred_at)
SELECT $1::text::uuid, entity, kind, name, connector, golden, anchor, customer, claims::jsonb, occurred_at
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bool[], $8::text[], $9::timestamptz[], $10::uuid[])
    WITH ORDINALITY AS r(entity, kind, name, connector, anchor, customer, claims, occurred_at, golden, n) ORDER BY n
ON CONFLICT (workspace, entity, kind) DO UPDATE SET name = excluded.name, connector = excluded.connector, anchor = excluded.anchor,
    customer = excluded.customer, claims = excluded.claims, occurred_at = excluded.occurred_at
RETURNING id, entity, kind, golden;

-- name: DropIdentifiers
DELETE FROM identifier WHERE identity = ANY ($1::bigint[]);

-- name: PutIdentifiers
INSERT INTO identifier (workspace, identity, type, value)
SELECT $1::text::uuid, identity, type, value FROM unnest($2::bigint[], $3::text[], $4::text[]) AS r(identity, type, value) ON CONFLICT DO NOTHING;

-- name: IdentityRows
SELECT id, entity, kind, name, connector, golden, anchor, customer, claims, occurred_at FROM identity WHERE id = ANY ($1::bigint[]);

-- name: IdentityClosure
-- Identities that share a golden record or a tax ID with the given ones, or stand in
-- the given golden records.
SELECT m.id FROM identity i JOIN identity m ON m.golden = i.golden
WHERE i.id = ANY ($1::bigint[]) AND i.golden <> '00000000-0000-0000-0000-000000000000'
UNION
SELECT m.id FROM identity i JOIN identity m ON m.anchor = i.anchor AND m.anchor <> '' AND m.kind = i.kind
WHERE i.id = ANY ($1::bigint[])
UNION
SELECT m.id FROM identity m WHERE m.golden = ANY ($2::uuid[]) AND m.golden <> '00000000-0000-0000-0000-000000000000';

-- name: IdentifiersOf
SELECT identity, type, value FROM identifier WHERE identity = ANY ($1::bigint[]);

-- name: HoldersOf
SELECT k.n, h.identity, h.anchor
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(type, value, n)
CROSS JOIN LATERAL (
    SELECT x.identity, i.anchor FROM identifier x JOIN identity i ON i.id = x.identity
    WHERE x.type = k.type AND x.value = k.value LIMIT CASE WHEN k.type <> 'code' THEN $3::int END) h; -- a code joins however many hold it

-- name: Goldens
SELECT id, kind, status, redirect_to, anchor, customer, name, fields, members, smallest, first_seen, version FROM golden WHERE id = ANY ($1::uuid[]);

-- name: ReleaseAnchors
UPDATE golden SET anchor = '' WHERE id = ANY ($1::uuid[]) AND anchor <> '';

-- name: PutGoldens
INSERT INTO golden (workspace, id, kind, status, redirect_to, anchor, customer, name, fields, members, smallest, first_seen, version, created_at, updated_at)
SELECT $1::text::uuid, id, kind, status, redirect_to, anchor, customer, name, fields::jsonb, members, smallest, first_seen, version + 1, $13::timestamptz, $13::timestamptz
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::bool[], $8::text[], $9::text[], $10::int[], $11::text[], $12::bigint[], $14::bigint[])
    AS r(id, kind, status, redirect_to, anchor, customer, name, fields, members, smallest, first_seen, version)
ON CONFLICT (workspace, id) DO UPDATE SET status = excluded.status, redirect_to = excluded.redirect_to, anchor = excluded.anchor,
    customer = excluded.customer, name = excluded.name, fields = excluded.fields, members = excluded.members, smallest = excluded.smallest,
    first_seen = excluded.first_seen, version = excluded.version, updated_at = excluded.updated_at;

-- name: MoveIdentities
UPDATE identity i SET golden = r.golden FROM unnest($1::bigint[], $2::uuid[]) AS r(id, golden) WHERE i.id = r.id;

-- name: Announce
INSERT INTO outbox (workspace, event_id, topic, key, payload, at)
SELECT $1::text::uuid, event_id, 'heliu.golden', key, payload::jsonb, $5::timestamptz
FROM unnest($2::text[], $3::text[], $4::text[]) AS r(event_id, key, payload) ON CONFLICT (workspace, event_id) DO NOTHING;

-- name: PutRefusals
INSERT INTO refused_join (workspace, type, value, a, b, at)
SELECT $1::text::uuid, type, value, a, b, $6::timestamptz FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS r(type, value, a, b)
ON CONFLICT DO NOTHING;

-- name: RelayLock
SELECT pg_try_advisory_xact_lock(hashtextextended('heliu.relay.' || $1::text, 0));

-- name: OutboxWaiting
SELECT id, topic, key, payload FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1;

-- name: OutboxPublished
UPDATE outbox SET published_at = now() WHERE id = ANY ($1::bigint[]);
