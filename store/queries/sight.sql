-- name: SightEnter
-- Narrows the transaction: whose customers, deals and payments are seen ('': everybody's,
-- else an array of employees), and whether records are seen only with what was made of them.
select sight.enter($1, $2, $3, $4)

-- name: SightEmployee
-- The employee of an account, and everybody below, through others too.
with recursive me as (
    select id from employee where account = $1::text::uuid
), team as (
    select e.id from employee e join me on e.manager = me.id
    union
    select e.id from team join employee e on e.manager = team.id
)
select me.id::text, array(select t.id::text from team t where t.id <> me.id order by 1) from me

-- name: DemoSeller
-- Who of those who lead nobody and have no account owns most; nobody where the account
-- was ever linked.
select e.id from employee e join entity_owner o on o.employee = e.id and o.kind in ('customer', 'deal', 'lead')
 where e.status = 'active' and e.account is null and not exists (select from employee x where x.manager = e.id)
   and not exists (select from employee_link l where l.account = $1::text::uuid)
 group by e.id order by count(*) desc, e.id limit 1
