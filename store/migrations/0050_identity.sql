-- +goose Up
-- Who vouches for people: identity providers (oidc) and scan sign-in of a connection. One
-- of the whole hub lies in the hub's own workspace.
CREATE TABLE identity_provider (
    workspace  uuid        NOT NULL,
    name       text        NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    version    integer     NOT NULL DEFAULT 1,
    kind       text        NOT NULL CHECK (kind IN ('oidc', 'scan')),
    title_zh   text        NOT NULL,
    title_en   text        NOT NULL,
    enabled    boolean     NOT NULL,
    public     boolean     NOT NULL, -- shown to whoever opens the sign-in page
    proven     boolean     NOT NULL, -- it asks for a second proof itself
    roles      text[]      NOT NULL, -- of people whom it brings along; empty: it brings none
    contact    text        NOT NULL,
    issuer     text        NOT NULL DEFAULT '',
    client_id  text        NOT NULL DEFAULT '',
    secret     bytea,                -- an envelope
    key_id     text,
    scopes     text[]      NOT NULL DEFAULT '{}',
    claim      text        NOT NULL DEFAULT '',
    domains    text[]      NOT NULL DEFAULT '{}',
    connection uuid,                 -- of scan
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text        NOT NULL,
    PRIMARY KEY (workspace, name),
    CHECK ((kind = 'scan') = (connection IS NOT NULL)),
    CHECK (NOT 'admin' = ANY (roles))
);
SELECT heliu_protect('identity_provider');

-- Which account somebody at a provider is. external is the provider's own id of them.
CREATE TABLE external_identity (
    workspace uuid        NOT NULL,
    provider  text        NOT NULL,
    external  text        NOT NULL CHECK (external <> '' AND length(external) <= 255),
    account   uuid        NOT NULL REFERENCES account (id),
    linked_at timestamptz NOT NULL,
    linked_by text        NOT NULL,
    PRIMARY KEY (workspace, provider, external),
    UNIQUE (workspace, provider, account),
    FOREIGN KEY (workspace, provider) REFERENCES identity_provider ON DELETE CASCADE
);
CREATE INDEX external_identity_account ON external_identity (workspace, account);
SELECT heliu_protect('external_identity');

-- Round trips of browsers to providers: only hashes, by which none can be finished.
CREATE TABLE sign_in_flow (
    workspace  uuid        NOT NULL,
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    provider   text        NOT NULL,
    browser    bytea       NOT NULL CHECK (octet_length(browser) = 32),
    account    uuid, -- who links an identity; null: somebody signs in
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (workspace, hash)
);
CREATE INDEX sign_in_flow_expires ON sign_in_flow (workspace, expires_at);
SELECT heliu_protect('sign_in_flow');
