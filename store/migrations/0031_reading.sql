-- +goose Up
-- How asking for a stream goes. It is apart from connection_state, so that a cursor
-- that is gone is noticed.
create table stream_reading (
  workspace     uuid not null,
  connection    uuid not null,
  stream        text not null, -- empty: making the source of the connection
  had_state     boolean not null default false, -- a cursor was saved and no person took it away
  failures      integer not null default 0,     -- reads that failed in a row
  failing_since timestamptz,
  code          text not null default '',       -- fault of the last of them
  tried_at      timestamptz, -- the last read ended
  next_at       timestamptz, -- when the hub asks next
  asked_at      timestamptz, -- a person wanted it read at once
  halted_code   text not null default '',       -- reading stopped until a person decides, and why
  halted_at     timestamptz,
  primary key (workspace, connection, stream),
  foreign key (workspace, connection) references connection (workspace, id)
);
select heliu_protect('stream_reading');

-- What the streams of a connection share.
create table connection_reading (
  workspace  uuid not null,
  connection uuid not null,
  breaker    jsonb not null default '{}', -- fault.Breaker
  nudges     bigint not null default 0,   -- grows when a person's order must be seen at once
  primary key (workspace, connection),
  foreign key (workspace, connection) references connection (workspace, id)
);
select heliu_protect('connection_reading');
