-- +goose Up
-- Indexes for what pages read.
CREATE INDEX golden_page ON golden (workspace, updated_at DESC, id DESC) WHERE status = 'active';
CREATE INDEX golden_redirected ON golden (workspace, redirect_to) WHERE redirect_to IS NOT NULL;
CREATE INDEX won_deal_signed ON won_deal (workspace, signed_at DESC, entity DESC);
-- Rows come in the order of their time, so a few pages' summary finds the last minute.
CREATE INDEX outcome_at ON outcome USING brin (at) WITH (pages_per_range = 8);

-- +goose Down
DROP INDEX outcome_at, won_deal_signed, golden_redirected, golden_page;
