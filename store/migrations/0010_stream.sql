-- +goose Up
-- What came in and what became of it. Offsets are those of the topic heliu.raw.
CREATE TABLE raw_record (
    workspace       uuid        NOT NULL,
    day             date        NOT NULL, -- of received_at, UTC
    kpart           int         NOT NULL,
    koff            bigint      NOT NULL,
    id              bytea       NOT NULL,
    connection      uuid        NOT NULL,
    connector       text        NOT NULL,
    stream          text        NOT NULL,
    key             text        NOT NULL,
    version         text        NOT NULL,
    op              text        NOT NULL,
    content_hash    bytea       NOT NULL,
    occurred_at     timestamptz NOT NULL,
    received_at     timestamptz NOT NULL,
    mapping_version int         NOT NULL,
    payload         bytea       NOT NULL, -- zstd
    PRIMARY KEY (day, kpart, koff)
) PARTITION BY RANGE (day);
CREATE INDEX raw_record_by_key ON raw_record (workspace, connection, stream, key);
SELECT heliu_protect('raw_record');

-- heliu_raw_day makes the partition of a day. The program's role owns no table, so
-- the function runs as the owner; it takes nothing but a date.
-- +goose StatementBegin
CREATE FUNCTION heliu_raw_day(d date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    part text := 'raw_record_' || to_char(d, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('heliu_raw_day'));
    IF to_regclass(part) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF raw_record FOR VALUES FROM (%L) TO (%L)', part, d, d + 1);
    END IF;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION heliu_raw_day(date) FROM public;
GRANT EXECUTE ON FUNCTION heliu_raw_day(date) TO heliu_app;

-- One row a record of heliu.raw once it is settled. It stays when its workspace is
-- deleted: the balance counts it, and it holds no personal value.
CREATE TABLE outcome (
    workspace  uuid        NOT NULL,
    kpart      int         NOT NULL,
    koff       bigint      NOT NULL,
    connection uuid        NOT NULL,
    connector  text        NOT NULL,
    stream     text        NOT NULL,
    key        text        NOT NULL,
    outcome    text        NOT NULL CHECK (outcome IN ('applied', 'duplicate', 'dropped', 'quarantined')),
    reason     text        NOT NULL DEFAULT '',
    at         timestamptz NOT NULL,
    PRIMARY KEY (kpart, koff)
);
CREATE INDEX outcome_by_key ON outcome (workspace, connection, stream, key);
CREATE INDEX outcome_counts ON outcome (workspace, connection, stream, outcome, reason);
SELECT heliu_protect('outcome');
SELECT heliu_append_only('outcome', keep => true);

CREATE TABLE dead_letter (
    workspace    uuid        NOT NULL,
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('record', 'value')),
    stage        text        NOT NULL,
    connection   uuid        NOT NULL,
    connector    text        NOT NULL,
    stream       text        NOT NULL,
    key          text        NOT NULL,
    version      text        NOT NULL,
    kpart        int         NOT NULL,
    koff         bigint      NOT NULL,
    day          date        NOT NULL,
    code         text        NOT NULL,
    message_zh   text        NOT NULL,
    message_en   text        NOT NULL,
    field        text        NOT NULL DEFAULT '',
    path         text        NOT NULL DEFAULT '',
    value_masked text        NOT NULL DEFAULT '',
    detail       text        NOT NULL DEFAULT '',
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    count        int         NOT NULL DEFAULT 1,
    UNIQUE (workspace, kpart, koff, kind, field, path)
);
CREATE INDEX dead_letter_by_key ON dead_letter (workspace, connection, stream, key);
CREATE INDEX dead_letter_by_code ON dead_letter (workspace, code, last_at);
SELECT heliu_protect('dead_letter');

-- The highest offset whose effect is stored, a topic partition: when a broker comes
-- back with less than this, it has lost its data and the hub stops.
CREATE TABLE consumer_offset (
    topic text   NOT NULL,
    kpart int    NOT NULL,
    koff  bigint NOT NULL,
    PRIMARY KEY (topic, kpart)
);
GRANT SELECT, INSERT, UPDATE ON consumer_offset TO heliu_app;

CREATE TABLE outbox (
    workspace    uuid        NOT NULL,
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     text        NOT NULL,
    topic        text        NOT NULL,
    key          text        NOT NULL,
    payload      jsonb       NOT NULL,
    at           timestamptz NOT NULL,
    published_at timestamptz,
    UNIQUE (workspace, event_id)
);
CREATE INDEX outbox_waiting ON outbox (workspace, id) WHERE published_at IS NULL;
SELECT heliu_protect('outbox');

-- What must be recomputed. Append-only: a worker deletes what it claims, and a
-- change that comes meanwhile has a row of its own.
CREATE TABLE dirty (
    workspace uuid   NOT NULL,
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain    text   NOT NULL CHECK (domain IN ('roi', 'recon')),
    golden    uuid   NOT NULL
);
CREATE INDEX dirty_by_domain ON dirty (workspace, domain, id);
SELECT heliu_protect('dirty');

-- +goose Down
DROP TABLE dirty, outbox, consumer_offset, dead_letter, outcome, raw_record;
DROP FUNCTION heliu_raw_day(date);
