package access_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// oneCode is a second step that everybody passes with 123456.
type oneCode struct{ held map[string]access.Half }

func (o oneCode) Step(context.Context, string, []access.Member) (access.Step, error) {
	return access.StepCode, nil
}

func (o oneCode) Hold(_ context.Context, _ time.Time, h access.Half) (string, error) {
	o.held["t"] = h
	return "t", nil
}

func (o oneCode) Pass(_ context.Context, _ time.Time, token, code string) (access.Half, []string, error) {
	h, ok := o.held[token]
	if !ok || code != "123456" {
		return access.Half{}, nil, fault.New("second_refused", nil)
	}
	delete(o.held, token)
	return h, nil, nil
}

// TestNoSessionWithoutTheSecondStep: neither password nor link begins a session where a
// second step is due; a provider that asks for a second proof itself does.
func TestNoSessionWithoutTheSecondStep(t *testing.T) {
	h := newHouse(t)
	h.Ask(oneCode{map[string]access.Half{}})
	var u *access.Unfinished
	token, _, err := h.SignIn(t.Context(), noon, "mara", pw, "x")
	if token != "" || !errors.As(err, &u) || u.Step != access.StepCode || fault.As(err).Code != "second_needed" {
		t.Fatalf("%q, %v", token, err)
	}
	if h.m.did("session.start") != 0 {
		t.Error("a session began")
	}
	session, s, _, err := h.Finish(t.Context(), noon, u.Token, "123456", "x")
	if err != nil || s.Workspace != wsA || s.Confined {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, _, err := h.Enter(t.Context(), noon, session, ""); err != nil {
		t.Error(err)
	}
	link, err := h.IssueLink(h.as(t), noon, h.both.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err = h.UseLink(t.Context(), noon, link)
	if token != "" || !errors.As(err, &u) {
		t.Fatalf("by link: %q, %v", token, err)
	}
	if _, s, _, err = h.Finish(t.Context(), noon, u.Token, "123456", "x"); err != nil || !s.Confined {
		t.Errorf("%+v, %v", s, err)
	}
	a := access.Account{ID: h.both.Account}
	if token, s, err := h.Admit(t.Context(), noon, a, access.Way{How: "idp", Workspace: wsB, Proven: true}); err != nil || token == "" || !s.Confined || s.Workspace != wsB {
		t.Errorf("%+v, %v", s, err)
	}
	_, _, err = h.Admit(t.Context(), noon, access.Account{ID: h.admin.Account}, access.Way{How: "idp", Workspace: wsB, Proven: true})
	wantCode(t, "a provider of a workspace that the account has no place in", err, "no_workspace")
	gone := noon
	_, _, err = h.Admit(t.Context(), noon, access.Account{ID: h.both.Account, DisabledAt: &gone}, access.Way{How: "idp", Proven: true})
	wantCode(t, "a disabled account", err, "no_workspace")
}

// TestGuessesOfTheSecondStepCountForTheAddress: whoever guesses codes is slowed down like
// whoever guesses passwords.
func TestGuessesOfTheSecondStepCountForTheAddress(t *testing.T) {
	h := newHouse(t)
	h.Ask(oneCode{map[string]access.Half{}})
	for range 5 {
		_, _, _, err := h.Finish(t.Context(), noon, "t", "000000", "guesser")
		wantCode(t, "a guess", err, "second_refused")
	}
	_, _, _, err := h.Finish(t.Context(), noon, "t", "123456", "guesser")
	wantCode(t, "a sixth guess", err, "too_many_attempts")
	_, _, err = h.SignIn(t.Context(), noon, "mara", pw, "guesser")
	wantCode(t, "a password from the same address", err, "too_many_attempts")
}
