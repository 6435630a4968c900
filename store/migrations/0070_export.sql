-- +goose Up
-- Exports that two people agreed on, sealed, until they are fetched; gone a day later.
create table customer_export (
  workspace  uuid not null,
  id         uuid not null,           -- that of the approval
  account    uuid not null,           -- for whom it was made
  format     text not null check (format in ('csv', 'xlsx')),
  personal   boolean not null,
  persons    bigint not null,
  orgs       bigint not null,
  sha256     bytea not null check (octet_length(sha256) = 32), -- of the file
  size       bigint not null,
  envelope   bytea not null,
  key_id     text not null,
  made_at    timestamptz not null default now(),
  expires_at timestamptz not null,
  fetched_at timestamptz,
  primary key (workspace, id)
);
create index customer_export_expires on customer_export (workspace, expires_at);
select heliu_protect('customer_export');
select heliu_impersonal('customer_export', '{format,sha256,key_id}');
select heliu_personal('customer_export', 'envelope', 'sensitive', 'sealed', 'export');
