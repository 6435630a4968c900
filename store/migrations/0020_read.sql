-- +goose Up
-- Indexes for what pages read.
CREATE INDEX golden_page ON golden (workspace, updated_at DESC, id DESC) WHERE status = 'active';
CREATE INDEX golden_redirected ON golden (workspace, redirect_to) WHERE redirect_to IS NOT NULL;
CREATE INDEX won_deal_signed ON won_deal (workspace, signed_at DESC, entity DESC);

-- +goose Down
DROP INDEX won_deal_signed, golden_redirected, golden_page;
