-- +goose Up
-- How a record came to the bus: see record.Origin.
alter table raw_record add column origin text not null default '';
