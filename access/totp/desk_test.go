package totp_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

const (
	wsA record.WorkspaceID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
	wsB record.WorkspaceID = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// memory is a Store in memory; package store has the same behaviour on PostgreSQL.
type memory struct {
	mu      sync.Mutex
	factors map[string]totp.Factor
	tickets map[access.Hash]*held
	asked   map[record.WorkspaceID][]access.Role
	members []access.Member
	trail   []access.Entry
	ended   []string
}

type held struct {
	totp.Ticket
	tries int
	used  bool
}

func newMemory(members ...access.Member) *memory {
	return &memory{factors: map[string]totp.Factor{}, tickets: map[access.Hash]*held{}, asked: map[record.WorkspaceID][]access.Role{}, members: members}
}

func (m *memory) Factor(_ context.Context, account string) (totp.Factor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.factors[account]
	f.Account = account
	return f, nil
}

func (m *memory) ChangeFactor(_ context.Context, account string, change func(*totp.Factor) ([]access.Entry, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.factors[account]
	f.Account = account
	entries, err := change(&f)
	if err != nil {
		return err
	}
	m.factors[account] = f
	m.trail = append(m.trail, entries...)
	return nil
}

func (m *memory) SaveTicket(_ context.Context, t totp.Ticket) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tickets[t.Hash] = &held{Ticket: t}
	return nil
}

func (m *memory) TicketByHash(_ context.Context, h access.Hash, now time.Time) (totp.Ticket, error) {
	return m.TryTicket(context.Background(), h, now, -1)
}

func (m *memory) TryTicket(_ context.Context, h access.Hash, now time.Time, most int) (totp.Ticket, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.tickets[h]
	if t == nil || t.used || !now.Before(t.ExpiresAt) || most >= 0 && t.tries >= most {
		return totp.Ticket{}, fault.New("not_found", nil)
	}
	if most >= 0 {
		t.tries++
	}
	return t.Ticket, nil
}

func (m *memory) UseTicket(_ context.Context, h access.Hash, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t := m.tickets[h]; t == nil || t.used {
		return fault.New("not_found", nil)
	}
	m.tickets[h].used = true
	return nil
}

func (m *memory) AskedRoles(_ context.Context, ws record.WorkspaceID) ([]access.Role, error) {
	return m.asked[ws], nil
}

func (m *memory) SaveAskedRoles(_ context.Context, ws record.WorkspaceID, roles []access.Role, e access.Entry) error {
	m.asked[ws] = roles
	m.trail = append(m.trail, e)
	return nil
}

func (m *memory) MembershipsOf(_ context.Context, account string) ([]access.Member, error) {
	var out []access.Member
	for _, x := range m.members {
		if x.Account == account {
			out = append(out, x)
		}
	}
	return out, nil
}

func (m *memory) RevokeSessionsOf(_ context.Context, account string, _ time.Time, e access.Entry) error {
	m.ended = append(m.ended, account)
	return nil
}

func (m *memory) did(action string) (n int) {
	for _, e := range m.trail {
		if e.Action == action {
			n++
		}
	}
	return n
}

func as(t *testing.T, account string, ws record.WorkspaceID, roles ...access.Role) context.Context {
	return access.With(t.Context(), access.Actor{Kind: access.User, ID: account, Workspace: ws, Roles: roles})
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if err == nil || fault.As(err).Code != code {
		t.Errorf("%s: want %s, got %v", what, code, err)
	}
}

// desk is one with somebody whose factor is on.
func desk(t *testing.T) (*totp.Desk, *memory, []byte, []string) {
	t.Helper()
	m := newMemory(access.Member{Account: "mara", Workspace: wsA, Roles: []access.Role{access.Finance}})
	d := totp.NewDesk(m)
	secret, err := d.Offer(as(t, "mara", wsA), noon)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := d.Confirm(as(t, "mara", wsA), noon, totp.Code(secret, totp.StepOf(noon)))
	if err != nil || len(codes) != totp.RecoveryCodes {
		t.Fatal(codes, err)
	}
	return d, m, secret, codes
}

func hold(t *testing.T, d *totp.Desk, now time.Time, step access.Step) string {
	t.Helper()
	token, err := d.Hold(t.Context(), now, access.Half{Account: "mara", Way: access.Way{How: "password"}, Step: step})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAnOfferIsNoFactorYet(t *testing.T) {
	m := newMemory()
	d := totp.NewDesk(m)
	if _, err := d.Offer(as(t, "mara", wsA), noon); err != nil {
		t.Fatal(err)
	}
	if step, err := d.Step(t.Context(), "mara", nil); step != access.StepNone || err != nil {
		t.Errorf("an offer asks for codes: %q, %v", step, err)
	}
	_, err := d.Confirm(as(t, "mara", wsA), noon, "000000")
	wantCode(t, "a wrong first code", err, "second_refused")
	if s, err := d.State(t.Context(), "mara"); s.On || err != nil {
		t.Errorf("%+v, %v", s, err)
	}
	wantCode(t, "turning off what is not on", d.Off(as(t, "mara", wsA), noon, "000000"), "second_off")
}

func TestTheSecondStepTakesACodeOnce(t *testing.T) {
	d, m, secret, _ := desk(t)
	if step, _ := d.Step(t.Context(), "mara", nil); step != access.StepCode {
		t.Fatalf("step %q", step)
	}
	later := noon.Add(time.Minute)
	code := totp.Code(secret, totp.StepOf(later))
	h, recovery, err := d.Pass(t.Context(), later, hold(t, d, later, access.StepCode), code[:3]+" "+code[3:])
	if err != nil || h.Account != "mara" || h.Way.How != "password" || recovery != nil {
		t.Fatalf("%+v %v %v", h, recovery, err)
	}
	_, _, err = d.Pass(t.Context(), later, hold(t, d, later, access.StepCode), code)
	wantCode(t, "the same code again", err, "second_refused")
	if m.did("session.refuse") != 1 {
		t.Errorf("%d refusals in the trail", m.did("session.refuse"))
	}
}

func TestATicketIsGoodOnceAndNotForLong(t *testing.T) {
	d, _, secret, codes := desk(t)
	at := noon.Add(time.Minute)
	ticket := hold(t, d, at, access.StepCode)
	if _, _, err := d.Pass(t.Context(), at, ticket, totp.Code(secret, totp.StepOf(at))); err != nil {
		t.Fatal(err)
	}
	_, _, err := d.Pass(t.Context(), at, ticket, codes[0])
	wantCode(t, "a used ticket", err, "second_over")
	old := hold(t, d, at, access.StepCode)
	_, _, err = d.Pass(t.Context(), at.Add(totp.TicketLimit), old, codes[0])
	wantCode(t, "an old ticket", err, "second_over")
	_, _, err = d.Pass(t.Context(), at, "nothing", codes[0])
	wantCode(t, "no ticket", err, "second_over")
	if _, _, err := d.OfferHeld(t.Context(), at, hold(t, d, at, access.StepCode)); fault.As(err).Code != "second_over" {
		t.Errorf("a sign-in that wants a code may set up a new factor: %v", err)
	}
}

// TestTwoCannotUseOneCode lets many come at once with one code, each with a ticket.
func TestTwoCannotUseOneCode(t *testing.T) {
	d, _, secret, _ := desk(t)
	at := noon.Add(time.Minute)
	code := totp.Code(secret, totp.StepOf(at))
	var mu sync.Mutex
	in := 0
	var wg sync.WaitGroup
	for range 20 {
		ticket := hold(t, d, at, access.StepCode)
		wg.Go(func() {
			if _, _, err := d.Pass(context.Background(), at, ticket, code); err == nil {
				mu.Lock()
				in++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if in != 1 {
		t.Errorf("%d came in by one code", in)
	}
}

func TestARecoveryCodeCountsOnce(t *testing.T) {
	d, m, _, codes := desk(t)
	at := noon.Add(time.Minute)
	if _, _, err := d.Pass(t.Context(), at, hold(t, d, at, access.StepCode), " "+strings.ToUpper(codes[3])+" "); err != nil {
		t.Fatal(err)
	}
	_, _, err := d.Pass(t.Context(), at, hold(t, d, at, access.StepCode), codes[3])
	wantCode(t, "the same recovery code", err, "second_refused")
	if s, _ := d.State(t.Context(), "mara"); s.Recovery != totp.RecoveryCodes-1 || m.did("totp.recovery") != 1 {
		t.Errorf("%+v, %d in the trail", s, m.did("totp.recovery"))
	}
	for _, f := range m.factors {
		for _, h := range f.Recovery {
			if slices.ContainsFunc(codes, func(c string) bool { return string(h[:]) == c }) {
				t.Error("a code is kept as it is")
			}
		}
	}
	fresh, err := d.Renew(as(t, "mara", wsA), at, codes[0])
	if err != nil || slices.Contains(fresh, codes[1]) {
		t.Fatal(fresh, err)
	}
	_, _, err = d.Pass(t.Context(), at, hold(t, d, at, access.StepCode), codes[1])
	wantCode(t, "a recovery code of before", err, "second_refused")
}

// TestGuessingCodesGetsSlower: five guesses are free, then each waits; also with fresh
// tickets, since the count stands with the factor.
func TestGuessingCodesGetsSlower(t *testing.T) {
	d, _, secret, _ := desk(t)
	at := noon.Add(time.Hour)
	ticket := hold(t, d, at, access.StepCode)
	for range 5 {
		_, _, err := d.Pass(t.Context(), at, ticket, "000000")
		wantCode(t, "a guess", err, "second_refused")
	}
	_, _, err := d.Pass(t.Context(), at, ticket, totp.Code(secret, totp.StepOf(at)))
	wantCode(t, "the sixth try of a ticket", err, "second_over")
	_, _, err = d.Pass(t.Context(), at, hold(t, d, at, access.StepCode), totp.Code(secret, totp.StepOf(at)))
	wantCode(t, "the right code too soon", err, "too_many_attempts")
	at = at.Add(time.Minute)
	if _, _, err := d.Pass(t.Context(), at, hold(t, d, at, access.StepCode), totp.Code(secret, totp.StepOf(at))); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	guesses := 0
	for now := at; now.Before(at.Add(24 * time.Hour)); now = now.Add(10 * time.Second) {
		if _, _, err := d.Pass(t.Context(), now, hold(t, d, now, access.StepCode), "000000"); fault.As(err).Code == "second_refused" {
			guesses++
		}
	}
	if guesses > 120 { // of 10^6 codes, three count at a time: one in 2,800 to hit in a day
		t.Errorf("%d guesses in a day", guesses)
	}
}

func TestARoleCanBeMadeToHaveOne(t *testing.T) {
	d, m, secret, _ := desk(t)
	seller := []access.Member{{Account: "sun", Workspace: wsA, Roles: []access.Role{access.Seller}}}
	m.members = append(m.members, seller...)
	admin := as(t, "admin", wsA, access.Admin)
	wantCode(t, "a seller who says who must", d.AskRoles(as(t, "sun", wsA, access.Seller), noon, nil), "forbidden")
	wantCode(t, "an unknown role", d.AskRoles(admin, noon, []access.Role{"boss"}), "bad_role")
	if err := d.AskRoles(admin, noon, []access.Role{access.Seller, access.Finance}); err != nil || m.did("totp.ask") != 1 {
		t.Fatal(err)
	}
	if step, _ := d.Step(t.Context(), "sun", seller); step != access.StepEnrol {
		t.Errorf("step %q", step)
	}
	if step, _ := d.Step(t.Context(), "sun", []access.Member{{Workspace: wsB, Roles: seller[0].Roles}}); step != access.StepNone {
		t.Errorf("another workspace's rule counts: %q", step)
	}
	wantCode(t, "turning off what is asked for", d.Off(as(t, "mara", wsA), noon.Add(time.Minute), totp.Code(secret, totp.StepOf(noon)+2)), "second_asked")

	at := noon.Add(time.Minute)
	ticket, err := d.Hold(t.Context(), at, access.Half{Account: "sun", Step: access.StepEnrol})
	if err != nil {
		t.Fatal(err)
	}
	account, fresh, err := d.OfferHeld(t.Context(), at, ticket)
	if err != nil || account != "sun" {
		t.Fatal(account, err)
	}
	h, recovery, err := d.Pass(t.Context(), at, ticket, totp.Code(fresh, totp.StepOf(at)))
	if err != nil || h.Account != "sun" || len(recovery) != totp.RecoveryCodes {
		t.Fatalf("%+v %v %v", h, recovery, err)
	}
	if step, _ := d.Step(t.Context(), "sun", seller); step != access.StepCode {
		t.Errorf("afterwards: %q", step)
	}
}

func TestAResetNeedsAnAdministratorAndLeavesATrace(t *testing.T) {
	d, m, secret, _ := desk(t)
	admin := as(t, "admin", wsA, access.Admin)
	wantCode(t, "a colleague", d.Reset(as(t, "sun", wsA, access.Seller), noon, "mara", "x"), "forbidden")
	wantCode(t, "one's own", d.Reset(as(t, "mara", wsA, access.Admin), noon, "mara", "x"), "forbidden")
	wantCode(t, "no reason", d.Reset(admin, noon, "mara", ""), "reason_needed")
	wantCode(t, "another workspace's administrator", d.Reset(as(t, "admin", wsB, access.Admin), noon, "mara", "x"), "not_found")
	m.members = append(m.members, access.Member{Account: "mara", Workspace: wsB})
	wantCode(t, "an account of two workspaces", d.Reset(admin, noon, "mara", "x"), "second_shared")
	if err := d.Reset(access.With(t.Context(), access.SystemActor("cli", wsA)), noon, "mara", "手机丢失"); err != nil {
		t.Fatal(err)
	}
	if m.did("totp.reset") != 1 || !slices.Equal(m.ended, []string{"mara"}) || m.trail[len(m.trail)-1].Reason != "手机丢失" {
		t.Errorf("%+v, sessions ended %v", m.trail, m.ended)
	}
	at := noon.Add(time.Minute)
	_, _, err := d.Pass(t.Context(), at, hold(t, d, at, access.StepCode), totp.Code(secret, totp.StepOf(at)))
	wantCode(t, "a code of the old authenticator", err, "second_over")
	wantCode(t, "nothing to reset", d.Reset(access.With(t.Context(), access.SystemActor("cli", wsA)), noon, "mara", "x"), "second_off")
}

// TestALinkOfOneWorkspaceChangesNothingOfAnother: a confined session may be the
// administrator who made the link.
func TestALinkOfOneWorkspaceChangesNothingOfAnother(t *testing.T) {
	d, m, _, _ := desk(t)
	m.members = append(m.members, access.Member{Account: "mara", Workspace: wsB})
	by := access.With(t.Context(), access.Actor{Kind: access.User, ID: "mara", Workspace: wsA, Confined: true})
	_, err := d.Offer(by, noon)
	wantCode(t, "offer", err, "forbidden")
	wantCode(t, "off", d.Off(by, noon, "000000"), "forbidden")
	_, err = d.Offer(access.With(t.Context(), access.Actor{Kind: access.APIKey, ID: "k", Workspace: wsA}), noon)
	wantCode(t, "a key", err, "bad_request")
}
