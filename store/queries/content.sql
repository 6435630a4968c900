-- name: ContentParts
-- Golden records as lists of record names.
SELECT i.kind, array_agg(i.name ORDER BY i.name) FROM identity i GROUP BY i.golden, i.kind ORDER BY min(i.name), i.kind;

-- name: ContentGoldens
SELECT kind, smallest, anchor, customer, members, name, fields::text FROM golden WHERE status = 'active' ORDER BY kind, smallest;

-- name: ContentRevenue
SELECT split_part(model, '@', 1), channel, campaign, month, coalesce(sum(gross), 0)::bigint, coalesce(sum(net), 0)::bigint
FROM credit WHERE currency = 'CNY' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;

-- name: ContentCredits
SELECT c.model, d.name, t.name, c.channel, c.campaign, c.month, c.currency, coalesce(c.gross, 0), coalesce(c.net, 0)
FROM credit c JOIN entity d ON d.id = c.deal JOIN entity t ON t.id = c.touch ORDER BY 1, 2, 3;

-- name: ContentPaths
SELECT d.number, array_agg(t.name ORDER BY t.at, t.name)
FROM credit c JOIN won_deal d ON d.entity = c.deal JOIN touch t ON t.entity = c.touch WHERE c.model LIKE 'linear@%' GROUP BY d.entity, d.number ORDER BY d.number;

-- name: ContentCost
SELECT channel, campaign, month, sum(cost_net)::bigint, sum(cost_gross)::bigint FROM spend_day WHERE currency = 'CNY' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- name: ContentUnattributed
SELECT month, coalesce(sum(gross), 0)::bigint, coalesce(sum(net), 0)::bigint FROM won_deal WHERE touches = 0 AND currency = 'CNY' GROUP BY 1 ORDER BY 1;

-- name: ContentMatches
SELECT p.name, r.name, coalesce(d.data->>'number', ''), m.amount, m.currency, m.rule
FROM payment_match m JOIN entity p ON p.id = m.payment JOIN entity r ON r.id = m.item LEFT JOIN entity d ON d.id = m.deal ORDER BY 1, 2;

-- name: ContentUnmatched
SELECT name, status, reason FROM payment_state WHERE status <> 'matched' ORDER BY name;
