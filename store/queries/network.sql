-- name: NetworkRanges
SELECT range::text, note, created_at, created_by, coalesce(approval::text, '') FROM network_range ORDER BY range;

-- name: NetworkRangeInsert
INSERT INTO network_range (workspace, range, note, created_by, approval) VALUES ($1::text::uuid, $2::text::cidr, $3, $4, nullif($5, '')::uuid) ON CONFLICT DO NOTHING;

-- name: NetworkRangeDelete
DELETE FROM network_range WHERE range = $1::text::cidr;
