-- +goose Up
-- How a workspace guards personal data; without a row the program's defaults hold.
create table personal_rule (
  workspace     uuid primary key,
  reveal_reason boolean not null, -- who reveals must say why
  reveal_limit  int not null check (reveal_limit between 1 and 100000),     -- persons an actor may reveal in an hour
  alarm_persons int not null check (alarm_persons between 0 and 1000000),   -- more persons than that seen or exported by one actor raise an alarm; 0: none
  alarm_minutes int not null check (alarm_minutes between 1 and 43200),     -- within so many minutes
  version       int not null default 1,
  updated_at    timestamptz not null default now()
);
select heliu_protect('personal_rule');

-- Who saw whom: what counts reads these entries alone.
create index audit_personal on audit (workspace, actor_id, at) where action in ('personal.view', 'customer.export');
