package pipelines_test

import (
	"maps"
	"testing"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
)

// An event is quiet when every record behind the change is the past, and no other
// record of the same batch makes it loud or hushes it.
func TestEventsOfThePastAreQuiet(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	past := func(c change) bus.Delivery {
		d := l.mapped(c)
		d.Headers = maps.Clone(d.Headers)
		d.Headers[record.HeaderOrigin] = string(record.History)
		return d
	}
	taxed := func(n int, name string) record.Customer { return record.Customer{LegalName: name, TaxID: taxIDs[n]} }
	seen := "0"
	said := func() string {
		t.Helper()
		out := l.text(`select coalesce(string_agg(g.name || ' ' || (payload->>'event') || case when payload->'quiet' = 'true' then ' quiet' else '' end, ', ' order by g.name, payload->>'event'), '')
			from outbox o join golden g on g.id = o.key::uuid where o.id > $1`, seen)
		seen = l.text(`select max(id)::text from outbox`)
		return out
	}
	for _, step := range []struct {
		name  string
		batch []bus.Delivery
		want  string
	}{
		{"the past alone", []bus.Delivery{past(of(1, "crm", "customers", "c0", taxed(0, "甲")))}, "甲 upserted quiet"},
		{"a batch of both", []bus.Delivery{past(of(1, "crm", "customers", "c1", taxed(1, "乙"))), l.mapped(of(1, "crm", "customers", "c2", record.Customer{LegalName: "丙"}))}, "丙 upserted, 乙 upserted quiet"},
		{"both on one", []bus.Delivery{past(of(1, "erp", "customers", "e0", taxed(0, "甲"))), l.mapped(of(2, "crm", "customers", "c0", taxed(0, "甲甲")))}, "甲甲 upserted"},
		{"news on the past", []bus.Delivery{l.mapped(of(2, "crm", "customers", "c1", taxed(1, "乙乙")))}, "乙乙 upserted"},
		{"the past joins two", []bus.Delivery{past(of(2, "crm", "customers", "c2", taxed(1, "丙")))}, "丙 merged quiet, 乙乙 upserted quiet"},
		{"news parts them beside the past", []bus.Delivery{l.mapped(of(3, "crm", "customers", "c2", record.Customer{LegalName: "丙"})), past(of(3, "crm", "customers", "c0", taxed(0, "甲甲甲")))}, "丙 upserted, 乙乙 upserted, 甲甲甲 upserted quiet"},
		{"the past goes", []bus.Delivery{past(of(4, "crm", "customers", "c2"))}, "丙 emptied"},
	} {
		l.handle(step.batch)
		if got := said(); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
	}
}
