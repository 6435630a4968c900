-- +goose Up
-- Who works here. All of it follows from source records (entity, people_version) and
-- decisions (employee_link): see package access/people.
CREATE TABLE org_unit (
    workspace uuid   NOT NULL,
    id        uuid   NOT NULL,
    code      text   NOT NULL,
    name      text   NOT NULL,
    kind      text   NOT NULL DEFAULT '', -- legal_entity, region, department, team; empty: nobody says
    parent    uuid,
    path      uuid[] NOT NULL, -- from the top to the unit itself
    PRIMARY KEY (workspace, id)
);
CREATE INDEX org_unit_path ON org_unit USING gin (path);
SELECT heliu_protect('org_unit');

CREATE TABLE employee (
    workspace       uuid   NOT NULL,
    id              uuid   NOT NULL,
    number          text   NOT NULL,
    name            text   NOT NULL DEFAULT '',
    mobile          text   NOT NULL DEFAULT '',
    email           text   NOT NULL DEFAULT '',
    wecom_userid    text   NOT NULL DEFAULT '',
    dingtalk_userid text   NOT NULL DEFAULT '',
    org_unit        uuid,
    manager         uuid,
    status          text   NOT NULL CHECK (status IN ('active', 'on_leave', 'left')),
    left_on         date,
    account         uuid, -- the membership's account
    records         uuid[] NOT NULL, -- what it is made of: see employee_source
    PRIMARY KEY (workspace, id)
);
CREATE INDEX employee_by_unit ON employee (workspace, org_unit);
CREATE INDEX employee_by_manager ON employee (workspace, manager);
CREATE UNIQUE INDEX employee_by_account ON employee (workspace, account) WHERE account IS NOT NULL;
SELECT heliu_protect('employee');

-- Under which code an employee is known where. A code that would fit two is nobody's.
CREATE TABLE employee_code (
    workspace   uuid NOT NULL,
    system      text NOT NULL,
    account_set text NOT NULL DEFAULT '',
    code        text NOT NULL,
    employee    uuid NOT NULL,
    PRIMARY KEY (workspace, system, account_set, code),
    FOREIGN KEY (workspace, employee) REFERENCES employee ON DELETE CASCADE
);
CREATE INDEX employee_code_of ON employee_code (workspace, employee);
SELECT heliu_protect('employee_code');

-- The texts by which owner references find an employee: see entity_ref.
CREATE TABLE employee_alias (
    workspace uuid NOT NULL,
    alias     text NOT NULL,
    employee  uuid NOT NULL,
    PRIMARY KEY (workspace, alias),
    FOREIGN KEY (workspace, employee) REFERENCES employee ON DELETE CASCADE
);
CREATE INDEX employee_alias_of ON employee_alias (workspace, employee);
SELECT heliu_protect('employee_alias');

-- From which records an employee is made. The id of each record was, or may have been,
-- the employee's id: who kept one finds the employee of today by it.
CREATE TABLE employee_source (
    workspace uuid    NOT NULL,
    id        uuid    NOT NULL,
    employee  uuid    NOT NULL,
    name      text    NOT NULL, -- record name
    gone      boolean NOT NULL, -- its system has deleted it
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, employee) REFERENCES employee ON DELETE CASCADE
);
CREATE INDEX employee_source_of ON employee_source (workspace, employee);
SELECT heliu_protect('employee_source');

-- How an employee stood, from change to change; valid_to null: still so.
CREATE TABLE employee_history (
    workspace  uuid        NOT NULL,
    employee   uuid        NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz,
    org_unit   uuid,
    manager    uuid,
    status     text        NOT NULL,
    PRIMARY KEY (workspace, employee, valid_from),
    FOREIGN KEY (workspace, employee) REFERENCES employee ON DELETE CASCADE
);
SELECT heliu_protect('employee_history');

-- What is not joined or drawn until a person mends the source.
CREATE TABLE employee_conflict (
    workspace  uuid   NOT NULL,
    reason     text   NOT NULL,
    identifier text   NOT NULL,
    records    text[] NOT NULL, -- record names
    PRIMARY KEY (workspace, reason, identifier, records)
);
SELECT heliu_protect('employee_conflict');

-- Every version of a record about an employee or a unit that came, superseded ones
-- too: as-of answers do not depend on the order of arrival, and a record that its
-- system deletes is still known by what it said last.
CREATE TABLE people_version (
    workspace   uuid        NOT NULL,
    connection  uuid        NOT NULL,
    connector   text        NOT NULL,
    stream      text        NOT NULL,
    key         text        NOT NULL,
    part        text        NOT NULL DEFAULT '',
    kind        text        NOT NULL,
    version     text        NOT NULL,
    hash        bytea       NOT NULL,
    rules       bigint      NOT NULL,
    mapping     int         NOT NULL,
    occurred_at timestamptz NOT NULL,
    data        jsonb       NOT NULL,
    PRIMARY KEY (workspace, connection, stream, key, kind, part, version)
);
SELECT heliu_protect('people_version');

-- Which account is whose: decided by an administrator or by a sign-in, never recomputed
-- away. A null account takes it away.
CREATE TABLE employee_link (
    workspace uuid        NOT NULL,
    seq       bigint      GENERATED ALWAYS AS IDENTITY,
    records   uuid[]      NOT NULL, -- of the employee, then
    account   uuid,
    at        timestamptz NOT NULL,
    by        text        NOT NULL,
    PRIMARY KEY (workspace, seq)
);
SELECT heliu_protect('employee_link');
SELECT heliu_append_only('employee_link');

-- +goose Down
DROP TABLE employee_link, people_version, employee_conflict, employee_history, employee_source, employee_alias, employee_code, employee, org_unit;
