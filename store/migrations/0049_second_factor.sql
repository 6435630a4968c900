-- +goose Up
-- The second factor of an account. Accounts belong to no workspace, so these rows lie in
-- the hub's own: no transaction of a workspace sees them.
CREATE TABLE account_totp (
    workspace    uuid        NOT NULL CHECK (workspace = '00000000-0000-0000-0000-000000000000'),
    account      uuid        NOT NULL REFERENCES account (id),
    secret       bytea       NOT NULL, -- an envelope
    key_id       text        NOT NULL,
    confirmed_at timestamptz,          -- null: offered, no code of it was shown yet
    step         bigint      NOT NULL, -- the time step whose code was used last
    recovery     bytea[]     NOT NULL, -- SHA-256 of the codes that are left
    failures     integer     NOT NULL DEFAULT 0,
    failed_at    timestamptz,
    PRIMARY KEY (workspace, account)
);
SELECT heliu_protect('account_totp');
CREATE INDEX account_totp_key ON account_totp (key_id);

-- A sign-in that waits for its second step. into_ws is the workspace that confines it.
CREATE TABLE sign_in_ticket (
    workspace  uuid        NOT NULL CHECK (workspace = '00000000-0000-0000-0000-000000000000'),
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    account    uuid        NOT NULL REFERENCES account (id),
    step       text        NOT NULL CHECK (step IN ('code', 'enrol')),
    how        text        NOT NULL,
    into_ws    uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries      integer     NOT NULL DEFAULT 0,
    used_at    timestamptz,
    PRIMARY KEY (workspace, hash)
);
CREATE INDEX sign_in_ticket_expires ON sign_in_ticket (workspace, expires_at);
SELECT heliu_protect('sign_in_ticket');

-- Which roles must have a second factor in a workspace.
CREATE TABLE sign_in_policy (
    workspace  uuid        NOT NULL PRIMARY KEY,
    totp_roles text[]      NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text        NOT NULL
);
SELECT heliu_protect('sign_in_policy');
