-- name: PersonalRule
select reveal_reason, reveal_limit, alarm_persons, alarm_minutes, version from personal_rule

-- name: PersonalRuleSave
insert into personal_rule (workspace, reveal_reason, reveal_limit, alarm_persons, alarm_minutes)
select current_setting('app.workspace')::uuid, $1, $2, $3, $4 where $5 = 0
on conflict (workspace) do nothing

-- name: PersonalRuleChange
update personal_rule set reveal_reason = $1, reveal_limit = $2, alarm_persons = $3, alarm_minutes = $4, version = version + 1, updated_at = now() where version = $5

-- name: PersonalTurn
-- One at a time for an actor, so that two requests at once do not both find room.
select pg_advisory_xact_lock(hashtextextended('heliu.personal.' || current_setting('app.workspace') || $1, 0))

-- name: PersonalSeen
-- How many persons an actor has seen since $2, each once, and how many it has exported.
select (select count(distinct s.id) from audit a, jsonb_array_elements_text(a.diff->'subjects'->'to') as s(id)
         where a.workspace = current_setting('app.workspace')::uuid and a.actor_id = $1 and a.at >= $2 and a.action = 'personal.view'),
       (select coalesce(sum((a.diff->'persons'->>'to')::bigint), 0)::bigint from audit a
         where a.workspace = current_setting('app.workspace')::uuid and a.actor_id = $1 and a.at >= $2 and a.action = 'customer.export')

-- name: PersonalKnown
-- Which of these an actor has seen since $2 already.
select distinct s.id from audit a, jsonb_array_elements_text(a.diff->'subjects'->'to') as s(id)
 where a.workspace = current_setting('app.workspace')::uuid and a.actor_id = $1 and a.at >= $2 and a.action = 'personal.view' and s.id = any ($3::text[])

-- name: PersonalViewers
-- Who saw how much between two moments.
select a.actor_kind, a.actor_id, count(*) filter (where a.action = 'personal.view'),
       (select count(distinct s.id) from audit v, jsonb_array_elements_text(v.diff->'subjects'->'to') as s(id)
         where v.workspace = current_setting('app.workspace')::uuid and v.actor_id = a.actor_id and v.actor_kind = a.actor_kind and v.at >= $1 and v.at < $2 and v.action = 'personal.view'),
       count(*) filter (where a.action = 'customer.export'),
       coalesce(sum((a.diff->'persons'->>'to')::bigint) filter (where a.action = 'customer.export'), 0)::bigint,
       max(a.at),
       array(select distinct f.name from audit v, jsonb_array_elements_text(v.diff->'fields'->'to') as f(name)
         where v.workspace = current_setting('app.workspace')::uuid and v.actor_id = a.actor_id and v.actor_kind = a.actor_kind and v.at >= $1 and v.at < $2
           and v.action in ('personal.view', 'customer.export') order by 1)
  from audit a
 where a.workspace = current_setting('app.workspace')::uuid and a.at >= $1 and a.at < $2 and a.action in ('personal.view', 'customer.export')
 group by a.actor_kind, a.actor_id
 order by max(a.at) desc
 limit 500
