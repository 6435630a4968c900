-- name: StreamHours
-- What came of each stream within the last four weeks.
SELECT connection::text, stream, hour, records, slots, last_at FROM stream_hour
WHERE ($1::text = '' OR connection = nullif($1::text, '')::uuid) AND hour > now() - interval '29 days' ORDER BY 1, 2, 3;

-- name: ForgetStreamHours
DELETE FROM stream_hour WHERE hour < now() - interval '60 days';

-- name: SilentStreams
SELECT connection::text, stream, first_at FROM alert_event WHERE kind = 'silence' AND closed_at IS NULL;
