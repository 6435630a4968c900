package console_test

import (
	"encoding/base32"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/access/totp"
)

// TestTheSecondStepOverTheAPI walks password, code and recovery code, and the enrolment
// that a role is asked for.
func TestTheSecondStepOverTheAPI(t *testing.T) {
	h := newHub(t)
	h.member(h.a, "lina", access.Finance)
	first := map[string]string{"sign_in": "lina", "password": longPassword}
	j := jar{}
	j.post(h, "/api/v1/session", first)
	j.post(h, "/api/v1/me/second-factor", map[string]string{"password": "wrong"}).fails(http.StatusUnprocessableEntity, "wrong_password")
	offer := decode[struct{ Secret, URI string }](j.post(h, "/api/v1/me/second-factor", map[string]string{"password": longPassword}), http.StatusOK)
	if !strings.Contains(offer.URI, "secret="+offer.Secret) {
		t.Errorf("%+v", offer)
	}
	code := func() map[string]string {
		return map[string]string{"code": totp.Code(secretOf(t, offer.Secret), totp.StepOf(h.clock.Now()))}
	}
	j.post(h, "/api/v1/me/second-factor/confirm", map[string]string{"code": "000000"}).fails(http.StatusUnprocessableEntity, "wrong_code")
	recovery := decode[struct{ Recovery []string }](j.post(h, "/api/v1/me/second-factor/confirm", code()), http.StatusOK).Recovery
	if len(recovery) != totp.RecoveryCodes {
		t.Fatal(recovery)
	}
	h.clock.Advance(time.Minute)
	k := jar{}
	k.post(h, "/api/v1/session", first).fails(http.StatusUnauthorized, "second_needed")
	if k["heliu"] != nil || k["heliu-step"] == nil || !k["heliu-step"].HttpOnly {
		t.Fatalf("cookies after the first step: %v", k)
	}
	k.post(h, "/api/v1/session/second", map[string]string{"code": "000000"}).fails(http.StatusUnauthorized, "second_refused")
	in := decode[struct{ Me meBody }](k.post(h, "/api/v1/session/second", code()), http.StatusCreated)
	if in.Me.Workspace.Slug != "alpha" || k["heliu-step"] != nil {
		t.Errorf("%+v %v", in, k)
	}
	k.post(h, "/api/v1/session/second", code()).fails(http.StatusUnauthorized, "second_over")

	// What has TOTP on asks for it after a provider too, unless that one proves it itself.
	i := h.idp(h.a, "corp", func(p *identity.Provider) { p.Claim = "preferred_username" })
	p := wang
	p.Username = "lina"
	i.SetPerson(p)
	l := jar{}
	l.post(h, "/api/v1/session/return", i.start(l)).fails(http.StatusUnauthorized, "second_needed")
	if a := l.post(h, "/api/v1/session/second", map[string]string{"code": recovery[0]}); a.Status != http.StatusCreated {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if n := h.refusals(); n != "2" {
		t.Errorf("%s refusals in the trail", n)
	}

	admin := h.keys[access.Admin]
	if a := h.call(http.MethodPut, "/api/v1/sign-in-policy", admin, map[string]any{"second_factor_roles": []string{"seller"}}); a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.member(h.a, "sun", access.Seller)
	s := jar{}
	s.post(h, "/api/v1/session", map[string]string{"sign_in": "sun", "password": longPassword}).fails(http.StatusUnauthorized, "enrolment_needed")
	h.call(http.MethodGet, "/api/v1/me", "", nil, s.send).fails(http.StatusUnauthorized, "unauthenticated")
	offer = decode[struct{ Secret, URI string }](s.post(h, "/api/v1/session/enrolment", nil), http.StatusOK)
	if got := decode[struct{ Recovery []string }](s.post(h, "/api/v1/session/second", code()), http.StatusCreated); len(got.Recovery) != totp.RecoveryCodes {
		t.Errorf("%v", got)
	}
	if a := h.call(http.MethodGet, "/api/v1/me", "", nil, s.send); a.Status != http.StatusOK {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func secretOf(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestASignInEndsTheSessionBefore: the id of a session is a new one at every sign-in, one
// that somebody planted is not taken over, and the old one is dead.
func TestASignInEndsTheSessionBefore(t *testing.T) {
	h := newHub(t)
	old := h.signIn("someone", access.Finance)
	body := map[string]string{"sign_in": "someone", "password": longPassword}
	fresh := cookieOf(t, h.call(http.MethodPost, "/api/v1/session", "", body, with(old)))
	if fresh.Value == old.Value {
		t.Error("the id of the session did not change")
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(old)).fails(http.StatusUnauthorized, "session_over")
	planted := &http.Cookie{Name: "heliu", Value: "chosen-by-somebody-else"}
	if c := cookieOf(t, h.call(http.MethodPost, "/api/v1/session", "", body, with(planted))); c.Value == planted.Value {
		t.Error("a planted id is taken over")
	}
}
