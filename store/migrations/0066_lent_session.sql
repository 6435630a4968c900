-- +goose Up
-- A session by a link that a person made for somebody else: it may be the maker who
-- uses it, so it decides about nothing that needs a second person. Sessions that were
-- confined before are taken for such.
alter table session add column lent boolean not null default false;
update session set lent = true where confined;
alter table session alter column lent drop default;
