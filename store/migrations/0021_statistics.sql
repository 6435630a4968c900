-- +goose Up
-- A new hub fills empty tables faster than autovacuum looks (once a minute), and plans
-- made for empty tables take hundreds of times as long on full ones. heliu_analyze
-- analyses the table that has changed most against what the planner knows of it, if
-- any has changed enough, and gives its name. It takes a small sample: these plans need
-- no more than the order of magnitude. The program's role owns no table, so the
-- function runs as the owner; it takes nothing.
-- +goose StatementBegin
CREATE FUNCTION heliu_analyze() RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET default_statistics_target = 20 AS $$
DECLARE
    t text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('heliu_analyze')) THEN
        RETURN NULL;
    END IF;
    SELECT c.relname INTO t
    FROM (SELECT oid, relname, greatest(reltuples, 0) AS known, pg_stat_get_mod_since_analyze(oid) AS changed
          FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(relowner, 'USAGE')) c
    WHERE c.changed > 200 + c.known
    ORDER BY c.changed / (200 + c.known) DESC LIMIT 1;
    IF t IS NOT NULL THEN
        EXECUTE format('ANALYZE %I', t);
    END IF;
    RETURN t;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION heliu_analyze() FROM public;
GRANT EXECUTE ON FUNCTION heliu_analyze() TO heliu_app;
-- No query chooses by what is inside these, and looking at them is most of the work.
ALTER TABLE entity ALTER COLUMN data SET STATISTICS 0;
ALTER TABLE identity ALTER COLUMN claims SET STATISTICS 0;
ALTER TABLE golden ALTER COLUMN fields SET STATISTICS 0;
ALTER TABLE outbox ALTER COLUMN payload SET STATISTICS 0;
ALTER TABLE raw_record ALTER COLUMN payload SET STATISTICS 0;

-- +goose Down
DROP FUNCTION heliu_analyze();
