-- name: TrailLinks
-- Every place of the chain with its row, then the rows in no place.
select coalesce(c.n, 0), coalesce(c.seq, a.seq), coalesce(c.hash, ''), a.seq is not null,
       coalesce(a.at, 'epoch'), coalesce(a.actor_kind, ''), coalesce(a.actor_id, ''), coalesce(a.action, ''),
       coalesce(a.object_kind, ''), coalesce(a.object_id, ''), coalesce(a.reason, ''), a.diff::text
  from (select * from audit_chain where workspace = current_setting('app.workspace')::uuid) c
  full join (select * from audit where workspace = current_setting('app.workspace')::uuid) a on a.seq = c.seq
 order by c.n nulls last, a.seq

-- name: TrailTip
select n, hash from audit_chain where workspace = current_setting('app.workspace')::uuid order by n desc limit 1

-- name: TrailHeads
select n, hash, at, key, signature from audit_head order by n desc, at desc limit $1

-- name: TrailHashAt
select hash from audit_chain where n = $1

-- name: TrailHeadInsert
insert into audit_head (workspace, n, hash, at, key, signature)
values (current_setting('app.workspace')::uuid, $1, $2, $3, $4, $5)
on conflict do nothing

-- name: TrailCheckInsert
insert into audit_check (workspace, at, by, rows, until, head_n, damaged, damage, first_n, first_seq)
values (current_setting('app.workspace')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: TrailCheckLast
select at, by, rows, until, head_n, damaged, damage, first_n, first_seq from audit_check order by id desc limit 1

-- name: TrailWorkspaces
select id::text from workspace order by id
