-- +goose Up
-- Which rules a current version was mapped with, and what they made of it: a hash over
-- its entities as the mapping wrote them, null where nobody noted it. Mapping again
-- compares with these and reads no entity where nothing changed.
ALTER TABLE source_record ADD COLUMN rules bigint NOT NULL DEFAULT 0, ADD COLUMN made bytea;

-- How often the settings of a connection have changed: a mapping may look at them.
ALTER TABLE connection ADD COLUMN settings_version int NOT NULL DEFAULT 1;
-- +goose StatementBegin
CREATE FUNCTION heliu_settings_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.settings_version := OLD.settings_version + (NEW.settings IS DISTINCT FROM OLD.settings)::int;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER heliu_settings_version BEFORE UPDATE ON connection FOR EACH ROW EXECUTE FUNCTION heliu_settings_version();
