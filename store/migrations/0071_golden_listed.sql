-- +goose Up
-- Lists go by golden_page, whatever the kind: nothing ever read this one.
DROP INDEX golden_listed;

-- +goose Down
CREATE INDEX golden_listed ON golden (workspace, kind, status, updated_at DESC, id DESC);
