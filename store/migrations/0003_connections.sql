-- +goose Up
-- Who may do a thing of which only one may be done at a time. The token grows with
-- every change of holder and fences off what an earlier holder still sends.
create table lease (
  name   text primary key,
  holder text not null,
  token  bigint not null,
  until  timestamptz not null
);
grant select, insert, update, delete on lease to heliu_app;

create table connection (
  workspace    uuid not null,
  id           uuid not null,
  name         text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title        text not null default '',
  connector    text not null check (connector <> ''),
  settings     jsonb not null default '{}', -- no secret is among them
  status       text not null default 'enabled' check (status in ('enabled', 'paused', 'unauthorized', 'stopped')),
  status_code  text not null default '',    -- the fault's code, where a fault brought the status
  status_since timestamptz not null default now(),
  poll_seconds integer check (poll_seconds > 0), -- null: the connector's own
  created_at   timestamptz not null default now(),
  created_by   text not null,
  updated_at   timestamptz not null default now(),
  updated_by   text not null,
  version      integer not null default 1,
  deleted_at   timestamptz, -- the row stays: provenance names connections
  primary key (workspace, id)
);
create unique index connection_name on connection (workspace, name) where deleted_at is null;
select heliu_protect('connection');

-- Where POST /in/{slug} leads: read before a workspace is known.
create table door (
  slug       text primary key check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  workspace  uuid not null,
  connection uuid not null unique
);
grant select, insert, update, delete on door to heliu_app;

-- How far a stream was read. state is json and not jsonb: a source's cursor keeps
-- its exact text.
create table connection_state (
  workspace     uuid not null,
  connection    uuid not null,
  stream        text not null,
  state         json check (octet_length(state::text) <= 65536),
  fencing       bigint not null default 0,
  updated_at    timestamptz,
  last_read_at  timestamptz, -- a read came to its end
  last_moved_at timestamptz, -- a read brought something
  last_error    text not null default '', -- code of the fault of the last read
  last_error_at timestamptz,
  moved         bigint not null default 0, -- records put on the bus
  unchanged     bigint not null default 0, -- records read again without change, dropped before the bus
  primary key (workspace, connection, stream),
  foreign key (workspace, connection) references connection (workspace, id)
);
select heliu_protect('connection_state');

-- Envelope-encrypted settings.
create table secret (
  workspace  uuid not null,
  connection uuid not null,
  name       text not null,
  envelope   bytea not null,
  key_id     text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (workspace, connection, name),
  foreign key (workspace, connection) references connection (workspace, id)
);
select heliu_protect('secret');

-- Short-lived tokens that a connector fetched, envelope-encrypted.
create table connection_token (
  workspace  uuid not null,
  connection uuid not null,
  name       text not null,
  envelope   bytea not null,
  key_id     text not null,
  fencing    bigint not null,
  updated_at timestamptz not null default now(),
  primary key (workspace, connection, name),
  foreign key (workspace, connection) references connection (workspace, id)
);
select heliu_protect('connection_token');

-- Mapping rules of a stream: of a connector for the whole workspace (connection is
-- the nil UUID) or of one connection, which wins. The greatest version is in force.
create table mapping (
  workspace  uuid not null,
  connector  text not null check (connector <> ''),
  connection uuid not null,
  stream     text not null,
  version    integer not null check (version > 0),
  yaml       text not null,
  note       text not null default '',
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (workspace, connector, connection, stream, version)
);
select heliu_protect('mapping');
select heliu_append_only('mapping');
