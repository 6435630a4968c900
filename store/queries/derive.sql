-- name: LiveWorkspaces
SELECT id::text FROM workspace WHERE deleted_at IS NULL AND id <> '00000000-0000-0000-0000-000000000000' ORDER BY created_at, id;

-- name: DeriveLock
SELECT pg_try_advisory_xact_lock(hashtextextended('heliu.derive.' || $1::text || '.' || $2::text, 0));

-- name: DirtyCount
SELECT count(*) FROM dirty;

-- name: LeadsAround
-- Leads of the golden records themselves, and of persons linked to them; with $2 also
-- those that name nobody.
WITH persons AS (
    SELECT p.golden FROM identity o JOIN identity p ON p.entity = o.entity AND p.kind = 'person'
    WHERE o.golden = ANY ($1::uuid[]) AND o.kind = 'organisation'
    UNION
    SELECT p.golden FROM identity o JOIN entity_alias a ON a.entity = o.entity JOIN entity_ref r ON r.alias = a.alias AND r.role = 'customer'
        JOIN identity p ON p.entity = r.entity AND p.kind = 'person'
    WHERE o.golden = ANY ($1::uuid[]) AND o.kind = 'organisation'
), leads AS (
    SELECT i.entity FROM persons x JOIN identity i ON i.golden = x.golden
    UNION
    SELECT i.entity FROM identity i WHERE i.golden = ANY ($1::uuid[])
    UNION
    SELECT e.id FROM entity e WHERE $2::bool AND e.kind = 'lead' AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.entity = e.id)
)
SELECT e.id, e.name, e.data, p.golden, o.golden, coalesce(g.anchor <> '' OR g.customer, false)
FROM leads l JOIN entity e ON e.id = l.entity AND e.kind = 'lead'
LEFT JOIN identity p ON p.entity = e.id AND p.kind = 'person'
LEFT JOIN identity o ON o.entity = e.id AND o.kind = 'organisation'
LEFT JOIN golden g ON g.id = o.golden;

-- name: Employers
-- For whom persons work: the customers of their contact records, and the known
-- organisations that their leads name.
SELECT p.golden, o.golden FROM identity p JOIN entity_ref r ON r.entity = p.entity AND r.role = 'customer'
    JOIN entity_alias a ON a.alias = r.alias JOIN identity o ON o.entity = a.entity AND o.kind = 'organisation'
WHERE p.golden = ANY ($1::uuid[]) AND p.kind = 'person'
UNION
SELECT p.golden, o.golden FROM identity p JOIN identity o ON o.entity = p.entity AND o.kind = 'organisation'
    JOIN golden g ON g.id = o.golden AND (g.anchor <> '' OR g.customer)
WHERE p.golden = ANY ($1::uuid[]) AND p.kind = 'person';

-- name: DealsAround
-- Deals that name one of the golden organisations or a dealer related to it; with $2
-- also those whose customers nobody knows.
WITH orgs AS (
    SELECT unnest($1::uuid[]) AS golden
    UNION
    SELECT t.golden FROM identity f JOIN relation r ON r.entity = f.entity AND r.kind IN ('end_customer_of', 'dealer_of')
        JOIN entity_alias a ON a.alias = r.alias JOIN identity t ON t.entity = a.entity AND t.kind = 'organisation'
    WHERE f.golden = ANY ($1::uuid[])
    UNION
    SELECT f.golden FROM identity t JOIN entity_alias a ON a.entity = t.entity
        JOIN relation r ON r.alias = a.alias AND r.kind IN ('end_customer_of', 'dealer_of')
        JOIN identity f ON f.entity = r.entity AND f.kind = 'organisation'
    WHERE t.golden = ANY ($1::uuid[])
), deals AS (
    SELECT r.entity FROM orgs x JOIN identity i ON i.golden = x.golden AND i.kind = 'organisation'
        JOIN entity_alias a ON a.entity = i.entity JOIN entity_ref r ON r.alias = a.alias AND r.role IN ('buyer', 'end_customer')
    UNION
    SELECT e.id FROM entity e WHERE $2::bool AND e.kind = 'deal' AND NOT EXISTS (
        SELECT 1 FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity
        WHERE r.entity = e.id AND r.role IN ('buyer', 'end_customer'))
)
SELECT e.id, e.name, e.data,
    (SELECT i.golden FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity AND i.kind = 'organisation'
     WHERE r.entity = e.id AND r.role = 'buyer' ORDER BY i.name LIMIT 1),
    (SELECT i.golden FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity AND i.kind = 'organisation'
     WHERE r.entity = e.id AND r.role = 'end_customer' ORDER BY i.name LIMIT 1)
FROM deals d JOIN entity e ON e.id = d.entity AND e.kind = 'deal';

-- name: RelationsOf
-- Relations of the given kinds in which one of the golden organisations stands, as
-- golden organisations.
SELECT DISTINCT f.golden, r.kind, t.golden
FROM relation r JOIN identity f ON f.entity = r.entity AND f.kind = 'organisation'
JOIN entity_alias a ON a.alias = r.alias JOIN identity t ON t.entity = a.entity AND t.kind = 'organisation'
WHERE r.kind = ANY ($2::text[]) AND (
    r.entity IN (SELECT entity FROM identity WHERE golden = ANY ($1::uuid[])) OR
    r.alias IN (SELECT a2.alias FROM identity i2 JOIN entity_alias a2 ON a2.entity = i2.entity WHERE i2.golden = ANY ($1::uuid[])));

-- name: ForgetTouches
DELETE FROM touch WHERE (account = ANY ($1::uuid[]) OR account IS NULL AND person = ANY ($1::uuid[]) OR account IS NULL AND person IS NULL AND $2::bool)
    AND NOT entity = ANY ($3::bigint[]);

-- name: PutTouches
INSERT INTO touch (workspace, entity, name, account, person, at, channel, campaign, campaign_name, counted, reason)
SELECT $1::text::uuid, entity, name, account, person, at, channel, campaign, campaign_name, counted, reason
FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::bool[], $11::text[])
    AS r(entity, name, account, person, at, channel, campaign, campaign_name, counted, reason)
ON CONFLICT (workspace, entity) DO UPDATE SET name = excluded.name, account = excluded.account, person = excluded.person, at = excluded.at,
    channel = excluded.channel, campaign = excluded.campaign, campaign_name = excluded.campaign_name, counted = excluded.counted, reason = excluded.reason;

-- name: ForgetDeals
WITH gone AS (
    DELETE FROM won_deal WHERE (account = ANY ($1::uuid[]) OR account IS NULL AND $2::bool OR entity = ANY ($4::bigint[])) AND NOT entity = ANY ($3::bigint[]) RETURNING entity
)
DELETE FROM credit WHERE deal IN (SELECT entity FROM gone) OR deal = ANY ($3::bigint[]);

-- name: PutWonDeals
INSERT INTO won_deal (workspace, entity, name, number, account, signed_at, month, currency, gross, net, touches, reason)
SELECT $1::text::uuid, entity, name, number, account, signed_at, month, currency, gross, net, touches, reason
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::int[], $12::text[])
    AS r(entity, name, number, account, signed_at, month, currency, gross, net, touches, reason)
ON CONFLICT (workspace, entity) DO UPDATE SET name = excluded.name, number = excluded.number, account = excluded.account, signed_at = excluded.signed_at,
    month = excluded.month, currency = excluded.currency, gross = excluded.gross, net = excluded.net, touches = excluded.touches, reason = excluded.reason;

-- name: PutCredits
INSERT INTO credit (workspace, deal, touch, model, channel, campaign, month, currency, gross, net, weight, "of")
SELECT $1::text::uuid, deal, touch, model, channel, campaign, month, currency, gross, net, weight, parts
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[])
    AS r(deal, touch, model, channel, campaign, month, currency, gross, net, weight, parts);

-- name: SpendPerLead
-- Locked, so that a change of the row that is applied meanwhile takes away what is
-- spread here, and one that was applied already makes this start again.
SELECT id, name, data FROM entity WHERE kind = 'spend' AND data->>'spread' = 'per_lead' ORDER BY id FOR NO KEY UPDATE;

-- name: LeadDays
SELECT to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), count(*) FROM touch WHERE channel = $1 AND campaign = $2 GROUP BY 1;

-- name: DropSpendDays
DELETE FROM spend_day WHERE entity = $1;

-- name: Progress
SELECT (SELECT coalesce(sum(records), 0)::bigint FROM flow_count WHERE what <> 'landed'), (SELECT count(*) FROM dirty);

-- name: ReadBefore
-- Streams of enabled connections that have not been read to their end since a moment.
SELECT count(*) FROM connection c JOIN connection_state s ON s.connection = c.id
WHERE c.deleted_at IS NULL AND c.status = 'enabled' AND (s.last_read_at IS NULL OR s.last_read_at <= $1 OR s.last_error <> '');
