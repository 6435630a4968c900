package access

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Way is how somebody has shown who they are.
type Way struct {
	How string // password, ByLink, ByMachine, or a provider's id: stands in the trail
	// Workspace, where it is not empty, confines the session: it began by something that an
	// administrator of that workspace controls, such as a link or a provider of its own.
	Workspace record.WorkspaceID
	// Proven says that whoever vouches for the account asks for a second proof itself.
	Proven bool
}

// How a link lets somebody in. One that a person made may be used by its maker, who then
// acts under another's name; one that was made at the machine itself is as good as that
// machine's word.
const (
	ByLink    = "link"
	ByMachine = "machine"
)

// Step is what is left to do of a sign-in.
type Step string

// The steps.
const (
	StepNone  Step = ""
	StepCode  Step = "code"  // show a code of the second factor
	StepEnrol Step = "enrol" // set a second factor up: a role asks for one, the account has none
)

// Half is a sign-in whose first step is done.
type Half struct {
	Account string
	Way     Way
	Step    Step
}

// Second is the second step of signing in; package access/totp has it. It is safe for
// concurrent use.
type Second interface {
	// Step tells what an account that has shown who it is must do yet, by its places.
	Step(ctx context.Context, account string, places []Member) (Step, error)
	// Hold keeps a half sign-in for a few minutes under a token.
	Hold(ctx context.Context, now time.Time, h Half) (token string, err error)
	// Pass takes the code of a held sign-in and gives it back once. recovery are the codes
	// to show where this step set the second factor up. The faults are second_over,
	// second_refused and too_many_attempts.
	Pass(ctx context.Context, now time.Time, token, code string) (h Half, recovery []string, err error)
}

// Unfinished is the error of a sign-in that wants a second step: Token goes to
// Gate.Finish with a code.
type Unfinished struct {
	Step  Step
	Token string
}

// Error names the step.
func (u *Unfinished) Error() string { return u.Unwrap().Error() }

// Unwrap gives the fault: second_needed or enrolment_needed.
func (u *Unfinished) Unwrap() error {
	if u.Step == StepEnrol {
		return fault.New("enrolment_needed", nil)
	}
	return fault.New("second_needed", nil)
}

// Admit starts a session for an account that has shown who it is, or holds the sign-in
// for its second step: then the error is *Unfinished. Without Way.Workspace the session
// is in the account's first workspace.
func (g *Gate) Admit(ctx context.Context, now time.Time, a Account, w Way) (string, Session, error) {
	places, err := g.placesFor(ctx, a, w)
	if err != nil {
		return "", Session{}, err
	}
	if g.second != nil && !w.Proven {
		step, err := g.second.Step(ctx, a.ID, places)
		if err != nil {
			return "", Session{}, err
		}
		if step != StepNone {
			token, err := g.second.Hold(ctx, now, Half{Account: a.ID, Way: w, Step: step})
			if err != nil {
				return "", Session{}, err
			}
			return "", Session{}, &Unfinished{Step: step, Token: token}
		}
	}
	return g.begin(ctx, now, a, w, places[0].Workspace)
}

// Finish ends a held sign-in with the code of its second step. from is the caller's
// address, for the limit. recovery are the codes to show, this once, where the step set
// the second factor up.
func (g *Gate) Finish(ctx context.Context, now time.Time, token, code, from string) (session string, s Session, recovery []string, err error) {
	if g.second == nil {
		return "", Session{}, nil, fault.New("second_over", nil)
	}
	key := "from " + from
	if err := g.slow(now, key); err != nil {
		return "", Session{}, nil, err
	}
	h, recovery, err := g.second.Pass(ctx, now, token, code)
	if err != nil {
		if fault.KindOf(err) == fault.Unauthorized {
			g.limit.Failed(key, now)
		}
		return "", Session{}, nil, err
	}
	a, err := g.store.AccountByID(ctx, h.Account)
	if err != nil {
		return "", Session{}, nil, err
	}
	places, err := g.placesFor(ctx, a, h.Way)
	if err != nil {
		return "", Session{}, nil, err
	}
	session, s, err = g.begin(ctx, now, a, h.Way, places[0].Workspace)
	return session, s, recovery, err
}

// placesFor gives where an account may enter by a way: the workspace that confines it, or
// all of its places.
func (g *Gate) placesFor(ctx context.Context, a Account, w Way) ([]Member, error) {
	if a.DisabledAt != nil {
		return nil, fault.New("no_workspace", nil)
	}
	places, err := g.store.MembershipsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if w.Workspace != "" {
		var only []Member
		for _, p := range places {
			if p.Workspace == w.Workspace {
				only = append(only, p)
			}
		}
		places = only
	}
	if len(places) == 0 {
		return nil, fault.New("no_workspace", nil)
	}
	return places, nil
}

// begin starts a session.
func (g *Gate) begin(ctx context.Context, now time.Time, a Account, w Way, in record.WorkspaceID) (string, Session, error) {
	token := newToken()
	s := Session{Hash: HashToken(token), Account: a.ID, Workspace: in, Confined: w.Workspace != "", Lent: w.How == ByLink, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(SessionLimit)}
	diff, err := Diff(nil, map[string]string{"by": w.How}, nil)
	if err != nil {
		return "", Session{}, err
	}
	e := Entry{Actor: Actor{Kind: User, ID: a.ID, Workspace: in}, At: now, Action: "session.start", ObjectKind: "account", ObjectID: a.ID, Diff: diff}
	if err := g.store.SaveSession(ctx, s, e); err != nil {
		return "", Session{}, err
	}
	return token, s, nil
}

// Slow refuses an address that has failed too often; Failed counts a failure of one. They
// are for ways in that the gate does not see itself.
func (g *Gate) Slow(now time.Time, from string) error { return g.slow(now, "from "+from) }

// Failed counts a failure of an address.
func (g *Gate) Failed(now time.Time, from string) { g.limit.Failed("from "+from, now) }

// NewSecret makes 32 random bytes as text, for tokens that packages below keep by hash.
func NewSecret() string { return newToken() }

// SignInName gives the sign-in name of an account.
func (g *Gate) SignInName(ctx context.Context, account string) (string, error) {
	a, err := g.store.AccountByID(ctx, account)
	return a.SignIn, err
}

// ProveSelf holds the password of the context's actor, as something that only the person
// may do asks for; an account without one has nothing to prove. Guesses count as at the
// sign-in page.
func (g *Gate) ProveSelf(ctx context.Context, now time.Time, password, from string) error {
	by, err := person(ctx)
	if err != nil {
		return err
	}
	a, err := g.store.AccountByID(ctx, by.ID)
	if err != nil || a.PasswordHash == "" {
		return err
	}
	keys := []string{"name " + a.SignIn, "from " + from}
	if err := g.slow(now, keys...); err != nil {
		return err
	}
	if !VerifyPassword(a.PasswordHash, password) {
		for _, k := range keys {
			g.limit.Failed(k, now)
		}
		return fault.New("wrong_password", nil)
	}
	g.limit.Succeeded(keys[0])
	return nil
}

// HasPassword tells whether the context's actor has a password to prove.
func (g *Gate) HasPassword(ctx context.Context) (bool, error) {
	by, err := person(ctx)
	if err != nil {
		return false, err
	}
	a, err := g.store.AccountByID(ctx, by.ID)
	return a.PasswordHash != "", err
}
