-- +goose Up
-- The directory: read before a workspace is known, so without row-level security.
-- It holds ids, hashes and the workspace, no personal data beyond the sign-in name.
create table account (
  id            uuid primary key,
  sign_in       text not null unique check (sign_in = lower(sign_in) and sign_in <> ''),
  password_hash text not null default '', -- PHC text of argon2id; empty: links only
  disabled_at   timestamptz,
  created_at    timestamptz not null default now()
);
grant select, insert, update on account to heliu_app;

create table session (
  hash       bytea primary key check (octet_length(hash) = 32), -- SHA-256 of the token
  account    uuid not null references account (id),
  workspace  uuid not null,
  confined   boolean not null,
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_account on session (account);
create index session_expires on session (expires_at);
grant select, insert, update, delete on session to heliu_app;

create table api_key (
  id         uuid primary key,
  workspace  uuid not null,
  name       text not null check (name <> ''),
  hash       bytea not null unique check (octet_length(hash) = 32), -- SHA-256 of the key
  last4      text not null check (length(last4) = 4),
  roles      text[] not null,
  scopes     text[] not null default '{}',
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  used_at    timestamptz
);
create index api_key_workspace on api_key (workspace, created_at);
grant select, insert, update on api_key to heliu_app;

create table membership (
  workspace  uuid not null,
  account    uuid not null references account (id),
  name       text not null default '',
  roles      text[] not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (workspace, account)
);
select heliu_protect('membership');

create table login_link (
  workspace  uuid not null,
  hash       bytea not null check (octet_length(hash) = 32),
  account    uuid not null references account (id),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  used_at    timestamptz,
  primary key (workspace, hash)
);
select heliu_protect('login_link');

-- The trail. It holds references and never a personal value, so it outlives people
-- and workspaces.
create table audit (
  workspace   uuid not null,
  seq         bigint generated always as identity,
  at          timestamptz not null default now(),
  actor_kind  text not null check (actor_kind in ('user', 'key', 'system')),
  actor_id    text not null,
  action      text not null check (action <> ''),
  object_kind text not null,
  object_id   text not null,
  reason      text not null default '',
  diff        jsonb,
  primary key (workspace, seq)
);
create index audit_object on audit (workspace, object_kind, object_id, seq);
select heliu_protect('audit');
select heliu_append_only('audit', keep => true);
