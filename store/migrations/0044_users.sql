-- +goose Up
-- When somebody signed in last; not moved by staying signed in.
ALTER TABLE account ADD COLUMN signed_in_at timestamptz;

-- A key is found by its hash before a workspace is known. Inside a workspace only its
-- own keys are seen and changed.
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY inside ON api_key
    USING ((SELECT nullif(current_setting('app.workspace', true), '') IS NULL)
           OR workspace = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));

-- +goose Down
DROP POLICY inside ON api_key;
ALTER TABLE api_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key DISABLE ROW LEVEL SECURITY;
ALTER TABLE account DROP COLUMN signed_in_at;
