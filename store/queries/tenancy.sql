-- name: PowerOfRole
select current_setting('server_version_num')::int,
       r.rolsuper or r.rolbypassrls,
       (select count(*) from pg_class c where c.relowner = r.oid)::int
  from pg_roles r
 where r.rolname = current_user

-- name: SchemaVersion
select max(version_id) from goose_db_version where is_applied

-- name: EnterWorkspace
select set_config('app.workspace', ($1::text)::uuid::text, true),
       pg_advisory_xact_lock_shared(hashtextextended('heliu.workspace.' || ($1::text)::uuid, 0))

-- name: EnterWorkspaceForReading
select set_config('app.workspace', ($1::text)::uuid::text, true)

-- name: WorkspaceIsAlive
select exists (select from workspace where id = ($1::text)::uuid and deleted_at is null)

-- name: WorkspaceStaysAlive
-- For a transaction whose snapshot is older than the lock that Enter waited for: the
-- row lock fails as a serialisation failure when a removal committed in between.
select true from workspace where id = ($1::text)::uuid and deleted_at is null for share

-- name: WorkspaceInsert
insert into workspace (id, slug, name, demo) values ($1, $2, $3, $4)

-- name: WorkspaceList
select id::text, slug, name, demo, created_at, deleted_at
  from workspace
 where deleted_at is null
 order by created_at, id

-- name: WorkspaceByID
select id::text, slug, name, demo, created_at, deleted_at
  from workspace
 where id = $1

-- name: WorkspaceBySlug
select id::text, slug, name, demo, created_at, deleted_at
  from workspace
 where slug = $1 and deleted_at is null

-- name: WorkspaceRename
update workspace set name = $2 where id = $1 and deleted_at is null

-- name: WorkspaceRemove
select heliu_remove_workspace($1)
