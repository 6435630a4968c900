-- name: OwnedCount
SELECT tbl || '.' || col || CASE part WHEN '' THEN '' ELSE '#' || part END, title_zh, title_en, how, still, past FROM heliu_owned_count($1, $2);

-- name: Owned
SELECT tbl || '.' || col || CASE part WHEN '' THEN '' ELSE '#' || part END, tbl, col, part, how, holds, item, label, still, value FROM heliu_owned($1, $2, $3, $4, $5);

-- name: OwnedHistory
-- What somebody owns that is done with and stays.
SELECT tbl || '.' || col || CASE part WHEN '' THEN '' ELSE '#' || part END, tbl, col, part, how, holds, item, label, still, value
FROM heliu_owned($1, $2, $3, false, 1000000) WHERE NOT still LIMIT $4;

-- name: HandoverInsert
INSERT INTO handover (workspace, id, records, plan, gets, about, reason, at, by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: HandoverItems
INSERT INTO handover_item (workspace, handover, n, tbl, col, part, item, was, became, decision)
SELECT $1::text::uuid, $2, n, tbl, col, part, item::jsonb, was, became, nullif(decision, '00000000-0000-0000-0000-000000000000')
FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[], $10::uuid[])
    AS r(n, tbl, col, part, item, was, became, decision);

-- name: DecideOwners
INSERT INTO owner_decision (workspace, id, handover, connection, stream, key, kind, part, basis, basis_employee, was, records, at, by)
SELECT $1::text::uuid, r.id, $2, e.connection, e.stream, e.key, e.kind, e.part, o.alias, o.stated, o.employee, $3, $4, $5
FROM unnest($6::bigint[], $7::uuid[]) AS r(entity, id) JOIN entity e ON e.id = r.entity JOIN entity_owner o ON o.entity = e.id;

-- name: Give
SELECT heliu_give($1, $2, $3, $4, $5);

-- name: HandoverForUndo
SELECT records, undone_at FROM handover WHERE id = $1 FOR UPDATE;

-- name: EmployeeOf
SELECT heliu_employee_of($1);

-- name: DecidedItems
-- What of a handover was decided beside the source, and whether that decision is still
-- why somebody owns it.
SELECT i.n, i.decision, coalesce(e.id, 0), coalesce(o.decision = i.decision, false)
FROM handover_item i JOIN owner_decision d ON d.id = i.decision
LEFT JOIN entity e ON e.connection = d.connection AND e.stream = d.stream AND e.key = d.key AND e.kind = d.kind AND e.part = d.part
LEFT JOIN entity_owner o ON o.entity = e.id
WHERE i.handover = $1 ORDER BY i.n;

-- name: WrittenItems
SELECT n, tbl, col, item, was, became FROM handover_item WHERE handover = $1 AND decision IS NULL ORDER BY n;

-- name: UndoDecisions
INSERT INTO owner_decision (workspace, id, handover, connection, stream, key, kind, part, basis, basis_employee, was, records, at, by, undoes)
SELECT d.workspace, r.id, d.handover, d.connection, d.stream, d.key, d.kind, d.part, d.basis, d.basis_employee, d.was, '{}', $1, $2, d.id
FROM unnest($3::uuid[], $4::uuid[]) AS r(undoes, id) JOIN owner_decision d ON d.id = r.undoes;

-- name: HandoverUndone
UPDATE handover SET undone_at = $2, undone_by = $3, undo_reason = $4 WHERE id = $1;

-- name: ItemsUndone
UPDATE handover_item i SET undone = r.refused = '', refused = r.refused
FROM unnest($2::int[], $3::text[]) AS r(n, refused) WHERE i.handover = $1 AND i.n = r.n;

-- name: Handovers
SELECT h.id, heliu_employee_of(h.records), coalesce(o.name, ''), heliu_employee_of(h.gets), coalesce(g.name, ''), h.plan, h.reason, h.at, h.by,
    (SELECT count(*) FROM handover_item i WHERE i.handover = h.id), h.undone_at, coalesce(h.undone_by, ''), coalesce(h.undo_reason, ''),
    (SELECT count(*) FROM handover_item i WHERE i.handover = h.id AND i.undone)
FROM handover h LEFT JOIN employee o ON o.id = heliu_employee_of(h.records) LEFT JOIN employee g ON g.id = heliu_employee_of(h.gets)
WHERE ($1::uuid[] IS NULL OR h.records && $1) AND ($2::uuid IS NULL OR h.id = $2) ORDER BY h.at DESC, h.id;

-- name: HandoverLeft
-- By the record where it was decided beside the source, else by the row's key.
SELECT i.tbl || '.' || i.col || CASE i.part WHEN '' THEN '' ELSE '#' || i.part END, i.item, coalesce(d.stream || '/' || d.key, i.item::text), i.was, i.became, i.refused
FROM handover_item i LEFT JOIN owner_decision d ON d.id = i.decision WHERE i.handover = $1 AND i.undone = false ORDER BY i.n LIMIT 500;

-- name: AccessOf
-- What an account can still do in this workspace.
SELECT EXISTS (SELECT FROM membership m JOIN account a ON a.id = m.account WHERE m.account = $1 AND a.disabled_at IS NULL),
    (SELECT count(*) FROM session s WHERE s.account = $1 AND s.revoked_at IS NULL AND s.expires_at > $2
        AND (s.workspace = current_setting('app.workspace')::uuid OR EXISTS (SELECT FROM membership m WHERE m.account = $1))),
    (SELECT count(*) FROM api_key k WHERE k.workspace = current_setting('app.workspace')::uuid AND k.created_by = 'user:' || $1::uuid::text
        AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)),
    (SELECT max(c.at) FROM access_closure c WHERE c.account = $1 AND c.reopened_at IS NULL),
    EXISTS (SELECT FROM membership m WHERE m.account = $1 AND 'admin' = ANY (m.roles))
        AND NOT EXISTS (SELECT FROM membership m JOIN account a ON a.id = m.account WHERE m.account <> $1 AND 'admin' = ANY (m.roles) AND a.disabled_at IS NULL);

-- name: PlaceOf
SELECT roles FROM membership WHERE account = $1;

-- name: AccountDisable
update account set disabled_at = $2 where id = $1 and disabled_at is null;

-- name: AccountEnable
update account set disabled_at = null where id = $1;

-- name: SessionsEndIn
update session set revoked_at = $3 where account = $1 and revoked_at is null and ($2 or workspace = current_setting('app.workspace')::uuid);

-- name: KeysEndOf
update api_key set revoked_at = $2
where workspace = current_setting('app.workspace')::uuid and created_by = 'user:' || $1::uuid::text and revoked_at is null
returning id::text;

-- name: ClosureInsert
INSERT INTO access_closure (workspace, id, records, account, whole, roles, sessions, keys, at, by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ClosureOpen
UPDATE access_closure SET reopened_at = $2, reopened_by = $3 WHERE account = $1 AND reopened_at IS NULL RETURNING whole, roles;

-- name: LeaversWithAccess
-- Who has left and still gets in. What was closed for this leaving and is open again
-- was opened by a person, and stays so.
SELECT e.id FROM employee e JOIN membership m ON m.account = e.account JOIN account a ON a.id = e.account
WHERE e.status = 'left' AND (e.left_on IS NULL OR e.left_on <= ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date) AND a.disabled_at IS NULL
  AND NOT EXISTS (SELECT FROM access_closure c WHERE c.account = e.account AND c.at >= (
      SELECT min(h.valid_from) FROM employee_history h WHERE h.employee = e.id AND h.valid_from > coalesce(
          (SELECT max(b.valid_from) FROM employee_history b WHERE b.employee = e.id AND b.status <> 'left'), '-infinity')))
ORDER BY e.id;

-- name: LinkTaken
SELECT EXISTS (SELECT FROM employee WHERE account = $1 AND id <> $2);

-- name: MembershipIs
SELECT EXISTS (SELECT FROM membership WHERE account = $1);

-- name: EmployeeLinkInsert
INSERT INTO employee_link (workspace, records, account, at, by) VALUES ($1, $2, $3, $4, $5);
