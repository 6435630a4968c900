-- +goose Up
-- Work that a person orders and that goes on behind the live stream: mapping again
-- (shadow, replay), reading windows of a source again (backfill), holding a source
-- against the hub (compare). Whoever has the lease job/<id> does it; its token fences.
CREATE TABLE job (
    workspace  uuid        NOT NULL,
    id         uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('shadow', 'replay', 'backfill', 'compare')),
    connection uuid        NOT NULL,
    connector  text        NOT NULL,
    stream     text        NOT NULL DEFAULT '', -- empty: every stream of the connection
    from_at    timestamptz,                     -- null: from the beginning
    to_at      timestamptz,                     -- null: without an end
    ask        jsonb       NOT NULL DEFAULT '{}',
    status     text        NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    stop       boolean     NOT NULL DEFAULT false, -- somebody asked to end it
    cursor     jsonb       NOT NULL DEFAULT '{}',
    done       bigint      NOT NULL DEFAULT 0,
    total      bigint      NOT NULL DEFAULT 0,  -- as far as it is known
    result     jsonb       NOT NULL DEFAULT '{}', -- holds no personal value
    code       text        NOT NULL DEFAULT '', -- of the last fault
    detail     text        NOT NULL DEFAULT '',
    reason     text        NOT NULL DEFAULT '',
    fencing    bigint      NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    started_at timestamptz,
    moved_at   timestamptz,
    ended_at   timestamptz,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX job_open ON job (workspace, created_at) WHERE status IN ('waiting', 'running');
CREATE INDEX job_latest ON job (workspace, created_at DESC, id DESC);
SELECT heliu_protect('job');

-- The windows of a backfill. state is where reading a window goes on from, json and not
-- jsonb for the same reason as in connection_state.
CREATE TABLE job_window (
    workspace uuid        NOT NULL,
    job       uuid        NOT NULL,
    stream    text        NOT NULL,
    from_at   timestamptz NOT NULL,
    to_at     timestamptz NOT NULL,
    state     json,
    records   bigint      NOT NULL DEFAULT 0,
    done_at   timestamptz,
    PRIMARY KEY (workspace, job, stream, from_at),
    FOREIGN KEY (workspace, job) REFERENCES job ON DELETE CASCADE
);
SELECT heliu_protect('job_window');

-- What a source held in a window against what the hub held. differences lists keys,
-- which hold no personal value, at most as many as pages show.
CREATE TABLE comparison (
    workspace      uuid        NOT NULL,
    id             bigint      GENERATED ALWAYS AS IDENTITY,
    job            uuid        NOT NULL,
    connection     uuid        NOT NULL,
    stream         text        NOT NULL,
    from_at        timestamptz NOT NULL,
    to_at          timestamptz NOT NULL,
    at             timestamptz NOT NULL DEFAULT now(),
    source_count   bigint      NOT NULL,
    hub_count      bigint      NOT NULL,
    source_hash    text        NOT NULL,
    hub_hash       text        NOT NULL,
    missing_hub    bigint      NOT NULL,
    missing_source bigint      NOT NULL,
    different      bigint      NOT NULL,
    dead           bigint      NOT NULL, -- differences that are known dead letters
    left_out       bigint      NOT NULL, -- differences that the mapping leaves out
    checked_again  bigint      NOT NULL, -- differences of the first look that the second did not find
    differences    jsonb       NOT NULL DEFAULT '[]',
    PRIMARY KEY (workspace, id)
);
CREATE INDEX comparison_latest ON comparison (workspace, connection, stream, at DESC);
SELECT heliu_protect('comparison');
