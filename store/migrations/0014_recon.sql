-- +goose Up
-- Derived as well: a match made by rule is withdrawn when its rule no longer holds.
-- Nothing is posted yet. Amounts are minor units of the currency (fen).
CREATE TABLE payment_state (
    workspace  uuid   NOT NULL,
    entity     bigint NOT NULL, -- the payment
    name       text   NOT NULL,
    payer      uuid,
    value_date date   NOT NULL,
    currency   text   NOT NULL,
    amount     bigint NOT NULL,
    matched    bigint NOT NULL,
    status     text   NOT NULL CHECK (status IN ('matched', 'unmatched', 'not_matchable')),
    reason     text   NOT NULL DEFAULT '',
    why_zh     text   NOT NULL DEFAULT '',
    why_en     text   NOT NULL DEFAULT '',
    detail     jsonb  NOT NULL DEFAULT '{}', -- candidates and rivals, for the page
    PRIMARY KEY (workspace, entity),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX payment_state_listed ON payment_state (workspace, value_date DESC, entity DESC);
CREATE INDEX payment_state_payer ON payment_state (workspace, payer);
SELECT heliu_protect('payment_state');

CREATE TABLE payment_match (
    workspace uuid   NOT NULL,
    payment   bigint NOT NULL,
    item      bigint NOT NULL, -- the receivable
    deal      bigint,
    customer  uuid,            -- whose item it is; null: not known
    currency  text   NOT NULL,
    amount    bigint NOT NULL CHECK (amount > 0),
    rule      text   NOT NULL,
    why_zh    text   NOT NULL,
    why_en    text   NOT NULL,
    fit       text   NOT NULL,
    tie       text   NOT NULL,
    PRIMARY KEY (workspace, payment, item),
    FOREIGN KEY (workspace, payment) REFERENCES entity ON DELETE CASCADE,
    FOREIGN KEY (workspace, item) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX payment_match_item ON payment_match (workspace, item);
CREATE INDEX payment_match_deal ON payment_match (workspace, deal);
CREATE INDEX payment_match_customer ON payment_match (workspace, customer);
SELECT heliu_protect('payment_match');

-- +goose Down
DROP TABLE payment_match, payment_state;
