package record_test

import (
	"encoding/json"
	"testing"

	"github.com/heliuhub/heliu/record"
)

func TestNormalizeNumber(t *testing.T) {
	for want, spellings := range map[string][]string{
		"HT-2026-001": {
			"HT-2026-001", "ht-2026-001", " HT - 2026 - 001 ", "ＨＴ－２０２６－００１", "HT—2026—001", "HT–2026–001", "HT‐2026‐001",
			"HT−2026−001", "HT\u20112026\u2011001", "HT_2026_001", "HT-2026-001\r\n", "\ufeffHT-2026-\u200b001", "\u202eHT-2026-001",
			"HT　-2026\u00a0-\t001",
		},
		"合同HT2026": {"合同ht2026", "合同 HT 2026"},
		"":         {"", " ", "\u200b"},
	} {
		for _, s := range spellings {
			if got := record.NormalizeNumber(s); got != want {
				t.Errorf("%q became %q, want %q", s, got, want)
			}
		}
	}
}

const (
	self  = record.ConnectionID("0190a0b0-0000-7000-8000-00000000000a")
	other = "0190a0b0-0000-7000-8000-00000000000b"
)

func TestOneThingHasOneAlias(t *testing.T) {
	for name, pair := range map[string][2]record.Ref{
		"own connection, named or not": {
			{Entity: "deal", Stream: "deals", Key: "7"}, {Entity: "deal", Connection: string(self), Stream: "deals", Key: "7"},
		},
		"a number in two spellings": {
			{Entity: "deal", Natural: "contract_no", Value: "HT-2026-001"}, {Entity: "deal", Natural: "contract_no", Value: "ht—2026—００１ "},
		},
		"a natural key is nobody's own": {
			{Entity: "deal", Natural: "number", Value: "D1"}, {Entity: "deal", Connection: other, Natural: "number", Value: "D1"},
		},
		"a natural key goes before the source's": {
			{Entity: "deal", Natural: "number", Value: "D1"}, {Entity: "deal", Stream: "deals", Key: "7", Natural: "number", Value: "D1"},
		},
	} {
		if a, b := pair[0].Alias(self), pair[1].Alias(self); a != b {
			t.Errorf("%s: %q and %q", name, a, b)
		}
	}
}

func TestTwoThingsHaveTwoAliases(t *testing.T) {
	seen := map[string]record.Ref{}
	for _, r := range []record.Ref{
		{Entity: "deal", Stream: "deals", Key: "7"},
		{Entity: "deal", Stream: "deals", Key: "07"},
		{Entity: "deal", Stream: "deals", Key: "7 "},
		{Entity: "lead", Stream: "deals", Key: "7"},
		{Entity: "deal", Stream: "contracts", Key: "7"},
		{Entity: "deal", Stream: "deals", Key: "7", Connection: other},
		{Entity: "deal", Natural: "number", Value: "7"},
		{Entity: "deal", Natural: "contract_no", Value: "7"},
		{Entity: "order", Natural: "number", Value: "7"},
		{Entity: "deal", Natural: "number", Value: "7-1"},
		{Entity: "deal", Natural: "number", Value: "71"},
	} {
		a := r.Alias(self)
		if before, double := seen[a]; double {
			t.Errorf("%+v and %+v are both %q", r, before, a)
		}
		seen[a] = r
	}
}

// TestARefFindsWhatARecordSays ties the two ends together: what a record is filed
// under is what a reference to it asks for.
func TestARefFindsWhatARecordSays(t *testing.T) {
	r := record.Ref{Entity: "customer", Connection: other, Stream: "customers", Key: "C|1"}
	if got := record.SourceAlias(other, "customers", "C|1", "customer"); got != r.Alias(self) {
		t.Errorf("filed under %q, asked for by %q", got, r.Alias(self))
	}
	r = record.Ref{Entity: "order", Natural: "number", Value: "so 1"}
	if got := record.NaturalAlias("order", "number", "SO1"); got != r.Alias(self) {
		t.Errorf("filed under %q, asked for by %q", got, r.Alias(self))
	}
}

func TestRefsSurviveJSON(t *testing.T) {
	for want, r := range map[string]record.Ref{
		`null`: {Entity: "deal", Connection: other, Stream: "deals"},
		`{"entity":"deal","stream":"deals","key":"7"}`:             {Entity: "deal", Stream: "deals", Key: "7"},
		`{"entity":"deal","natural":"contract_no","value":"HT-1"}`: {Entity: "deal", Natural: "contract_no", Value: "HT-1"},
	} {
		b, err := json.Marshal(r)
		if err != nil || string(b) != want {
			t.Errorf("%+v is written %s (%v), want %s", r, b, err, want)
		}
		var back record.Ref
		if err := json.Unmarshal(b, &back); err != nil || !r.IsZero() && back != r || r.IsZero() && !back.IsZero() {
			t.Errorf("%s came back as %+v: %v", b, back, err)
		}
	}
}
