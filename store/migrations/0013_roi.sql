-- +goose Up
-- Everything here is derived, an account at a time, and may be rebuilt from nothing.
-- Amounts are minor units of the currency (fen).
CREATE TABLE touch (
    workspace     uuid        NOT NULL,
    entity        bigint      NOT NULL, -- the lead
    name          text        NOT NULL, -- touch key
    account       uuid,                 -- golden organisation or person; null: nobody knows for whom the person came
    person        uuid,
    at            timestamptz NOT NULL,
    channel       text        NOT NULL,
    campaign      text        NOT NULL,
    campaign_name text        NOT NULL DEFAULT '',
    counted       bool        NOT NULL,
    reason        text        NOT NULL DEFAULT '',
    PRIMARY KEY (workspace, entity),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX touch_account ON touch (workspace, account);
CREATE INDEX touch_person ON touch (workspace, person) WHERE account IS NULL;
CREATE INDEX touch_channel ON touch (workspace, channel, at);
SELECT heliu_protect('touch');

CREATE TABLE won_deal (
    workspace uuid        NOT NULL,
    entity    bigint      NOT NULL,
    name      text        NOT NULL, -- record name
    number    text        NOT NULL,
    account   uuid,                 -- null: none of its customers is known
    signed_at timestamptz NOT NULL,
    month     text        NOT NULL,
    currency  text        NOT NULL,
    gross     bigint,               -- null: the source does not say
    net       bigint,
    touches   int         NOT NULL, -- length of its path; 0: unattributed, for the reason
    reason    text        NOT NULL DEFAULT '',
    PRIMARY KEY (workspace, entity),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX won_deal_account ON won_deal (workspace, account);
CREATE INDEX won_deal_month ON won_deal (workspace, month);
SELECT heliu_protect('won_deal');

CREATE TABLE credit (
    workspace uuid   NOT NULL,
    model     text   NOT NULL,
    deal      bigint NOT NULL,
    touch     bigint NOT NULL,
    channel   text   NOT NULL,
    campaign  text   NOT NULL,
    month     text   NOT NULL,
    currency  text   NOT NULL,
    gross     bigint, -- null: the deal does not say
    net       bigint,
    weight    bigint NOT NULL, -- this touch's part of "of"
    "of"      bigint NOT NULL,
    PRIMARY KEY (workspace, model, deal, touch),
    FOREIGN KEY (workspace, deal) REFERENCES entity ON DELETE CASCADE,
    FOREIGN KEY (workspace, touch) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX credit_matrix ON credit (workspace, model, channel, campaign, month);
CREATE INDEX credit_deal ON credit (workspace, deal);
CREATE INDEX credit_touch ON credit (workspace, touch);
SELECT heliu_protect('credit');

-- Spend by day, spread as its row says, on both VAT bases.
CREATE TABLE spend_day (
    workspace     uuid   NOT NULL,
    entity        bigint NOT NULL,
    day           date   NOT NULL,
    month         text   NOT NULL,
    channel       text   NOT NULL,
    campaign      text   NOT NULL,
    campaign_name text   NOT NULL DEFAULT '',
    currency      text   NOT NULL,
    cost_net      bigint NOT NULL, -- without VAT
    cost_gross    bigint NOT NULL, -- with VAT
    clicks        bigint NOT NULL DEFAULT 0,
    impressions   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, entity, day),
    FOREIGN KEY (workspace, entity) REFERENCES entity ON DELETE CASCADE
);
CREATE INDEX spend_day_matrix ON spend_day (workspace, channel, campaign, month);
SELECT heliu_protect('spend_day');

-- +goose Down
DROP TABLE spend_day, credit, won_deal, touch;
