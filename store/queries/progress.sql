-- name: QueueStates
-- What waits to be worked off, and the oldest of it. What belongs to no account comes
-- last and is the oldest only where it is alone.
SELECT q.name, coalesce(d.n, 0), coalesce(d.oldest, 0) FROM (VALUES ('roi'), ('recon')) q(name)
LEFT JOIN (SELECT domain, count(*) AS n, coalesce(min(id) FILTER (WHERE golden <> '00000000-0000-0000-0000-000000000000'), min(id)) AS oldest FROM dirty GROUP BY domain) d
    ON d.domain = q.name
UNION ALL
SELECT 'outbox', count(*), coalesce(min(id), 0) FROM outbox WHERE published_at IS NULL;
