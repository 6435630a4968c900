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

-- name: ProviderOf
select workspace::text, name, version, kind, title_zh, title_en, enabled, public, proven, roles, contact, issuer, client_id, secret is not null,
       scopes, claim, domains, coalesce(connection::text, '')
  from identity_provider where name = $1

-- name: ProvidersAll
select workspace::text, name, version, kind, title_zh, title_en, enabled, public, proven, roles, contact, issuer, client_id, secret is not null,
       scopes, claim, domains, coalesce(connection::text, '')
  from identity_provider order by name

-- name: ProviderInsert
-- The version begins with the time: one that is made anew under an old name is another.
insert into identity_provider (version, workspace, name, kind, title_zh, title_en, enabled, public, proven, roles, contact, issuer, client_id, scopes, claim, domains, connection, updated_by)
values (extract(epoch from clock_timestamp())::int, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)

-- name: ProviderUpdate
update identity_provider
   set version = version + 1, title_zh = $4, title_en = $5, enabled = $6, public = $7, proven = $8, roles = $9, contact = $10,
       client_id = $12, scopes = $13, claim = $14, domains = $15, connection = $16, updated_by = $17, updated_at = now()
 where workspace = $1 and name = $2 and kind = $3 and issuer = $11 and version = $18

-- name: ProviderSecretSet
update identity_provider set secret = $2, key_id = $3 where name = $1

-- name: ProviderSecret
select secret from identity_provider where name = $1

-- name: ProviderDelete
delete from identity_provider where name = $1

-- name: ProvidersUnderOtherKeys
select '', name, secret from identity_provider where key_id <> $1 order by name limit $2

-- name: ProviderRewrap
update identity_provider set secret = $3, key_id = $4 where $1 = '' and name = $2

-- name: FlowInsert
insert into sign_in_flow (workspace, hash, provider, browser, account, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7)

-- name: FlowsPurge
delete from sign_in_flow where expires_at < $1

-- name: FlowUse
update sign_in_flow set used_at = $2
 where hash = $1 and used_at is null and expires_at > $2
returning provider, browser, coalesce(account::text, ''), created_at, expires_at

-- name: LinkedIdentityOf
select workspace::text, provider, external, account::text, linked_at, linked_by
  from external_identity where provider = $1 and external = $2

-- name: LinkedIdentities
select workspace::text, provider, external, account::text, linked_at, linked_by
  from external_identity where account = $1 order by provider

-- name: LinkedIdentityInsert
insert into external_identity (workspace, provider, external, account, linked_at, linked_by)
values ($1, $2, $3, $4, $5, $6)

-- name: LinkedIdentityDelete
delete from external_identity where provider = $1 and account = $2

-- name: AccountOfEmployee
-- WeCom's ids are not case sensitive, so lists write them as they like.
select e.account::text
  from employee e
 where e.account is not null and e.status <> 'left' and $2 <> ''
   and (lower(e.wecom_userid) = lower($2) and $1 = 'wecom' or e.dingtalk_userid = $2 and $1 = 'dingtalk')
