-- +goose Up
-- The private networks that the connections of a workspace may reach: its ERP's, its
-- own mail server's. Whatever is not public is refused unless it lies in one of them.
create table network_range (
  workspace   uuid not null,
  range       cidr not null,
  note        text not null check (note <> ''), -- what is there
  created_at  timestamptz not null default now(),
  created_by  text not null,
  primary key (workspace, range)
);
select heliu_protect('network_range');
