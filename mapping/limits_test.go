package mapping_test

import (
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
)

// big repeats a piece up to about 1 MiB, joined by commas.
func big(piece func(i int) string) string {
	var b strings.Builder
	for i := 0; b.Len() < 1<<20; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(piece(i))
	}
	return b.String()
}

// TestLargeRecords: what the door lets in takes time in proportion to its size.
func TestLargeRecords(t *testing.T) {
	nested, err := mapping.Parse("n", []byte(nestedMapping))
	if err != nil {
		t.Fatal(err)
	}
	lead, err := mapping.Parse("l", []byte(leadMapping))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		m    *mapping.Mapping
		raw  string
		code string
	}{
		"a list of phones":   {nested, `{"name":"a","tel":[` + big(func(i int) string { return `"0215` + itoa(1000000+i) + `"` }) + `]}`, ""},
		"a list of no phone": {nested, `{"name":"a","tel":[` + big(func(int) string { return `"x"` }) + `]}`, "mapping_failed"},
		"many people":        {nested, `{"name":"a","people":[` + big(func(i int) string { return `{"id":` + itoa(i) + `,"name":"b"}` }) + `]}`, ""},
		"many fields":        {lead, `{` + big(func(i int) string { return `"f` + itoa(i) + `":1` }) + `}`, ""},
		"many parameters":    {lead, `{"page":"?` + strings.ReplaceAll(big(func(i int) string { return "utm_" + itoa(i) + "=1" }), ",", "&") + `"}`, ""},
		"a long amount":      {nested, `{"name":"a","capital":"` + strings.Repeat("9", 1<<20) + `"}`, ""},
	} {
		start := time.Now()
		_, err := c.m.Apply(rec(c.raw), mapping.Env{Now: now})
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		if code := codeOf(err); code != c.code {
			t.Errorf("%s: code %q (%v), want %q", name, code, err, c.code)
		}
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}
