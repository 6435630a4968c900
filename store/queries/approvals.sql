-- name: ApprovalInsert
insert into approval (workspace, id, kind, object_kind, object_id, title_zh, title_en, diff, hash, ask, reason, proposed_by, proposer, proposed_at, expires_at)
values ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, nullif($13::text, '')::uuid, $14, $15)
on conflict (workspace, kind, hash, proposed_by) where status = 'waiting' do nothing

-- name: ApprovalSame
select id::text from approval where kind = $1 and hash = $2 and proposed_by = $3 and status = 'waiting'

-- name: ApprovalByID
select a.id::text, a.workspace::text, a.kind, a.object_kind, a.object_id, a.title_zh, a.title_en, a.diff, a.hash, a.ask, a.reason,
       a.proposed_by, coalesce(a.proposer::text, ''), a.proposed_at, a.expires_at, a.status, coalesce(a.approver::text, ''), coalesce(a.on_behalf::text, ''),
       a.because, a.closed_at, a.applied_at, a.code, coalesce(nullif(p.name, ''), (select 'API ' || k.name from api_key k where a.proposed_by = 'key:' || k.id), ''), coalesce(d.name, ''), coalesce(f.name, '')
  from approval a left join membership p on p.account = a.proposer left join membership d on d.account = a.approver left join membership f on f.account = a.on_behalf
 where a.id = $1::text::uuid

-- name: ApprovalsPage
-- $1 kinds, $2 statuses (empty: all), $3, $4 of this actor or account, $5, $6 of others, $7 not expired then; $8, $9 where the page begins, $10 its length.
select a.id::text, a.workspace::text, a.kind, a.object_kind, a.object_id, a.title_zh, a.title_en, a.diff, a.hash, a.ask, a.reason,
       a.proposed_by, coalesce(a.proposer::text, ''), a.proposed_at, a.expires_at, a.status, coalesce(a.approver::text, ''), coalesce(a.on_behalf::text, ''),
       a.because, a.closed_at, a.applied_at, a.code, coalesce(nullif(p.name, ''), (select 'API ' || k.name from api_key k where a.proposed_by = 'key:' || k.id), ''), coalesce(d.name, ''), coalesce(f.name, '')
  from approval a left join membership p on p.account = a.proposer left join membership d on d.account = a.approver left join membership f on f.account = a.on_behalf
 where a.kind = any ($1::text[]) and (cardinality($2::text[]) = 0 or a.status = any ($2::text[]))
   and ($3::text = '' or a.proposer = nullif($4::text, '')::uuid or a.proposed_by = $3)
   and ($5::text = '' or a.proposer is distinct from nullif($6::text, '')::uuid and a.proposed_by <> $5)
   and ($7::timestamptz is null or a.status <> 'waiting' or a.expires_at > $7)
   and ($8::timestamptz is null or (a.proposed_at, a.id) < ($8, nullif($9::text, '')::uuid))
 order by a.proposed_at desc, a.id desc limit $10

-- name: ApprovalsCount
select count(*) from approval a
 where a.kind = any ($1::text[]) and (cardinality($2::text[]) = 0 or a.status = any ($2::text[]))
   and ($3::text = '' or a.proposer = nullif($4::text, '')::uuid or a.proposed_by = $3)
   and ($5::text = '' or a.proposer is distinct from nullif($6::text, '')::uuid and a.proposed_by <> $5)
   and ($7::timestamptz is null or a.status <> 'waiting' or a.expires_at > $7)

-- name: ApprovalClose
update approval set status = $2, approver = nullif($3::text, '')::uuid, on_behalf = nullif($4::text, '')::uuid, because = $5, closed_at = $6, claimed_until = $7,
       ask = case when $2 = 'approved' then ask else '{}' end
 where id = $1::text::uuid and status = 'waiting'

-- name: ApprovalsOverdue
select id::text from approval where status = 'waiting' and expires_at <= $1 order by expires_at limit $2

-- name: ApprovalClaim
update approval set claimed_until = $2
 where id = (select id from approval where status = 'approved' and (claimed_until is null or claimed_until <= $1)
              order by closed_at limit 1 for update skip locked)
returning id::text

-- name: ApprovalSettle
update approval set status = $2, code = $3, applied_at = $4, claimed_until = null, ask = case when $2 = 'applied' then '{}' else ask end
 where id = $1::text::uuid and status = 'approved'

-- name: ApprovalReopen
update approval set status = 'approved', code = '', claimed_until = $2 where id = $1::text::uuid and status = 'failed'

-- name: ApprovalsForget
update approval set ask = '{}' where status = 'failed' and closed_at <= $1 and ask::text <> '{}'

-- name: DelegationInsert
insert into approval_delegation (workspace, id, kind, from_account, to_account, from_at, to_at, reason, created_at)
values ($1::text::uuid, $2::text::uuid, $3, $4::text::uuid, $5::text::uuid, $6, $7, $8, $9)

-- name: DelegationRevoke
update approval_delegation set revoked_at = $3 where id = $1::text::uuid and from_account = $2::text::uuid and revoked_at is null

-- name: DelegationsOf
select d.id::text, d.workspace::text, d.kind, d.from_account::text, d.to_account::text, d.from_at, d.to_at, d.reason, d.created_at, d.revoked_at, coalesce(f.name, ''), coalesce(t.name, '')
  from approval_delegation d left join membership f on f.account = d.from_account left join membership t on t.account = d.to_account
 where (d.from_account = $1::text::uuid or d.to_account = $1::text::uuid) and d.revoked_at is null and d.to_at > $2
 order by d.from_at, d.id
