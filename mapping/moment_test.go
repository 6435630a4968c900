package mapping_test

import (
	"testing"
	"time"

	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

// What is stored keeps microseconds: a record mapped from there makes what it made when
// it came, with all the digits of the clock.
func TestTimesOfTheEnvelopeCountInMicroseconds(t *testing.T) {
	m, err := mapping.Parse("m", []byte("version: 1\nstream: s\nentities:\n  - kind: lead\n    fields:\n      channel: {const: website}\n      contact_name: name\n      created_at: $received_at\n"))
	if err != nil {
		t.Fatal(err)
	}
	made := func(at time.Time) [32]byte {
		r := rec(`{"name":"张示例"}`)
		r.ReceivedAt, r.OccurredAt = at, at
		res, err := m.Apply(r, mapping.Env{Now: at})
		if err != nil || len(res.Entities) != 1 {
			t.Fatalf("%+v, %v", res, err)
		}
		return record.MadeHash(res.Entities)
	}
	at := time.Date(2026, 3, 1, 2, 0, 0, 567_583_410, time.UTC)
	if made(at) != made(at.Truncate(time.Microsecond)) {
		t.Error("a stored record makes something else")
	}
	if made(at) == made(at.Add(time.Microsecond)) {
		t.Error("the time does not count at all")
	}
}
