-- +goose Up
-- What a person has to know. One open event a kind, connection, stream and subject.
create table alert_event (
  workspace  uuid not null,
  id         bigint generated always as identity,
  kind       text not null,
  severity   text not null check (severity in ('info', 'warning', 'critical')),
  connection uuid not null, -- the nil UUID: the hub itself
  stream     text not null default '',
  subject    text not null default '',
  text_zh    text not null,
  text_en    text not null,
  detail     jsonb not null default '{}',
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  count      bigint not null default 1,
  closed_at  timestamptz,
  closed_by  text not null default '', -- empty: it was over
  acked_at   timestamptz,
  acked_by   text not null default '',
  note       text not null default '',
  primary key (workspace, id)
);
create unique index alert_event_open on alert_event (workspace, kind, connection, stream, subject) where closed_at is null;
create index alert_event_latest on alert_event (workspace, last_at desc, id desc);
select heliu_protect('alert_event');
