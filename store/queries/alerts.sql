-- name: AlertRaise
insert into alert_event as e (workspace, kind, severity, connection, stream, subject, text_zh, text_en, detail, first_at, last_at)
values ($1::text::uuid, $2, $3, $4::text::uuid, $5, $6, $7, $8, $9, now(), now())
on conflict (workspace, kind, connection, stream, subject) where closed_at is null do update
   set severity = excluded.severity, text_zh = excluded.text_zh, text_en = excluded.text_en, detail = excluded.detail,
       last_at = excluded.last_at, count = e.count + 1

-- name: AlertClear
update alert_event set closed_at = now()
 where kind = $1 and connection = $2::text::uuid and stream = $3 and subject = $4 and closed_at is null

-- name: AlertsOpen
select id, kind, severity, connection::text, stream, subject, text_zh, text_en, detail, first_at, last_at, count,
       coalesce(closed_at, '0001-01-01'), closed_by, coalesce(acked_at, '0001-01-01'), acked_by, note
  from alert_event where closed_at is null order by id
