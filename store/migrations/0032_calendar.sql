-- +goose Up
alter table connection
  add column schedule      text not null default '',      -- cron, Asia/Shanghai; empty: every poll_seconds
  add column quiet         jsonb not null default '[]',   -- calendar.Quiet
  add column history_since timestamptz;                   -- what is read is the past; null: it is news
