-- +goose Up
-- What somebody sees whose permissions do not reach everything in the workspace. A
-- reading transaction of theirs looks into this schema first: its views have the names
-- and columns of the tables and show the rows that are theirs. Row-level security keeps
-- workspaces apart under them as ever. This is the one place where a scope becomes SQL.
--
-- app.see_customer, app.see_deal and app.see_payment hold the ids of the employees whose
-- things are seen, as the text of an array; empty: everybody's. app.see_record is 'own'
-- where source records are seen only with what was made of them.
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
CREATE FUNCTION sight.around(owners uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH mine AS (SELECT a.golden FROM sight.accounts(owners) AS a(golden))
    SELECT o.entity FROM public.entity_owner o WHERE o.employee = ANY (owners) AND o.kind IN ('customer', 'contact', 'lead')
    UNION
    SELECT i.entity FROM mine m JOIN public.identity i ON i.golden = m.golden WHERE sight.unowned(i.entity)
    UNION
    SELECT r.entity FROM mine m JOIN public.identity i ON i.golden = m.golden JOIN public.entity_alias a ON a.entity = i.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role = 'customer' JOIN public.entity e ON e.id = r.entity AND e.kind = 'contact'
    WHERE sight.unowned(r.entity)
$$;

-- deals gives their own deals, and those of their accounts that are nobody's.
CREATE FUNCTION sight.deals(owners uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH mine AS (SELECT a.golden FROM sight.accounts(owners) AS a(golden))
    SELECT o.entity FROM public.entity_owner o WHERE o.employee = ANY (owners) AND o.kind = 'deal'
    UNION
    SELECT d.entity FROM mine m JOIN public.won_deal d ON d.account = m.golden WHERE sight.unowned(d.entity)
    UNION
    SELECT r.entity FROM mine m JOIN public.identity i ON i.golden = m.golden JOIN public.entity_alias a ON a.entity = i.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role IN ('buyer', 'end_customer') JOIN public.entity e ON e.id = r.entity AND e.kind = 'deal'
    WHERE sight.unowned(r.entity)
$$;

-- money gives the orders, receivables and payments that are the employees': their own,
-- those of their deals, and those of their accounts that are nobody's. A payment has no
-- owner: it follows its payer and what it pays. One of which nobody knows whose it is may
-- be anybody's who works here.
CREATE FUNCTION sight.money(owners uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH mine AS (SELECT a.golden FROM sight.accounts(owners) AS a(golden)), sold AS (SELECT d.entity FROM sight.deals(owners) AS d(entity))
    SELECT o.entity FROM public.entity_owner o WHERE o.employee = ANY (owners) AND o.kind IN ('order', 'receivable')
    UNION
    SELECT r.entity FROM mine m JOIN public.identity i ON i.golden = m.golden JOIN public.entity_alias a ON a.entity = i.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role IN ('customer', 'end_customer') JOIN public.entity e ON e.id = r.entity AND e.kind IN ('order', 'receivable')
    WHERE sight.unowned(r.entity)
    UNION
    SELECT r.entity FROM sold s JOIN public.entity_alias a ON a.entity = s.entity
        JOIN public.entity_ref r ON r.alias = a.alias AND r.role = 'deal' JOIN public.entity e ON e.id = r.entity AND e.kind IN ('order', 'receivable')
    UNION
    SELECT p.entity FROM mine m JOIN public.payment_state p ON p.payer = m.golden
    UNION
    SELECT p.payment FROM mine m JOIN public.payment_match p ON p.customer = m.golden
    UNION
    SELECT p.payment FROM sold s JOIN public.payment_match p ON p.deal = s.entity
    UNION
    SELECT p.entity FROM public.payment_state p
    WHERE p.payer IS NULL AND cardinality(owners) > 0 AND NOT EXISTS (SELECT FROM public.payment_match x WHERE x.payment = p.entity)
$$;

-- told gives what was said and done about the employees' customers, leads and deals.
CREATE FUNCTION sight.told(customers uuid[], dealers uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT r.entity FROM (SELECT x FROM sight.around(customers) AS c(x) UNION SELECT x FROM sight.deals(dealers) AS d(x)) t
        JOIN public.entity_alias a ON a.entity = t.x JOIN public.entity_ref r ON r.alias = a.alias AND r.role = 'on'
$$;

CREATE VIEW sight.entity WITH (security_invoker = true) AS
SELECT e.* FROM public.entity e
WHERE CASE
    WHEN e.kind IN ('order', 'receivable', 'payment') THEN (SELECT sight.owners('payment') IS NULL) OR e.id IN (SELECT sight.money((SELECT sight.owners('payment'))))
    WHEN e.kind = 'deal' THEN (SELECT sight.owners('deal') IS NULL) OR e.id IN (SELECT sight.deals((SELECT sight.owners('deal'))))
    WHEN (SELECT sight.owners('customer') IS NULL) THEN true
    WHEN e.kind IN ('activity', 'stage_change') THEN e.id IN (SELECT sight.told((SELECT sight.owners('customer')), (SELECT coalesce(sight.owners('deal'), sight.owners('customer')))))
    ELSE e.id IN (SELECT sight.around((SELECT sight.owners('customer'))))
END;

-- A merged golden record leads to its survivor, which decides.
CREATE VIEW sight.golden WITH (security_invoker = true) AS
SELECT g.* FROM public.golden g
WHERE (SELECT sight.owners('customer') IS NULL) OR g.status = 'redirected'
   OR g.id IN (SELECT sight.accounts((SELECT sight.owners('customer'))))
   OR g.id IN (SELECT i.golden FROM public.identity i WHERE i.entity IN (SELECT sight.around((SELECT sight.owners('customer')))));

-- By which customers are found: what records of others say of a shared one is not theirs.
CREATE VIEW sight.identifier WITH (security_invoker = true) AS
SELECT x.* FROM public.identifier x
WHERE (SELECT sight.owners('customer') IS NULL)
   OR x.identity IN (SELECT i.id FROM public.identity i WHERE i.entity IN (SELECT sight.around((SELECT sight.owners('customer')))));

CREATE VIEW sight.touch WITH (security_invoker = true) AS
SELECT t.* FROM public.touch t
WHERE (SELECT sight.owners('customer') IS NULL) OR t.entity IN (SELECT sight.around((SELECT sight.owners('customer'))));

CREATE VIEW sight.won_deal WITH (security_invoker = true) AS
SELECT d.* FROM public.won_deal d
WHERE (SELECT sight.owners('deal') IS NULL) OR d.entity IN (SELECT sight.deals((SELECT sight.owners('deal'))));

CREATE VIEW sight.credit WITH (security_invoker = true) AS
SELECT c.* FROM public.credit c
WHERE (SELECT sight.owners('deal') IS NULL) OR c.deal IN (SELECT sight.deals((SELECT sight.owners('deal'))));

CREATE VIEW sight.payment_state WITH (security_invoker = true) AS
SELECT p.* FROM public.payment_state p
WHERE (SELECT sight.owners('payment') IS NULL) OR p.entity IN (SELECT sight.money((SELECT sight.owners('payment'))));

CREATE VIEW sight.payment_match WITH (security_invoker = true) AS
SELECT p.* FROM public.payment_match p
WHERE (SELECT sight.owners('payment') IS NULL) OR p.payment IN (SELECT sight.money((SELECT sight.owners('payment'))));

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
