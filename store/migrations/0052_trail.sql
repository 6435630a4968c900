-- +goose Up
-- The chain of the trail: every row of audit gets a place in its workspace's chain and a
-- hash that hangs on the one before. The bytes under the hash stand in package
-- access/trail, which proves them independently.
create table audit_chain (
  workspace uuid not null,
  n         bigint not null check (n > 0), -- without gaps, in the order of commits
  seq       bigint not null,               -- of the row of audit
  hash      bytea not null check (octet_length(hash) = 32),
  primary key (workspace, n),
  unique (workspace, seq)
);
-- Whose turn it is to add to a chain: its row is the lock under which the chain grows. It
-- is written once a transaction, however many rows that chains.
create table audit_turn (
  workspace uuid primary key,
  tx        xid8 not null
);
-- Heads as they were signed; the same lines stand in a file outside of the database.
create table audit_head (
  workspace uuid not null,
  n         bigint not null,
  hash      bytea not null,
  at        timestamptz not null,
  key       text not null,
  signature bytea not null,
  primary key (workspace, n, at)
);
-- What checks of the chain found.
create table audit_check (
  workspace uuid not null,
  id        bigint generated always as identity,
  at        timestamptz not null,
  by        text not null,
  rows      bigint not null,
  until     timestamptz, -- of the last row that was proven
  head_n    bigint not null,
  damaged   bigint not null,
  damage    text not null default '' check (damage in ('', 'edited', 'deleted', 'inserted', 'reordered', 'truncated', 'rewritten', 'forged')),
  first_n   bigint not null default 0,
  first_seq bigint not null default 0,
  primary key (workspace, id)
);

-- +goose StatementBegin
create function heliu_audit_text(t text) returns bytea immutable parallel safe language sql as $$
  select case when t is null then int4send(-1) else int4send(octet_length(convert_to(t, 'UTF8'))) || convert_to(t, 'UTF8') end
$$;
-- +goose StatementEnd
-- +goose StatementBegin
create function heliu_audit_row(prev bytea, n bigint, a audit) returns bytea stable parallel safe language sql as $$
  select sha256(prev || '\x484c4131'::bytea || uuid_send(a.workspace) || int8send(n) || int8send(a.seq)
    || int8send((extract(epoch from a.at) * 1000000)::bigint)
    || heliu_audit_text(a.actor_kind) || heliu_audit_text(a.actor_id) || heliu_audit_text(a.action) || heliu_audit_text(a.object_kind)
    || heliu_audit_text(a.object_id) || heliu_audit_text(a.reason) || heliu_audit_text(a.diff::text))
$$;
-- +goose StatementEnd

-- heliu_audit_chain chains a row at the end of its transaction, when nothing but the
-- commit is left to do: the lock on the chain's end is then held for the commit alone,
-- and is the last lock that a transaction takes. It runs as the tables' owner: the
-- program itself may not write the chain.
-- +goose StatementBegin
create function heliu_audit_chain() returns trigger
language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$ -- the end of a chain is found by its key, also where the plan was made while the table was empty
declare
  was  constant text := coalesce(current_setting('app.workspace', true), '');
  last audit_chain;
begin
  perform set_config('app.workspace', new.workspace::text, true);
  perform from audit_turn t where t.workspace = new.workspace and t.tx = pg_current_xact_id();
  if not found then
    insert into audit_turn (workspace, tx) values (new.workspace, pg_current_xact_id())
      on conflict (workspace) do update set tx = excluded.tx;
  end if;
  -- Under the lock, so this statement sees what the turn before has left.
  select * into last from audit_chain c where c.workspace = new.workspace order by c.n desc limit 1;
  insert into audit_chain (workspace, n, seq, hash)
    values (new.workspace, coalesce(last.n, 0) + 1, new.seq,
            heliu_audit_row(coalesce(last.hash, decode(repeat('00', 32), 'hex')), coalesce(last.n, 0) + 1, new));
  perform set_config('app.workspace', was, true);
  return null;
end
$$;
-- +goose StatementEnd
revoke execute on function heliu_audit_chain() from public;

-- What is there already is chained as it stands.
alter table audit no force row level security;
-- +goose StatementBegin
do $$
declare
  a    audit;
  ws   uuid;
  at_n bigint;
  h    bytea;
begin
  for a in select * from audit order by workspace, seq loop
    if ws is distinct from a.workspace then
      ws := a.workspace; at_n := 0; h := decode(repeat('00', 32), 'hex');
    end if;
    at_n := at_n + 1;
    h := heliu_audit_row(h, at_n, a);
    insert into audit_chain (workspace, n, seq, hash) values (ws, at_n, a.seq, h);
  end loop;
end
$$;
-- +goose StatementEnd
alter table audit force row level security;
create constraint trigger heliu_audit_chain after insert on audit deferrable initially deferred
  for each row execute function heliu_audit_chain();

select heliu_protect('audit_chain');
select heliu_append_only('audit_chain', keep => true);
revoke insert on audit_chain from heliu_app;
select heliu_protect('audit_turn');
select heliu_keep('audit_turn');
revoke insert, update, delete on audit_turn from heliu_app;
select heliu_protect('audit_head');
select heliu_append_only('audit_head', keep => true);
select heliu_protect('audit_check');
select heliu_append_only('audit_check');

create index audit_actor on audit (workspace, actor_id, seq);
create index audit_action on audit (workspace, action, seq);
create index audit_at on audit (workspace, at);
