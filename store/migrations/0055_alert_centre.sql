-- +goose Up
-- The alert centre: who is told of an alert, and what became of the messages.
alter table alert_event
  add column owner        uuid,                            -- employee whom the entity belongs to
  add column roles        text[] not null default '{}',    -- who is told where nobody owns it
  add column entity       text not null default '',        -- kind/id
  add column next_at      timestamptz default now(),       -- when to decide who is told; null: not by itself
  add column told         text[] not null default '{}',    -- level/severity/channel/person
  add column told_at      timestamptz,
  add column why          text not null default '',        -- nobody was told: why
  add column escalated_at timestamptz;
update alert_event set next_at = null where closed_at is not null;
create index alert_event_due on alert_event (workspace, next_at) where closed_at is null and next_at is not null;
create index alert_event_open_connection on alert_event (workspace, connection) where closed_at is null;

-- The messages. A row is made in the transaction that decides it, and sent afterwards:
-- at least once, with its id for whoever leaves out what was seen.
create table alert_notice (
  workspace  uuid not null,
  id         text not null,
  channel    uuid not null,
  person     text not null default '', -- empty: the group of the channel
  level      int not null,
  severity   text not null check (severity in ('info', 'warning', 'critical')),
  title      text not null,
  body       text not null,
  path       text not null default '',
  alerts     bigint[] not null,
  test_by    text not null default '', -- a test message, and of whom
  created_at timestamptz not null,
  state      text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'folded')),
  tries      int not null default 0,
  next_at    timestamptz not null,
  tried_at   timestamptz,
  sent_at    timestamptz,
  code       text not null default '', -- why it has not got out
  folded     text not null default '', -- the message that tells it
  primary key (workspace, id)
);
create index alert_notice_waiting on alert_notice (workspace, channel, next_at) where state = 'waiting';
create index alert_notice_recent on alert_notice (workspace, created_at desc, id desc);
create index alert_notice_tried on alert_notice (workspace, channel, tried_at) where tried_at is not null;
create index alert_notice_alerts on alert_notice using gin (alerts);
select heliu_protect('alert_notice');

create table alert_mute (
  workspace  uuid not null,
  id         bigint generated always as identity,
  kind       text not null,
  connection uuid not null, -- the nil UUID: the hub itself
  stream     text not null default '',
  subject    text not null default '',
  whole      boolean not null, -- every stream and subject of the kind and connection
  reason     text not null check (reason <> ''),
  until      timestamptz not null,
  made_by    text not null,
  made_at    timestamptz not null default now(),
  lifted_at  timestamptz,
  lifted_by  text not null default '',
  primary key (workspace, id)
);
create index alert_mute_live on alert_mute (workspace, until) where lifted_at is null;
select heliu_protect('alert_mute');

-- Rules, routes and the working calendar of a year: documents, each version kept.
create table alert_document (
  workspace uuid not null,
  name      text not null check (name ~ '^(rules|routes|calendar/[0-9]{4})$'),
  version   int not null check (version > 0),
  body      jsonb not null,
  reason    text not null default '',
  made_by   text not null,
  made_at   timestamptz not null default now(),
  primary key (workspace, name, version)
);
select heliu_protect('alert_document');

-- How a person wants to be told.
create table alert_person (
  workspace uuid not null,
  account   uuid not null,
  quiet     jsonb not null default '[]',
  channels  uuid[] not null default '{}',
  english   boolean not null default false,
  version   int not null default 1,
  primary key (workspace, account)
);
select heliu_protect('alert_person');

-- Who is told of a connection first: a member.
alter table connection add column owner uuid;
select heliu_owner_column('connection', 'owner', '负责的连接', 'Connections they look after', 't.deleted_at is null', holds => 'account', label => 't.name');
select heliu_owner_column('alert_event', 'owner', '未关闭的告警', 'Open alerts', 't.closed_at is null', label => 't.kind');
