-- name: AuditInsert
insert into audit (workspace, at, actor_kind, actor_id, action, object_kind, object_id, reason, diff)
values (current_setting('app.workspace')::uuid, coalesce($1, now()), $2, $3, $4, $5, $6, $7, $8)

-- name: AuditPage
select seq, at, actor_kind, actor_id, action, object_kind, object_id, reason, diff
  from audit
 where workspace = current_setting('app.workspace')::uuid
   and ($1 = '' or object_kind = $1)
   and ($2 = '' or object_id = $2)
   and ($3::bigint = 0 or seq < $3)
   and ($5::text = '' or actor_id = $5)
   and (cardinality(coalesce($6::text[], '{}')) + cardinality(coalesce($7::text[], '{}')) = 0
        or action = any ($6) or exists (select from unnest($7) as b(begin) where starts_with(action, b.begin)))
   and ($8::timestamptz is null or at >= $8)
   and ($9::timestamptz is null or at < $9)
 order by seq desc
 limit $4

-- name: AuditOne
select a.seq, a.at, a.actor_kind, a.actor_id, a.action, a.object_kind, a.object_id, a.reason, a.diff, coalesce(c.n, 0), coalesce(c.hash, '')
  from audit a left join audit_chain c on c.workspace = a.workspace and c.seq = a.seq
 where a.workspace = current_setting('app.workspace')::uuid and a.seq = $1

-- name: AuditNames
-- What accounts and keys are called.
select m.account::text, coalesce(nullif(m.name, ''), a.sign_in) from membership m join account a on a.id = m.account where m.account = any ($1::text[]::uuid[])
union all
select id::text, name from api_key where workspace = current_setting('app.workspace')::uuid and id = any ($1::text[]::uuid[])

-- name: AuditActors
-- Everybody who has left an entry, found by skipping along the index.
with recursive s(id) as (
  (select actor_id from audit where workspace = current_setting('app.workspace')::uuid order by actor_id limit 1)
  union all
  select (select a.actor_id from audit a where a.workspace = current_setting('app.workspace')::uuid and a.actor_id > s.id order by a.actor_id limit 1) from s where s.id is not null
)
select k.actor_kind, s.id from s
 cross join lateral (select a.actor_kind from audit a where a.workspace = current_setting('app.workspace')::uuid and a.actor_id = s.id limit 1) k
 where s.id <> '' limit 500

-- name: AuditActions
with recursive s(action) as (
  (select action from audit where workspace = current_setting('app.workspace')::uuid order by action limit 1)
  union all
  select (select a.action from audit a where a.workspace = current_setting('app.workspace')::uuid and a.action > s.action order by a.action limit 1) from s where s.action is not null
)
select s.action from s where s.action is not null limit 500

-- name: AuditObjectKinds
with recursive s(kind) as (
  (select object_kind from audit where workspace = current_setting('app.workspace')::uuid order by object_kind limit 1)
  union all
  select (select a.object_kind from audit a where a.workspace = current_setting('app.workspace')::uuid and a.object_kind > s.kind order by a.object_kind limit 1) from s where s.kind is not null
)
select s.kind from s where s.kind is not null limit 500

-- name: AccountBySignIn
select id::text, sign_in, password_hash, disabled_at, created_at from account where sign_in = $1

-- name: AccountByID
select id::text, sign_in, password_hash, disabled_at, created_at from account where id = $1

-- name: AccountUpsert
insert into account (id, sign_in, password_hash, disabled_at, created_at)
values ($1, $2, $3, $4, $5)
on conflict (id) do update
   set sign_in = excluded.sign_in, password_hash = excluded.password_hash, disabled_at = excluded.disabled_at

-- name: MembershipOf
select m.workspace::text, m.account::text, a.sign_in, m.name, m.roles, a.disabled_at is not null, m.created_at, a.signed_in_at, coalesce(e.id::text, ''), coalesce(e.number, ''), coalesce(e.name, '')
  from membership m join account a on a.id = m.account left join employee e on e.account = m.account
 where m.account = $1

-- name: Members
select m.workspace::text, m.account::text, a.sign_in, m.name, m.roles, a.disabled_at is not null, m.created_at, a.signed_in_at, coalesce(e.id::text, ''), coalesce(e.number, ''), coalesce(e.name, '')
  from membership m join account a on a.id = m.account left join employee e on e.account = m.account
 order by a.sign_in

-- name: MembershipUpsert
insert into membership (workspace, account, name, roles, created_at, created_by, updated_at)
values ($1, $2, $3, $4, coalesce($5, now()), $6, now())
on conflict (workspace, account) do update
   set name = excluded.name, roles = excluded.roles, updated_at = now()

-- name: MembershipLock
-- Two who grant to one account wait for each other, also where it has no place yet.
select m.roles from account a left join membership m on m.account = a.id and m.workspace = $1 where a.id = $2 for update of a

-- name: MembershipGrant
-- A name that is there stays.
insert into membership (workspace, account, name, roles, created_at, created_by, updated_at)
values ($1, $2, $3, $4, now(), $5, now())
on conflict (workspace, account) do update set roles = excluded.roles, updated_at = now()

-- name: MembershipDelete
delete from membership where workspace = $1 and account = $2

-- name: SessionInsert
insert into session (hash, account, workspace, confined, lent, created_at, seen_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: AccountSignedIn
update account set signed_in_at = $2 where id = $1 and (signed_in_at is null or signed_in_at < $2)

-- name: SessionsOf
select hash, account::text, workspace::text, confined, lent, created_at, seen_at, expires_at, revoked_at
  from session where account = $1 and revoked_at is null and expires_at > $2
 order by seen_at desc, created_at desc
 limit 200

-- name: SessionsRevokeBut
update session set revoked_at = $3 where account = $1 and hash <> $2 and revoked_at is null

-- name: SessionByHash
select hash, account::text, workspace::text, confined, lent, created_at, seen_at, expires_at, revoked_at
  from session where hash = $1

-- name: SessionTouch
update session set seen_at = $2 where hash = $1 and seen_at < $2

-- name: SessionRevoke
update session set revoked_at = $2 where hash = $1 and revoked_at is null

-- name: SessionsRevokeOf
update session set revoked_at = $2 where account = $1 and revoked_at is null

-- name: SessionsPurge
delete from session where expires_at < $1

-- name: KeyInsert
insert into api_key (id, workspace, name, hash, last4, roles, scopes, created_at, created_by, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: KeyByHash
select id::text, workspace::text, name, hash, last4, roles, scopes, created_at, created_by, expires_at, revoked_at, used_at
  from api_key where hash = $1

-- name: KeysOf
select id::text, workspace::text, name, hash, last4, roles, scopes, created_at, created_by, expires_at, revoked_at, used_at
  from api_key where workspace = $1
 order by created_at, id

-- name: KeyTouch
update api_key set used_at = $2 where id = $1 and (used_at is null or used_at < $2)

-- name: KeyRevoke
update api_key set revoked_at = coalesce(revoked_at, $3) where id = $1 and workspace = $2

-- name: LinkInsert
insert into login_link (workspace, hash, account, created_at, created_by, expires_at)
values ($1, $2, $3, $4, $5, $6)

-- name: LinkUse
update login_link set used_at = $2
 where hash = $1 and used_at is null and expires_at > $2
returning account::text, created_by
