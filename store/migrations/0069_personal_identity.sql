-- +goose Up
-- What the tables of 0050 hold: see heliu_personal.
-- +goose StatementBegin
do $$
begin
  perform heliu_personal('external_identity', 'external', 'personal', 'account', 'signing in');
  perform heliu_impersonal('external_identity', '{provider,linked_by}', 'names of providers and accounts');
  perform heliu_impersonal('identity_provider', '{name,kind,title_zh,title_en,roles,contact,issuer,client_id,secret,key_id,scopes,claim,domains,updated_by}', 'settings; whom to ask is a department''s telephone');
  perform heliu_impersonal('sign_in_flow', '{hash,provider,browser}', 'hashes');
end
$$;
-- +goose StatementEnd
