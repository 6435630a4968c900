package store_test

import (
	"fmt"
	"testing"
)

// TestOldDeadLettersBecomeOneARecordAndReason migrates dead letters of two workspaces
// from the time when each attempt had its own, as an owner who is no superuser.
func TestOldDeadLettersBecomeOneARecordAndReason(t *testing.T) {
	_, super, p, done := migrated(t, 34)
	defer done()
	super.Exec("select heliu_raw_day('2026-05-01')")
	for ws := range 2 {
		letter := func(off int, kind, key, code string) {
			super.Exec(`insert into dead_letter (workspace, kind, stage, connection, connector, stream, key, version, kpart, koff, day, code, message_zh, message_en, field, first_at, last_at, count)
				values ($1, $2, 'map', gen_random_uuid(), 'crm', 'leads', $3, '1', 0, $4, '2026-05-01', $5, '中', 'en', 'f', now(), now(), 2)`,
				fmt.Sprintf("0a000000-0000-4000-8000-00000000000%d", ws+1), kind, key, off, code)
			super.Exec(`insert into raw_record (workspace, day, kpart, koff, id, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, mapping_version, payload)
				select workspace, day, kpart, koff, 'x', connection, connector, stream, key, version, 'upsert', $1, now(), now(), 1, '' from dead_letter where koff = $2`, []byte{byte(off)}, off)
		}
		letter(ws*10+1, "record", "a", "bad_enum")
		letter(ws*10+2, "record", "a", "bad_enum")
		letter(ws*10+3, "record", "a", "bad_date")
		letter(ws*10+4, "value", "a", "bad_phone")
		super.Exec("update dead_letter set connection = '0b000000-0000-4000-8000-000000000001'")
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	const want = "record bad_enum x4 resolved changed 2; record bad_date x2 open 3; value bad_phone x2 open 4"
	for ws := range 2 {
		got := super.One(`select string_agg(concat_ws(' ', kind, code, 'x' || count, status, nullif(how, ''), get_byte(content_hash, 0) - $2), '; ' order by id) from dead_letter where workspace = $1`,
			fmt.Sprintf("0a000000-0000-4000-8000-00000000000%d", ws+1), ws*10)
		if got != want {
			t.Errorf("workspace %d: %s, want %s", ws+1, got, want)
		}
	}
	if got := super.One("select coalesce(string_agg(relname, ' '), '') from pg_class where relnamespace = 'public'::regnamespace and relname in ('dead_letter', 'raw_record') and not relforcerowsecurity"); got != "" {
		t.Errorf("%s is open to its owner afterwards", got)
	}
}
