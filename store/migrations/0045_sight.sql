-- +goose Up
-- What somebody sees whose permissions do not reach everything in the workspace. A
-- reading transaction of theirs looks into this schema first: its views have the names
-- and columns of the tables and show the rows that are theirs. Row-level security keeps
-- workspaces apart under them as ever. This is the one place where a scope becomes SQL.
--
-- sight.enter narrows a transaction: it works out once what is seen, and the views look it
-- up. app.see_customer, app.see_deal and app.see_payment hold the ids of the employees
-- whose things are seen, as the text of an array; empty: everybody's. app.see_record is
-- 'own' where source records are seen only with what was made of them.
CREATE SCHEMA sight;
GRANT USAGE ON SCHEMA sight TO heliu_app;

-- owners gives the employees of a part; null: all is seen.
CREATE FUNCTION sight.owners(part text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('app.see_' || part, true), '')::uuid[]
$$;

-- unowned tells whether a record names nobody as its owner, and nobody decided otherwise.
CREATE FUNCTION sight.unowned(id bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT NOT EXISTS (SELECT FROM public.entity_owner o WHERE o.entity = id AND (o.employee IS NOT NULL OR o.alias <> ''))
$$;

-- accounts gives the golden records that are the employees': with a record of theirs, or
-- the customer of a deal or an order of theirs.
CREATE FUNCTION sight.accounts(owners uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT i.golden FROM public.entity_owner o JOIN public.identity i ON i.entity = o.entity WHERE o.employee = ANY (owners)
    UNION
    SELECT i.golden FROM public.entity_owner o
        JOIN public.entity_ref r ON r.entity = o.entity AND r.role IN ('customer', 'buyer', 'end_customer')
        JOIN public.entity_alias a ON a.alias = r.alias JOIN public.identity i ON i.entity = a.entity
    WHERE o.employee = ANY (owners) AND o.kind IN ('deal', 'order')
    UNION
    SELECT d.account FROM public.entity_owner o JOIN public.won_deal d ON d.entity = o.entity
    WHERE o.employee = ANY (owners) AND o.kind = 'deal' AND d.account IS NOT NULL
$$;

-- around gives the customers, leads and contacts that are the employees': their own, and
-- those of their accounts that are nobody's.
CREATE FUNCTION sight.around(owners uuid[], accounts uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT o.entity FROM public.entity_owner o WHERE o.employee = ANY (owners) AND o.kind IN ('customer', 'contact', 'lead')
    UNION
    SELECT i.entity FROM unnest(accounts) AS m(golden) JOIN public.identity i ON i.golden = m.golden WHERE sight.unowned(i.entity)
    UNION
    SELECT r.entity FROM unnest(accounts) AS m(golden) JOIN public.identity i ON i.golden = m.golden JOIN public.entity_alias a ON a.entity = i.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role = 'customer' JOIN public.entity e ON e.id = r.entity AND e.kind = 'contact'
    WHERE sight.unowned(r.entity)
$$;

-- deals gives their own deals, and those of their accounts that are nobody's.
CREATE FUNCTION sight.deals(owners uuid[], accounts uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT o.entity FROM public.entity_owner o WHERE o.employee = ANY (owners) AND o.kind = 'deal'
    UNION
    SELECT d.entity FROM unnest(accounts) AS m(golden) JOIN public.won_deal d ON d.account = m.golden WHERE sight.unowned(d.entity)
    UNION
    SELECT r.entity FROM unnest(accounts) AS m(golden) JOIN public.identity i ON i.golden = m.golden JOIN public.entity_alias a ON a.entity = i.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role IN ('buyer', 'end_customer') JOIN public.entity e ON e.id = r.entity AND e.kind = 'deal'
    WHERE sight.unowned(r.entity)
$$;

-- money gives the orders, receivables and payments that are the employees': their own,
-- those of their deals, and those of their accounts that are nobody's. A payment has no
-- owner: it follows its payer and what it pays. One of which nobody knows whose it is may
-- be anybody's who works here.
CREATE FUNCTION sight.money(owners uuid[], accounts uuid[], sold bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT o.entity FROM public.entity_owner o WHERE o.employee = ANY (owners) AND o.kind IN ('order', 'receivable')
    UNION
    SELECT r.entity FROM unnest(accounts) AS m(golden) JOIN public.identity i ON i.golden = m.golden JOIN public.entity_alias a ON a.entity = i.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role IN ('customer', 'end_customer') JOIN public.entity e ON e.id = r.entity AND e.kind IN ('order', 'receivable')
    WHERE sight.unowned(r.entity)
    UNION
    SELECT r.entity FROM unnest(sold) AS s(entity) JOIN public.entity_alias a ON a.entity = s.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role = 'deal' JOIN public.entity e ON e.id = r.entity AND e.kind IN ('order', 'receivable')
    UNION
    SELECT p.entity FROM unnest(accounts) AS m(golden) JOIN public.payment_state p ON p.payer = m.golden
    UNION
    SELECT p.payment FROM unnest(accounts) AS m(golden) JOIN public.payment_match p ON p.customer = m.golden
    UNION
    SELECT p.payment FROM unnest(sold) AS s(entity) JOIN public.payment_match p ON p.deal = s.entity
    UNION
    SELECT p.entity FROM public.payment_state p
    WHERE p.payer IS NULL AND cardinality(owners) > 0 AND NOT EXISTS (SELECT FROM public.payment_match x WHERE x.payment = p.entity)
$$;

-- told gives what was said and done about some customers, leads and deals.
CREATE FUNCTION sight.told(about bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT r.entity FROM unnest(about) AS t(x) JOIN public.entity_alias a ON a.entity = t.x JOIN public.entity_ref r ON r.alias = a.alias AND r.role = 'on'
$$;

-- enter narrows the transaction to what some employees own: see above.
-- +goose StatementBegin
CREATE FUNCTION sight.enter(customer text, deal text, payment text, records text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    owners   uuid[];
    accounts uuid[];
    around   bigint[];
    sold     bigint[];
BEGIN
    PERFORM set_config('app.see_customer', customer, true), set_config('app.see_deal', deal, true), set_config('app.see_payment', payment, true),
            set_config('app.see_record', records, true);
    IF customer <> '' THEN
        owners := customer::uuid[];
        accounts := ARRAY(SELECT sight.accounts(owners));
        around := ARRAY(SELECT sight.around(owners, accounts));
        sold := ARRAY(SELECT sight.deals(owners, accounts));
        PERFORM set_config('app.seen_around', around::text, true),
                set_config('app.seen_told', ARRAY(SELECT sight.told(around || sold))::text, true),
                set_config('app.seen_golden', ARRAY(SELECT unnest(accounts) UNION SELECT i.golden FROM unnest(around) AS e(id) JOIN public.identity i ON i.entity = e.id)::text, true);
    END IF;
    IF deal <> '' THEN
        IF owners IS DISTINCT FROM deal::uuid[] THEN
            owners := deal::uuid[];
            accounts := ARRAY(SELECT sight.accounts(owners));
            sold := ARRAY(SELECT sight.deals(owners, accounts));
        END IF;
        PERFORM set_config('app.seen_deals', sold::text, true);
    END IF;
    IF payment <> '' THEN
        IF owners IS DISTINCT FROM payment::uuid[] THEN
            owners := payment::uuid[];
            accounts := ARRAY(SELECT sight.accounts(owners));
            sold := ARRAY(SELECT sight.deals(owners, accounts));
        END IF;
        PERFORM set_config('app.seen_money', ARRAY(SELECT sight.money(owners, accounts, sold))::text, true);
    END IF;
    PERFORM set_config('search_path', 'sight, public', true);
END
$$;
-- +goose StatementEnd

-- seen gives what enter worked out.
CREATE FUNCTION sight.seen(part text) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT unnest(nullif(current_setting('app.seen_' || part, true), '')::bigint[])
$$;

CREATE VIEW sight.entity WITH (security_invoker = true) AS
SELECT e.* FROM public.entity e
WHERE CASE
    WHEN e.kind IN ('order', 'receivable', 'payment') THEN (SELECT sight.owners('payment') IS NULL) OR e.id IN (SELECT sight.seen('money'))
    WHEN e.kind = 'deal' THEN (SELECT sight.owners('deal') IS NULL) OR e.id IN (SELECT sight.seen('deals'))
    WHEN (SELECT sight.owners('customer') IS NULL) THEN true
    WHEN e.kind IN ('activity', 'stage_change') THEN e.id IN (SELECT sight.seen('told'))
    ELSE e.id IN (SELECT sight.seen('around'))
END;

-- A merged golden record leads to its survivor, which decides.
CREATE VIEW sight.golden WITH (security_invoker = true) AS
SELECT g.* FROM public.golden g
WHERE (SELECT sight.owners('customer') IS NULL) OR g.status = 'redirected'
   OR g.id IN (SELECT unnest(nullif(current_setting('app.seen_golden', true), '')::uuid[]));

-- By which customers are found: what records of others say of a shared one is not theirs.
CREATE VIEW sight.identifier WITH (security_invoker = true) AS
SELECT x.* FROM public.identifier x
WHERE (SELECT sight.owners('customer') IS NULL)
   OR x.identity IN (SELECT i.id FROM public.identity i WHERE i.entity IN (SELECT sight.seen('around')));

CREATE VIEW sight.touch WITH (security_invoker = true) AS
SELECT t.* FROM public.touch t
WHERE (SELECT sight.owners('customer') IS NULL) OR t.entity IN (SELECT sight.seen('around'));

CREATE VIEW sight.won_deal WITH (security_invoker = true) AS
SELECT d.* FROM public.won_deal d
WHERE (SELECT sight.owners('deal') IS NULL) OR d.entity IN (SELECT sight.seen('deals'));

CREATE VIEW sight.credit WITH (security_invoker = true) AS
SELECT c.* FROM public.credit c
WHERE (SELECT sight.owners('deal') IS NULL) OR c.deal IN (SELECT sight.seen('deals'));

CREATE VIEW sight.payment_state WITH (security_invoker = true) AS
SELECT p.* FROM public.payment_state p
WHERE (SELECT sight.owners('payment') IS NULL) OR p.entity IN (SELECT sight.seen('money'));

CREATE VIEW sight.payment_match WITH (security_invoker = true) AS
SELECT p.* FROM public.payment_match p
WHERE (SELECT sight.owners('payment') IS NULL) OR p.payment IN (SELECT sight.seen('money'));

-- A source record is seen by whoever sees something that was made of it.
CREATE FUNCTION sight.hidden() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('app.see_record', true), '') = 'own'
$$;

CREATE VIEW sight.raw_record WITH (security_invoker = true) AS
SELECT r.* FROM public.raw_record r
WHERE NOT (SELECT sight.hidden()) OR (r.connection, r.stream, r.key) IN (SELECT e.connection, e.stream, e.key FROM sight.entity e);

CREATE VIEW sight.source_record WITH (security_invoker = true) AS
SELECT r.* FROM public.source_record r
WHERE NOT (SELECT sight.hidden()) OR (r.connection, r.stream, r.key) IN (SELECT e.connection, e.stream, e.key FROM sight.entity e);

CREATE VIEW sight.outcome WITH (security_invoker = true) AS
SELECT r.* FROM public.outcome r
WHERE NOT (SELECT sight.hidden()) OR (r.connection, r.stream, r.key) IN (SELECT e.connection, e.stream, e.key FROM sight.entity e);

CREATE VIEW sight.dead_letter WITH (security_invoker = true) AS
SELECT r.* FROM public.dead_letter r
WHERE NOT (SELECT sight.hidden()) OR (r.connection, r.stream, r.key) IN (SELECT e.connection, e.stream, e.key FROM sight.entity e);

CREATE VIEW sight.door_refusal WITH (security_invoker = true) AS
SELECT r.* FROM public.door_refusal r WHERE NOT (SELECT sight.hidden());

GRANT SELECT ON ALL TABLES IN SCHEMA sight TO heliu_app;

-- +goose Down
DROP SCHEMA sight CASCADE;
