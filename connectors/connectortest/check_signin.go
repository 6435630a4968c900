package connectortest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// states are what the caller may give: random text, and text that means something in a URL.
var states = []string{"c29tZS1yYW5kb20tc3RhdGUtMDAwMQ", "a&b=c#d?e/f+g h%20", "状态"}

// stateCarried: the state that comes back is the one that was given, to the letter.
func stateCarried(_ context.Context, l *gateLab) error {
	s, err := l.open(nil)
	if err != nil {
		return err
	}
	for _, want := range states {
		got, code, err := l.scan(s, l.gate.Member, want)
		switch {
		case err != nil:
			return fmt.Errorf("state %q: %w", want, err)
		case got != want:
			return fmt.Errorf("state %q came back as %q", want, got)
		case code == "":
			return fmt.Errorf("no code came back in %s", l.gate.CodeParam)
		}
	}
	return nil
}

// urlWithoutSecrets: the browser sees the address, so no secret stands in it.
func urlWithoutSecrets(_ context.Context, l *gateLab) error {
	s, err := l.open(nil)
	if err != nil {
		return err
	}
	at := s.AuthURL("state", redirectURL)
	for _, v := range append(l.secrets(), l.gate.Secrets...) {
		if strings.Contains(at, v) {
			return errors.New("a secret stands in AuthURL")
		}
	}
	return nil
}

// scanned opens a SignIn and lets somebody scan.
func (l *gateLab) scanned(person string) (connectors.SignIn, string, error) {
	s, err := l.open(nil)
	if err != nil {
		return nil, "", err
	}
	_, code, err := l.scan(s, person, "state-0001")
	return s, code, err
}

func exchanged(ctx context.Context, l *gateLab) error {
	s, code, err := l.scanned(l.gate.Member)
	if err != nil {
		return err
	}
	who, err := l.exchange(ctx, s, code)
	if err != nil {
		return err
	}
	if who.ID != l.gate.MemberID {
		return fmt.Errorf("the code of the member gives %q, want %q", who.ID, l.gate.MemberID)
	}
	return nil
}

// refused demands a fault of a code.
func (l *gateLab) refused(ctx context.Context, s connectors.SignIn, code, want string) error {
	who, err := l.exchange(ctx, s, code)
	if err == nil || fault.As(err).Code != want {
		return fmt.Errorf("want %s, got %v and %w", want, who != connectors.Stranger{}, orNothing(err))
	}
	return nil
}

func codeOnce(ctx context.Context, l *gateLab) error {
	s, code, err := l.scanned(l.gate.Member)
	if err != nil {
		return err
	}
	if _, err := l.exchange(ctx, s, code); err != nil {
		return err
	}
	if err := l.refused(ctx, s, code, "sign_in_code"); err != nil {
		return fmt.Errorf("a second time: %w", err)
	}
	return nil
}

func codeExpired(ctx context.Context, l *gateLab) error {
	s, code, err := l.scanned(l.gate.Member)
	if err != nil {
		return err
	}
	l.env.Now.Advance(l.gate.CodeLife + time.Second)
	return l.refused(ctx, s, code, "sign_in_code")
}

// codeUnknown: what somebody typed into the address is refused, and changes nothing of
// the question that is asked.
func codeUnknown(ctx context.Context, l *gateLab) error {
	s, err := l.open(nil)
	if err != nil {
		return err
	}
	for _, code := range []string{"no-such-code", "x&userid=" + l.gate.MemberID, `","code":"x`, ""} {
		if err := l.refused(ctx, s, code, "sign_in_code"); err != nil {
			return fmt.Errorf("an unknown code: %w", err)
		}
	}
	return nil
}

func outsiderRefused(ctx context.Context, l *gateLab) error {
	s, code, err := l.scanned(l.gate.Outsider)
	if err != nil {
		return err
	}
	return l.refused(ctx, s, code, "sign_in_stranger")
}

// gateCredentials: credentials of the hub that are refused are no fault of who scanned.
func gateCredentials(ctx context.Context, l *gateLab) error {
	if len(l.gate.BadCredentials) == 0 {
		return errors.New(`this check needs Gate.BadCredentials; give it, or waive "credentials" with the reason why it cannot be`)
	}
	_, code, err := l.scanned(l.gate.Member)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(l.gate.BadCredentials)) {
		s, err := l.open(l.gate.BadCredentials[name])
		if err != nil {
			return err
		}
		if err := l.refused(ctx, s, code, "source_unauthorized"); err != nil {
			return fmt.Errorf("credentials with %s: %w", name, err)
		}
	}
	return nil
}

func gateUnreachable(ctx context.Context, l *gateLab) error {
	s, code, err := l.scanned(l.gate.Member)
	if err != nil {
		return err
	}
	l.proxy.close()
	if _, err := l.exchange(ctx, s, code); err == nil || !fault.Passing(err) {
		return fmt.Errorf("with the system down want an error that waiting may help, got %w", orNothing(err))
	}
	return nil
}

// gateBadAnswers: whatever answer comes, nobody is let in by it, and the code is not
// said to be wrong when it is the system that is.
func gateBadAnswers(ctx context.Context, l *gateLab) error {
	for _, f := range l.sys.faults() {
		if len(f.Kinds) == 0 || f.Name == "session_lost" {
			continue
		}
		s, code, err := l.scanned(l.gate.Member)
		if err != nil {
			return err
		}
		for n := 1; n <= 4; n++ { // each of the requests that an exchange may take
			l.proxy.set(func(i int) *Fault {
				if i >= n {
					return f
				}
				return nil
			})
			who, err := l.exchange(ctx, s, code)
			reached := l.proxy.count() >= n
			l.proxy.set(nil)
			if !reached {
				break
			}
			if err == nil {
				return fmt.Errorf("%s from request %d on: %v was let in", f.Name, n, who != connectors.Stranger{})
			}
			if kind := fault.KindOf(err); n == 1 && (kind == fault.Unauthorized || kind == fault.Forbidden) {
				return fmt.Errorf("%s from request %d on: %w; the system's trouble is said to be the person's", f.Name, n, err)
			}
		}
	}
	return nil
}

func gateCancelled(ctx context.Context, l *gateLab) error {
	s, code, err := l.scanned(l.gate.Member)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l.proxy.set(always(&Fault{Name: "hang", spoil: func(p *proxy, _ http.ResponseWriter, r *http.Request) {
		cancel()
		select {
		case <-p.gone:
		case <-r.Context().Done():
		}
	}}))
	if _, err := l.exchange(ctx, s, code); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("want the error of the context that ended, got %w", orNothing(err))
	}
	return nil
}

func gateLeaks(ctx context.Context, l *gateLab) error {
	before := goroutines()
	for range 3 {
		s, code, err := l.scanned(l.gate.Member)
		if err != nil {
			return err
		}
		if _, err := l.exchange(ctx, s, code); err != nil {
			return err
		}
	}
	l.proxy.close()
	if t, ok := l.env.HTTP.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	return noneLeft(before)
}
