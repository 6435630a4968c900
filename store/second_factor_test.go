package store_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// TestTheSecondStepOnPostgreSQL signs somebody in whose second factor is on: by password
// and code, each code once whoever asks for it at the same time, and by a recovery code.
func TestTheSecondStepOnPostgreSQL(t *testing.T) {
	dsn := pgtest.Database(t)
	keys := seal.NewKeyring()
	s, err := store.Open(t.Context(), dsn, store.Options{Keys: keys, MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := workspace(t, s, "a")
	desk := totp.NewDesk(s)
	g := access.NewGate(s, nil).Ask(desk)
	m, err := g.AddMember(access.With(t.Context(), access.SystemActor("up", ws)), noon, access.NewMember{SignIn: "mara", Roles: []access.Role{access.Admin}, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	her := access.With(t.Context(), access.Actor{Kind: access.User, ID: m.Account, Workspace: ws, Roles: m.Roles})
	secret, err := desk.Offer(her, noon)
	if err != nil {
		t.Fatal(err)
	}
	recovery, err := desk.Confirm(her, noon, totp.Code(secret, totp.StepOf(noon)))
	if err != nil || len(recovery) != totp.RecoveryCodes {
		t.Fatal(recovery, err)
	}
	half := func(at time.Time) string {
		t.Helper()
		token, _, err := g.SignIn(t.Context(), at, "mara", password, "x")
		u, ok := err.(*access.Unfinished) //nolint:errorlint // it is returned as it is
		if !ok || u.Step != access.StepCode || token != "" {
			t.Fatalf("the password alone: token %t, %v", token != "", err)
		}
		return u.Token
	}
	at := noon.Add(time.Minute)
	code := totp.Code(secret, totp.StepOf(at))
	var in atomic.Int32
	var wg sync.WaitGroup
	for range 6 {
		ticket := half(at)
		wg.Go(func() {
			if token, _, _, err := g.Finish(context.Background(), at, ticket, code, "x"); err == nil {
				in.Add(1)
				if _, _, err := g.Enter(context.Background(), at, token, ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in by one code", in.Load())
	}
	at = at.Add(time.Hour)
	ticket := half(at)
	if _, _, _, err := g.Finish(t.Context(), at, ticket, recovery[0], "x"); err != nil {
		t.Error(err)
	}
	_, _, _, err = g.Finish(t.Context(), at, ticket, recovery[1], "x")
	wantFault(t, err, "second_over")

	sql := pgtest.Owner(t, dsn)
	if kept := sql.One("select encode(secret, 'escape') || recovery::text from account_totp"); strings.Contains(kept, totp.Text(secret)) || strings.Contains(kept, string(secret)) {
		t.Error("the secret lies open in the database")
	}
	if err := keys.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	hub := access.With(t.Context(), access.SystemActor("test", access.Hub))
	if n, err := s.RewrapSecrets(hub, access.Hub); err != nil || n != 1 {
		t.Errorf("%d re-wrapped, %v", n, err)
	}
	if err := keys.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := desk.AskRoles(her, at, []access.Role{access.Admin}); err != nil {
		t.Fatal(err)
	}
	if roles, err := s.AskedRoles(t.Context(), ws); err != nil || len(roles) != 1 {
		t.Errorf("%v, %v", roles, err)
	}
	wantFault(t, desk.Off(her, at, recovery[1]), "second_asked")
	if err := desk.Reset(access.With(t.Context(), access.SystemActor("cli", ws)), at, m.Account, "手机丢失"); err != nil {
		t.Fatal(err)
	}
	if n := sql.One("select count(*) from audit where workspace = $1 and action = 'totp.reset' and reason <> ''", string(ws)); n != "1" {
		t.Errorf("%s resets in the workspace's trail", n)
	}
	_, _, err = g.SignIn(t.Context(), at, "mara", password, "x")
	wantFault(t, err, "enrolment_needed")
}
