package pipelines_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// reach is a destination that reaches people for marketing, over a store and a bus.
type reach struct {
	*lab
	shore *shore
	to    *connectortest.Destination
	admin context.Context
	n     int
}

func newReach(t *testing.T) *reach {
	r := &reach{lab: newLab(t, pgtest.Store(t)), shore: newShore(t), to: &connectortest.Destination{}}
	r.admin = access.With(t.Context(), access.SystemActor("test", r.ws))
	if err := r.store.SetDestination(r.admin, r.ws, privacy.Destination{Connection: string(r.conns["web"]), Purpose: "marketing", Channel: "sms", Contacts: true}); err != nil {
		t.Fatal(err)
	}
	d := &pipelines.Deliverer{
		Target: pipelines.Target{Workspace: r.ws, ID: r.conns["web"], Name: "sms", Connector: "toy"}, To: r.to, Store: r.shore, Alarm: r.shore, Observe: countOnly{},
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Permit: r.store,
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.shore.bus.Run(ctx, d.Stage()) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return r
}

// person applies a contact and gives its golden record.
func (r *reach) person(key, mobile string, consent map[string]string) string {
	r.t.Helper()
	r.apply(of(1, "crm", "contacts", key, record.Contact{Name: "某" + key, Mobiles: []string{mobile}, Consent: consent}))
	return r.golden(mobile)
}

// tell publishes a change of golden records.
func (r *reach) tell(goldens ...string) {
	r.t.Helper()
	r.n++
	for _, g := range goldens {
		err := r.shore.bus.Publish(r.t.Context(), bus.Message{
			Topic: bus.TopicGolden, Key: g, Headers: map[string]string{record.HeaderWorkspace: string(r.ws)},
			Payload: fmt.Appendf(nil, `{"golden":%q,"version":%d,"event":"upserted"}`, g, r.n),
		})
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *reach) reached(golden string) (n int) {
	for _, x := range r.to.Written() {
		if x.Key == golden {
			n++
		}
	}
	return n
}

func (r *reach) held(golden string) (why []string) {
	r.t.Helper()
	all, err := r.store.HeldContacts(r.t.Context(), r.ws)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, h := range all {
		if h.Golden == golden {
			why = append(why, h.Why)
		}
	}
	return why
}

// TestAWithdrawalStopsDeliveries reaches persons as they agreed, and stops within 5 s of
// a withdrawal; who never agreed is never reached.
func TestAWithdrawalStopsDeliveries(t *testing.T) {
	r := newReach(t)
	yes := r.person("yes", "13912345601", map[string]string{"marketing": "given 2026-01-01 form"})
	no := r.person("no", "13912345602", nil)
	other := r.person("other", "13912345603", map[string]string{"service": "given"})
	taken := r.person("taken", "13912345604", map[string]string{"marketing": "given 2026-01-01", "marketing/sms": "withdrawn"})
	r.apply(of(1, "crm", "customers", "C1", record.Customer{LegalName: "示例医疗器械有限公司"}))
	company := r.text(`select id::text from golden where kind = 'organisation'`)
	r.tell(yes, no, other, taken, company)
	eventually(t, "who agreed is reached", 10*time.Second, func() bool { return r.reached(yes) == 1 && r.reached(company) == 1 })
	eventually(t, "the others are held back", 5*time.Second, func() bool {
		return slices.Equal(r.held(no), []string{"no_consent"}) && slices.Equal(r.held(other), []string{"no_consent"}) && slices.Equal(r.held(taken), []string{"consent_withdrawn"})
	})

	for name, withdraw := range map[string]func(){
		"by hand": func() {
			if err := r.store.GiveConsent(r.admin, r.ws, yes, privacy.Statement{Purpose: "marketing", At: time.Now()}, "form 7"); err != nil {
				t.Fatal(err)
			}
		},
		"by the source": func() {
			r.apply(of(2, "crm", "contacts", "yes", record.Contact{Name: "某yes", Mobiles: []string{"13912345601"}, Consent: map[string]string{"marketing": "withdrawn"}}))
		},
	} {
		withdraw()
		began, before := time.Now(), r.reached(yes)
		r.tell(yes)
		eventually(t, name, 5*time.Second, func() bool { return slices.Contains(r.held(yes), "consent_withdrawn") })
		t.Logf("%s: held back %s after the withdrawal", name, time.Since(began).Round(time.Millisecond))
		if r.reached(yes) != before {
			t.Errorf("%s: reached after the withdrawal", name)
		}
		if err := r.store.GiveConsent(r.admin, r.ws, yes, privacy.Statement{Purpose: "marketing", Given: true, At: time.Now()}, "form 8"); err != nil {
			t.Fatal(err)
		}
		r.tell(yes)
		eventually(t, "having agreed again", 5*time.Second, func() bool { return r.reached(yes) == before+1 })
	}
	if r.reached(no)+r.reached(other)+r.reached(taken) != 0 {
		t.Error("somebody was reached who did not agree")
	}
	if got := r.text(`select count(*)::text from consent where entity is not null`); got != "5" {
		t.Errorf("the ledger has %s lines of sources", got)
	}
}

// TestContactsAreCounted holds back what is more than a person may be reached, whichever
// destination asks, and does not count what was not written.
func TestContactsAreCounted(t *testing.T) {
	r := newReach(t)
	if err := r.store.SetPurpose(r.admin, r.ws, privacy.Purpose{ID: "marketing", Zh: "营销", En: "Marketing", Basis: privacy.ByConsent, Most: 2, Days: 30}); err != nil {
		t.Fatal(err)
	}
	a := r.person("a", "13912345601", map[string]string{"marketing": "given"})
	b := r.person("b", "13912345602", map[string]string{"marketing": "given"})
	for i := 1; i <= 2; i++ {
		r.tell(a)
		eventually(t, "the first two", 10*time.Second, func() bool { return r.reached(a) == i })
	}
	r.tell(a, b)
	eventually(t, "the third is held back", 5*time.Second, func() bool { return slices.Equal(r.held(a), []string{"contact_limit"}) && r.reached(b) == 1 })
	if r.reached(a) != 2 {
		t.Errorf("reached %d times", r.reached(a))
	}
	ask := privacy.Ask{Golden: b, Connection: r.conns["web"], Version: 900}
	may := func(at time.Time) privacy.Verdict {
		v, err := r.store.Permit(t.Context(), r.ws, []privacy.Ask{ask}, at)
		if err != nil || len(v) != 1 {
			t.Fatalf("%+v, %v", v, err)
		}
		return v[0]
	}
	for range 3 { // the same ask counts once
		if v := may(time.Now()); !v.OK {
			t.Fatalf("%+v", v)
		}
	}
	ask.Version = 901
	if v := may(time.Now()); v.OK || v.Code != "contact_limit" || v.Until.IsZero() {
		t.Errorf("%+v", v)
	}
	ask.Version = 900
	if err := r.store.Release(t.Context(), r.ws, []privacy.Ask{ask}); err != nil { // it did not take place
		t.Fatal(err)
	}
	ask.Version = 902
	if v := may(time.Now()); !v.OK {
		t.Errorf("what did not take place counts: %+v", v)
	}
	ask.Version = 903
	if v := may(time.Now().AddDate(0, 0, 31)); !v.OK {
		t.Errorf("after the window: %+v", v)
	}
}
