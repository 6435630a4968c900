-- +goose Up
-- Where personal values may stand. Every column of type text, json, jsonb or bytea of a
-- tenant table is either named here with the way in which a person's values are found in
-- it, or declared free of them; a test names the column that is neither.
create table personal_column (
  tbl    text not null,
  col    text not null,
  class  text not null check (class in ('free', 'personal', 'sensitive')),
  -- How a person's values are found and taken out:
  -- scan    text, JSON or compressed bytes that are looked through, row by row
  -- raw     what sources sent
  -- entity  what mappings made of it, and what hangs on it
  -- golden  golden records and their parts
  -- file    sealed uploads
  -- account people who sign in, and employees: kept for another reason, and listed
  -- sealed  encrypted settings of ours
  how    text not null default '' check (how in ('', 'scan', 'raw', 'entity', 'golden', 'file', 'account', 'sealed')),
  note   text not null default '', -- the activity of processing, or why there is nothing
  primary key (tbl, col),
  check ((class = 'free') = (how = ''))
);
grant select on personal_column to heliu_app;

-- heliu_personal registers a column that may hold personal values.
-- +goose StatementBegin
create function heliu_personal(t text, c text, class text, how text, note text default '') returns void language sql as $$
  insert into personal_column values (t, c, class, how, note)
  on conflict (tbl, col) do update set class = excluded.class, how = excluded.how, note = excluded.note
$$;
-- +goose StatementEnd

-- heliu_impersonal declares columns free of personal values, with the reason.
-- +goose StatementBegin
create function heliu_impersonal(t text, c text[], note text default '') returns void language sql as $$
  insert into personal_column select t, x, 'free', '', note from unnest(c) x
  on conflict (tbl, col) do update set class = 'free', how = '', note = excluded.note
$$;
-- +goose StatementEnd
revoke execute on function heliu_personal(text, text, text, text, text) from public;
revoke execute on function heliu_impersonal(text, text[], text) from public;

-- Who was erased: keyed hashes of the values by which they were known, and of the
-- records that were about them. No value stands here.
create table erased_value (
  workspace uuid not null,
  hash      bytea not null check (octet_length(hash) = 32),
  kind      text not null check (kind in ('mobile', 'phone', 'email', 'id', 'name', 'record')),
  erasure   uuid not null,
  at        timestamptz not null default now(),
  primary key (workspace, hash, erasure)
);
create index erased_value_of on erased_value (workspace, erasure);
select heliu_protect('erased_value');

-- How often somebody was erased: what was made under an older count is held against the
-- erased ones again.
create table erased_generation (
  workspace  uuid primary key,
  generation bigint not null
);
select heliu_protect('erased_generation');

-- One erasure and how far it has come. The person's golden records are named by their
-- ids, which say nothing any more.
create table subject_erasure (
  workspace    uuid not null,
  id           uuid not null,
  golden       uuid not null,
  approval     text not null default '', -- who agreed
  reason       text not null default '',
  asked_by     text not null,
  asked_at     timestamptz not null default now(),
  status       text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'refused')),
  step         text not null default 'mark',
  cursor       jsonb not null default '{}',
  report       jsonb not null default '{}', -- numbers and references
  code         text not null default '', -- of the last fault
  started_at   timestamptz,
  moved_at     timestamptz,
  ended_at     timestamptz,
  primary key (workspace, id)
);
create unique index subject_erasure_open on subject_erasure (workspace, golden) where status in ('waiting', 'running');
create index subject_erasure_latest on subject_erasure (workspace, asked_at desc, id desc);
select heliu_protect('subject_erasure');

-- What must not be deleted, whatever else says so: of one person or of a class.
create table legal_hold (
  workspace   uuid not null,
  id          uuid not null,
  golden      uuid,
  class       text not null default '',
  reason      text not null check (reason <> ''),
  placed_by   text not null,
  placed_at   timestamptz not null default now(),
  released_by text not null default '',
  released_at timestamptz,
  primary key (workspace, id),
  check ((golden is null) <> (class = ''))
);
create index legal_hold_live on legal_hold (workspace) where released_at is null;
select heliu_protect('legal_hold');

alter table uploaded_file add column redacted_at timestamptz; -- somebody was taken out of it; the address stays that of the upload

-- heliu_look gives the values of a registered column, of the transaction's workspace, with
-- where each stands: the key of its row, and when the row came to be. Bytes come as
-- base64. It runs as who calls it, so row-level security holds.
-- +goose StatementBegin
create function heliu_look(t text, c text) returns table (place text, ref jsonb, at timestamptz, value text, bytes boolean) language plpgsql stable as $$
declare
  rel regclass := to_regclass('public.' || quote_ident(t));
  typ text;
  moment text;
  keys text;
  val text;
begin
  if rel is null or not exists (select from personal_column p where p.tbl = t and p.col = c and p.how in ('scan', 'account')) then
    raise exception 'column %.% is not one to look through', t, c using errcode = 'HL004';
  end if;
  select format_type(a.atttypid, null) into typ from pg_attribute a where a.attrelid = rel and a.attname = c and not a.attisdropped;
  if typ is null then
    return;
  end if;
  select a.attname into moment from pg_attribute a
   where a.attrelid = rel and a.atttypid = 'timestamptz'::regtype and not a.attisdropped
   order by array_position('{at,last_at,created_at,uploaded_at,noted_at,occurred_at,updated_at}'::text[], a.attname::text), a.attnum limit 1;
  select string_agg(format('%L, %I', a.attname, a.attname), ', ' order by a.attnum) into keys
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
   where i.indrelid = rel and i.indisprimary and a.attname <> 'workspace'
     and not exists (select from personal_column p where p.tbl = t and p.col = a.attname and p.how <> '');
  val := case typ when 'bytea' then format('encode(%I, ''base64'')', c) else format('%I::text', c) end;
  return query execute format('select ctid::text, %s, %s, %s, %L::boolean from %I where %I is not null and %s <> '''''
    || ' and workspace = (select nullif(current_setting(''app.workspace'', true), '''')::uuid)',
    coalesce('jsonb_build_object(' || keys || ')', '''{}''::jsonb'), coalesce(quote_ident(moment), 'null::timestamptz'), val, typ = 'bytea', t, c, val);
end
$$;
-- +goose StatementEnd

-- heliu_rewrite puts another value where heliu_look found one, if it is still there.
-- +goose StatementBegin
create function heliu_rewrite(t text, c text, place text, was text, becomes text) returns boolean language plpgsql as $$
declare
  rel regclass := to_regclass('public.' || quote_ident(t));
  typ text;
  n bigint;
begin
  if rel is null or not exists (select from personal_column p where p.tbl = t and p.col = c and p.how = 'scan') then
    raise exception 'column %.% is not one to rewrite', t, c using errcode = 'HL004';
  end if;
  select format_type(a.atttypid, null) into typ from pg_attribute a where a.attrelid = rel and a.attname = c and not a.attisdropped;
  execute format('update %I set %I = %s where ctid = $1::tid and %s = $2 and workspace = (select nullif(current_setting(''app.workspace'', true), '''')::uuid)', t, c,
    case typ when 'bytea' then 'decode($3, ''base64'')' else '$3::' || typ end,
    case typ when 'bytea' then format('encode(%I, ''base64'')', c) else format('%I::text', c) end) using place, was, becomes;
  get diagnostics n = row_count;
  return n > 0;
end
$$;
-- +goose StatementEnd

-- What the tables so far hold.
-- +goose StatementBegin
do $$
begin
  perform heliu_personal('raw_record', 'payload', 'sensitive', 'raw', 'raw');
  perform heliu_personal('entity', 'data', 'sensitive', 'entity', 'entity');
  perform heliu_personal('identity', 'claims', 'personal', 'golden', 'golden');
  perform heliu_personal('identifier', 'value', 'personal', 'golden', 'golden');
  perform heliu_personal('golden', 'name', 'personal', 'golden', 'golden');
  perform heliu_personal('golden', 'fields', 'personal', 'golden', 'golden');
  perform heliu_personal('refused_join', 'value', 'personal', 'scan', 'golden');
  perform heliu_personal('uploaded_file', 'envelope', 'sensitive', 'file', 'file');
  perform heliu_personal('uploaded_file', 'name', 'personal', 'scan', 'file');
  perform heliu_personal('uploaded_file', 'params', 'personal', 'scan', 'file');
  perform heliu_personal('entity_alias', 'alias', 'personal', 'entity', 'entity');
  perform heliu_personal('entity_ref', 'alias', 'personal', 'entity', 'entity');
  perform heliu_personal('relation', 'alias', 'personal', 'entity', 'entity');
  perform heliu_personal('payment_state', 'detail', 'personal', 'scan', 'accounting');
  perform heliu_personal('payment_state', 'why_zh', 'personal', 'scan', 'accounting');
  perform heliu_personal('payment_state', 'why_en', 'personal', 'scan', 'accounting');
  perform heliu_personal('payment_match', 'why_zh', 'personal', 'scan', 'accounting');
  perform heliu_personal('payment_match', 'why_en', 'personal', 'scan', 'accounting');
  perform heliu_personal('dead_letter', 'value_masked', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter', 'detail', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter', 'path', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter', 'field', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter', 'reason', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter_job', 'filter', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter_job', 'reason', 'personal', 'scan', 'dead_letter');
  perform heliu_personal('dead_letter_job', 'payload', 'sensitive', 'scan', 'dead_letter');
  perform heliu_personal('alert_event', 'text_zh', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_event', 'text_en', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_event', 'subject', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_event', 'detail', 'personal', 'scan', 'alert');
  perform heliu_personal('alert_event', 'note', 'personal', 'scan', 'alert');
  perform heliu_personal('idempotency_key', 'body', 'sensitive', 'scan', 'idempotency');
  perform heliu_personal('idempotency_key', 'key', 'personal', 'scan', 'idempotency');
  perform heliu_personal('connection', 'settings', 'personal', 'scan', 'connection');
  perform heliu_personal('job', 'ask', 'personal', 'scan', 'job');
  perform heliu_personal('job', 'result', 'personal', 'scan', 'job');
  perform heliu_personal('job', 'detail', 'personal', 'scan', 'job');
  perform heliu_personal('job', 'reason', 'personal', 'scan', 'job');
  perform heliu_personal('membership', 'name', 'personal', 'account', 'account');
  perform heliu_personal('secret', 'envelope', 'sensitive', 'sealed', 'connection');
  perform heliu_personal('connection_token', 'envelope', 'sensitive', 'sealed', 'connection');

  perform heliu_impersonal('raw_record', '{id,connector,stream,key,version,op,content_hash,origin}', 'keys of sources hold no personal value');
  perform heliu_impersonal('source_record', '{connector,stream,key,version,op,content_hash,made}', 'keys of sources hold no personal value');
  perform heliu_impersonal('entity', '{connector,stream,key,kind,part,name}', 'names of records: connection, stream, key');
  perform heliu_impersonal('entity_ref', '{role}');
  perform heliu_impersonal('relation', '{kind,since,until}');
  perform heliu_impersonal('golden', '{kind,status,anchor,smallest}', 'an anchor is a tax ID of an organisation');
  perform heliu_impersonal('identity', '{kind,name,connector,anchor}', 'names of records');
  perform heliu_impersonal('identifier', '{type}');
  perform heliu_impersonal('refused_join', '{type,a,b}', 'names of records');
  perform heliu_impersonal('outcome', '{connector,stream,key,outcome,reason,origin}', 'keys and reasons by their codes');
  perform heliu_impersonal('flow_count', '{connector,stream,what,reason}');
  perform heliu_impersonal('stream_hour', '{stream}');
  perform heliu_impersonal('door_refusal', '{code,number}', 'numbers of documents');
  perform heliu_impersonal('dead_letter', '{kind,stage,connector,stream,key,version,code,message_zh,message_en,content_hash,origin,status,how,closed_by}', 'messages are of the catalogue');
  perform heliu_impersonal('dead_letter_event', '{what,how,code,version,by,reason}', 'codes and references');
  perform heliu_impersonal('dead_letter_job', '{verb,by,version}');
  perform heliu_impersonal('dead_letter_limit', '{updated_by}');
  perform heliu_impersonal('dirty', '{domain}');
  perform heliu_impersonal('outbox', '{event_id,topic,key,payload}', 'golden ids and versions');
  perform heliu_impersonal('touch', '{name,channel,campaign,campaign_name,reason}', 'names of records and campaigns');
  perform heliu_impersonal('won_deal', '{name,number,month,currency,reason}');
  perform heliu_impersonal('credit', '{model,channel,campaign,month,currency}');
  perform heliu_impersonal('spend_day', '{month,channel,campaign,campaign_name,currency}');
  perform heliu_impersonal('payment_state', '{name,currency,status,reason}', 'names of records');
  perform heliu_impersonal('payment_match', '{currency,rule,fit,tie}');
  perform heliu_impersonal('alert_event', '{kind,severity,stream,closed_by,acked_by}');
  perform heliu_impersonal('idempotency_key', '{actor,request}', 'a hash');
  perform heliu_impersonal('connection', '{name,title,connector,status,status_code,created_by,updated_by,schedule}');
  perform heliu_impersonal('connection', '{quiet}');
  perform heliu_impersonal('connection_state', '{stream,last_error,state}', 'cursors: times and keys');
  perform heliu_impersonal('connection_reading', '{breaker}');
  perform heliu_impersonal('stream_reading', '{stream,code,halted_code}');
  perform heliu_impersonal('secret', '{name,key_id,updated_by}');
  perform heliu_impersonal('connection_token', '{name,key_id}');
  perform heliu_impersonal('mapping', '{connector,stream,yaml,note,created_by}', 'rules');
  perform heliu_impersonal('uploaded_file', '{sha256,kind,key_id,uploaded_by}');
  perform heliu_impersonal('job', '{kind,connector,stream,status,cursor,code,created_by}');
  perform heliu_impersonal('job_window', '{stream,state}', 'cursors: times and keys');
  perform heliu_impersonal('comparison', '{stream,source_hash,hub_hash,differences}', 'keys of sources hold no personal value');
  perform heliu_impersonal('login_link', '{hash,created_by}', 'a hash');
  perform heliu_impersonal('membership', '{roles,created_by}');
  perform heliu_impersonal('audit', '{actor_kind,actor_id,action,object_kind,object_id,reason,diff}', 'references: the trail stays');
  perform heliu_impersonal('erased_value', '{hash,kind}', 'keyed hashes');
  perform heliu_impersonal('subject_erasure', '{approval,asked_by,status,step,cursor,report,code}', 'numbers and references');
  perform heliu_personal('subject_erasure', 'reason', 'personal', 'scan', 'privacy');
  perform heliu_impersonal('legal_hold', '{class,placed_by,released_by}');
  perform heliu_personal('legal_hold', 'reason', 'personal', 'scan', 'privacy');
end
$$;
-- +goose StatementEnd
