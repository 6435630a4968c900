-- +goose Up
-- Which columns hold somebody who is responsible for a row. The migration of a table
-- that has one calls heliu_owner_column; a test names the column that was forgotten.
CREATE TABLE owner_column (
    tbl            text NOT NULL,
    col            text NOT NULL,
    part           text NOT NULL, -- tells kinds of rows of one table apart
    title_zh       text NOT NULL,
    title_en       text NOT NULL,
    part_condition text NOT NULL,
    open_condition text NOT NULL,
    holds          text NOT NULL CHECK (holds IN ('employee', 'account')),
    how            text NOT NULL CHECK (how IN ('row', 'decision', 'source', 'none')),
    label          text NOT NULL,
    reason         text NOT NULL DEFAULT '',
    PRIMARY KEY (tbl, col, part)
);
GRANT SELECT ON owner_column TO heliu_app;

-- heliu_owner_column registers a column. open_condition tells, of a row, whether it
-- still has to be done by somebody: what is not open is history and stays. part and
-- part_condition register one column for several kinds of rows. holds: an employee's id
-- or an account's. how somebody else gets it: row (the column is written), decision
-- (entity_owner: a decision beside what the source says), source (only the source can
-- say otherwise). label is an expression that names the row to people, without personal
-- values.
-- +goose StatementBegin
CREATE FUNCTION heliu_owner_column(tbl regclass, col name, title_zh text, title_en text, open_condition text DEFAULT 'true',
    part text DEFAULT '', part_condition text DEFAULT 'true', holds text DEFAULT 'employee', how text DEFAULT 'row', label text DEFAULT '''''')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = tbl AND a.attname = col AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype) THEN
        RAISE EXCEPTION '% has no column % of type uuid', tbl, col USING ERRCODE = 'HL005';
    END IF;
    EXECUTE format('SELECT (%s)::boolean, (%s)::boolean, (%s)::text FROM %s t LIMIT 0', open_condition, part_condition, label, tbl);
    INSERT INTO owner_column VALUES (tbl::text, col, part, title_zh, title_en, part_condition, open_condition, holds, how, label);
END
$$;
-- +goose StatementEnd

-- heliu_not_owner_column says why a column that looks like an owner's is none.
-- +goose StatementBegin
CREATE FUNCTION heliu_not_owner_column(tbl regclass, col name, reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF reason = '' THEN
        RAISE EXCEPTION 'say why %.% is no owner', tbl, col USING ERRCODE = 'HL005';
    END IF;
    INSERT INTO owner_column VALUES (tbl::text, col, '', '', '', 'true', 'true', 'employee', 'none', '''''', reason);
END
$$;
-- +goose StatementEnd

-- heliu_owner_columns_missing names the columns of tables that refer to an employee, or
-- are called like an owner, and did not register.
-- +goose StatementBegin
CREATE FUNCTION heliu_owner_columns_missing() RETURNS TABLE (tbl text, col text) LANGUAGE sql STABLE AS $$
    SELECT c.oid::regclass::text, a.attname::text
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\_%' AND nspname NOT LIKE 'pg\_temp\_%' OR nspname = 'information_schema')
      AND a.attname <> 'workspace'
      AND (a.attname ~ '(^|_)(owner|owned_by|assignee|assigned_to|responsible|handler|seller|salesman|employee|manager|successor)(_id)?$'
           OR EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid = 'employee'::regclass AND a.attnum = ANY (k.conkey)))
      AND NOT EXISTS (SELECT FROM owner_column o WHERE to_regclass(o.tbl) = c.oid AND o.col = a.attname)
    ORDER BY 1, 2
$$;
-- +goose StatementEnd

SELECT heliu_not_owner_column('employee_code', 'employee', 'part of the employee');
SELECT heliu_not_owner_column('employee_alias', 'employee', 'part of the employee');
SELECT heliu_not_owner_column('employee_source', 'employee', 'part of the employee');
SELECT heliu_not_owner_column('employee_history', 'employee', 'part of the employee');
SELECT heliu_not_owner_column('employee_history', 'manager', 'history, which stays');
SELECT heliu_owner_column('employee', 'manager', '下属', 'People they manage', 't.status <> ''left''', how => 'source', label => 't.number');

-- Who owns what the source systems know: what the source says, or what a person decided
-- beside it. It follows from entity_ref, employee_alias and owner_decision.
CREATE TABLE entity_owner (
    workspace  uuid    NOT NULL,
    entity     bigint  NOT NULL,
    kind       text    NOT NULL, -- of the entity
    alias      text    NOT NULL, -- whom the source names; empty: nobody
    stated     uuid,             -- the employee that this is, once known
    employee   uuid,             -- who owns it now
    decision   uuid,             -- the decision that says so, against the source
    closed     boolean NOT NULL,
    until      date,             -- open to this day
    seller     uuid,             -- of a won deal: who owned it on the day
    sold_on    date,
    PRIMARY KEY (workspace, entity),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE,
    FOREIGN KEY (workspace, stated) REFERENCES employee ON DELETE SET NULL (stated),
    FOREIGN KEY (workspace, employee) REFERENCES employee ON DELETE SET NULL (employee),
    FOREIGN KEY (workspace, seller) REFERENCES employee ON DELETE SET NULL (seller)
);
CREATE INDEX entity_owner_of ON entity_owner (workspace, employee, kind);
CREATE INDEX entity_owner_stated ON entity_owner (workspace, stated);
CREATE INDEX entity_owner_seller ON entity_owner (workspace, seller) WHERE seller IS NOT NULL;
CREATE INDEX entity_owner_alias ON entity_owner (workspace, alias);
SELECT heliu_protect('entity_owner');
SELECT heliu_not_owner_column('entity_owner', 'stated', 'what the source says; who owns it is employee');

-- What people decided about who owns something, against the source or beside it. A
-- decision holds as long as the source names whom it named then. Undoing one is another
-- row. Rows name the record and not the entity: it may go and come again.
CREATE TABLE owner_decision (
    workspace      uuid        NOT NULL,
    id             uuid        NOT NULL,
    seq            bigint      GENERATED ALWAYS AS IDENTITY,
    handover       uuid,                 -- of which it is a part
    connection     uuid        NOT NULL,
    stream         text        NOT NULL,
    key            text        NOT NULL,
    kind           text        NOT NULL,
    part           text        NOT NULL DEFAULT '',
    basis          text        NOT NULL, -- whom the source named: entity_owner.alias
    basis_employee uuid,                 -- the employee that this was
    was            uuid,                 -- who owned it until then
    records        uuid[]      NOT NULL, -- the new owner: see employee_source
    at             timestamptz NOT NULL,
    by             text        NOT NULL,
    undoes         uuid,
    PRIMARY KEY (workspace, id),
    CHECK (undoes IS NOT NULL OR cardinality(records) > 0)
);
CREATE INDEX owner_decision_of ON owner_decision (workspace, connection, stream, key);
CREATE UNIQUE INDEX owner_decision_undone ON owner_decision (workspace, undoes) WHERE undoes IS NOT NULL;
SELECT heliu_protect('owner_decision');
SELECT heliu_append_only('owner_decision');
SELECT heliu_not_owner_column('owner_decision', 'basis_employee', 'part of a decision, which stays');

-- heliu_employee_of gives the employee of today of somebody who was made of some
-- records: who holds most of them, the one with the smallest where several do.
-- +goose StatementBegin
CREATE FUNCTION heliu_employee_of(made_of uuid[]) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT s.employee FROM employee_source s WHERE s.id = ANY (made_of)
    GROUP BY s.employee ORDER BY count(*) DESC, (array_agg(s.id ORDER BY s.id))[1] LIMIT 1
$$;
-- +goose StatementEnd

-- Whom a deal's versions named, superseded ones too: who sold it on the day.
CREATE TABLE owner_version (
    workspace   uuid        NOT NULL,
    connection  uuid        NOT NULL,
    stream      text        NOT NULL,
    key         text        NOT NULL,
    kind        text        NOT NULL,
    part        text        NOT NULL DEFAULT '',
    version     text        NOT NULL,
    hash        bytea       NOT NULL,
    rules       bigint      NOT NULL,
    mapping     int         NOT NULL,
    occurred_at timestamptz NOT NULL,
    alias       text        NOT NULL,
    PRIMARY KEY (workspace, connection, stream, key, kind, part, version)
);
CREATE INDEX owner_version_alias ON owner_version (workspace, alias);
SELECT heliu_protect('owner_version');

SELECT heliu_owner_column('entity_owner', 'employee', k.zh, k.en, k.open, k.kind, format('t.kind = %L', k.kind), how => 'decision',
    label => '(SELECT coalesce(nullif(e.data->>''number'', ''''), nullif(e.data->>''name'', ''''), nullif(e.data->>''legal_name'', ''''), nullif(e.data->>''company_name'', ''''), e.name) FROM entity e WHERE e.workspace = t.workspace AND e.id = t.entity)')
FROM (VALUES
    ('lead', '线索', 'Leads', 'NOT t.closed'),
    ('deal', '商机与合同', 'Deals', 'NOT t.closed'),
    ('customer', '客户', 'Customers', 'NOT t.closed'),
    ('order', '销售订单', 'Orders', 'NOT t.closed'),
    ('activity', '跟进', 'Activities', 'NOT t.closed AND t.until >= (now() AT TIME ZONE ''Asia/Shanghai'')::date'),
    ('campaign', '活动', 'Campaigns', 'NOT t.closed AND (t.until IS NULL OR t.until >= (now() AT TIME ZONE ''Asia/Shanghai'')::date)')
) AS k(kind, zh, en, open);
SELECT heliu_owner_column('entity_owner', 'seller', '已成交（按成交当日的销售）', 'Deals won (seller on the day)', 'false', how => 'source',
    label => '(SELECT coalesce(nullif(e.data->>''number'', ''''), e.name) FROM entity e WHERE e.workspace = t.workspace AND e.id = t.entity)');

-- +goose Down
DROP FUNCTION heliu_employee_of(uuid[]);
DROP TABLE owner_version, owner_decision, entity_owner;
DROP FUNCTION heliu_owner_columns_missing(), heliu_not_owner_column(regclass, name, text), heliu_owner_column(regclass, name, text, text, text, text, text, text, text, text);
DROP TABLE owner_column;
