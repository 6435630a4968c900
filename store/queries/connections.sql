-- name: LeaseAcquire
-- Free, expired or mine: taken, and every change of holder makes a greater token.
insert into lease as l (name, holder, token, until)
values ($1, $2, 1, clock_timestamp() + $3::interval)
on conflict (name) do update
   set token = case when l.holder = excluded.holder and l.until > clock_timestamp() then l.token else l.token + 1 end,
       holder = excluded.holder,
       until = excluded.until
 where l.until <= clock_timestamp() or l.holder = excluded.holder
returning token

-- name: LeaseRenew
update lease set until = clock_timestamp() + $4::interval
 where name = $1 and holder = $2 and token = $3 and until > clock_timestamp()

-- name: LeaseRelease
update lease set until = '-infinity' where name = $1 and holder = $2 and token = $3

-- name: LeaseHeld
-- The lock keeps the token until the transaction ends: nobody takes the lease over
-- between this look and what it guards.
select token from lease where name = $1 for share

-- name: Leases
select name, holder, token, until from lease where until > clock_timestamp() order by name

-- name: ConnectionInsert
insert into connection (workspace, id, name, title, connector, settings, poll_seconds, created_by, updated_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)

-- name: ConnectionByID
select c.workspace::text, c.id::text, c.name, c.title, c.connector, c.settings, c.status, c.status_code, c.status_since,
       coalesce(c.poll_seconds, 0), c.created_at, c.created_by, c.updated_at, c.updated_by, c.version, coalesce(d.slug, ''), c.deleted_at,
       c.schedule, c.quiet, c.history_since
  from connection c left join door d on d.connection = c.id
 where c.id = $1

-- name: ConnectionByName
select c.workspace::text, c.id::text, c.name, c.title, c.connector, c.settings, c.status, c.status_code, c.status_since,
       coalesce(c.poll_seconds, 0), c.created_at, c.created_by, c.updated_at, c.updated_by, c.version, coalesce(d.slug, ''), c.deleted_at,
       c.schedule, c.quiet, c.history_since
  from connection c left join door d on d.connection = c.id
 where c.name = $1 and c.deleted_at is null

-- name: Connections
select c.workspace::text, c.id::text, c.name, c.title, c.connector, c.settings, c.status, c.status_code, c.status_since,
       coalesce(c.poll_seconds, 0), c.created_at, c.created_by, c.updated_at, c.updated_by, c.version, coalesce(d.slug, ''), c.deleted_at,
       c.schedule, c.quiet, c.history_since
  from connection c left join door d on d.connection = c.id
 where c.deleted_at is null
 order by c.created_at, c.id

-- name: ConnectionUpdate
update connection
   set title = $3, settings = $4, poll_seconds = $5, updated_by = $6, schedule = $7, quiet = $8,
       history_since = case when $9::boolean then coalesce(history_since, now()) end, updated_at = now(), version = version + 1
 where id = $1 and version = $2 and deleted_at is null

-- name: ConnectionSetStatus
update connection
   set status = $2, status_code = $3, updated_by = $4, updated_at = now(), version = version + 1,
       status_since = case when status = $2 then status_since else now() end
 where id = $1 and deleted_at is null and (status, status_code) is distinct from ($2, $3)

-- name: ConnectionLock
select status, status_code from connection where id = $1 and deleted_at is null for update

-- name: ConnectionDelete
update connection
   set deleted_at = now(), status = 'paused', updated_by = $2, updated_at = now(), version = version + 1
 where id = $1 and deleted_at is null

-- name: DoorInsert
insert into door (slug, workspace, connection) values ($1, $2, $3)

-- name: DoorDelete
delete from door where connection = $1

-- name: DoorBySlug
select workspace::text, connection::text from door where slug = $1

-- name: DoorByConnection
select workspace::text, connection::text from door where connection = $1

-- name: Doors
select slug, workspace::text, connection::text from door order by slug

-- name: StateLoad
select state from connection_state where connection = $1 and stream = $2

-- name: StateSave
insert into connection_state as s (workspace, connection, stream, state, fencing, updated_at, moved, unchanged, last_moved_at)
values ($1, $2, $3, $4, $5, now(), $6::bigint, $7::bigint, case when $6::bigint > 0 then now() end)
on conflict (workspace, connection, stream) do update
   set state = excluded.state, fencing = excluded.fencing, updated_at = now(), moved = s.moved + excluded.moved,
       unchanged = s.unchanged + excluded.unchanged, last_moved_at = coalesce(excluded.last_moved_at, s.last_moved_at)
 where s.fencing <= excluded.fencing

-- name: StateReadEnded
insert into connection_state as s (workspace, connection, stream, fencing, last_read_at)
values ($1, $2, $3, $4, now())
on conflict (workspace, connection, stream) do update
   set fencing = excluded.fencing, last_read_at = now(), last_error = '', last_error_at = null
 where s.fencing <= excluded.fencing

-- name: StateReadFailed
insert into connection_state as s (workspace, connection, stream, fencing, last_error, last_error_at)
values ($1, $2, $3, $4, $5, now())
on conflict (workspace, connection, stream) do update
   set fencing = excluded.fencing, last_error = excluded.last_error, last_error_at = now()
 where s.fencing <= excluded.fencing

-- name: States
select stream, state, fencing, updated_at, last_read_at, last_moved_at, last_error, last_error_at
  from connection_state where connection = $1 order by stream

-- name: SecretUpsert
insert into secret (workspace, connection, name, envelope, key_id, updated_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (workspace, connection, name) do update
   set envelope = excluded.envelope, key_id = excluded.key_id, updated_at = now(), updated_by = excluded.updated_by

-- name: SecretDelete
delete from secret where connection = $1 and ($2 = '' or name = $2)

-- name: SecretsOf
select name, envelope from secret where connection = $1 order by name

-- name: SecretNames
select name, updated_at, updated_by from secret where connection = $1 order by name

-- name: TokenUpsert
insert into connection_token as t (workspace, connection, name, envelope, key_id, fencing)
values ($1, $2, $3, $4, $5, $6)
on conflict (workspace, connection, name) do update
   set envelope = excluded.envelope, key_id = excluded.key_id, fencing = excluded.fencing, updated_at = now()
 where t.fencing <= excluded.fencing

-- name: TokenGet
select envelope from connection_token where connection = $1 and name = $2

-- name: TokensDelete
delete from connection_token where connection = $1

-- name: SecretsUnderOtherKeys
select connection::text, name, envelope from secret where key_id <> $1 limit $2 for update

-- name: SecretRewrap
update secret set envelope = $3, key_id = $4 where connection = $1 and name = $2

-- name: TokensUnderOtherKeys
select connection::text, name, envelope from connection_token where key_id <> $1 limit $2 for update

-- name: TokenRewrap
update connection_token set envelope = $3, key_id = $4 where connection = $1 and name = $2

-- name: MappingInsert
insert into mapping (workspace, connector, connection, stream, version, yaml, note, created_by, approval)
values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9::text, '')::uuid)

-- name: MappingActive
select version, yaml, note, created_at, created_by
  from mapping where connector = $1 and connection = $2 and stream = $3
 order by version desc limit 1

-- name: MappingVersion
select version, yaml, note, created_at, created_by
  from mapping where connector = $1 and connection = $2 and stream = $3 and version = $4

-- name: MappingVersions
select version, yaml, note, created_at, created_by
  from mapping where connector = $1 and connection = $2 and stream = $3
 order by version desc

-- name: MappingOfApproval
select version from mapping where approval = $1::text::uuid

-- name: MappingsInForce
select distinct on (m.connector, m.connection, m.stream) m.connector,
       case when m.connection = '00000000-0000-0000-0000-000000000000' then '' else m.connection::text end, coalesce(c.name, ''), m.stream, m.version, m.note, m.created_at, m.created_by
  from mapping m left join connection c on c.id = m.connection
 where c.deleted_at is null
 order by m.connector, m.connection, m.stream, m.version desc

-- name: MappingTarget
-- The connector and name of a live connection.
select connector, name from connection where id = $1::text::uuid and deleted_at is null
