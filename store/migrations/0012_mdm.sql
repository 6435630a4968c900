-- +goose Up
CREATE TABLE golden (
    workspace   uuid        NOT NULL,
    id          uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('organisation', 'person')),
    status      text        NOT NULL CHECK (status IN ('active', 'redirected', 'empty')),
    redirect_to uuid,
    anchor      text        NOT NULL DEFAULT '',
    customer    bool        NOT NULL DEFAULT false, -- holds a customer record
    name        text        NOT NULL DEFAULT '',
    fields      jsonb       NOT NULL DEFAULT '{}',
    members     int         NOT NULL DEFAULT 0,
    smallest    text        NOT NULL DEFAULT '', -- smallest record name of its members
    first_seen  bigint      NOT NULL,            -- of its oldest member ever
    version     bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (workspace, id),
    CHECK ((status = 'redirected') = (redirect_to IS NOT NULL))
);
-- The database's own guard of the anchor: one active golden organisation a tax ID.
CREATE UNIQUE INDEX golden_anchor ON golden (workspace, anchor) WHERE anchor <> '' AND status = 'active';
CREATE INDEX golden_listed ON golden (workspace, kind, status, updated_at DESC, id DESC);
CREATE INDEX golden_name ON golden (workspace, name text_pattern_ops);
SELECT heliu_protect('golden');

-- One row a source record in its role as an organisation or a person.
CREATE TABLE identity (
    workspace   uuid        NOT NULL,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    entity      bigint      NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('organisation', 'person')),
    name        text        NOT NULL,
    connector   text        NOT NULL,
    golden      uuid        NOT NULL,
    anchor      text        NOT NULL DEFAULT '',
    customer    bool        NOT NULL DEFAULT false,
    claims      jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (workspace, id),
    UNIQUE (workspace, entity, kind),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX identity_golden ON identity (workspace, golden);
CREATE INDEX identity_anchor ON identity (workspace, anchor) WHERE anchor <> '';
SELECT heliu_protect('identity');

CREATE TABLE identifier (
    workspace uuid   NOT NULL,
    type      text   NOT NULL,
    value     text   NOT NULL,
    identity  bigint NOT NULL,
    PRIMARY KEY (workspace, type, value, identity),
    FOREIGN KEY (workspace, identity) REFERENCES identity ON DELETE CASCADE
);
CREATE INDEX identifier_of ON identifier (workspace, identity);
SELECT heliu_protect('identifier');

-- Joins that two tax IDs forbade: for the steward.
CREATE TABLE refused_join (
    workspace uuid        NOT NULL,
    type      text        NOT NULL,
    value     text        NOT NULL,
    a         text        NOT NULL,
    b         text        NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (workspace, type, value, a, b)
);
SELECT heliu_protect('refused_join');

-- +goose Down
DROP TABLE refused_join, identifier, identity, golden;
