-- +goose Up
-- What people agreed to and took back. Rows never change; the latest that covers a
-- purpose and channel counts. entity is whom a source speaks of, golden whom a person
-- of ours spoke of: an entity's golden record is looked up when it is asked for.
create table consent (
  workspace uuid not null,
  id        bigint generated always as identity,
  golden    uuid not null,
  entity    bigint,
  purpose   text not null check (purpose <> ''),
  channel   text not null default '', -- empty: every channel
  given     boolean not null,
  at        timestamptz not null, -- when the person said so
  source    text not null,        -- record name, or who wrote it down
  evidence  text not null default '', -- a reference: number of a form, of a recording
  noted_at  timestamptz not null default now(),
  primary key (workspace, id)
);
create index consent_golden on consent (workspace, golden, purpose, id);
create index consent_entity on consent (workspace, entity, purpose, channel, id desc) where entity is not null;
select heliu_protect('consent');
select heliu_append_only('consent');

-- What is done with personal data in a workspace and on what ground; without a row of
-- its own a purpose is as the program has it.
create table purpose (
  workspace  uuid not null,
  id         text not null check (id ~ '^[a-z][a-z0-9_]{0,31}$'),
  zh         text not null,
  en         text not null,
  basis      text not null check (basis in ('consent', 'contract', 'legal_duty', 'employment', 'disclosed')),
  most       int not null default 0 check (most >= 0), -- contacts with one person within the days; 0: any number
  days       int not null default 30 check (days between 1 and 366),
  version    int not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now(),
  primary key (workspace, id)
);
select heliu_protect('purpose');

-- For what a destination reaches people.
create table destination_purpose (
  workspace  uuid not null,
  connection uuid not null,
  purpose    text not null,
  channel    text not null default '',
  contacts   boolean not null default true, -- what is written reaches the person: it counts
  updated_by text not null,
  updated_at timestamptz not null default now(),
  primary key (workspace, connection),
  foreign key (workspace, connection) references connection (workspace, id)
);
select heliu_protect('destination_purpose');

-- Who was reached, and who was not and why: one row a person, destination and change.
create table contact_event (
  workspace  uuid not null,
  golden     uuid not null,
  connection uuid not null,
  version    bigint not null, -- of the golden record
  purpose    text not null,
  channel    text not null default '',
  held       text not null default '', -- why not; empty: reached
  at         timestamptz not null,
  primary key (workspace, golden, connection, version)
);
create index contact_event_recent on contact_event (workspace, golden, purpose, at) where held = '';
create index contact_event_held on contact_event (workspace, at desc) where held <> '';
create index contact_event_age on contact_event (workspace, at);
select heliu_protect('contact_event');

-- +goose StatementBegin
do $$
begin
  perform heliu_impersonal('consent', '{purpose,channel,source,evidence}', 'references: a personal value is refused');
  perform heliu_impersonal('purpose', '{id,zh,en,basis,updated_by}');
  perform heliu_impersonal('destination_purpose', '{purpose,channel,updated_by}');
  perform heliu_impersonal('contact_event', '{purpose,channel,held}');
end
$$;
-- +goose StatementEnd
