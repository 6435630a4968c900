-- name: FileNextSeq
select coalesce(max(seq), 0) + 1 from uploaded_file where connection = $1

-- name: FileInsert
insert into uploaded_file (workspace, connection, seq, sha256, name, size, kind, params, envelope, key_id, uploaded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
returning uploaded_at

-- name: FilesAfter
select seq, sha256, name, size, kind, params, uploaded_at
  from uploaded_file where connection = $1 and seq > $2
 order by seq limit $3

-- name: FileBySHA
select seq, sha256, name, size, kind, params, uploaded_at
  from uploaded_file where connection = $1 and sha256 = $2

-- name: FileContent
select envelope from uploaded_file where connection = $1 and sha256 = $2

-- name: FilesDelete
delete from uploaded_file where connection = $1

-- name: FilesUnderOtherKeys
select connection::text, sha256, envelope from uploaded_file where key_id <> $1 limit $2 for update

-- name: FileRewrap
update uploaded_file set envelope = $3, key_id = $4 where connection = $1 and sha256 = $2

-- name: IdempotencyBegin
insert into idempotency_key (workspace, actor, key, request, created_at)
values ($1, $2, $3, $4, $5)
on conflict (workspace, actor, key) do update
   set request = excluded.request, status = null, body = null, created_at = excluded.created_at
 where idempotency_key.created_at < $6 or idempotency_key.status is null and idempotency_key.created_at < $7
returning true

-- name: IdempotencyGet
select request, status, body from idempotency_key where actor = $1 and key = $2

-- name: IdempotencyFinish
update idempotency_key set status = $3, body = $4 where actor = $1 and key = $2 and status is null

-- name: IdempotencyForget
delete from idempotency_key where actor = $1 and key = $2 and status is null

-- name: IdempotencyPurge
delete from idempotency_key where created_at < $1
