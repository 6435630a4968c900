-- name: ItemsOfCustomers
SELECT r.entity FROM identity i JOIN entity_alias a ON a.entity = i.entity JOIN entity_ref r ON r.alias = a.alias AND r.role = 'customer'
    JOIN entity e ON e.id = r.entity AND e.kind = 'receivable'
WHERE i.golden = ANY ($1::uuid[]) AND i.kind = 'organisation';

-- name: ItemsNumbered
-- Receivables found by a document number: their own, their order's, or a contract's.
WITH named AS (
    SELECT e.id, e.kind FROM entity_alias a JOIN entity e ON e.id = a.entity WHERE a.alias = ANY ($1::text[])
), orders AS (
    SELECT id FROM named WHERE kind = 'order'
    UNION
    SELECT r.entity FROM named n JOIN entity_alias a ON a.entity = n.id JOIN entity_ref r ON r.alias = a.alias AND r.role = 'deal'
        JOIN entity e ON e.id = r.entity AND e.kind = 'order' WHERE n.kind = 'deal'
)
SELECT id FROM named WHERE kind = 'receivable'
UNION
SELECT r.entity FROM orders o JOIN entity_alias a ON a.entity = o.id JOIN entity_ref r ON r.alias = a.alias AND r.role = 'order'
    JOIN entity e ON e.id = r.entity AND e.kind = 'receivable';

-- name: Items
SELECT e.id, e.name, e.connection::text, e.data,
    (SELECT i.golden FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity AND i.kind = 'organisation'
     WHERE r.entity = e.id AND r.role = 'customer' ORDER BY i.name LIMIT 1),
    o.data
FROM entity e
LEFT JOIN LATERAL (
    SELECT x.data FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN entity x ON x.id = a.entity AND x.kind = 'order'
    WHERE r.entity = e.id AND r.role = 'order' ORDER BY x.name LIMIT 1) o ON true
WHERE e.id = ANY ($1::bigint[]) AND e.kind = 'receivable';

-- name: DealsByAlias
SELECT a.alias, e.id, e.name,
    ARRAY(SELECT i.golden FROM entity_ref r JOIN entity_alias b ON b.alias = r.alias JOIN identity i ON i.entity = b.entity AND i.kind = 'organisation'
          WHERE r.entity = e.id AND r.role = 'payer' ORDER BY i.name)
FROM entity_alias a JOIN entity e ON e.id = a.entity AND e.kind = 'deal'
WHERE a.alias = ANY ($1::text[]) ORDER BY e.name;

-- name: PaymentsOf
SELECT r.entity FROM identity i JOIN entity_alias a ON a.entity = i.entity JOIN entity_ref r ON r.alias = a.alias AND r.role = 'customer'
    JOIN entity e ON e.id = r.entity AND e.kind = 'payment'
WHERE i.golden = ANY ($1::uuid[]) AND i.kind = 'organisation';

-- name: PaymentsNaming
SELECT DISTINCT r.entity FROM entity_ref r WHERE r.role = 'word' AND r.alias = ANY ($1::text[]);

-- name: PaymentsStanding
SELECT payment FROM payment_match WHERE customer = ANY ($1::uuid[])
UNION
SELECT entity FROM payment_state WHERE payer = ANY ($1::uuid[])
UNION
SELECT e.id FROM entity e WHERE $2 AND e.kind = 'payment' AND NOT EXISTS (
    SELECT 1 FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity
    WHERE r.entity = e.id AND r.role = 'customer');

-- name: Payments
SELECT e.id, e.name, e.data,
    (SELECT i.golden FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity AND i.kind = 'organisation'
     WHERE r.entity = e.id AND r.role = 'customer' ORDER BY i.name LIMIT 1)
FROM entity e WHERE e.id = ANY ($1::bigint[]) AND e.kind = 'payment';

-- name: ForgetMatches
DELETE FROM payment_match WHERE payment = ANY ($1::bigint[]);

-- name: PutPaymentStates
INSERT INTO payment_state (workspace, entity, name, payer, value_date, currency, amount, matched, status, reason, why_zh, why_en, detail)
SELECT $1::text::uuid, entity, name, payer, value_date::date, currency, amount, matched, status, reason, why_zh, why_en, detail::jsonb
FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
    AS r(entity, name, payer, value_date, currency, amount, matched, status, reason, why_zh, why_en, detail)
ON CONFLICT (workspace, entity) DO UPDATE SET name = excluded.name, payer = excluded.payer, value_date = excluded.value_date, currency = excluded.currency,
    amount = excluded.amount, matched = excluded.matched, status = excluded.status, reason = excluded.reason, why_zh = excluded.why_zh,
    why_en = excluded.why_en, detail = excluded.detail;

-- name: PutMatches
INSERT INTO payment_match (workspace, payment, item, deal, customer, currency, amount, rule, why_zh, why_en, fit, tie)
SELECT $1::text::uuid, payment, item, deal, customer, currency, amount, rule, why_zh, why_en, fit, tie
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
    AS r(payment, item, deal, customer, currency, amount, rule, why_zh, why_en, fit, tie);
