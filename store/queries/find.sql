-- name: ReadPayloadsWaiting
-- Landed and not settled.
SELECT r.connection::text, r.stream, r.key, r.kpart, r.koff, r.received_at, r.payload FROM raw_record r
WHERE NOT EXISTS (SELECT 1 FROM outcome o WHERE o.kpart = r.kpart AND o.koff = r.koff) ORDER BY r.koff DESC LIMIT 5000;

-- name: ReadPayloadsDead
SELECT d.connection::text, d.stream, d.key, r.kpart, r.koff, r.received_at, r.payload FROM dead_letter d
JOIN raw_record r ON r.day = d.day AND r.kpart = d.kpart AND r.koff = d.koff ORDER BY d.id DESC LIMIT 5000;

-- name: ReadPayloadsDropped
SELECT r.connection::text, r.stream, r.key, r.kpart, r.koff, r.received_at, r.payload FROM outcome o
JOIN raw_record r ON r.connection = o.connection AND r.stream = o.stream AND r.key = o.key AND r.kpart = o.kpart AND r.koff = o.koff
WHERE o.outcome = 'dropped' ORDER BY o.koff DESC LIMIT 5000;

-- name: ReadPayloadsLatest
SELECT r.connection::text, r.stream, r.key, r.kpart, r.koff, r.received_at, r.payload FROM raw_record r
ORDER BY r.day DESC, r.kpart DESC, r.koff DESC LIMIT 50000;

-- name: ReadSimilarNumbers
-- Documents whose number contains a text; $1 is a pattern of the form in which numbers are compared.
SELECT DISTINCT e.kind, coalesce(nullif(e.data->>'number', ''), nullif(e.data->>'contract_no', ''), e.data->>'id'), e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key
FROM entity_alias a JOIN entity e ON e.id = a.entity LEFT JOIN connection c ON c.id = e.connection
WHERE a.alias LIKE 'nat|%' AND a.alias LIKE $1 AND e.kind IN ('deal', 'order', 'receivable', 'payment')
  AND coalesce(nullif(e.data->>'number', ''), nullif(e.data->>'contract_no', ''), e.data->>'id') IS NOT NULL
ORDER BY 2, 1 LIMIT 20;

-- name: SearchTimeout
SELECT set_config('statement_timeout', '2500', true);
