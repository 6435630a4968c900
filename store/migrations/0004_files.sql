-- +goose Up
-- Uploaded files, content-addressed and envelope-encrypted.
create table uploaded_file (
  workspace   uuid not null,
  connection  uuid not null,
  seq         bigint not null check (seq > 0), -- order of upload within the connection
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name        text not null,
  size        bigint not null check (size >= 0),
  kind        text not null,
  params      jsonb not null default '{}',
  envelope    bytea not null,
  key_id      text not null,
  uploaded_at timestamptz not null default now(),
  uploaded_by text not null,
  primary key (workspace, connection, seq),
  unique (workspace, connection, sha256),
  foreign key (workspace, connection) references connection (workspace, id)
);
alter table uploaded_file alter column envelope set storage external; -- ciphertext does not compress
select heliu_protect('uploaded_file');

-- Answers to API posts by their Idempotency-Key.
create table idempotency_key (
  workspace  uuid not null,
  actor      text not null,
  key        text not null,
  request    bytea not null check (octet_length(request) = 32), -- SHA-256 of method, route and body
  status     integer, -- null: still being worked on
  body       bytea,
  created_at timestamptz not null,
  primary key (workspace, actor, key)
);
create index idempotency_key_age on idempotency_key (workspace, created_at);
select heliu_protect('idempotency_key');
