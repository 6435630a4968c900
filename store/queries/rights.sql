-- name: RightsChanges
select at, object_id, action, actor_kind || ':' || actor_id, diff
  from audit
 where workspace = current_setting('app.workspace')::uuid and object_kind = 'account' and at <= $1
   and (starts_with(action, 'member.') or action in ('account.disable', 'account.enable'))
 order by at, seq

-- name: RightsDisabled
select at, object_id, action, actor_kind || ':' || actor_id, diff
  from audit
 where workspace = current_setting('app.workspace')::uuid and object_kind = 'account' and at <= $1
   and action in ('account.disable', 'account.enable') and object_id = any ($2::text[])
 order by at, seq

-- name: RightsNames
select a.id::text, coalesce(nullif(m.name, ''), a.sign_in), a.sign_in
  from account a left join membership m on m.account = a.id
 where a.id = any ($1::text[]::uuid[])
