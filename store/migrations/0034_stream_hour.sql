-- +goose Up
-- What came of each stream, an hour of the clock: written where outcomes are, so that
-- it neither misses nor repeats. The past that is loaded and what is sent again does
-- not count, nor what changed nothing. Kept for two months.
create table stream_hour (
  workspace  uuid not null,
  connection uuid not null,
  stream     text not null,
  hour       timestamptz not null, -- of the moment at which records were received
  records    bigint not null,
  slots      int not null,         -- a bit for each five minutes in which something came
  last_at    timestamptz not null, -- the last record was received
  primary key (workspace, connection, stream, hour)
);
select heliu_protect('stream_hour');

-- +goose Down
drop table stream_hour;
