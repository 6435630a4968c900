-- +goose Up
-- How many records landed and what became of them, counted in the transactions that do
-- it: the balance and its metrics read a few rows and not every outcome there ever was.
-- Each database connection counts in a slot of its own, so that nobody waits for
-- another's transaction. It stays when its workspace is removed, as outcomes do.
CREATE TABLE flow_count (
    workspace  uuid        NOT NULL,
    connection uuid        NOT NULL,
    connector  text        NOT NULL,
    stream     text        NOT NULL,
    what       text        NOT NULL, -- landed, or an outcome
    reason     text        NOT NULL DEFAULT '',
    slot       int         NOT NULL,
    records    bigint      NOT NULL,
    last_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace, connection, stream, what, reason, slot)
) WITH (fillfactor = 50);
SELECT heliu_protect('flow_count');
SELECT heliu_keep('flow_count');

-- What became of records of late is found at the end of the table.
CREATE INDEX outcome_late ON outcome USING brin (at) WITH (pages_per_range = 16, autosummarize = on);

-- +goose StatementBegin
DO $$
DECLARE w uuid;
BEGIN
    FOR w IN SELECT id FROM workspace LOOP
        PERFORM set_config('app.workspace', w::text, true);
        INSERT INTO flow_count (workspace, connection, connector, stream, what, reason, slot, records, last_at)
            SELECT workspace, connection, min(connector), stream, outcome, reason, 0, count(*), max(at) FROM outcome GROUP BY 1, 2, 4, 5, 6;
        INSERT INTO flow_count (workspace, connection, connector, stream, what, slot, records, last_at)
            SELECT workspace, connection, min(connector), stream, 'landed', 0, count(*), max(received_at) FROM raw_record GROUP BY 1, 2, 4;
    END LOOP;
    PERFORM set_config('app.workspace', '', true);
END $$;
-- +goose StatementEnd

-- The balance counts over all workspaces, the removed ones too. The functions run as the
-- owner, who sees through no row-level security either, so they walk the workspaces;
-- they give numbers only.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION heliu_settled() RETURNS TABLE (workspace uuid, connection uuid, connector text, stream text, outcome text, reason text, records bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := current_setting('app.workspace', true);
    w uuid;
BEGIN
    FOR w IN SELECT id FROM workspace LOOP
        PERFORM set_config('app.workspace', w::text, true);
        RETURN QUERY SELECT c.workspace, c.connection, min(c.connector), c.stream, c.what, c.reason, sum(c.records)::bigint
            FROM flow_count c WHERE c.workspace = w AND c.what <> 'landed' GROUP BY c.workspace, c.connection, c.stream, c.what, c.reason;
    END LOOP;
    PERFORM set_config('app.workspace', coalesce(was, ''), true);
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION heliu_waiting() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := current_setting('app.workspace', true);
    w uuid;
    n bigint;
    total bigint := 0;
BEGIN
    FOR w IN SELECT id FROM workspace WHERE deleted_at IS NULL LOOP
        PERFORM set_config('app.workspace', w::text, true);
        SELECT coalesce(sum(CASE c.what WHEN 'landed' THEN c.records ELSE -c.records END), 0) INTO n FROM flow_count c WHERE c.workspace = w;
        total := total + n;
    END LOOP;
    PERFORM set_config('app.workspace', coalesce(was, ''), true);
    RETURN total;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION heliu_waiting() FROM public;
GRANT EXECUTE ON FUNCTION heliu_waiting() TO heliu_app;
