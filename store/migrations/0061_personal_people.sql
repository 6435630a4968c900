-- +goose Up
-- What the tables of access hold: see heliu_personal.
-- +goose StatementBegin
do $$
begin
  perform heliu_personal('employee', 'name', 'personal', 'account', 'employment');
  perform heliu_personal('employee', 'mobile', 'personal', 'account', 'employment');
  perform heliu_personal('employee', 'email', 'personal', 'account', 'employment');
  perform heliu_personal('employee', 'wecom_userid', 'personal', 'account', 'employment');
  perform heliu_personal('employee', 'dingtalk_userid', 'personal', 'account', 'employment');
  perform heliu_personal('people_version', 'data', 'personal', 'account', 'employment');
  perform heliu_personal('employee_conflict', 'identifier', 'personal', 'account', 'employment');
  perform heliu_impersonal('employee', '{number,status}', 'numbers of employees');
  perform heliu_impersonal('employee_alias', '{alias}', 'names of records and numbers of employees');
  perform heliu_impersonal('employee_code', '{system,account_set,code}', 'codes of employees');
  perform heliu_impersonal('employee_conflict', '{reason,records}');
  perform heliu_impersonal('employee_history', '{status}');
  perform heliu_impersonal('employee_link', '{by}');
  perform heliu_impersonal('employee_source', '{name}', 'names of records');
  perform heliu_impersonal('people_version', '{connector,stream,key,part,kind,version,hash}');
  perform heliu_impersonal('org_unit', '{code,name,kind}');
  perform heliu_impersonal('entity_owner', '{kind,alias}', 'names of records and numbers of employees');
  perform heliu_impersonal('owner_decision', '{stream,key,kind,part,basis,by}');
  perform heliu_impersonal('owner_version', '{stream,key,kind,part,version,hash,alias}');
  perform heliu_personal('handover', 'reason', 'personal', 'scan', 'alert');
  perform heliu_personal('handover', 'undo_reason', 'personal', 'scan', 'alert');
  perform heliu_impersonal('handover', '{plan,about,by,undone_by}');
  perform heliu_impersonal('handover_item', '{tbl,col,part,item,refused}', 'keys of rows');
  perform heliu_impersonal('access_closure', '{roles,by,reopened_by}');
  perform heliu_impersonal('approval', '{kind,object_kind,object_id,title_zh,title_en,diff,hash,ask,proposed_by,status,code,reason,because}', 'references: like the trail it never changes');
  perform heliu_impersonal('approval_delegation', '{kind,reason}', 'references');
  perform heliu_impersonal('account_totp', '{secret,key_id,recovery}', 'an envelope and hashes');
  perform heliu_impersonal('sign_in_policy', '{totp_roles,updated_by}');
  perform heliu_impersonal('sign_in_ticket', '{hash,step,how}', 'a hash');
  perform heliu_impersonal('network_range', '{note,created_by}', 'networks');
  perform heliu_impersonal('audit_chain', '{hash}', 'hashes of references');
  perform heliu_impersonal('audit_head', '{hash,key,signature}', 'hashes of references');
  perform heliu_impersonal('audit_check', '{by,damage}');
  perform heliu_personal('alert_event', 'entity', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_event', 'why', 'personal', 'scan', 'alert');
  perform heliu_impersonal('alert_event', '{roles,told}', 'ids of accounts and employees');
  perform heliu_impersonal('alert_document', '{name,body,reason,made_by}', 'rules, routes and calendars');
  perform heliu_impersonal('alert_mute', '{kind,stream,made_by,lifted_by}');
  perform heliu_personal('alert_mute', 'subject', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_mute', 'reason', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_notice', 'title', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_notice', 'body', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_notice', 'path', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_notice', 'person', 'personal', 'account', 'employment');
  perform heliu_impersonal('alert_notice', '{id,severity,test_by,state,code,folded}');
  perform heliu_impersonal('alert_person', '{quiet}', 'hours');
end
$$;
-- +goose StatementEnd
