-- +goose Up
-- What doors refused, so that a person who looks for a document learns that it came
-- and why it was not taken. It holds no body and no personal value, is bounded a
-- connection and kept for a month.
create table door_refusal (
  workspace  uuid not null,
  connection uuid not null,
  day        date not null, -- of last_at, Asia/Shanghai
  code       text not null,
  number     text not null default '', -- a document number that the request named
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  count      bigint not null default 1,
  primary key (workspace, connection, day, code, number)
);
create index door_refusal_number on door_refusal (workspace, number) where number <> '';
create index door_refusal_latest on door_refusal (workspace, connection, last_at desc);
select heliu_protect('door_refusal');

-- +goose Down
drop table door_refusal;
