package pipelines_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// of makes version v of a record from its entities; without any it is deleted.
func of(v int, conn, stream, key string, entities ...any) change {
	c := change{conn: conn, stream: stream, key: key, version: v, deleted: len(entities) == 0}
	for _, e := range entities {
		switch x := e.(type) {
		case record.Customer:
			c.made = append(c.made, entityOf(record.KindCustomer, "", x))
		case record.Employee:
			c.made = append(c.made, entityOf(record.KindEmployee, "", x))
		case record.OrgUnit:
			c.made = append(c.made, entityOf(record.KindOrgUnit, "", x))
		case record.Contact:
			c.made = append(c.made, entityOf(record.KindContact, "", x))
		case record.Lead:
			c.made = append(c.made, entityOf(record.KindLead, "", x))
		case record.Deal:
			c.made = append(c.made, entityOf(record.KindDeal, "", x))
		case record.Order:
			c.made = append(c.made, entityOf(record.KindOrder, "", x))
		case record.Receivable:
			c.made = append(c.made, entityOf(record.KindReceivable, "", x))
		case record.Payment:
			c.made = append(c.made, entityOf(record.KindPayment, "", x))
		case record.Spend:
			c.made = append(c.made, entityOf(record.KindSpend, "", x))
		default:
			panic(fmt.Sprintf("%T", e))
		}
	}
	return c
}

func customerAt(conn, key string) *record.Ref {
	return &record.Ref{Entity: record.KindCustomer, Connection: "@" + conn, Stream: "customers", Key: key}
}

func customerBy(natural, value string) *record.Ref {
	return &record.Ref{Entity: record.KindCustomer, Natural: natural, Value: value}
}

func wonDeal(number string, buyer *record.Ref) record.Deal {
	at, gross := monday.AddDate(0, 0, 1), record.CNY(10000)
	return record.Deal{Number: number, Buyer: buyer, Status: "won", CreatedAt: monday, SignedAt: &at, Amount: &gross}
}

func pay(key string, by *record.Ref, date record.Date, amount int64, memo string) change {
	return of(1, "erp", "payments", key, record.Payment{ID: key, Kind: "receipt", OurAccount: "1", ValueDate: date, Amount: record.CNY(amount), Customer: by, Memo: memo})
}

func owes(key string, who *record.Ref, amount int64) record.Receivable {
	return record.Receivable{Number: "AR-2000" + key, Kind: "receivable", Customer: who, Date: "2026-04-01", Amount: record.CNY(amount)}
}

// Each of these once came to something else than its last versions say.
func TestHistoriesThatWentAstray(t *testing.T) {
	named := record.Customer{LegalName: "示例甲医院"}
	taxed := func(n int) record.Customer { return record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[n]} }
	person := func(mobile string) record.Contact {
		return record.Contact{Name: "示例联系人", Mobiles: []string{mobile}}
	}
	lead := record.Lead{ContactName: "示例甲", Mobile: mobiles[0], Channel: "wecom", Campaign: "骨科", CreatedAt: monday}
	perLead := record.Spend{Platform: "p", Account: "a", Day: "2026-01-01", Channel: "wecom", Campaign: "骨科", CostNet: record.CNY(100), CostGross: record.CNY(100), Spread: "per_lead"}

	many := func(n int) []change {
		var out []change
		for i := range n {
			out = append(out, of(1, "crm", "contacts", fmt.Sprintf("t%02d", i), person(mobiles[0])))
		}
		return out
	}
	ofCompany := func(tax string) record.Lead {
		return record.Lead{ContactName: "示例甲", CompanyName: "示例甲医院", TaxID: tax, Mobile: mobiles[0], Channel: "wecom", CreatedAt: monday}
	}
	coded := func(tax string) record.Customer {
		return record.Customer{LegalName: "示例甲医院", TaxID: tax, Codes: []record.Code{{System: "erp", Code: "K1"}}}
	}
	var crowd []change // who holds the code first comes later by name
	for i := range 25 {
		crowd = append(crowd, of(1, "erp", "customers", fmt.Sprintf("z%02d", i), coded(taxIDs[1])))
	}

	runHistories(t, map[string][][]change{
		"a version comes late after a later one of the first content": {
			{of(1, "crm", "customers", "c0", taxed(0))}, {of(3, "crm", "customers", "c0", taxed(0))}, {of(2, "crm", "customers", "c0", taxed(1))},
		},
		"the same in one batch": {
			{of(1, "crm", "customers", "c0", taxed(0)), of(3, "crm", "customers", "c0", taxed(0)), of(2, "crm", "customers", "c0", taxed(1))},
		},
		"a late version after a delete": {
			{of(1, "crm", "customers", "c0", taxed(0))}, {of(3, "crm", "customers", "c0")}, {of(2, "crm", "customers", "c0", taxed(1))},
		},
		"one of 21 holders of a mobile is deleted":   {many(20), many(21), {of(2, "crm", "contacts", "t07")}},
		"one of 21 holders of a mobile gets another": {many(21), {of(2, "crm", "contacts", "t07", person(mobiles[1]))}},
		"one of two tax IDs on a weak identifier is deleted": {
			{of(1, "web", "leads", "l0", ofCompany(taxIDs[0])), of(1, "web", "leads", "l1", ofCompany("")), of(1, "web", "leads", "l2", ofCompany(taxIDs[1]))},
			{of(2, "web", "leads", "l2")},
		},
		"one of two tax IDs on a weak identifier is corrected": {
			{of(1, "web", "leads", "l0", ofCompany(taxIDs[0])), of(1, "web", "leads", "l1", ofCompany("")), of(1, "web", "leads", "l2", ofCompany(taxIDs[1]))},
			{of(2, "web", "leads", "l2", ofCompany(taxIDs[0]))},
		},
		"a code is held by more than can be looked at": {
			crowd, {of(1, "crm", "customers", "a", coded(taxIDs[0]))}, {of(1, "crm", "customers", "m", coded(""))},
		},
		"a deal's buyer, named by tax ID, gets another": {
			{of(1, "crm", "customers", "c0", taxed(0)), of(1, "crm", "deals", "d0", wonDeal("D0", customerBy("tax_id", taxIDs[0])))}, {of(2, "crm", "customers", "c0", taxed(1))},
		},
		"a payment's customer, named by code, loses it": {
			{of(1, "crm", "customers", "c0", coded("")), of(1, "erp", "payments", "p0", record.Payment{ID: "p0", Kind: "receipt", OurAccount: "1", ValueDate: "2026-05-01", Amount: record.CNY(100), Customer: customerBy("code", "erp//K1")})},
			{of(2, "crm", "customers", "c0", named)},
		},
		"a record makes no customer any more": {
			{of(1, "crm", "customers", "c0", named), of(1, "crm", "deals", "d0", wonDeal("D0", customerAt("crm", "c0")))}, {of(2, "crm", "customers", "c0", person(mobiles[0]))},
		},
		"a record makes no lead any more over which cost is spread": {
			{of(1, "web", "leads", "l0", lead), of(1, "web", "spend", "s0", perLead)}, {of(2, "web", "leads", "l0", person(mobiles[0]))},
		},
		"the leads over which cost is spread come after it": {
			{of(1, "web", "spend", "s0", perLead), of(1, "web", "leads", "l0", lead), of(1, "crm", "customers", "c0", named), of(1, "crm", "customers", "c1", named)},
		},
		"a payment names an order of another's, which is not here": {
			{of(1, "erp", "customers", "c0", record.Customer{LegalName: "示例甲医院", Relations: []record.Relation{{Kind: "treasury_payer_for", To: *customerAt("erp", "c1")}}}), of(1, "erp", "customers", "c1", named)},
			{of(1, "erp", "receivables", "r0", record.Receivable{
				Number: "AR-2000", Kind: "receivable", Customer: customerAt("erp", "c1"), Date: "2026-04-01", Amount: record.CNY(100),
				Order: &record.Ref{Entity: record.KindOrder, Natural: "number", Value: "SO-1000"},
			})},
			{of(1, "erp", "payments", "p0", record.Payment{ID: "p0", Kind: "receipt", OurAccount: "1", ValueDate: "2026-05-01", Amount: record.CNY(100), Customer: customerAt("erp", "c0"), Memo: "SO-1000"})},
		},
	})
}

// runHistories applies each history, a step a batch, recomputes after each step, and
// holds it against everything at once and, in the end, against a rebuild.
func runHistories(t *testing.T, histories map[string][][]change) {
	s := pgtest.Store(t)
	for name, steps := range histories {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, s)
			l.claim = 1
			var history []change
			for _, step := range steps {
				history = append(history, step...)
				l.apply(step...)
				l.sound()
				l.settle()
				l.matchesReference(history)
			}
			again := newLab(t, s)
			var once []change
			for _, c := range newestOf(history) {
				once = append(once, c)
			}
			again.apply(once...)
			again.settle()
			if again.hashes() != l.hashes() {
				t.Errorf("a rebuild gives another hash:\n%s\n\n%s", again.goldens(), l.goldens())
			}
		})
	}
}

// An identifier that too many hold joins nobody; when one of them goes it joins again.
func TestASwitchboardSplitsAndJoins(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	persons := func() string {
		return l.text(`select count(distinct golden) || ' of ' || count(*) from identity where kind = 'person'`)
	}
	hold := func(v, i int, mobile string) change {
		return of(v, "crm", "contacts", fmt.Sprintf("t%02d", i), record.Contact{Name: "示例", Mobiles: []string{mobile}})
	}
	for i := range 20 {
		l.apply(hold(1, i, mobiles[0]))
	}
	first := l.text(`select string_agg(distinct golden::text, ' ') from identity where name = 'crm/contacts/t00'`)
	for _, x := range []struct {
		what string
		c    change
		want string
	}{
		{"the 21st comes", hold(1, 20, mobiles[0]), "21 of 21"},
		{"one is deleted", of(2, "crm", "contacts", "t20"), "1 of 20"},
		{"it comes back", hold(3, 20, mobiles[0]), "21 of 21"},
		{"another gets its own number", hold(2, 5, mobiles[1]), "2 of 21"},
		{"and the number of all again", hold(3, 5, mobiles[0]), "21 of 21"},
	} {
		l.apply(x.c)
		l.sound()
		if got := persons(); got != x.want {
			t.Errorf("%s: %s golden persons, want %s", x.what, got, x.want)
		}
	}
	if got := l.text(`select golden::text from identity where name = 'crm/contacts/t00'`); got != first {
		t.Errorf("the oldest member had golden id %s, now %s", first, got)
	}
}

func TestGoldenIDsAreStable(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	golden := func(key string) string {
		return l.text(`select golden::text from identity where name = 'crm/customers/' || $1`, key)
	}
	code := []record.Code{{System: "erp", Code: "K1"}}
	l.apply(of(1, "crm", "customers", "old", record.Customer{LegalName: "示例甲医院"}))
	l.apply(of(1, "crm", "customers", "taxed", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0]}))
	older, anchored := golden("old"), golden("taxed")
	if older == anchored {
		t.Fatal("they should be two to begin with")
	}
	// they meet: the id with the tax ID survives although it is the younger one
	l.apply(of(2, "crm", "customers", "old", record.Customer{LegalName: "示例甲医院", Codes: code}), of(2, "crm", "customers", "taxed", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0], Codes: code}))
	if golden("old") != anchored || golden("taxed") != anchored {
		t.Errorf("after the merge: %s and %s, want %s", golden("old"), golden("taxed"), anchored)
	}
	resolve := `with recursive r(id, status, redirect_to) as (select id, status, redirect_to from golden where id = $1::text::uuid
		union all select g.id, g.status, g.redirect_to from r join golden g on g.id = r.redirect_to) select id::text from r where status = 'active'`
	if got := l.text(resolve, older); got != anchored {
		t.Errorf("the id that ended leads to %q, want %s", got, anchored)
	}
	// a second merge into a third: the chain still resolves
	l.apply(of(1, "crm", "customers", "third", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0]}))
	if golden("third") != anchored {
		t.Errorf("the same tax ID is %s, want %s", golden("third"), anchored)
	}
	// they part: who has the tax ID keeps the id, the other gets one
	l.apply(of(3, "crm", "customers", "old", record.Customer{LegalName: "示例甲医院"}))
	if golden("taxed") != anchored || golden("old") == anchored {
		t.Errorf("after the split: %s has %s", golden("taxed"), anchored)
	}
	// a corrected tax ID does not change the id
	l.apply(of(3, "crm", "customers", "taxed", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[1]}), of(2, "crm", "customers", "third", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[1]}))
	if golden("taxed") != anchored {
		t.Errorf("after the correction: %s, want %s", golden("taxed"), anchored)
	}
	l.sound()
	// what was told: a version of a golden record once, and the merge with where it went
	if got := l.text(`select (count(*) - count(distinct event_id))::text from outbox`); got != "0" {
		t.Errorf("%s events were told twice", got)
	}
	if got := l.text(`select payload->>'into' from outbox where payload->>'event' = 'merged' and key = $1`, older); got != anchored {
		t.Errorf("the merge was told into %q, want %s", got, anchored)
	}
}

// The unique index is the database's own guard: even an applier that went wrong
// cannot give one tax ID to two active golden records.
func TestTheDatabaseRefusesATaxIDTwice(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.apply(of(1, "crm", "customers", "c0", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0]}))
	err := l.store.Apply(t.Context(), l.ws, func(ctx context.Context, tx pipelines.ApplyTx) error {
		return tx.PutGoldens(ctx, []pipelines.GoldenRow{{ID: uuid.New(), Kind: "organisation", Status: "active", Anchor: record.TaxID(taxIDs[0]), Fields: []byte("{}"), Members: 1}}, time.Now())
	})
	if err == nil || !strings.Contains(err.Error(), "golden_anchor") {
		t.Errorf("a second golden record of the same tax ID: %v", err)
	}
}
