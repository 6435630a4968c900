-- +goose Up
-- The balance counts over all workspaces, the removed ones too: how many records of
-- the bus are settled, by outcome. The function runs as the owner, who sees through
-- no row-level security either, so it walks the workspaces; it gives numbers only.
-- +goose StatementBegin
CREATE FUNCTION heliu_settled() RETURNS TABLE (workspace uuid, connection uuid, connector text, stream text, outcome text, reason text, records bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := current_setting('app.workspace', true);
    w uuid;
BEGIN
    FOR w IN SELECT id FROM workspace LOOP
        PERFORM set_config('app.workspace', w::text, true);
        RETURN QUERY SELECT o.workspace, o.connection, o.connector, o.stream, o.outcome, o.reason, count(*)
            FROM outcome o WHERE o.workspace = w GROUP BY 1, 2, 3, 4, 5, 6;
    END LOOP;
    PERFORM set_config('app.workspace', coalesce(was, ''), true);
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION heliu_settled() FROM public;
GRANT EXECUTE ON FUNCTION heliu_settled() TO heliu_app;

-- +goose Down
DROP FUNCTION heliu_settled();
