-- +goose Up
-- From when on too many dead letters raise an alert: of the workspace (the nil UUID) or
-- of one connection. A workspace without a row has the program's own limits.
create table dead_letter_limit (
  workspace  uuid not null,
  connection uuid not null,
  percent    int not null check (percent between 0 and 100), -- more than so many of 100 records; 0: not looked at
  at_least   int not null check (at_least > 0),              -- of at least so many records
  letters    int not null check (letters >= 0),              -- or more than so many letters; 0: not looked at
  minutes    int not null check (minutes between 1 and 1440),
  version    int not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now(),
  primary key (workspace, connection)
);
select heliu_protect('dead_letter_limit');

-- What is loaded as the past does not count as trouble of the present.
alter table outcome add column origin text not null default '';
create index outcome_quarantined on outcome (workspace, at) where outcome = 'quarantined';
create index outcome_by_time on outcome using brin (at) with (pages_per_range = 32);
