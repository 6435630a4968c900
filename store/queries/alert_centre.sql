-- name: AlertLock
-- One decides for a workspace at a time.
select pg_advisory_xact_lock(hashtextextended('heliu.alerts.' || ($1::text)::uuid, 0)), now()

-- name: AlertsDue
select id, kind, severity, connection::text, stream, subject, text_zh, text_en, coalesce((select s.employee from employee_source s where s.id = alert_event.owner)::text, owner::text, ''), roles, entity, first_at, told, coalesce(told_at, '0001-01-01'), coalesce(escalated_at, '0001-01-01')
  from alert_event where closed_at is null and acked_at is null and next_at <= $1
 order by array_position(array['critical', 'warning', 'info'], severity), id limit $2 for update

-- name: AlertsDecided
-- $2: marks, a line each.
update alert_event a
   set told = a.told || string_to_array(x.told, E'\n'), told_at = coalesce(a.told_at, case when x.told <> '' then $6::timestamptz end),
       escalated_at = coalesce(a.escalated_at, case when x.up then $6::timestamptz end), why = x.why, next_at = x.next
  from unnest($1::bigint[], $2::text[], $3::bool[], $4::text[], $5::timestamptz[]) x (id, told, up, why, next)
 where a.id = x.id

-- name: AlertLastTold
select channel::text, person, created_at from alert_notice where created_at > $1 and test_by = '' order by created_at

-- name: AlertMutesLive
select kind, connection::text, stream, subject, whole, until from alert_mute where lifted_at is null and until > $1

-- name: AlertWake
-- What a mute covered, or settings kept from being told, is decided upon again.
update alert_event set next_at = now() where closed_at is null and acked_at is null and told = '{}'

-- name: NoticeInsert
insert into alert_notice (workspace, id, channel, person, level, severity, title, body, path, alerts, test_by, created_at, next_at)
values ($1::text::uuid, $2, $3::text::uuid, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
on conflict (workspace, id) do nothing

-- name: AlertPeople
-- The members, and the employees without an account.
select coalesce(m.account::text, ''), coalesce(nullif(m.name, ''), e.name, ''), coalesce(m.roles, '{}'), coalesce(m.sign_in, ''),
       coalesce(m.disabled, false) or coalesce(e.status <> 'active', false), coalesce(p.quiet, '[]'), coalesce(p.channels, '{}')::text[], coalesce(p.english, false),
       coalesce(e.id::text, ''), coalesce(e.manager::text, ''), coalesce(e.wecom_userid, ''), coalesce(e.dingtalk_userid, ''), coalesce(e.mobile, ''), coalesce(e.email, '')
  from (select m.account, m.name, m.roles, m.created_at, a.sign_in, a.disabled_at is not null as disabled from membership m join account a on a.id = m.account) m
  full join employee e on e.account = m.account
  left join alert_person p on p.account = m.account
 order by m.created_at, m.account, e.id

-- name: AlertPersonPut
insert into alert_person as p (workspace, account, quiet, channels, english)
values ($1::text::uuid, $2::text::uuid, $3, $4::text[]::uuid[], $5)
on conflict (workspace, account) do update set quiet = excluded.quiet, channels = excluded.channels, english = excluded.english, version = p.version + 1
 where p.version = $6
returning version

-- name: AlertDocument
select version, body, reason, made_by, made_at from alert_document where name = $1 order by version desc limit 1

-- name: AlertDocuments
select distinct on (name) name, body from alert_document where name like $1 order by name, version desc

-- name: AlertDocumentVersions
select version, reason, made_by, made_at from alert_document where name = $1 order by version desc limit 20

-- name: AlertDocumentPut
insert into alert_document (workspace, name, version, body, reason, made_by)
select $1::text::uuid, $2, $3::int + 1, $4, $5, $6
 where coalesce((select max(version) from alert_document where name = $2), 0) = $3::int
on conflict do nothing

-- name: ConnectionOwners
select id::text, coalesce(nullif(title, ''), name), coalesce(owner::text, ''), connector, settings, status from connection where deleted_at is null order by created_at, id

-- name: ConnectionOwnerSet
update connection set owner = nullif($2::text, '')::uuid where id = $1::text::uuid and deleted_at is null
returning name

-- name: NoticesWaiting
-- Those that may go out now, and how many went by their channel within the last minute.
select n.id, n.channel::text, n.person, n.level, n.severity, n.title, n.body, n.path, n.alerts, n.test_by, n.tries, n.created_at,
       (select count(*) from alert_notice t where t.channel = n.channel and t.tried_at > $1::timestamptz - interval '60 seconds')
  from alert_notice n where n.state = 'waiting' and n.next_at <= $1 order by n.channel, n.created_at, n.id limit 2000

-- name: NoticeFold
update alert_notice set state = 'folded', folded = $2, next_at = $3 where id = any($1::text[]) and state = 'waiting'

-- name: NoticeTried
update alert_notice set state = $2, tries = tries + 1, tried_at = $3, sent_at = case when $2 = 'sent' then $3::timestamptz end, code = $4, next_at = $5
 where id = $1 and state = 'waiting'

-- name: NoticeCounts
select channel::text, count(*), min(created_at) from alert_notice where state = 'waiting' group by channel

-- name: NoticesForget
delete from alert_notice where created_at < now() - interval '180 days' and state <> 'waiting'

-- name: NoticesOf
select n.id, n.channel::text, coalesce(c.name, ''), coalesce(c.title, ''), n.person, n.level, n.severity, n.title, n.body, cardinality(n.alerts), n.test_by <> '', n.created_at, n.state, n.tries,
       n.next_at, n.tried_at, n.sent_at, n.code, n.folded
  from alert_notice n left join connection c on c.id = n.channel
 where ($1::bigint = 0 or n.alerts @> array[$1::bigint]) order by n.created_at desc, n.id desc limit $2

-- name: AlertMuteInsert
insert into alert_mute (workspace, kind, connection, stream, subject, whole, reason, until, made_by)
select $1::text::uuid, kind, connection, stream, subject, $3, $4, $5, $6 from alert_event where id = $2 and closed_at is null
returning id

-- name: AlertUnmute
update alert_mute m set lifted_at = now(), lifted_by = $2 from alert_event a
 where a.id = $1 and m.lifted_at is null and m.until > now() and m.kind = a.kind and m.connection = a.connection and (m.whole or m.stream = a.stream and m.subject = a.subject)

-- name: AlertToldTo
select exists (select from alert_event a left join connection c on c.id = a.connection where a.id = $1
   and (c.owner = $2::text::uuid or exists (select from unnest(a.told) t where t like '%/user:' || $2::text)))

-- name: RulePointRecords
select h.connection::text, c.name, h.stream, h.hour, h.last_at, h.records from stream_hour h join connection c on c.id = h.connection and c.deleted_at is null and c.status = 'enabled'
 where h.hour > $1::timestamptz - interval '9 days'

-- name: RulePointRefused
select r.connection::text, c.name, '', max(r.last_at), max(r.last_at), sum(r.count)::bigint from door_refusal r join connection c on c.id = r.connection and c.deleted_at is null
 where r.day = ($1::timestamptz at time zone 'Asia/Shanghai')::date group by 1, 2

-- name: RulePointLetters
select d.connection::text, c.name, '', date_trunc('hour', d.first_at), max(d.first_at), count(*) from dead_letter d join connection c on c.id = d.connection and c.deleted_at is null
 where d.first_at > $1::timestamptz - interval '9 days' group by 1, 2, 4

-- name: RulePointLettersOpen
select d.connection::text, c.name, '', $1::timestamptz, $1::timestamptz, count(*) from dead_letter d join connection c on c.id = d.connection and c.deleted_at is null
 where d.status in ('open', 'replaying') group by 1, 2

-- name: RulePointSourceCount
select distinct on (x.connection, x.stream) x.connection::text, c.name, x.stream, x.at, x.at, x.source_count from comparison x join connection c on c.id = x.connection and c.deleted_at is null
 where x.at > $1::timestamptz - interval '9 days' order by x.connection, x.stream, x.at desc

-- name: RulePointHubCount
select distinct on (x.connection, x.stream) x.connection::text, c.name, x.stream, x.at, x.at, x.hub_count from comparison x join connection c on c.id = x.connection and c.deleted_at is null
 where x.at > $1::timestamptz - interval '9 days' order by x.connection, x.stream, x.at desc

-- name: AlertPersonOf
select quiet, channels::text[], english, version from alert_person where account = $1::text::uuid

-- name: AlertIsMember
select exists (select from membership where account = $1::text::uuid)
