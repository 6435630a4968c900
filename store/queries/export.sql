-- name: ExportCount
-- Persons and organisations of a list (see ReadCustomers). $1 kind, $2 part of the name, $3 tax ID.
select count(*) filter (where g.kind = 'person'), count(*) filter (where g.kind <> 'person') from golden g
 where g.status = 'active' and ($1::text = '' or g.kind = $1) and ($2::text = '' or g.name ilike $2) and ($3::text = '' or g.anchor = $3)
   and (g.kind = 'organisation' or not exists (
      select 1 from identity p where p.golden = g.id and p.kind = 'person' and (
          exists (select 1 from identity o where o.entity = p.entity and o.kind = 'organisation')
          or exists (select 1 from entity_ref r join entity_alias a on a.alias = r.alias join identity o on o.entity = a.entity and o.kind = 'organisation'
                     where r.entity = p.entity and r.role = 'customer'))))

-- name: ExportKept
select exists (select from customer_export where id = $1)

-- name: ExportInsert
insert into customer_export (workspace, id, account, format, personal, persons, orgs, sha256, size, envelope, key_id, expires_at)
values (current_setting('app.workspace')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + interval '24 hours')
on conflict do nothing

-- name: ExportsOf
select id::text, format, personal, persons, orgs, encode(sha256, 'hex'), size, made_at, expires_at, fetched_at
  from customer_export where account = $1 and expires_at > $2 order by made_at desc

-- name: ExportOpen
select format, sha256, envelope, persons from customer_export where id = $1 and account = $2 and expires_at > $3

-- name: ExportFetched
update customer_export set fetched_at = coalesce(fetched_at, $2) where id = $1

-- name: ExportPurge
delete from customer_export where expires_at <= now()
