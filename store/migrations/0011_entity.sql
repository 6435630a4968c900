-- +goose Up
-- The current state of every source record and of what its mapping made of it.
CREATE TABLE source_record (
    workspace       uuid        NOT NULL,
    connection      uuid        NOT NULL,
    connector       text        NOT NULL,
    stream          text        NOT NULL,
    key             text        NOT NULL,
    version         text        NOT NULL,
    op              text        NOT NULL,
    content_hash    bytea       NOT NULL,
    occurred_at     timestamptz NOT NULL,
    received_at     timestamptz NOT NULL,
    day             date        NOT NULL, -- where the raw record lies
    kpart           int         NOT NULL,
    koff            bigint      NOT NULL,
    mapping_version int         NOT NULL,
    conflicts       int         NOT NULL DEFAULT 0, -- other contents that came under the same version
    PRIMARY KEY (workspace, connection, stream, key)
);
SELECT heliu_protect('source_record');

CREATE TABLE entity (
    workspace   uuid        NOT NULL,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    connection  uuid        NOT NULL,
    connector   text        NOT NULL,
    stream      text        NOT NULL,
    key         text        NOT NULL,
    kind        text        NOT NULL,
    part        text        NOT NULL DEFAULT '',
    name        text        NOT NULL, -- record name: <connection name>/<stream>/<key>[#part]
    data        jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (workspace, id),
    UNIQUE (workspace, connection, stream, key, kind, part)
);
CREATE INDEX entity_by_kind ON entity (workspace, kind, id);
-- What is spread over leads is few rows, found at once.
CREATE INDEX entity_per_lead ON entity (workspace) WHERE kind = 'spend' AND data->>'spread' = 'per_lead';
SELECT heliu_protect('entity');

-- By which texts an entity is found, and which texts it points at. A reference to
-- something that has not arrived is simply a row without a partner yet.
CREATE TABLE entity_alias (
    workspace uuid   NOT NULL,
    alias     text   NOT NULL,
    entity    bigint NOT NULL,
    PRIMARY KEY (workspace, alias, entity),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX entity_alias_of ON entity_alias (workspace, entity);
SELECT heliu_protect('entity_alias');

CREATE TABLE entity_ref (
    workspace uuid   NOT NULL,
    entity    bigint NOT NULL,
    role      text   NOT NULL,
    alias     text   NOT NULL,
    PRIMARY KEY (workspace, entity, role, alias),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX entity_ref_to ON entity_ref (workspace, alias, role);
SELECT heliu_protect('entity_ref');

-- Ties between customers, as their records say them.
CREATE TABLE relation (
    workspace uuid   NOT NULL,
    entity    bigint NOT NULL, -- the customer that says it
    kind      text   NOT NULL,
    alias     text   NOT NULL, -- whom it names
    since     text   NOT NULL DEFAULT '',
    until     text   NOT NULL DEFAULT '',
    PRIMARY KEY (workspace, entity, kind, alias),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX relation_to ON relation (workspace, alias);
SELECT heliu_protect('relation');

-- +goose Down
DROP TABLE relation, entity_ref, entity_alias, entity, source_record;
