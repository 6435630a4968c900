-- name: CurrentEmployee
SELECT employee FROM employee_source WHERE id = $1;

-- name: EmployeeRows
SELECT e.id, e.number, e.name, e.mobile, e.email, e.wecom_userid, e.dingtalk_userid, e.org_unit, e.manager, e.status, coalesce(e.left_on::text, ''), e.account, e.records,
    coalesce(u.name, ''), coalesce(m.name, ''), coalesce(a.sign_in, ''), coalesce(a.disabled_at IS NOT NULL, false)
FROM employee e LEFT JOIN org_unit u ON u.id = e.org_unit LEFT JOIN employee m ON m.id = e.manager LEFT JOIN account a ON a.id = e.account
WHERE e.id = ANY ($1::uuid[]) ORDER BY e.number, e.id;

-- name: EmployeePage
SELECT e.id FROM employee e
WHERE ($1 = '' OR e.name ILIKE $1 OR e.number ILIKE $1 OR EXISTS (SELECT FROM employee_code c WHERE c.employee = e.id AND c.code ILIKE $1))
  AND ($2 = '00000000-0000-0000-0000-000000000000'::uuid OR e.org_unit IN (SELECT u.id FROM org_unit u WHERE u.path @> ARRAY[$2::uuid]))
  AND ($3 = '' OR e.status = $3)
  AND ($4 = '' OR (e.number, e.id) > ($4, $5::uuid))
ORDER BY e.number, e.id LIMIT $6;

-- name: CodesOfEmployees
SELECT system, account_set, code, employee FROM employee_code WHERE employee = ANY ($1::uuid[]) ORDER BY system, account_set, code;

-- name: EmployeeOfAccount
SELECT id FROM employee WHERE account = $1;

-- name: ChainAbove
WITH RECURSIVE above AS (
    SELECT manager, 1 AS n FROM employee WHERE id = $1
    UNION ALL
    SELECT e.manager, n + 1 FROM above JOIN employee e ON e.id = above.manager WHERE n < 100
)
SELECT manager FROM above WHERE manager IS NOT NULL ORDER BY n;

-- name: TeamBelow
WITH RECURSIVE team AS (
    SELECT id FROM employee WHERE manager = $1
    UNION
    SELECT e.id FROM team JOIN employee e ON e.manager = team.id
)
SELECT id FROM team WHERE id <> $1 ORDER BY id;

-- name: Units
SELECT id, coalesce(parent, '00000000-0000-0000-0000-000000000000'), code, name, kind, path FROM org_unit ORDER BY code, id;

-- name: PeriodsOf
SELECT employee, valid_from, valid_to, org_unit, manager, status FROM employee_history WHERE employee = $1 ORDER BY valid_from;

-- name: EmployeeConflicts
SELECT reason, identifier, records FROM employee_conflict ORDER BY reason, identifier, records;
