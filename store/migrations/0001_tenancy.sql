-- +goose Up
-- The program's role. It owns nothing and cannot step around row-level security;
-- every pooled connection enters it (SET ROLE). An administrator whose owner role may
-- not create roles makes it beforehand: create role heliu_app; grant heliu_app to owner.
-- +goose StatementBegin
do $$
begin
  if not exists (select from pg_roles where rolname = 'heliu_app') then
    begin
      create role heliu_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was faster
    end;
  end if;
  if not pg_has_role(current_user, 'heliu_app', 'MEMBER') then
    execute format('grant heliu_app to %I', current_user);
  end if;
end
$$;
-- +goose StatementEnd
grant usage on schema public to heliu_app;
grant select on goose_db_version to heliu_app;

-- heliu_protect makes a table a tenant table: it has a column workspace uuid not null,
-- and nobody, its owner included, sees or writes a row of another workspace than
-- the transaction's. Call it once for each tenant table, in the table's migration.
-- +goose StatementBegin
create function heliu_protect(tbl regclass) returns void language plpgsql as $$
declare
  mine constant text := 'workspace = (select nullif(current_setting(''app.workspace'', true), '''')::uuid)';
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy tenant on %s using (%s) with check (%s)', tbl, mine, mine);
  execute format('grant select, insert, update, delete on %s to heliu_app', tbl);
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function heliu_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_argv[0] = 'removable'
     and old.workspace::text = nullif(current_setting('app.removing', true), '') then
    return old;
  end if;
  raise exception 'table % is append-only', tg_table_name using errcode = 'HL001';
end
$$;
-- +goose StatementEnd

-- heliu_keep lets a tenant table keep its rows when their workspace is removed. Such a
-- table holds no personal value.
-- +goose StatementBegin
create function heliu_keep(tbl regclass) returns void language plpgsql as $$
begin
  execute format('comment on table %s is ''heliu:keep''', tbl);
end
$$;
-- +goose StatementEnd

-- heliu_append_only follows heliu_protect on a table whose rows never change. They
-- go when their workspace is removed, unless keep is true.
-- +goose StatementBegin
create function heliu_append_only(tbl regclass, keep boolean default false) returns void language plpgsql as $$
begin
  execute format('revoke update, delete, truncate on %s from heliu_app', tbl);
  execute format('create trigger heliu_append_only before update or delete on %s for each row execute function heliu_refuse_change(%L)',
                 tbl, case when keep then 'keep' else 'removable' end);
  if keep then
    perform heliu_keep(tbl);
  end if;
end
$$;
-- +goose StatementEnd

create table workspace (
  id         uuid primary key,
  slug       text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text not null check (name <> ''),
  demo       boolean not null default false,
  created_at timestamptz not null default now(),
  deleted_at timestamptz -- the row stays: what is still under way learns that its workspace is gone
);
create unique index workspace_slug on workspace (slug) where deleted_at is null;
grant select, insert, update on workspace to heliu_app;

-- heliu_remove_workspace deletes every row of the transaction's own workspace, save
-- those of tables that keep theirs (heliu_keep), and marks the workspace as deleted. It waits for
-- the transactions that work in the workspace and lets no new one in. It runs as
-- the tables' owner: the program itself may not delete from append-only tables.
-- +goose StatementBegin
create function heliu_remove_workspace(ws uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  tables regclass[];
  later  regclass[];
  t      regclass;
  n      bigint;
  total  bigint := 0;
begin
  if ws is distinct from nullif(current_setting('app.workspace', true), '')::uuid
     or ws = '00000000-0000-0000-0000-000000000000' then
    raise exception 'only the workspace of the transaction can be removed' using errcode = 'HL002';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('heliu.workspace.' || ws, 0));
  perform set_config('app.removing', ws::text, true);
  select array_agg(c.oid::regclass order by c.oid desc) into tables
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace' and not a.attisdropped
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     and obj_description(c.oid, 'pg_class') is distinct from 'heliu:keep';
  while cardinality(tables) > 0 loop
    later := '{}';
    foreach t in array tables loop
      begin
        execute format('delete from %s where workspace = $1', t) using ws;
        get diagnostics n = row_count;
        total := total + n;
      exception when foreign_key_violation then
        later := later || t; -- rows of another table point here: those go first
      end;
    end loop;
    if cardinality(later) = cardinality(tables) then
      raise exception 'tables % refer to each other', later using errcode = 'HL003';
    end if;
    tables := later;
  end loop;
  update workspace set deleted_at = now() where id = ws and deleted_at is null;
  perform set_config('app.removing', '', true);
  return total;
end
$$;
-- +goose StatementEnd
revoke execute on function heliu_remove_workspace(uuid) from public;
grant execute on function heliu_remove_workspace(uuid) to heliu_app;
