-- name: AlertRaise
insert into alert_event as e (workspace, kind, severity, connection, stream, subject, text_zh, text_en, detail, first_at, last_at)
values ($1::text::uuid, $2, $3, $4::text::uuid, $5, $6, $7, $8, $9, now(), now())
on conflict (workspace, kind, connection, stream, subject) where closed_at is null do update
   set severity = excluded.severity, text_zh = excluded.text_zh, text_en = excluded.text_en, detail = excluded.detail,
       last_at = excluded.last_at, count = e.count + 1

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
-- $1 open, closed or all, $2 kind, $3 connection; $4, $5, $6 where the page begins, $7 its length.
select a.id, a.kind, a.severity, a.connection::text, coalesce(c.name, ''), a.stream, a.subject, a.text_zh, a.text_en, a.detail,
       a.first_at, a.last_at, a.count, a.closed_at, a.closed_by, a.acked_at, a.acked_by, a.note
  from alert_event a left join connection c on c.id = a.connection
 where ($1::text = '' or ($1::text = 'open') = (a.closed_at is null)) and ($2::text = '' or a.kind = $2)
   and ($3::text = '' or a.connection = nullif($3::text, '')::uuid)
   and ($5::timestamptz is null or (a.closed_at is null, a.last_at, a.id) < ($4::bool, $5, $6::bigint))
 order by a.closed_at is null desc, a.last_at desc, a.id desc limit $7

-- name: AlertCounts
select count(*), count(*) filter (where acked_at is null) from alert_event where closed_at is null

-- name: AlertAck
update alert_event set acked_at = now(), acked_by = $2, note = case when $3::text = '' then note else $3 end where id = $1 and closed_at is null

-- name: AlertClose
update alert_event set closed_at = now(), closed_by = $2, note = $3 where id = $1 and closed_at is null

-- name: AlertExists
select exists (select from alert_event where id = $1)
