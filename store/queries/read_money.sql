-- name: ReadRevenueFacts
-- Credits of one model by deal and campaign. $2 and $3 are months, empty: open.
SELECT c.deal, c.channel, c.campaign, coalesce(min(nullif(t.campaign_name, '')), ''), c.month, c.currency, sum(c.gross)::bigint, sum(c.net)::bigint
FROM credit c JOIN touch t ON t.entity = c.touch
WHERE c.model = $1 AND ($2::text = '' OR c.month >= $2) AND ($3::text = '' OR c.month <= $3)
GROUP BY c.deal, c.channel, c.campaign, c.month, c.currency;

-- name: ReadUnattributedFacts
SELECT entity, month, currency, gross, net FROM won_deal
WHERE touches = 0 AND ($1::text = '' OR month >= $1) AND ($2::text = '' OR month <= $2);

-- name: ReadCostFacts
SELECT channel, campaign, coalesce(min(nullif(campaign_name, '')), ''), month, currency, sum(cost_net)::bigint, sum(cost_gross)::bigint FROM spend_day
WHERE ($1::text = '' OR month >= $1) AND ($2::text = '' OR month <= $2)
GROUP BY channel, campaign, month, currency;

-- name: ReadLeadFacts
SELECT channel, campaign, coalesce(min(nullif(campaign_name, '')), ''), month, count(*) FILTER (WHERE counted), count(*)
FROM (SELECT *, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month FROM touch) t
WHERE ($1::text = '' OR month >= $1) AND ($2::text = '' OR month <= $2)
GROUP BY channel, campaign, month;

-- name: ReadCreditedDeals
-- The deals of a cell. $1 model, $2 VAT basis, $3 currency, $4 and $5 months, $6 channel,
-- $7 campaign, $8 month, $9 unattributed (null: both); $10 and $11 where the page
-- begins, $12 its length.
WITH part AS (
    SELECT c.deal AS id, CASE WHEN $2::text = 'gross' THEN c.gross ELSE c.net END AS amount, 1 AS touches, c.currency, c.month
    FROM credit c WHERE c.model = $1 AND ($9::bool IS NULL OR NOT $9)
      AND ($6::text IS NULL OR c.channel = $6) AND ($7::text IS NULL OR c.campaign = $7)
    UNION ALL
    SELECT d.entity, CASE WHEN $2::text = 'gross' THEN d.gross ELSE d.net END, 0, d.currency, d.month
    FROM won_deal d WHERE d.touches = 0 AND ($9::bool IS NULL OR $9) AND $6::text IS NULL AND $7::text IS NULL
), cell AS (
    SELECT id, sum(amount)::bigint AS amount, sum(touches)::bigint AS touches FROM part
    WHERE (amount IS NULL OR currency = $3) AND ($4::text = '' OR month >= $4) AND ($5::text = '' OR month <= $5) AND ($8::text = '' OR month = $8)
    GROUP BY id
), whole AS (SELECT count(*) AS deals, coalesce(sum(amount), 0)::bigint AS amount FROM cell)
SELECT w.deals, w.amount, c.id, c.amount, c.touches, d.signed_at
FROM whole w LEFT JOIN (cell c JOIN won_deal d ON d.entity = c.id AND ($10::timestamptz IS NULL OR (d.signed_at, d.entity) < ($10, $11::bigint))) ON true
ORDER BY d.signed_at DESC NULLS LAST, c.id DESC LIMIT $12;

-- name: ReadDealRows
SELECT e.id, e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name, e.data,
    d.month, d.touches, coalesce(d.account::text, ''), d.reason, d.entity IS NOT NULL
FROM entity e LEFT JOIN won_deal d ON d.entity = e.id LEFT JOIN connection c ON c.id = e.connection
WHERE e.id = ANY ($1::bigint[]) AND e.kind = 'deal';

-- name: ReadDealParties
SELECT r.role, i.golden::text FROM entity_ref r JOIN entity_alias a ON a.alias = r.alias JOIN identity i ON i.entity = a.entity AND i.kind = 'organisation'
WHERE r.entity = $1 AND r.role IN ('buyer', 'end_customer') ORDER BY i.name DESC;

-- name: ReadDealPath
SELECT e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, t.name, t.at, t.channel, t.campaign, t.campaign_name, t.counted, t.reason,
    coalesce(t.person::text, ''), coalesce(t.account::text, ''), count(*) OVER ()
FROM won_deal d JOIN touch t ON t.account = d.account AND t.counted AND t.at >= d.signed_at - interval '8760 hours' AND t.at < d.signed_at
    JOIN entity e ON e.id = t.entity LEFT JOIN connection c ON c.id = e.connection
WHERE d.entity = $1 ORDER BY t.at, t.name;

-- name: ReadDealCredits
SELECT c.model, t.name, c.channel, c.weight, c."of", c.gross, c.net, c.currency FROM credit c JOIN touch t ON t.entity = c.touch
WHERE c.deal = $1 ORDER BY c.model, t.at, t.name;

-- name: ReadDealDocuments
-- Orders or receivables ($2) that belong to a deal: that name it, or by their order.
WITH orders AS (
    SELECT DISTINCT r.entity FROM entity_alias a JOIN entity_ref r ON r.alias = a.alias AND r.role = 'deal' JOIN entity e ON e.id = r.entity AND e.kind = 'order'
    WHERE a.entity = $1
)
SELECT DISTINCT r.entity FROM entity_alias a JOIN entity_ref r ON r.alias = a.alias AND r.role = 'deal' JOIN entity e ON e.id = r.entity AND e.kind = $2
WHERE a.entity = $1
UNION
SELECT r.entity FROM orders o JOIN entity_alias a ON a.entity = o.entity JOIN entity_ref r ON r.alias = a.alias AND r.role = 'order'
    JOIN entity e ON e.id = r.entity AND e.kind = $2 AND $2 = 'receivable';

-- name: ReadDealStages
SELECT DISTINCT e.id, e.data FROM entity_alias a JOIN entity_ref r ON r.alias = a.alias AND r.role = 'on' JOIN entity e ON e.id = r.entity AND e.kind = 'stage_change'
WHERE a.entity = $1;

-- name: ReadDocuments
SELECT e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name, e.kind, e.data,
    coalesce((SELECT sum(m.amount) FROM payment_match m WHERE m.item = e.id), 0)::bigint
FROM entity e LEFT JOIN connection c ON c.id = e.connection WHERE e.id = ANY ($1::bigint[])
ORDER BY e.data->>'date' DESC, e.id DESC LIMIT $2;

-- name: ReadItemsNamed
-- Receivables by record name: $1 to $3 are its parts.
SELECT e.id, e.name FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS k(connection, stream, key, name)
JOIN connection c ON c.name = k.connection
JOIN entity e ON e.connection = c.id AND e.stream = k.stream AND e.key = k.key AND e.kind = 'receivable' AND e.name = k.name;

-- name: ReadMatches
-- Matches of payments ($1), of deals ($2) or of items ($3).
SELECT m.payment, s.value_date::text, m.item, coalesce(m.deal, 0), coalesce(d.data->>'number', ''), coalesce(m.customer::text, ''), m.currency, m.amount,
    m.rule, m.tie, m.fit, m.why_zh, m.why_en,
    e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name
FROM payment_match m JOIN payment_state s ON s.entity = m.payment JOIN entity e ON e.id = m.payment
    LEFT JOIN connection c ON c.id = e.connection LEFT JOIN entity d ON d.id = m.deal
WHERE m.payment = ANY ($1::bigint[]) OR m.deal = ANY ($2::bigint[]) OR m.item = ANY ($3::bigint[])
ORDER BY s.value_date, m.payment, m.item;

-- name: ReadPayments
-- $1 status, $2 reason, $3 text, $4 and $5 dates, $6 and $7 where the page begins, $8 its length.
SELECT s.entity, s.value_date::text FROM payment_state s JOIN entity e ON e.id = s.entity
WHERE ($1::text = '' OR s.status = $1) AND ($2::text = '' OR s.reason = $2)
  AND ($3::text = '' OR e.data->>'id' ILIKE $3 OR e.data->>'contract_no' ILIKE $3)
  AND ($4::text = '' OR s.value_date >= $4::text::date) AND ($5::text = '' OR s.value_date <= $5::text::date)
  AND ($6::text = '' OR (s.value_date, s.entity) < ($6::text::date, $7::bigint))
ORDER BY s.value_date DESC, s.entity DESC LIMIT $8;

-- name: ReadPaymentSums
SELECT s.status, s.currency, count(*), sum(s.amount)::bigint FROM payment_state s JOIN entity e ON e.id = s.entity
WHERE ($1::text = '' OR s.status = $1) AND ($2::text = '' OR s.reason = $2)
  AND ($3::text = '' OR e.data->>'id' ILIKE $3 OR e.data->>'contract_no' ILIKE $3)
  AND ($4::text = '' OR s.value_date >= $4::text::date) AND ($5::text = '' OR s.value_date <= $5::text::date)
GROUP BY 1, 2 ORDER BY 1, 2;

-- name: ReadPaymentRows
SELECT e.id, e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name, e.data,
    s.value_date::text, s.currency, s.amount, s.matched, s.status, s.reason, s.why_zh, s.why_en, s.detail, coalesce(s.payer::text, ''),
    ARRAY(SELECT DISTINCT d.data->>'number' FROM payment_match m JOIN entity d ON d.id = m.deal WHERE m.payment = e.id ORDER BY 1)
FROM unnest($1::bigint[]) WITH ORDINALITY AS k(id, n) JOIN entity e ON e.id = k.id AND e.kind = 'payment'
    JOIN payment_state s ON s.entity = e.id LEFT JOIN connection c ON c.id = e.connection ORDER BY k.n;

-- name: ReadItems
SELECT e.id, e.connection::text, coalesce(c.name, ''), e.connector, e.stream, e.key, e.name, e.data,
    coalesce((SELECT sum(m.amount) FROM payment_match m WHERE m.item = e.id), 0)::bigint
FROM entity e LEFT JOIN connection c ON c.id = e.connection WHERE e.id = ANY ($1::bigint[]) AND e.kind = 'receivable';
