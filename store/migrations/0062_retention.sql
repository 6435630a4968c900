-- +goose Up
-- How long a workspace keeps what, by class; without a row the program's own period holds.
create table retention (
  workspace  uuid not null,
  class      text not null,
  days       int not null check (days >= 0), -- 0: for ever
  version    int not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now(),
  primary key (workspace, class)
);
select heliu_protect('retention');

-- What was deleted because its time was over.
create table retention_run (
  workspace uuid not null,
  id        bigint generated always as identity,
  at        timestamptz not null,
  by        text not null,
  result    jsonb not null, -- rows by class
  primary key (workspace, id)
);
select heliu_protect('retention_run');

-- heliu_drop_raw_days drops the partitions of days before the given one that hold no row
-- of any workspace, and gives how many those were. One that is in use stays until the
-- next time. The program's role owns no table, so the function runs as the owner.
-- +goose StatementBegin
create function heliu_drop_raw_days(before date) returns int language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare
  part regclass;
  filled boolean;
  n int := 0;
begin
  if before > current_date - 2 then
    before := current_date - 2;
  end if;
  perform pg_advisory_xact_lock(hashtext('heliu_raw_day'));
  for part in select i.inhrelid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'raw_record'::regclass and c.relname ~ '^raw_record_[0-9]{8}$' and to_date(right(c.relname, 8), 'YYYYMMDD') < before
               order by c.relname loop
    begin
      execute format('lock table %s in access exclusive mode', part);
      execute format('select exists (select from only %s)', part) into filled;
      if not filled then
        execute format('drop table %s', part);
        n := n + 1;
      end if;
    exception when lock_not_available then
      null;
    end;
  end loop;
  return n;
end
$$;
-- +goose StatementEnd
revoke execute on function heliu_drop_raw_days(date) from public;
grant execute on function heliu_drop_raw_days(date) to heliu_app;

-- heliu_retain_letter_events deletes what happened to dead letters that are gone, of the
-- transaction's workspace. The table lets nobody but its owner delete.
-- +goose StatementBegin
create function heliu_retain_letter_events(before timestamptz, most int) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  n bigint;
begin
  perform set_config('app.removing', current_setting('app.workspace', true), true);
  delete from dead_letter_event where (workspace, id) in (
    select e.workspace, e.id from dead_letter_event e
     where e.at < before and not exists (select from dead_letter d where d.workspace = e.workspace and d.id = e.letter) limit most);
  get diagnostics n = row_count;
  perform set_config('app.removing', '', true);
  return n;
end
$$;
-- +goose StatementEnd
revoke execute on function heliu_retain_letter_events(timestamptz, int) from public;
grant execute on function heliu_retain_letter_events(timestamptz, int) to heliu_app;

-- +goose StatementBegin
do $$
begin
  perform heliu_impersonal('retention', '{class,updated_by}');
  perform heliu_impersonal('retention_run', '{by,result}', 'numbers');
end
$$;
-- +goose StatementEnd
