-- name: FactorOf
select secret, confirmed_at, step, recovery, failures, failed_at from account_totp where account = $1

-- name: AccountLock
select pg_advisory_xact_lock(hashtextextended('heliu.totp.' || $1::text, 0))

-- name: FactorUpsert
insert into account_totp (workspace, account, secret, key_id, confirmed_at, step, recovery, failures, failed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (workspace, account) do update
   set secret = excluded.secret, key_id = excluded.key_id, confirmed_at = excluded.confirmed_at, step = excluded.step,
       recovery = excluded.recovery, failures = excluded.failures, failed_at = excluded.failed_at

-- name: FactorDelete
delete from account_totp where account = $1

-- name: FactorsUnderOtherKeys
select '', account::text, secret from account_totp where key_id <> $1 order by account limit $2

-- name: FactorRewrap
update account_totp set secret = $3, key_id = $4 where $1 = '' and account::text = $2

-- name: TicketInsert
insert into sign_in_ticket (workspace, hash, account, step, how, into_ws, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: TicketsPurge
delete from sign_in_ticket where expires_at < $1

-- name: TicketByHash
select account::text, step, how, coalesce(into_ws::text, ''), created_at, expires_at
  from sign_in_ticket where hash = $1 and used_at is null and expires_at > $2

-- name: TicketTry
update sign_in_ticket set tries = tries + 1
 where hash = $1 and used_at is null and expires_at > $2 and tries < $3
returning account::text, step, how, coalesce(into_ws::text, ''), created_at, expires_at

-- name: TicketUse
update sign_in_ticket set used_at = $2 where hash = $1 and used_at is null

-- name: AskedRoles
select totp_roles from sign_in_policy

-- name: AskedRolesUpsert
insert into sign_in_policy (workspace, totp_roles, updated_at, updated_by)
values ($1, $2, now(), $3)
on conflict (workspace) do update set totp_roles = excluded.totp_roles, updated_at = now(), updated_by = excluded.updated_by
