-- name: OldestDirty
-- What belongs to no account (the zero id) is asked for on its own.
SELECT id, golden FROM dirty WHERE domain = $1 AND golden <> '00000000-0000-0000-0000-000000000000' ORDER BY id LIMIT $2;

-- name: DirtyOrphans
SELECT id FROM dirty WHERE domain = $1 AND golden = '00000000-0000-0000-0000-000000000000';

-- name: TakeDirty
DELETE FROM dirty WHERE id = ANY ($1::bigint[]);
