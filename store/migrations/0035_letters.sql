-- +goose Up
-- Dead letters as something to work on: one a source record and reason, whatever often
-- it fails, with where it stands and what was done about it. The payload stays in
-- raw_record alone: (day, kpart, koff) is the place of the latest attempt.
alter table dead_letter no force row level security; -- the owner mends the rows of all workspaces
alter table raw_record no force row level security;
alter table dead_letter
  drop constraint dead_letter_workspace_kpart_koff_kind_field_path_key,
  add column content_hash bytea not null default '\x', -- with version, the change that failed
  add column origin text not null default '',          -- how its latest attempt came: record.Origin
  add column status text not null default 'open' check (status in ('open', 'replaying', 'resolved', 'discarded')),
  add column how text not null default '' check (how in ('', 'replayed', 'edited', 'newer', 'again', 'dropped', 'changed')),
  add column reason text not null default '',          -- of who discarded it
  add column closed_by text not null default '',       -- empty: it closed by itself
  add column closed_at timestamptz,
  add column job bigint,                               -- the last job that took it
  add column rev int not null default 1;               -- grows with every change; the ETag

update dead_letter d set content_hash = r.content_hash from raw_record r where r.day = d.day and r.kpart = d.kpart and r.koff = d.koff;
update dead_letter d set count = s.n, first_at = s.first_at
  from (select max(id) as id, sum(count)::int as n, min(first_at) as first_at from dead_letter
         group by workspace, connection, stream, key, kind, stage, code, field, path having count(*) > 1) s
 where s.id = d.id;
delete from dead_letter d using dead_letter e
 where e.id > d.id and (e.workspace, e.connection, e.stream, e.key, e.kind, e.stage, e.code, e.field, e.path)
     = (d.workspace, d.connection, d.stream, d.key, d.kind, d.stage, d.code, d.field, d.path);
update dead_letter d set status = 'resolved', how = 'changed', closed_at = now()
 where d.kind = 'record' and exists (select from dead_letter e where e.kind = 'record' and e.id > d.id
   and (e.workspace, e.connection, e.stream, e.key) = (d.workspace, d.connection, d.stream, d.key));

drop index dead_letter_by_key, dead_letter_by_code;
create unique index dead_letter_reason on dead_letter (workspace, connection, stream, key, kind, stage, code, field, path);
create index dead_letter_live on dead_letter (workspace, connection, stream, key) where status in ('open', 'replaying');
create index dead_letter_latest on dead_letter (workspace, status, last_at desc, id desc);
-- The days whose raw records must stay, since somebody may still send them again.
create index dead_letter_days on dead_letter (day) where status in ('open', 'replaying');
create index dead_letter_of_job on dead_letter (workspace, job) where job is not null;
alter table dead_letter force row level security;
alter table raw_record force row level security;

-- What happened to a letter. Rows hold codes and references, no value of a record.
create table dead_letter_event (
  workspace uuid not null,
  id        bigint generated always as identity,
  letter    bigint not null,
  at        timestamptz not null default now(),
  what      text not null check (what in ('raised', 'failed', 'reopened', 'closed', 'ask_replay', 'ask_edit', 'ask_discard', 'no_payload')),
  how       text not null default '',
  code      text not null default '',
  version   text not null default '',
  by        text not null default '', -- empty: it happened by itself
  reason    text not null default '',
  primary key (workspace, id)
);
create index dead_letter_event_of on dead_letter_event (workspace, letter, id);
select heliu_protect('dead_letter_event');
select heliu_append_only('dead_letter_event');

-- What a person wants done with letters. A worker goes through them in steps; where it
-- is stands in the row, so a restart goes on from there.
create table dead_letter_job (
  workspace   uuid not null,
  id          bigint generated always as identity,
  verb        text not null check (verb in ('replay', 'discard', 'edit')),
  ids         bigint[],              -- these, or
  filter      jsonb,                 -- all that match
  reason      text not null default '',
  by          text not null,
  total       int not null,          -- letters it was about when it was asked for
  taken       int not null default 0,
  missing     int not null default 0, -- of those taken: what came is gone, they stay open
  upto        bigint not null,       -- later letters are not its business
  done_to     bigint not null default 0,
  version     text not null default '', -- of an edited copy, and of it until it is on the bus:
  payload     bytea,                 -- what the person wrote (zstd)
  occurred_at timestamptz,
  received_at timestamptz,
  at          timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace, id)
);
create index dead_letter_job_waiting on dead_letter_job (workspace, id) where finished_at is null;
select heliu_protect('dead_letter_job');
