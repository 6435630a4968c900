-- name: ReadConnectionNamed
-- A connection by id or name, the living one first.
SELECT id::text, name, connector FROM connection WHERE id::text = $1 OR name = $1 ORDER BY deleted_at NULLS FIRST LIMIT 1;

-- name: ReadArrivals
SELECT r.version, r.op, r.occurred_at, r.received_at, r.mapping_version, r.payload, coalesce(o.outcome, ''), coalesce(o.reason, ''), o.at
FROM raw_record r LEFT JOIN outcome o ON o.kpart = r.kpart AND o.koff = r.koff
WHERE r.connection = $1::text::uuid AND r.stream = $2 AND r.key = $3 ORDER BY r.koff DESC, r.kpart LIMIT 50;

-- name: ReadSource
SELECT version, op, occurred_at, received_at, mapping_version, conflicts, day::text, kpart, koff FROM source_record
WHERE connection = $1::text::uuid AND stream = $2 AND key = $3;

-- name: ReadRawPayload
SELECT payload FROM raw_record WHERE day = $1::text::date AND kpart = $2 AND koff = $3;

-- name: ReadEntities
SELECT id, kind, part, data FROM entity WHERE connection = $1::text::uuid AND stream = $2 AND key = $3 ORDER BY kind, part LIMIT 200;

-- name: ReadGoldensOfEntity
SELECT g.id::text, g.kind, g.name FROM identity i JOIN golden g ON g.id = i.golden WHERE i.entity = $1 ORDER BY g.kind;

-- name: ReadDeadLettersOf
SELECT d.id, d.kind, d.stage, d.connection::text, coalesce(c.name, ''), d.connector, d.stream, d.key, d.version, d.code, d.message_zh, d.message_en,
    d.field, d.path, d.value_masked, d.detail, d.first_at, d.last_at, d.count, d.status, d.how, d.reason, d.closed_by, d.closed_at, c.deleted_at IS NOT NULL, d.rev
FROM dead_letter d LEFT JOIN connection c ON c.id = d.connection
WHERE d.connection = $1::text::uuid AND d.stream = $2 AND d.key = $3 ORDER BY d.status IN ('open', 'replaying') DESC, d.id DESC LIMIT 100;

-- name: ReadStreamNames
SELECT c.id::text, c.name FROM connection c;

-- name: ReadTraceByNumber
-- Entities that carry a number, and payments that name it.
SELECT DISTINCT e.connection::text, e.stream, e.key FROM entity_alias a JOIN entity e ON e.id = a.entity WHERE a.alias = ANY ($1::text[])
UNION
SELECT e.connection::text, e.stream, e.key FROM entity_ref r JOIN entity e ON e.id = r.entity WHERE r.role = 'word' AND r.alias = ANY ($1::text[])
UNION
SELECT e.connection::text, e.stream, e.key FROM entity e WHERE e.kind = 'payment' AND upper(e.data->>'id') = $2
LIMIT 40;

-- name: ReadTraceByKey
-- Records with exactly this key, of whatever stream, whether anything was made of them or not.
SELECT DISTINCT r.connection::text, r.stream, r.key FROM (SELECT DISTINCT c.id AS connection, x.stream FROM connection c JOIN mapping x ON x.connector = c.connector) m
JOIN raw_record r ON r.connection = m.connection AND r.stream = m.stream AND r.key = ANY ($1::text[]) LIMIT 20;

-- name: ReadTraceGoldens
-- Golden records in which an entity stands, or of the customers that it names.
SELECT g.id::text, g.kind, g.name FROM identity i JOIN golden g ON g.id = i.golden WHERE i.entity = $1
UNION
SELECT g.id::text, g.kind, g.name FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity JOIN golden g ON g.id = i.golden
WHERE r.entity = $1 AND r.role IN ('customer', 'buyer', 'end_customer') ORDER BY 2, 3 LIMIT 10;

-- name: ReadTraceDeal
-- How a deal is credited and paid.
SELECT d.touches, d.reason, d.signed_at, (SELECT count(DISTINCT c.touch) FROM credit c WHERE c.deal = d.entity),
    coalesce((SELECT sum(m.amount) FROM payment_match m WHERE m.deal = d.entity), 0)::bigint, d.currency
FROM won_deal d WHERE d.entity = $1;

-- name: ReadTraceDealOf
-- The deals that an order or a receivable belongs to.
SELECT DISTINCT e.id, e.data->>'number' FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN entity e ON e.id = a.entity AND e.kind = 'deal'
WHERE r.entity = $1 AND r.role = 'deal' LIMIT 5;
