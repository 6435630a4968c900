-- name: ReadCustomers
-- Organisations, and those persons who have none. $1 kind, $2 part of the name,
-- $3 tax ID, $4 and $5 where the page begins, $6 its length.
SELECT g.id::text, g.updated_at FROM golden g
WHERE g.status = 'active' AND ($1::text = '' OR g.kind = $1)
  AND ($2::text = '' OR g.name ILIKE $2) AND ($3::text = '' OR g.anchor = $3)
  AND (g.kind = 'organisation' OR NOT EXISTS (
      SELECT 1 FROM identity p WHERE p.golden = g.id AND p.kind = 'person' AND (
          EXISTS (SELECT 1 FROM identity o WHERE o.entity = p.entity AND o.kind = 'organisation')
          OR EXISTS (SELECT 1 FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity o ON o.entity = a.entity AND o.kind = 'organisation'
                     WHERE r.entity = p.entity AND r.role = 'customer'))))
  AND ($4::timestamptz IS NULL OR (g.updated_at, g.id) < ($4, $5::text::uuid))
ORDER BY g.updated_at DESC, g.id DESC LIMIT $6;

-- name: ReadCustomersByIdentifier
-- Golden records that hold an identifier, and the organisations of the persons among them.
WITH held AS (
    SELECT i.entity, i.golden FROM unnest($1::text[], $2::text[]) AS k(type, value)
    JOIN identifier x ON x.type = k.type AND x.value = k.value JOIN identity i ON i.id = x.identity
), persons AS (
    SELECT DISTINCT golden FROM held
), found AS (
    SELECT golden FROM held
    UNION
    SELECT o.golden FROM persons h JOIN identity p ON p.golden = h.golden AND p.kind = 'person'
        JOIN identity o ON o.entity = p.entity AND o.kind = 'organisation'
    UNION
    SELECT o.golden FROM persons h JOIN identity p ON p.golden = h.golden AND p.kind = 'person'
        JOIN entity_ref r ON r.entity = p.entity AND r.role = 'customer' JOIN entity_alias a ON a.alias = r.alias
        JOIN identity o ON o.entity = a.entity AND o.kind = 'organisation'
)
SELECT g.id::text, g.updated_at FROM golden g JOIN found f ON f.golden = g.id
WHERE g.status = 'active' AND ($3::text = '' OR g.kind = $3) AND ($4::text = '' OR g.name ILIKE $4) AND ($5::text = '' OR g.anchor = $5)
  AND ($6::timestamptz IS NULL OR (g.updated_at, g.id) < ($6, $7::text::uuid))
ORDER BY g.updated_at DESC, g.id DESC LIMIT $8;

-- name: ReadCustomerRows
SELECT g.id::text, g.kind, g.name, g.anchor, g.customer, g.members, g.updated_at,
    coalesce(g.fields->'region'->>'value', g.fields->'region_code'->>'value', ''), coalesce(g.fields->'industry'->>'value', ''),
    coalesce(g.fields->'mobiles'->'values'->>0, ''), coalesce(g.fields->'emails'->'values'->>0, ''),
    ARRAY(SELECT DISTINCT i.connector FROM identity i WHERE i.golden = g.id ORDER BY 1),
    (SELECT count(*) FROM touch t WHERE CASE WHEN g.kind = 'person' THEN t.person = g.id ELSE t.account = g.id END),
    (SELECT count(*) FROM won_deal d WHERE d.account = g.id)
FROM unnest($1::text[]::uuid[]) WITH ORDINALITY AS k(id, n) JOIN golden g ON g.id = k.id ORDER BY k.n;

-- name: ReadGolden
SELECT id::text, kind, status, coalesce(redirect_to::text, ''), anchor, customer, name, fields, members, version, created_at, updated_at
FROM golden WHERE id = $1::text::uuid;

-- name: ReadGoldenMembers
SELECT i.name, i.anchor, i.occurred_at, e.kind, i.claims, e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key
FROM identity i JOIN entity e ON e.id = i.entity LEFT JOIN connection c ON c.id = e.connection
WHERE i.golden = $1::text::uuid ORDER BY i.occurred_at DESC, i.name;

-- name: ReadGoldenIdentifiers
SELECT x.type, x.value, count(*) FROM identity i JOIN identifier x ON x.identity = i.id
WHERE i.golden = $1::text::uuid GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2 LIMIT 200;

-- name: ReadGoldenMergedFrom
SELECT id::text, kind, name FROM golden WHERE redirect_to = $1::text::uuid ORDER BY updated_at DESC, id LIMIT 100;

-- name: ReadGoldenNames
SELECT id::text, kind, name FROM golden WHERE id = ANY ($1::text[]::uuid[]);

-- name: ReadTouchesOf
SELECT e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, t.name, t.at, t.channel, t.campaign, t.campaign_name, t.counted, t.reason,
    coalesce(t.person::text, ''), coalesce(t.account::text, ''), count(*) OVER ()
FROM touch t JOIN entity e ON e.id = t.entity LEFT JOIN connection c ON c.id = e.connection
WHERE t.account = $1::text::uuid OR t.person = $1::text::uuid AND $2::bool
ORDER BY t.at DESC, t.name DESC LIMIT 200;

-- name: ReadDealsOf
WITH mine AS (
    SELECT d.entity AS id FROM won_deal d WHERE d.account = $1::text::uuid
    UNION
    SELECT r.entity FROM identity i JOIN entity_alias a ON a.entity = i.entity
        JOIN entity_ref r ON r.alias = a.alias AND r.role IN ('buyer', 'end_customer', 'partner') JOIN entity e ON e.id = r.entity AND e.kind = 'deal'
    WHERE i.golden = $1::text::uuid
)
SELECT m.id, count(*) OVER () FROM mine m LEFT JOIN won_deal d ON d.entity = m.id ORDER BY d.signed_at DESC NULLS LAST, m.id DESC LIMIT 200;

-- name: ReadDocumentsOf
-- Orders or receivables ($2) of a golden organisation.
SELECT DISTINCT e.id FROM identity i JOIN entity_alias a ON a.entity = i.entity
    JOIN entity_ref r ON r.alias = a.alias AND r.role IN ('customer', 'end_customer') JOIN entity e ON e.id = r.entity AND e.kind = $2
WHERE i.golden = $1::text::uuid;

-- name: ReadPaymentsOf
SELECT id FROM (
    SELECT s.entity AS id, s.value_date AS at FROM payment_state s WHERE s.payer = $1::text::uuid
    UNION
    SELECT m.payment, s.value_date FROM payment_match m JOIN payment_state s ON s.entity = m.payment WHERE m.customer = $1::text::uuid
) x ORDER BY at DESC, id DESC;

-- name: ReadContactsOf
-- The persons of an organisation, by contact records and by leads.
WITH linked AS (
    SELECT p.golden, 'contact' AS via FROM identity o JOIN entity_alias a ON a.entity = o.entity JOIN entity_ref r ON r.alias = a.alias AND r.role = 'customer'
        JOIN identity p ON p.entity = r.entity AND p.kind = 'person'
    WHERE o.golden = $1::text::uuid AND o.kind = 'organisation'
    UNION
    SELECT p.golden, 'lead' FROM identity o JOIN identity p ON p.entity = o.entity AND p.kind = 'person'
    WHERE o.golden = $1::text::uuid AND o.kind = 'organisation'
)
SELECT g.id::text, g.kind, g.name, coalesce(g.fields->'department'->>'value', ''), coalesce(g.fields->'title'->>'value', ''),
    coalesce(g.fields->'mobiles'->'values'->>0, ''), coalesce(g.fields->'emails'->'values'->>0, ''), min(l.via), count(*) OVER ()
FROM linked l JOIN golden g ON g.id = l.golden
GROUP BY g.id, g.kind, g.name, g.fields ORDER BY min(l.via), g.name, g.id LIMIT 200;

-- name: ReadRelationsOf
SELECT r.kind, 'to' AS direction, r.since, r.until, coalesce(o.golden::text, ''),
    e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name
FROM identity i JOIN relation r ON r.entity = i.entity JOIN entity e ON e.id = r.entity LEFT JOIN connection c ON c.id = e.connection
LEFT JOIN LATERAL (SELECT t.golden FROM entity_alias a JOIN identity t ON t.entity = a.entity AND t.kind = 'organisation'
                   WHERE a.alias = r.alias ORDER BY t.name LIMIT 1) o ON true
WHERE i.golden = $1::text::uuid AND i.kind = 'organisation'
UNION
SELECT r.kind, 'from', r.since, r.until, coalesce(f.golden::text, ''),
    e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name
FROM identity i JOIN entity_alias a ON a.entity = i.entity JOIN relation r ON r.alias = a.alias
    JOIN entity e ON e.id = r.entity LEFT JOIN connection c ON c.id = e.connection
    JOIN identity f ON f.entity = r.entity AND f.kind = 'organisation'
WHERE i.golden = $1::text::uuid AND i.kind = 'organisation' AND f.golden <> i.golden
ORDER BY 2 DESC, 1, 11 LIMIT 200;

-- name: ReadActivitiesOf
WITH things AS (
    SELECT i.entity AS id, '' AS number FROM identity i WHERE i.golden = $1::text::uuid
    UNION
    SELECT d.entity, d.number FROM won_deal d WHERE d.account = $1::text::uuid
    UNION
    SELECT e.id, e.data->>'number' FROM identity i JOIN entity_alias a ON a.entity = i.entity
        JOIN entity_ref r ON r.alias = a.alias AND r.role IN ('buyer', 'end_customer') JOIN entity e ON e.id = r.entity AND e.kind = 'deal'
    WHERE i.golden = $1::text::uuid
)
SELECT e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name, e.data, max(t.number), count(*) OVER ()
FROM things t JOIN entity_alias a ON a.entity = t.id JOIN entity_ref r ON r.alias = a.alias AND r.role = 'on'
    JOIN entity e ON e.id = r.entity AND e.kind = 'activity' LEFT JOIN connection c ON c.id = e.connection
GROUP BY e.id, e.workspace, c.name, e.connection, e.connector, e.stream, e.key, e.name, e.data, e.occurred_at
ORDER BY e.occurred_at DESC, e.id DESC LIMIT 200;
