-- +goose Up
-- What the tables of people and their leaving hold: see heliu_personal.
-- +goose StatementBegin
do $$
begin
  perform heliu_personal('handover', 'reason', 'personal', 'account', 'employment');
  perform heliu_personal('handover', 'undo_reason', 'personal', 'account', 'employment');
  perform heliu_impersonal('handover', '{about,by,plan,undone_by}', 'references and a hash');
  perform heliu_personal('handover_item', 'item', 'personal', 'scan', 'employment');
  perform heliu_impersonal('handover_item', '{col,part,refused,tbl}');
  perform heliu_impersonal('access_closure', '{by,reopened_by,roles}', 'references');
end
$$;
-- +goose StatementEnd
