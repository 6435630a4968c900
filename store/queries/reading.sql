-- name: LeaseCurrent
-- Whether a token is current and has not run out.
select exists (select from lease where name = $1 and token = $2 and until > clock_timestamp())

-- name: LeaseRevoke
-- Takes the lease away from whoever has it: nothing is written any more under its token.
insert into lease as l (name, holder, token, until) values ($1, '', 1, '-infinity')
on conflict (name) do update set token = l.token + 1, holder = '', until = '-infinity'
returning token

-- name: ReadingBegin
-- A stream that is read for the first time since this is kept had a cursor if it has one.
insert into stream_reading (workspace, connection, stream, had_state)
values ($1, $2, $3, exists (select from connection_state where connection = $2 and stream = $3 and state is not null and state::text <> 'null'))
on conflict (workspace, connection, stream) do nothing

-- name: ReadingLoad
select r.had_state, r.failures, r.failing_since, r.code, r.tried_at, r.next_at, r.asked_at, r.halted_code, s.last_read_at,
       s.state is not null and s.state::text <> 'null'
  from stream_reading r
  left join connection_state s on s.connection = r.connection and s.stream = r.stream
 where r.connection = $1 and r.stream = $2

-- name: ReadingWasPulled
-- Whether the hub holds something of a stream that it has asked for.
select exists (select from raw_record where connection = $1 and stream = $2 and origin in ('', 'history'))

-- name: ReadingKnown
select exists (select from stream_reading where connection = $1 and stream = $2)

-- name: ReadingStateSaved
update stream_reading set had_state = $3::boolean
 where connection = $1 and stream = $2 and had_state is distinct from $3::boolean

-- name: ReadingEnded
insert into stream_reading as r (workspace, connection, stream, tried_at, next_at)
values ($1, $2, $3, now(), $4)
on conflict (workspace, connection, stream) do update
   set failures = 0, failing_since = null, code = '', tried_at = now(), next_at = excluded.next_at

-- name: ReadingFailed
insert into stream_reading as r (workspace, connection, stream, failures, failing_since, code, tried_at, next_at)
values ($1, $2, $3, $4, now(), $5, now(), $6)
on conflict (workspace, connection, stream) do update
   set failures = excluded.failures, failing_since = coalesce(r.failing_since, now()), code = excluded.code, tried_at = now(), next_at = excluded.next_at

-- name: ReadingHalt
update stream_reading set halted_code = $3, halted_at = now(), next_at = null
 where connection = $1 and stream = $2 and halted_code = ''

-- name: ReadingMade
-- The source could be made again: what was noted of the connection as a whole goes.
with a as (delete from connection_state where connection = $1 and stream = '')
delete from stream_reading where connection = $1 and stream = ''

-- name: ReadingDecided
-- A person has decided how a stream is read on.
insert into stream_reading as r (workspace, connection, stream, had_state) values ($1, $2, $3, $4)
on conflict (workspace, connection, stream) do update
   set had_state = excluded.had_state, halted_code = '', halted_at = null, failures = 0, failing_since = null, code = '', next_at = null, asked_at = now()

-- name: ReadingAsk
-- $2 empty: every stream.
update stream_reading set asked_at = now(), next_at = now() where connection = $1 and ($2 = '' or stream in ($2, '')) and halted_code = ''

-- name: ReadingNudge
insert into connection_reading as c (workspace, connection, nudges) values ($1, $2, 1)
on conflict (workspace, connection) do update
   set nudges = c.nudges + 1,
       breaker = case when $3::boolean and c.breaker ? 'opened_at' then (c.breaker - 'probe_until') || jsonb_build_object('probe_at', to_jsonb(now())) else c.breaker end

-- name: ReadingNudges
select connection::text, nudges from connection_reading where nudges > 0

-- name: ReadingNudgesOf
select nudges from connection_reading where connection = $1

-- name: BreakerLoad
select breaker from connection_reading where connection = $1

-- name: BreakerSave
insert into connection_reading as c (workspace, connection, breaker) values ($1, $2, $3)
on conflict (workspace, connection) do update set breaker = excluded.breaker

-- name: ReadReadings
select connection::text, stream, failures, failing_since, code, tried_at, next_at, halted_code, halted_at from stream_reading

-- name: ReadBreakers
select connection::text, breaker from connection_reading where breaker <> '{}'

-- name: StateForUpdate
select state from connection_state where connection = $1 and stream = $2 for update

-- name: StatePut
insert into connection_state as s (workspace, connection, stream, state, fencing, updated_at)
values ($1, $2, $3, $4, $5, now())
on conflict (workspace, connection, stream) do update
   set state = excluded.state, fencing = excluded.fencing, updated_at = now(), last_error = '', last_error_at = null
