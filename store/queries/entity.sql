-- name: ConnectionNames
SELECT id::text, name FROM connection WHERE id = ANY ($1::text[]::uuid[]);

-- name: EntitiesOf
-- With whether each is an employee or a unit. The cast stands inside: one in the comparison may not pass row-level security and
-- would keep the index from being used.
SELECT e.id, e.kind IN ('employee', 'org_unit')
FROM unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
JOIN entity e ON e.connection = k.connection AND e.stream = k.stream AND e.key = k.key;

-- name: DropEntities
DELETE FROM entity e USING unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
WHERE e.connection = k.connection AND e.stream = k.stream AND e.key = k.key
  AND NOT EXISTS (SELECT 1 FROM unnest($4::text[]::uuid[], $5::text[], $6::text[], $7::text[], $8::text[]) AS n(connection, stream, key, kind, part)
      WHERE n.connection = e.connection AND n.stream = e.stream AND n.key = e.key AND n.kind = e.kind AND n.part = e.part);

-- name: PutEntities
INSERT INTO entity (workspace, connection, connector, stream, key, kind, part, name, data, occurred_at)
SELECT $1::text::uuid, connection::uuid, connector, stream, key, kind, part, name, data::jsonb, occurred_at
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
    WITH ORDINALITY AS r(connection, connector, stream, key, kind, part, name, data, occurred_at, n) ORDER BY n
ON CONFLICT (workspace, connection, stream, key, kind, part) DO UPDATE SET
    connector = excluded.connector, name = excluded.name, data = excluded.data, occurred_at = excluded.occurred_at
RETURNING id, connection::text, stream, key, kind, part;

-- name: DropLinks
WITH a AS (DELETE FROM entity_alias WHERE entity = ANY ($1::bigint[])), r AS (DELETE FROM entity_ref WHERE entity = ANY ($1::bigint[])),
     s AS (DELETE FROM spend_day WHERE entity = ANY ($1::bigint[]))
DELETE FROM relation WHERE entity = ANY ($1::bigint[]);

-- name: PutAliases
INSERT INTO entity_alias (workspace, entity, alias)
SELECT $1::text::uuid, entity, alias FROM unnest($2::bigint[], $3::text[]) AS r(entity, alias) ON CONFLICT DO NOTHING;

-- name: PutRefs
INSERT INTO entity_ref (workspace, entity, role, alias)
SELECT $1::text::uuid, entity, role, alias FROM unnest($2::bigint[], $3::text[], $4::text[]) AS r(entity, role, alias) ON CONFLICT DO NOTHING;

-- name: PutRelations
INSERT INTO relation (workspace, entity, kind, alias, since, until)
SELECT $1::text::uuid, entity, kind, alias, since, until
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[]) AS r(entity, kind, alias, since, until) ON CONFLICT DO NOTHING;

-- name: PutSpendDays
INSERT INTO spend_day (workspace, entity, day, month, channel, campaign, campaign_name, currency, cost_net, cost_gross, clicks, impressions)
SELECT $1::text::uuid, entity, day::date, month, channel, campaign, campaign_name, currency, cost_net, cost_gross, clicks, impressions
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[])
    AS r(entity, day, month, channel, campaign, campaign_name, currency, cost_net, cost_gross, clicks, impressions);

-- name: Referrers
-- Entities that point at one of the given entities. Whose an account is, who owns it
-- does not matter.
SELECT DISTINCT r.entity
FROM entity_alias a JOIN entity_ref r ON r.alias = a.alias AND r.role <> 'owner'
WHERE a.entity = ANY ($1::bigint[]);

-- name: ReferrersOfDocuments
-- The same, over orders, deals and receivables alone: the next step of a chain.
SELECT DISTINCT r.entity
FROM entity e JOIN entity_alias a ON a.entity = e.id JOIN entity_ref r ON r.alias = a.alias
WHERE e.id = ANY ($1::bigint[]) AND e.kind IN ('order', 'deal', 'receivable');

-- name: GoldensOfEntities
-- Golden records in which the entities themselves stand, and those of the customers
-- that they name.
SELECT i.golden FROM identity i WHERE i.entity = ANY ($1::bigint[])
UNION
SELECT i.golden FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity
WHERE r.entity = ANY ($1::bigint[]) AND r.role IN ('customer', 'buyer', 'end_customer', 'partner', 'payer');

-- name: DocumentsNamed
-- Orders, deals and receivables that payments among the entities name by number.
SELECT DISTINCT a.entity
FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias
WHERE r.entity = ANY ($1::bigint[]) AND r.role = 'word';

-- name: PersonsOf
-- Golden persons who are linked to golden organisations: by a lead that names both,
-- or by a contact of one of its customers.
SELECT p.golden FROM identity o JOIN identity p ON p.entity = o.entity AND p.kind = 'person'
WHERE o.golden = ANY ($1::uuid[]) AND o.kind = 'organisation'
UNION
SELECT p.golden FROM identity o JOIN entity_alias a ON a.entity = o.entity JOIN entity_ref r ON r.alias = a.alias AND r.role = 'customer'
    JOIN identity p ON p.entity = r.entity AND p.kind = 'person'
WHERE o.golden = ANY ($1::uuid[]) AND o.kind = 'organisation';

-- name: OrganisationsOf
-- Golden organisations linked to golden persons, the other way round.
SELECT o.golden FROM identity p JOIN identity o ON o.entity = p.entity AND o.kind = 'organisation'
WHERE p.golden = ANY ($1::uuid[]) AND p.kind = 'person'
UNION
SELECT o.golden FROM identity p JOIN entity_ref r ON r.entity = p.entity AND r.role = 'customer' JOIN entity_alias a ON a.alias = r.alias
    JOIN identity o ON o.entity = a.entity AND o.kind = 'organisation'
WHERE p.golden = ANY ($1::uuid[]) AND p.kind = 'person';

-- name: RelatedOrganisations
SELECT t.golden FROM identity f JOIN relation r ON r.entity = f.entity JOIN entity_alias a ON a.alias = r.alias
    JOIN identity t ON t.entity = a.entity AND t.kind = 'organisation'
WHERE f.golden = ANY ($1::uuid[])
UNION
SELECT f.golden FROM identity t JOIN entity_alias a ON a.entity = t.entity JOIN relation r ON r.alias = a.alias
    JOIN identity f ON f.entity = r.entity AND f.kind = 'organisation'
WHERE t.golden = ANY ($1::uuid[]);

-- name: KindsOfGoldens
SELECT id, kind FROM golden WHERE id = ANY ($1::uuid[]);

-- name: HasOrphans
-- Whether the entities hold anything that belongs to no account: a lead that names
-- nobody, a deal or payment whose customers are not known, what spends over leads, or
-- a lead over which may be spent. Of a lead that was there before ($2) nobody knows
-- any more which campaign it was of.
SELECT EXISTS (
    SELECT 1 FROM entity e WHERE e.id = ANY ($1::bigint[]) AND (
        e.kind = 'spend' AND e.data->>'spread' = 'per_lead'
        OR e.kind = 'lead' AND (
            NOT EXISTS (SELECT 1 FROM identity i WHERE i.entity = e.id)
            OR EXISTS (SELECT 1 FROM entity s WHERE s.kind = 'spend' AND s.data->>'spread' = 'per_lead' AND (
                e.id = ANY ($2::bigint[])
                OR s.data->>'channel' = e.data->>'channel'
                    AND coalesce(nullif(s.data->>'campaign_id', ''), s.data->>'campaign', '') = coalesce(nullif(e.data->>'campaign_id', ''), e.data->>'campaign', ''))))
        OR e.kind = 'deal' AND NOT EXISTS (
            SELECT 1 FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity
            WHERE r.entity = e.id AND r.role IN ('buyer', 'end_customer'))
        OR e.kind = 'payment' AND NOT EXISTS (
            SELECT 1 FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity
            WHERE r.entity = e.id AND r.role = 'customer')));

-- name: MarkDirty
-- Payments and items belong to customers: a golden record that holds none, and had
-- none when payments were last matched, has nothing to reconcile.
INSERT INTO dirty (workspace, domain, golden)
SELECT $1::text::uuid, 'roi', g FROM unnest($2::uuid[]) AS g
UNION ALL
SELECT $1::text::uuid, 'recon', g FROM unnest($2::uuid[]) AS g
WHERE g = '00000000-0000-0000-0000-000000000000'
   OR EXISTS (SELECT 1 FROM golden x WHERE x.id = g AND x.customer)
   OR EXISTS (SELECT 1 FROM payment_state s WHERE s.payer = g)
   OR EXISTS (SELECT 1 FROM payment_match m WHERE m.customer = g);
