-- +goose Up
-- Somebody's work given to others: what was given, and what undoing it restored.
CREATE TABLE handover (
    workspace   uuid        NOT NULL,
    id          uuid        NOT NULL,
    records     uuid[]      NOT NULL, -- of whom: see employee_source
    plan        text        NOT NULL CHECK (plan IN ('successor', 'manager')),
    gets        uuid[]      NOT NULL, -- records of who got it
    about       text[]      NOT NULL, -- registered columns it was about; none: all
    reason      text        NOT NULL,
    at          timestamptz NOT NULL,
    by          text        NOT NULL,
    undone_at   timestamptz,
    undone_by   text,
    undo_reason text,
    PRIMARY KEY (workspace, id)
);
SELECT heliu_protect('handover');

CREATE TABLE handover_item (
    workspace uuid  NOT NULL,
    handover  uuid  NOT NULL,
    n         int   NOT NULL,
    tbl       text  NOT NULL,
    col       text  NOT NULL,
    part      text  NOT NULL,
    item      jsonb NOT NULL, -- the row's key
    was       uuid  NOT NULL, -- what the column held: an employee's id, or an account's
    became    uuid  NOT NULL,
    decision  uuid,           -- where it was decided beside the source
    undone    boolean,        -- null: not asked for
    refused   text NOT NULL DEFAULT '', -- why undoing left it as it is
    PRIMARY KEY (workspace, handover, n),
    FOREIGN KEY (workspace, handover) REFERENCES handover ON DELETE CASCADE
);
SELECT heliu_protect('handover_item');

-- Access that was closed because somebody left. Once a person opened it again, the same
-- leaving does not close it.
CREATE TABLE access_closure (
    workspace   uuid        NOT NULL,
    id          uuid        NOT NULL,
    records     uuid[]      NOT NULL, -- whose: see employee_source
    account     uuid        NOT NULL,
    whole       boolean     NOT NULL, -- the account was disabled; else its place in this workspace ended
    roles       text[]      NOT NULL, -- what it had been there
    sessions    int         NOT NULL, -- how many ended
    keys        int         NOT NULL,
    at          timestamptz NOT NULL,
    by          text        NOT NULL,
    reopened_at timestamptz,
    reopened_by text,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX access_closure_of ON access_closure (workspace, account);
SELECT heliu_protect('access_closure');

-- heliu_owned_count tells how much somebody owns, by registered column: open, and
-- history. heliu_owned lists it. They read with the rights of who asks.
-- +goose StatementBegin
CREATE FUNCTION heliu_owned_count(person uuid, their_account uuid)
RETURNS TABLE (tbl text, col text, part text, title_zh text, title_en text, how text, still bigint, past bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE o owner_column;
BEGIN
    FOR o IN SELECT * FROM owner_column c WHERE c.how <> 'none' ORDER BY c.tbl, c.col, c.part LOOP
        tbl := o.tbl; col := o.col; part := o.part; title_zh := o.title_zh; title_en := o.title_en; how := o.how;
        EXECUTE format('SELECT count(*) FILTER (WHERE %s), count(*) FILTER (WHERE (%s) IS NOT TRUE) FROM %s t WHERE t.%I = $1 AND (%s)',
            o.open_condition, o.open_condition, o.tbl, o.col, o.part_condition)
            INTO still, past USING CASE o.holds WHEN 'employee' THEN person ELSE their_account END;
        RETURN NEXT;
    END LOOP;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION heliu_owned(person uuid, their_account uuid, which text[], open_only boolean, most int)
RETURNS TABLE (tbl text, col text, part text, how text, holds text, item jsonb, label text, still boolean, value uuid) LANGUAGE plpgsql STABLE AS $$
DECLARE
    o owner_column;
    k text;
BEGIN
    FOR o IN SELECT * FROM owner_column c WHERE c.how <> 'none'
             AND (cardinality(which) = 0 OR c.tbl || '.' || c.col || CASE c.part WHEN '' THEN '' ELSE '#' || c.part END = ANY (which))
             ORDER BY c.tbl, c.col, c.part LOOP
        SELECT string_agg(format('%L, t.%I', a.attname, a.attname), ', ' ORDER BY a.attnum) INTO k
          FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
         WHERE i.indrelid = o.tbl::regclass AND i.indisprimary AND a.attname <> 'workspace';
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, %L::text, %L::text, %L::text, %L::text, jsonb_build_object(%s) AS item, coalesce((%s)::text, ''''), coalesce((%s), false) AS still, t.%I FROM %s t
             WHERE t.%I = $1 AND (%s) AND (NOT $2 OR (%s)) ORDER BY still DESC, item LIMIT $3',
            o.tbl, o.col, o.part, o.how, o.holds, k, o.label, o.open_condition, o.col, o.tbl, o.col, o.part_condition, o.open_condition)
            USING CASE o.holds WHEN 'employee' THEN person ELSE their_account END, open_only, most;
    END LOOP;
END
$$;
-- +goose StatementEnd

-- heliu_give writes another owner into a row, where it still has the one it had.
-- +goose StatementBegin
CREATE FUNCTION heliu_give(tbl text, col text, item jsonb, had uuid, gets uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    k text;
    n bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM owner_column o WHERE o.tbl = heliu_give.tbl AND o.col = heliu_give.col AND o.how = 'row') THEN
        RAISE EXCEPTION '%.% is no registered owner', tbl, col USING ERRCODE = 'HL005';
    END IF;
    SELECT string_agg(format('t.%I = k.%I', a.attname, a.attname), ' AND ') INTO k
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
     WHERE i.indrelid = tbl::regclass AND i.indisprimary AND a.attname <> 'workspace';
    EXECUTE format('UPDATE %s t SET %I = $1 FROM jsonb_populate_record(null::%s, $2) k WHERE %s AND t.%I = $3', tbl, col, tbl, k, col) USING gets, item, had;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n = 1;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION heliu_give(text, text, jsonb, uuid, uuid), heliu_owned(uuid, uuid, text[], boolean, int), heliu_owned_count(uuid, uuid);
DROP TABLE access_closure, handover_item, handover;
