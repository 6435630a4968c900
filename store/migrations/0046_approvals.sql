-- +goose Up
-- What one person proposes and another one decides. The row is what they agreed upon:
-- once written, only its fate changes, along one way.
create table approval (
  workspace     uuid not null,
  id            uuid not null,
  kind          text not null check (kind <> ''),
  object_kind   text not null,
  object_id     text not null,
  title_zh      text not null check (title_zh <> ''),
  title_en      text not null check (title_en <> ''),
  diff          json not null,  -- json and not jsonb: what was seen keeps its order; no personal value, no secret
  hash          bytea not null check (octet_length(hash) = 32),
  ask           json not null default '{}', -- what carrying it out needs; emptied at the end
  reason        text not null check (reason <> ''),
  proposed_by   text not null,  -- the actor
  proposer      uuid,           -- the account behind it; null: a part of the hub
  proposed_at   timestamptz not null,
  expires_at    timestamptz not null check (expires_at > proposed_at),
  status        text not null default 'waiting' check (status in ('waiting', 'approved', 'applied', 'failed', 'refused', 'withdrawn', 'expired')),
  approver      uuid,
  on_behalf     uuid,           -- the account for which the approver decided
  because       text not null default '',
  closed_at     timestamptz,
  claimed_until timestamptz,    -- an approved one is in somebody's hand until then
  applied_at    timestamptz,
  code          text not null default '',
  primary key (workspace, id),
  constraint approval_not_own check (proposer is null or approver is null or (proposer <> approver and proposer <> coalesce(on_behalf, approver))),
  constraint approval_by_a_person check ((status in ('approved', 'applied', 'failed', 'refused')) = (approver is not null)),
  constraint approval_in_time check (approver is null or closed_at < expires_at),
  constraint approval_closed check ((status = 'waiting') = (closed_at is null)),
  constraint approval_effect check ((status = 'applied') = (applied_at is not null) and (status = 'failed') <= (code <> ''))
);
select heliu_protect('approval');
create unique index approval_same on approval (workspace, kind, hash, proposed_by) where status = 'waiting';
create index approval_latest on approval (workspace, proposed_at desc, id desc);
create index approval_open on approval (workspace, expires_at) where status in ('waiting', 'approved');

-- +goose StatementBegin
create function heliu_guard_approval() returns trigger language plpgsql as $$
begin
  if (new.kind, new.object_kind, new.object_id, new.title_zh, new.title_en, new.diff::text, new.hash, new.reason, new.proposed_by, new.proposer, new.proposed_at, new.expires_at)
     is distinct from
     (old.kind, old.object_kind, old.object_id, old.title_zh, old.title_en, old.diff::text, old.hash, old.reason, old.proposed_by, old.proposer, old.proposed_at, old.expires_at)
     or (new.ask::text <> old.ask::text and new.ask::text <> '{}')
     or (old.approver is not null and (new.approver, new.on_behalf, new.because, new.closed_at) is distinct from (old.approver, old.on_behalf, old.because, old.closed_at)) then
    raise exception 'what an approval says does not change' using errcode = 'HL001';
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
       ('waiting', 'approved'), ('waiting', 'refused'), ('waiting', 'withdrawn'), ('waiting', 'expired'),
       ('approved', 'applied'), ('approved', 'failed'), ('failed', 'approved')) then
    raise exception 'an approval does not go from % to %', old.status, new.status using errcode = 'HL001';
  end if;
  return new;
end
$$;
-- +goose StatementEnd
create trigger heliu_guard_approval before update on approval for each row execute function heliu_guard_approval();

-- Who decides about a kind for whom.
create table approval_delegation (
  workspace    uuid not null,
  id           uuid not null,
  kind         text not null check (kind <> ''),
  from_account uuid not null,
  to_account   uuid not null check (to_account <> from_account),
  from_at      timestamptz not null,
  to_at        timestamptz not null check (to_at > from_at),
  reason       text not null default '',
  created_at   timestamptz not null,
  revoked_at   timestamptz,
  primary key (workspace, id)
);
select heliu_protect('approval_delegation');

-- What an approval did is done once.
alter table mapping add column approval uuid;
create unique index mapping_approval on mapping (workspace, approval) where approval is not null;
alter table dead_letter_job add column approval uuid;
create unique index dead_letter_job_approval on dead_letter_job (workspace, approval) where approval is not null;
