-- name: AlertRaise
-- One that got worse is told again, and whoever looked after it is asked anew.
insert into alert_event as e (workspace, kind, severity, connection, stream, subject, text_zh, text_en, detail, first_at, last_at, owner, roles, entity)
values ($1::text::uuid, $2, $3, $4::text::uuid, $5, $6, $7, $8, $9, now(), now(), nullif($10::text, '')::uuid, $11, $12)
on conflict (workspace, kind, connection, stream, subject) where closed_at is null do update
   set severity = excluded.severity, text_zh = excluded.text_zh, text_en = excluded.text_en, detail = excluded.detail,
       last_at = excluded.last_at, count = e.count + 1, owner = excluded.owner, roles = excluded.roles, entity = excluded.entity,
       next_at = case when array_position(array['info', 'warning', 'critical'], excluded.severity) > array_position(array['info', 'warning', 'critical'], e.severity) then now() else e.next_at end, acked_at = case when array_position(array['info', 'warning', 'critical'], excluded.severity) > array_position(array['info', 'warning', 'critical'], e.severity) then null else e.acked_at end,
       acked_by = case when array_position(array['info', 'warning', 'critical'], excluded.severity) > array_position(array['info', 'warning', 'critical'], e.severity) then '' else e.acked_by end

-- name: AlertClear
update alert_event set closed_at = now()
 where kind = $1 and connection = $2::text::uuid and stream = $3 and subject = $4 and closed_at is null

-- name: AlertsClearOf
update alert_event set closed_at = now() where connection = $1::text::uuid and closed_at is null

-- name: AlertsOpen
select id, kind, severity, connection::text, stream, subject, text_zh, text_en, detail, first_at, last_at, count,
       coalesce(closed_at, '0001-01-01'), closed_by, coalesce(acked_at, '0001-01-01'), acked_by, note
  from alert_event where closed_at is null order by id

-- name: ReadAlerts
-- $1 open, unseen, muted, closed or all, $2 kind, $3 connection; $4, $5, $6 where the page
-- begins, $7 its length; $8 severity, $9 whose (account), $10 one id.
select a.id, a.kind, a.severity, a.connection::text, coalesce(c.name, ''), a.stream, a.subject, a.text_zh, a.text_en, a.detail,
       a.first_at, a.last_at, a.count, a.closed_at, a.closed_by, a.acked_at, a.acked_by, a.note,
       a.entity, a.told_at, a.escalated_at, a.why, m.until, coalesce(m.reason, ''), coalesce(m.made_by, ''), coalesce(m.whole, false)
  from alert_event a left join connection c on c.id = a.connection
  left join lateral (
       select until, reason, made_by, whole from alert_mute m
        where m.lifted_at is null and m.until > now() and m.kind = a.kind and m.connection = a.connection
          and (m.whole or m.stream = a.stream and m.subject = a.subject) and a.closed_at is null
        order by until desc limit 1) m on true
 where ($1::text = '' or ($1::text = 'closed') = (a.closed_at is not null)) and ($2::text = '' or a.kind = $2)
   and ($1::text <> 'muted' or m.until is not null) and ($1::text <> 'unseen' or a.acked_at is null and m.until is null)
   and ($3::text = '' or a.connection = nullif($3::text, '')::uuid)
   and ($5::timestamptz is null or (a.closed_at is null, a.last_at, a.id) < ($4::bool, $5, $6::bigint))
   and ($8::text = '' or a.severity = $8)
   and ($9::text = '' or c.owner = nullif($9::text, '')::uuid or a.acked_by = 'user:' || $9::text
        or exists (select from unnest(a.told) t where t like '%/user:' || $9::text))
   and ($10::bigint = 0 or a.id = $10)
 order by a.closed_at is null desc, a.last_at desc, a.id desc limit $7

-- name: AlertCounts
select count(*), count(*) filter (where acked_at is null) from alert_event where closed_at is null

-- name: AlertAck
update alert_event set next_at = null, acked_at = now(), acked_by = $2, note = case when $3::text = '' then note else $3 end where id = $1 and closed_at is null

-- name: AlertClose
update alert_event set closed_at = now(), closed_by = $2, note = $3 where id = $1 and closed_at is null

-- name: AlertExists
select exists (select from alert_event where id = $1)
