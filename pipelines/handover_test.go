package pipelines_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// office is a lab with a leaver (1), who owns things, a successor (2) and a manager (3).
type office struct {
	*lab
	ctx context.Context
}

func by(key string) *record.Ref {
	return &record.Ref{Entity: "employee", Stream: "employees", Key: key}
}

func staffer(version int, number, manager, status string) change {
	e := record.Employee{Number: number, Name: "示例" + number, Status: status}
	if manager != "" {
		e.Manager = by(manager)
	}
	return of(version, "crm", "employees", number, e)
}

func leadOf(version int, key, owner, status string) change {
	return of(version, "crm", "leads", key, record.Lead{ContactName: "示例甲", CompanyName: "示例" + key, Channel: "wecom", CreatedAt: monday, Owner: by(owner), Status: status})
}

func dealOf(version int, key, owner, status string) change {
	d := record.Deal{Number: key, Status: status, CreatedAt: monday, Owner: by(owner), Buyer: &record.Ref{Entity: "customer", Stream: "customers", Key: "c"}}
	if status == "won" {
		signed := monday
		d.SignedAt = &signed
	}
	return of(version, "crm", "deals", key, d)
}

func newOffice(t *testing.T) *office { return officeOver(t, pgtest.Store(t)) }

func officeOver(t *testing.T, s *store.Store) *office {
	o := &office{lab: newLab(t, s)}
	o.ctx = access.With(t.Context(), access.SystemActor("test", o.ws))
	o.apply(staffer(1, "1", "3", "active"), staffer(1, "2", "3", "active"), staffer(1, "3", "", "active"),
		leadOf(1, "l1", "1", "new"), leadOf(1, "l2", "1", "converted"), dealOf(1, "d1", "1", "open"), dealOf(1, "d2", "1", "won"), leadOf(1, "l3", "2", "new"))
	return o
}

func (o *office) id(number string) uuid.UUID {
	return uuid.MustParse(o.text(`select id::text from employee where number = $1`, number))
}

// owners is who owns what and who sold it: l1 1, d2 1/1.
func (o *office) owners() string {
	return o.text(`select string_agg(e.key || ' ' || coalesce(w.number, '-') || coalesce('/' || s.number, ''), ', ' order by e.key)
		from entity_owner x join entity e on e.id = x.entity left join employee w on w.id = x.employee left join employee s on s.id = x.seller`)
}

func (o *office) want(when, owners string) {
	o.t.Helper()
	if got := o.owners(); got != owners {
		o.t.Errorf("%s: %s, want %s", when, got, owners)
	}
}

func (o *office) handOver(a people.Ask) people.Handover {
	o.t.Helper()
	p, err := o.store.Preview(o.ctx, o.ws, a, time.Now())
	if err != nil {
		o.t.Fatalf("preview: %v", err)
	}
	a.Hash = p.Hash
	h, err := o.store.HandOver(o.ctx, o.ws, a, time.Now())
	if err != nil {
		o.t.Fatalf("hand over: %v", err)
	}
	return h
}

func wantCode(t testing.TB, what string, err error, code string) {
	t.Helper()
	if err == nil || fault.As(err).Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestWhatIsOpenIsHandedOverAndComesBackExactly(t *testing.T) {
	o := newOffice(t)
	before := "d1 1, d2 1/1, l1 1, l2 1, l3 2"
	o.want("before", before)
	h := o.handOver(people.Ask{Of: o.id("1"), Plan: people.ToSuccessor, Successor: o.id("2"), Reason: "离职交接"})
	if h.Items != 2 || h.GetsName != "示例2" {
		t.Errorf("handover %+v", h)
	}
	after := "d1 2, d2 1/1, l1 2, l2 1, l3 2"
	o.want("after", after)

	// The CRM still says the old owner, in new versions: the decision stands.
	o.apply(leadOf(2, "l1", "1", "working"), dealOf(2, "d1", "1", "open"))
	o.want("after a re-sync", after)
	// The CRM names somebody else: that is later than the decision's ground.
	o.apply(leadOf(3, "l1", "3", "working"))
	o.want("after the CRM named another", "d1 2, d2 1/1, l1 3, l2 1, l3 2")

	h, err := o.store.Undo(o.ctx, o.ws, h.ID, "误操作", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if h.Restored != 1 || len(h.Left) != 1 || h.Left[0].Refused != "changed" || h.Left[0].Label != "leads/l1" {
		t.Errorf("undone %+v", h)
	}
	o.want("undone", "d1 1, d2 1/1, l1 3, l2 1, l3 2")
	_, err = o.store.Undo(o.ctx, o.ws, h.ID, "", time.Now())
	wantCode(t, "undone twice", err, "handover_undone")
	if got := o.text(`select string_agg(action, ' ' order by seq) from audit where object_kind = 'employee'`); got != "handover.apply handover.undo" {
		t.Errorf("the trail says %q", got)
	}
}

// TestADecisionIsAFunctionOfWhatTheSourceSays: the same words of the source give the
// same owner, whichever way they came about.
func TestADecisionIsAFunctionOfWhatTheSourceSays(t *testing.T) {
	o := newOffice(t)
	o.handOver(people.Ask{Of: o.id("1"), Plan: people.ToManager})
	o.want("to the manager", "d1 3, d2 1/1, l1 3, l2 1, l3 2")
	o.apply(leadOf(2, "l1", "2", "new"))
	o.want("the source says another", "d1 3, d2 1/1, l1 2, l2 1, l3 2")
	o.apply(leadOf(3, "l1", "1", "new"))
	o.want("the source says the leaver again", "d1 3, d2 1/1, l1 3, l2 1, l3 2")
	o.apply(change{conn: "crm", stream: "leads", key: "l1", version: 4, deleted: true})
	o.apply(leadOf(5, "l1", "1", "new"))
	o.want("deleted and made again", "d1 3, d2 1/1, l1 3, l2 1, l3 2")
	number := of(6, "crm", "leads", "l1", record.Lead{
		ContactName: "示例甲", Channel: "wecom", CreatedAt: monday, Status: "new",
		Owner: &record.Ref{Entity: "employee", Natural: "number", Value: "1"},
	})
	o.apply(number)
	o.want("the source names the same person otherwise", "d1 3, d2 1/1, l1 3, l2 1, l3 2")
}

func TestAHandoverIsWhatWasPreviewed(t *testing.T) {
	o := newOffice(t)
	a := people.Ask{Of: o.id("1"), Plan: people.ToSuccessor, Successor: o.id("2"), Only: []string{"entity_owner.employee#lead"}}
	p, err := o.store.Preview(o.ctx, o.ws, a, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Items) != 1 || p.Items[0].Label != "示例l1" {
		t.Errorf("items %+v", p.Items)
	}
	for _, c := range p.Columns {
		want := map[string][2]int64{"entity_owner.employee#lead": {1, 1}, "entity_owner.employee#deal": {1, 1}, "entity_owner.seller": {0, 1}}[c.Key]
		if c.Open != want[0] || c.History != want[1] {
			t.Errorf("%s: open %d, history %d, want %v", c.Key, c.Open, c.History, want)
		}
	}
	o.apply(leadOf(1, "l9", "1", "new"))
	a.Hash = p.Hash
	_, err = o.store.HandOver(o.ctx, o.ws, a, time.Now())
	wantCode(t, "another lead came", err, "handover_changed")
	o.want("refused", "d1 1, d2 1/1, l1 1, l2 1, l3 2, l9 1")
	o.handOver(people.Ask{Of: a.Of, Plan: a.Plan, Successor: a.Successor, Only: a.Only})
	o.want("leads alone", "d1 1, d2 1/1, l1 2, l2 1, l3 2, l9 2")
}

func TestWhoCannotTakeOver(t *testing.T) {
	o := newOffice(t)
	o.apply(staffer(2, "2", "3", "left"))
	for what, c := range map[string]struct {
		ask  people.Ask
		code string
	}{
		"nobody":            {people.Ask{Of: o.id("1"), Plan: people.ToSuccessor}, "no_successor"},
		"oneself":           {people.Ask{Of: o.id("1"), Plan: people.ToSuccessor, Successor: o.id("1")}, "bad_successor"},
		"who has left":      {people.Ask{Of: o.id("1"), Plan: people.ToSuccessor, Successor: o.id("2")}, "bad_successor"},
		"a stranger":        {people.Ask{Of: o.id("1"), Plan: people.ToSuccessor, Successor: uuid.New()}, "not_found"},
		"nobody above":      {people.Ask{Of: o.id("3"), Plan: people.ToManager}, "no_manager"},
		"of nobody":         {people.Ask{Of: uuid.New(), Plan: people.ToManager}, "not_found"},
		"by no plan":        {people.Ask{Of: o.id("1"), Plan: "x"}, "bad_request"},
		"an unknown column": {people.Ask{Of: o.id("1"), Plan: people.ToManager, Only: []string{"x"}}, "bad_request"},
	} {
		_, err := o.store.Preview(o.ctx, o.ws, c.ask, time.Now())
		wantCode(t, what, err, c.code)
	}
	other := newLab(t, o.store)
	_, err := o.store.Preview(o.ctx, other.ws, people.Ask{Of: o.id("1"), Plan: people.ToManager}, time.Now())
	wantCode(t, "another workspace", err, "not_found")
}

// member makes an account with a place in the office and links it to an employee.
func (o *office) member(signIn, number string, roles ...access.Role) (gate *access.Gate, account string) {
	o.t.Helper()
	gate = access.NewGate(o.store, nil)
	m, err := gate.AddMember(o.ctx, time.Now(), access.NewMember{SignIn: signIn + "@" + string(o.ws)[:8] + ".example", Name: "示例", Roles: roles})
	if err != nil {
		o.t.Fatal(err)
	}
	if err := o.store.LinkAccount(o.ctx, o.ws, o.id(number), uuid.MustParse(m.Account), time.Now()); err != nil {
		o.t.Fatal(err)
	}
	return gate, m.Account
}

func TestWhoLeavesIsLetInNoMore(t *testing.T) {
	o := newOffice(t)
	o.member("boss", "3", access.Admin)
	gate, account := o.member("leaver", "1", access.IT)
	link, err := gate.IssueLink(o.ctx, time.Now(), account, 0)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := gate.UseLink(t.Context(), time.Now(), link)
	if err != nil {
		t.Fatal(err)
	}
	theirs := access.With(t.Context(), access.Actor{Kind: access.User, ID: account, Workspace: o.ws, Roles: []access.Role{access.IT}})
	tomorrow := time.Now().AddDate(0, 0, 1)
	key, _, err := gate.IssueKey(theirs, time.Now(), access.NewKey{Name: "试验", Roles: []access.Role{access.IT}, ExpiresAt: &tomorrow})
	if err != nil {
		t.Fatal(err)
	}
	later, err := gate.IssueLink(o.ctx, time.Now(), account, 0)
	if err != nil {
		t.Fatal(err)
	}
	before, err := o.store.AccessOf(o.ctx, o.ws, o.id("1"), time.Now())
	if err != nil || !before.Open || before.Sessions != 1 || before.Keys != 1 {
		t.Fatalf("before: %+v, %v", before, err)
	}

	if n, err := o.store.CloseLeavers(t.Context(), o.ws, time.Now()); n != 0 || err != nil {
		t.Fatalf("nobody has left, and %d were shut out, %v", n, err)
	}
	o.apply(staffer(2, "1", "3", "left"))
	if n, err := o.store.CloseLeavers(t.Context(), o.ws, time.Now()); n != 1 || err != nil {
		t.Fatalf("%d were shut out, %v", n, err)
	}
	_, _, err = gate.Enter(t.Context(), time.Now(), token, "")
	wantCode(t, "the session", err, "session_over")
	_, err = gate.Key(t.Context(), time.Now(), key)
	wantCode(t, "the key", err, "key_refused")
	_, _, err = gate.UseLink(t.Context(), time.Now(), later)
	wantCode(t, "a link of before", err, "link_refused")
	if got := o.text(`select string_agg(action, ' ' order by seq) from audit where actor_kind = 'system' and actor_id = 'leaver'`); got != "key.revoke account.disable" {
		t.Errorf("the trail says %q", got)
	}

	// A person opens it again: the same leaving does not close it.
	a, err := o.store.ReopenAccess(o.ctx, o.ws, o.id("1"), "顾问", time.Now())
	if err != nil || !a.Open || a.Sessions != 0 || a.Keys != 0 {
		t.Errorf("reopened: %+v, %v", a, err)
	}
	if n, err := o.store.CloseLeavers(t.Context(), o.ws, time.Now()); n != 0 || err != nil {
		t.Errorf("opened by a person and closed again: %d, %v", n, err)
	}
}

func TestTheLastAdministratorIsNotShutOut(t *testing.T) {
	o := newOffice(t)
	gate, account := o.member("boss", "3", access.Admin)
	o.apply(staffer(2, "3", "", "left"))
	if n, err := o.store.CloseLeavers(t.Context(), o.ws, time.Now()); n != 0 || err != nil {
		t.Errorf("%d were shut out, %v", n, err)
	}
	_, err := o.store.CloseAccess(o.ctx, o.ws, o.id("3"), "", time.Now())
	wantCode(t, "the last administrator", err, "last_admin")
	if _, err := gate.IssueLink(o.ctx, time.Now(), account, 0); err != nil {
		t.Error(err)
	}
	o.member("next", "2", access.Admin)
	if n, err := o.store.CloseLeavers(t.Context(), o.ws, time.Now()); n != 1 || err != nil {
		t.Errorf("with another administrator %d were shut out, %v", n, err)
	}
}

// Who has a place elsewhere too loses the one here alone.
func TestAPlaceElsewhereStays(t *testing.T) {
	o := newOffice(t)
	other := newLab(t, o.store)
	o.member("boss", "3", access.Admin)
	gate, account := o.member("leaver", "1", access.Seller)
	there := access.With(t.Context(), access.SystemActor("test", other.ws))
	signIn := o.text(`select sign_in from account where id = $1::text::uuid`, account)
	if _, err := gate.AddMember(there, time.Now(), access.NewMember{SignIn: signIn, Name: "示例", Roles: []access.Role{access.Admin}}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.CloseAccess(o.ctx, o.ws, o.id("1"), "", time.Now()); err != nil {
		t.Fatal(err)
	}
	places, err := o.store.MembershipsOf(t.Context(), account)
	if err != nil || len(places) != 1 || places[0].Workspace != other.ws || places[0].Disabled {
		t.Errorf("places %+v, %v", places, err)
	}
	if _, err := o.store.ReopenAccess(o.ctx, o.ws, o.id("1"), "", time.Now()); err != nil {
		t.Fatal(err)
	}
	places, err = o.store.MembershipsOf(t.Context(), account)
	if err != nil || len(places) != 2 || places[0].Roles[0] != access.Seller {
		t.Errorf("reopened: places %+v, %v", places, err)
	}
}

func TestAnAccountIsLinkedOnce(t *testing.T) {
	o := newOffice(t)
	_, account := o.member("a", "1", access.Seller)
	err := o.store.LinkAccount(o.ctx, o.ws, o.id("2"), uuid.MustParse(account), time.Now())
	wantCode(t, "of another", err, "account_taken")
	err = o.store.LinkAccount(o.ctx, o.ws, o.id("2"), uuid.New(), time.Now())
	wantCode(t, "of nobody", err, "not_found")
	got, err := o.store.EmployeeOfAccount(t.Context(), o.ws, uuid.MustParse(account))
	if err != nil || got.Number != "1" {
		t.Errorf("%+v, %v", got, err)
	}
	// The link outlives what the sources do.
	o.apply(change{conn: "crm", stream: "employees", key: "1", version: 2, deleted: true})
	o.apply(staffer(3, "1", "3", "active"))
	if got, err = o.store.EmployeeOfAccount(t.Context(), o.ws, uuid.MustParse(account)); err != nil || got.Number != "1" {
		t.Errorf("after the record came again: %+v, %v", got, err)
	}
	if err := o.store.LinkAccount(o.ctx, o.ws, o.id("1"), uuid.Nil, time.Now()); err != nil {
		t.Fatal(err)
	}
	_, err = o.store.EmployeeOfAccount(t.Context(), o.ws, uuid.MustParse(account))
	wantCode(t, "taken away", err, "not_found")
}

// Records that an earlier program applied become employees and owners at the start.
func TestWhatWasAppliedEarlierIsCaughtUp(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 4, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	o, owner := officeOver(t, s), pgtest.Owner(t, dsn)
	want := o.owners()
	owner.Exec("select set_config('app.workspace', $1, false)", string(o.ws))
	for _, table := range []string{"entity_owner", "employee", "people_version"} {
		owner.Exec("delete from " + table)
	}
	if got := o.owners(); got != "" {
		t.Fatalf("still %s", got)
	}
	for range 2 {
		if err := o.store.CatchUpPeople(t.Context(), o.ws); err != nil {
			t.Fatal(err)
		}
		o.want("caught up", want)
	}
}
