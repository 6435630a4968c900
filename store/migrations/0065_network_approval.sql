-- +goose Up
-- Which approval opened a network: doing it twice under one approval is doing it once.
alter table network_range add column approval uuid;

-- +goose StatementBegin
do $$
begin
  perform heliu_impersonal('network_range', '{range,note,created_by}', 'what is in a network, in the words of an administrator');
end
$$;
-- +goose StatementEnd
