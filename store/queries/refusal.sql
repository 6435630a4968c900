-- name: PutDoorRefusals
INSERT INTO door_refusal AS d (workspace, connection, day, code, number, first_at, last_at, count)
SELECT $1::text::uuid, connection, (last_at AT TIME ZONE 'Asia/Shanghai')::date, code, number, min(first_at), max(last_at), sum(n)
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::bigint[]) AS r(connection, code, number, first_at, last_at, n)
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (workspace, connection, day, code, number) DO UPDATE
SET last_at = greatest(d.last_at, excluded.last_at), count = d.count + excluded.count;

-- name: ForgetDoorRefusals
-- What is older than a month, and what is beyond the latest 2,000 rows of each of the connections.
DELETE FROM door_refusal WHERE last_at < now() - interval '31 days' OR (connection, day, code, number) IN (
    SELECT connection, day, code, number FROM (
        SELECT connection, day, code, number, row_number() OVER (PARTITION BY connection ORDER BY last_at DESC) AS n
        FROM door_refusal WHERE connection = ANY ($1::uuid[])) x WHERE x.n > 2000);

-- name: ReadDoorRefusals
-- Refusals that name a number, or one that contains it.
SELECT d.connection::text, coalesce(c.name, ''), coalesce(c.title, ''), coalesce(c.connector, ''), d.code, d.number, min(d.first_at), max(d.last_at), sum(d.count)::bigint
FROM door_refusal d LEFT JOIN connection c ON c.id = d.connection
WHERE d.number = $1 OR ($2::text <> '' AND d.number LIKE $2)
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY (d.number = $1) DESC, 8 DESC LIMIT 10;
