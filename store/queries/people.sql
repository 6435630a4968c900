-- name: PutPeopleVersions
INSERT INTO people_version (workspace, connection, connector, stream, key, part, kind, version, hash, rules, mapping, occurred_at, data)
SELECT $1::text::uuid, connection::uuid, connector, stream, key, part, kind, version, hash, rules, mapping, occurred_at, data::jsonb
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bigint[], $11::int[], $12::timestamptz[], $13::text[])
    AS r(connection, connector, stream, key, part, kind, version, hash, rules, mapping, occurred_at, data)
ON CONFLICT (workspace, connection, stream, key, kind, part, version) DO UPDATE SET
    connector = excluded.connector, hash = excluded.hash, rules = excluded.rules, mapping = excluded.mapping, occurred_at = excluded.occurred_at, data = excluded.data
WHERE (people_version.hash, people_version.rules, people_version.mapping) < (excluded.hash, excluded.rules, excluded.mapping);

-- name: PutOwnerVersions
INSERT INTO owner_version (workspace, connection, stream, key, kind, part, version, hash, rules, mapping, occurred_at, alias)
SELECT $1::text::uuid, connection::uuid, stream, key, kind, part, version, hash, rules, mapping, occurred_at, alias
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bigint[], $10::int[], $11::timestamptz[], $12::text[])
    AS r(connection, stream, key, kind, part, version, hash, rules, mapping, occurred_at, alias)
ON CONFLICT (workspace, connection, stream, key, kind, part, version) DO UPDATE SET
    hash = excluded.hash, rules = excluded.rules, mapping = excluded.mapping, occurred_at = excluded.occurred_at, alias = excluded.alias
WHERE (owner_version.hash, owner_version.rules, owner_version.mapping) < (excluded.hash, excluded.rules, excluded.mapping);

-- name: KnownAsPeople
-- Whether any of the records ever told of an employee or a unit.
SELECT EXISTS (SELECT 1 FROM unnest($1::text[]::uuid[], $2::text[], $3::text[]) AS k(connection, stream, key)
    JOIN people_version v ON v.connection = k.connection AND v.stream = k.stream AND v.key = k.key);

-- name: PeopleRecords
-- What records say now about employees and units, and what those said last that their
-- systems have deleted.
SELECT e.connection::text, e.connector, e.stream, e.key, e.part, e.kind, e.name, e.occurred_at, false, e.data
FROM entity e WHERE e.kind IN ('employee', 'org_unit')
UNION ALL
SELECT v.connection::text, v.connector, v.stream, v.key, v.part, v.kind,
    coalesce(c.name, '') || '/' || v.stream || '/' || v.key || CASE v.part WHEN '' THEN '' ELSE '#' || v.part END, v.gone_at, true, v.data
FROM (SELECT DISTINCT ON (v.connection, v.stream, v.key, v.kind, v.part) v.*, s.occurred_at AS gone_at
      FROM people_version v JOIN source_record s ON s.connection = v.connection AND s.stream = v.stream AND s.key = v.key AND s.op = 'delete'
      ORDER BY v.connection, v.stream, v.key, v.kind, v.part, v.version COLLATE "C" DESC) v
LEFT JOIN connection c ON c.id = v.connection;

-- name: EmployeeVersions
SELECT connection::text, stream, key, part, occurred_at, version, data FROM people_version WHERE kind = 'employee';

-- name: EmployeeLinks
SELECT seq, records, account FROM employee_link;

-- name: ChangedEmployeeAliases
-- Texts that name somebody else from now on, or nobody, or somebody for the first time.
SELECT alias FROM (SELECT alias, employee FROM employee_alias) o
FULL JOIN (SELECT alias, employee FROM jsonb_populate_recordset(null::employee_alias, $1)) n USING (alias)
WHERE o.employee IS DISTINCT FROM n.employee;

-- name: PutUnits
INSERT INTO org_unit SELECT * FROM jsonb_populate_recordset(null::org_unit, $1)
ON CONFLICT (workspace, id) DO UPDATE SET code = excluded.code, name = excluded.name, kind = excluded.kind, parent = excluded.parent, path = excluded.path
WHERE org_unit.* IS DISTINCT FROM excluded.*;

-- name: DropUnits
DELETE FROM org_unit u WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::org_unit, $1) n WHERE n.id = u.id);

-- name: FreeAccounts
-- An account belongs to one employee: those that lose theirs do so first.
UPDATE employee e SET account = NULL
WHERE e.account IS NOT NULL AND NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee, $1) n WHERE n.id = e.id AND n.account = e.account);

-- name: PutEmployees
INSERT INTO employee SELECT * FROM jsonb_populate_recordset(null::employee, $1)
ON CONFLICT (workspace, id) DO UPDATE SET number = excluded.number, name = excluded.name, mobile = excluded.mobile, email = excluded.email,
    wecom_userid = excluded.wecom_userid, dingtalk_userid = excluded.dingtalk_userid, org_unit = excluded.org_unit, manager = excluded.manager,
    status = excluded.status, left_on = excluded.left_on, account = excluded.account, records = excluded.records
WHERE employee.* IS DISTINCT FROM excluded.*;

-- name: DropEmployees
DELETE FROM employee e WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee, $1) n WHERE n.id = e.id);

-- name: PutEmployeeSources
INSERT INTO employee_source SELECT * FROM jsonb_populate_recordset(null::employee_source, $1)
ON CONFLICT (workspace, id) DO UPDATE SET employee = excluded.employee, name = excluded.name, gone = excluded.gone
WHERE employee_source.* IS DISTINCT FROM excluded.*;

-- name: DropEmployeeSources
DELETE FROM employee_source s WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee_source, $1) n WHERE n.id = s.id);

-- name: PutEmployeeAliases
INSERT INTO employee_alias SELECT * FROM jsonb_populate_recordset(null::employee_alias, $1)
ON CONFLICT (workspace, alias) DO UPDATE SET employee = excluded.employee WHERE employee_alias.employee <> excluded.employee;

-- name: DropEmployeeAliases
DELETE FROM employee_alias a WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee_alias, $1) n WHERE n.alias = a.alias);

-- name: PutEmployeeCodes
INSERT INTO employee_code SELECT * FROM jsonb_populate_recordset(null::employee_code, $1)
ON CONFLICT (workspace, system, account_set, code) DO UPDATE SET employee = excluded.employee WHERE employee_code.employee <> excluded.employee;

-- name: DropEmployeeCodes
DELETE FROM employee_code c WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee_code, $1) n
    WHERE n.system = c.system AND n.account_set = c.account_set AND n.code = c.code);

-- name: PutEmployeeHistory
INSERT INTO employee_history SELECT * FROM jsonb_populate_recordset(null::employee_history, $1)
ON CONFLICT (workspace, employee, valid_from) DO UPDATE SET valid_to = excluded.valid_to, org_unit = excluded.org_unit, manager = excluded.manager, status = excluded.status
WHERE employee_history.* IS DISTINCT FROM excluded.*;

-- name: DropEmployeeHistory
DELETE FROM employee_history h WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee_history, $1) n
    WHERE n.employee = h.employee AND n.valid_from = h.valid_from);

-- name: PutEmployeeConflicts
INSERT INTO employee_conflict SELECT * FROM jsonb_populate_recordset(null::employee_conflict, $1) ON CONFLICT DO NOTHING;

-- name: DropEmployeeConflicts
DELETE FROM employee_conflict c WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(null::employee_conflict, $1) n
    WHERE n.reason = c.reason AND n.identifier = c.identifier AND n.records = c.records);

-- name: PeopleMissing
-- Records about people that were applied before anybody made employees of them.
SELECT EXISTS (SELECT FROM entity WHERE kind IN ('employee', 'org_unit')) AND NOT EXISTS (SELECT FROM employee_source) AND NOT EXISTS (SELECT FROM org_unit);

-- name: Ownable
SELECT id FROM entity WHERE kind IN ('lead', 'deal', 'customer', 'order', 'activity', 'campaign') ORDER BY id;

-- name: PutOwners
-- Who owns the given entities: what was decided while the source named whom it names
-- now, else whom the source names. Of a won deal also who owned it at the end of the
-- day on which it was signed; a deal that came later than that, who owned it first.
WITH x AS (
    SELECT e.id, e.connection, e.stream, e.key, e.kind, e.part, coalesce(r.alias, '') AS alias, a.employee AS stated,
        CASE e.kind
            WHEN 'lead' THEN coalesce(e.data->>'status', '') IN ('converted', 'invalid')
            WHEN 'deal' THEN coalesce(e.data->>'status', 'open') <> 'open'
            WHEN 'order' THEN coalesce(e.data->>'status', 'open') <> 'open'
            WHEN 'customer' THEN coalesce(e.data->>'status', '') = 'deregistered'
            WHEN 'activity' THEN coalesce(e.data->>'next_at', '') = ''
            ELSE false END AS closed,
        CASE e.kind WHEN 'activity' THEN nullif(e.data->>'next_at', '')::date WHEN 'campaign' THEN nullif(e.data->>'ends', '')::date END AS until,
        CASE WHEN e.kind = 'deal' AND e.data->>'status' = 'won'
            THEN (coalesce(nullif(e.data->>'signed_at', ''), nullif(e.data->>'closed_at', ''))::timestamptz AT TIME ZONE 'Asia/Shanghai')::date END AS sold_on
    FROM unnest($2::bigint[]) AS u(id)
    JOIN entity e ON e.id = u.id AND e.kind IN ('lead', 'deal', 'customer', 'order', 'activity', 'campaign')
    LEFT JOIN entity_ref r ON r.entity = e.id AND r.role = 'owner'
    LEFT JOIN employee_alias a ON a.alias = r.alias
)
INSERT INTO entity_owner (workspace, entity, kind, alias, stated, employee, decision, closed, until, seller, sold_on)
SELECT $1::text::uuid, x.id, x.kind, x.alias, x.stated, coalesce(d.employee, x.stated), d.id, x.closed, x.until,
    CASE WHEN x.sold_on IS NOT NULL THEN coalesce(
        (SELECT heliu_employee_of(y.records) FROM owner_decision y
         WHERE y.connection = x.connection AND y.stream = x.stream AND y.key = x.key AND y.kind = x.kind AND y.part = x.part AND y.undoes IS NULL
           AND y.at < x.sold_on::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '1 day'
           AND NOT EXISTS (SELECT FROM owner_decision z WHERE z.undoes = y.id AND z.at < x.sold_on::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '1 day')
           AND (y.basis = coalesce(w.alias, x.alias) OR EXISTS (SELECT FROM employee_source s JOIN employee_alias n ON n.employee = s.employee
                WHERE s.id = y.basis_employee AND n.alias = coalesce(w.alias, x.alias)))
         ORDER BY y.seq DESC LIMIT 1),
        (SELECT n.employee FROM employee_alias n WHERE n.alias = coalesce(w.alias, x.alias))) END,
    x.sold_on
FROM x
LEFT JOIN LATERAL (
    SELECT y.id, heliu_employee_of(y.records) AS employee FROM owner_decision y
    WHERE y.connection = x.connection AND y.stream = x.stream AND y.key = x.key AND y.kind = x.kind AND y.part = x.part AND y.undoes IS NULL
      AND NOT EXISTS (SELECT FROM owner_decision z WHERE z.undoes = y.id)
      AND (y.basis = x.alias OR EXISTS (SELECT FROM employee_source s WHERE s.id = y.basis_employee AND s.employee = x.stated))
    ORDER BY y.seq DESC LIMIT 1) d ON true
LEFT JOIN LATERAL (
    SELECT v.alias FROM owner_version v
    WHERE x.sold_on IS NOT NULL AND v.connection = x.connection AND v.stream = x.stream AND v.key = x.key AND v.kind = x.kind AND v.part = x.part
    ORDER BY v.occurred_at < x.sold_on::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '1 day' DESC,
        CASE WHEN v.occurred_at < x.sold_on::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '1 day' THEN v.occurred_at END DESC,
        CASE WHEN v.occurred_at < x.sold_on::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '1 day' THEN v.version COLLATE "C" END DESC,
        v.occurred_at, v.version COLLATE "C" LIMIT 1) w ON true
WHERE x.alias <> '' OR d.id IS NOT NULL OR EXISTS (SELECT FROM entity_owner o WHERE o.entity = x.id)
ON CONFLICT (workspace, entity) DO UPDATE SET kind = excluded.kind, alias = excluded.alias, stated = excluded.stated, employee = excluded.employee,
    decision = excluded.decision, closed = excluded.closed, until = excluded.until, seller = excluded.seller, sold_on = excluded.sold_on
WHERE entity_owner.* IS DISTINCT FROM excluded.*;

-- name: OwnedByAliases
-- Entities whose owner may be somebody else because texts name others now.
SELECT entity FROM entity_owner WHERE alias = ANY ($1::text[])
UNION
SELECT r.entity FROM entity_ref r WHERE r.alias = ANY ($1::text[]) AND r.role = 'owner'
UNION
SELECT e.id FROM owner_decision d JOIN entity e ON e.connection = d.connection AND e.stream = d.stream AND e.key = d.key AND e.kind = d.kind AND e.part = d.part
WHERE cardinality($1::text[]) > 0
UNION
SELECT e.id FROM owner_version v JOIN entity e ON e.connection = v.connection AND e.stream = v.stream AND e.key = v.key AND e.kind = v.kind AND e.part = v.part
WHERE v.alias = ANY ($1::text[]);
