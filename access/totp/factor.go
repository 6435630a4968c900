package totp

import (
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// Factor is the second factor of an account. Without a secret there is none; without
// ConfirmedAt it was offered and nobody has shown a code of it yet.
type Factor struct {
	Account     string
	Secret      []byte
	ConfirmedAt *time.Time
	Step        int64         // whose code was used last
	Recovery    []access.Hash // of the codes that are left
	Failures    int           // since the last code that fitted
	FailedAt    *time.Time
}

// On tells whether signing in asks for it.
func (f Factor) On() bool { return len(f.Secret) > 0 && f.ConfirmedAt != nil }

// Guesses that are free, and how long one has to wait after more: a second that doubles
// with each, up to a quarter of an hour. The count stands with the factor, so it holds
// over all hubs; only a code that fits clears it.
const (
	freeGuesses = 5
	longestWait = 15 * time.Minute
)

func (f Factor) wait(now time.Time) time.Duration {
	if f.Failures < freeGuesses || f.FailedAt == nil {
		return 0
	}
	w := fault.Ladder{First: time.Second, Cap: longestWait}.Ceiling(f.Failures - freeGuesses)
	return max(0, min(w, longestWait)-now.Sub(*f.FailedAt))
}

// check takes a code of the factor, or a recovery code where the factor is on, and notes
// it as used. The faults are too_many_attempts and second_refused, which counts.
func (f *Factor) check(now time.Time, code string) (recovery bool, err error) {
	if w := f.wait(now); w > 0 {
		return false, fault.New("too_many_attempts", nil).After(w)
	}
	plain := strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	if step, ok := Verify(f.Secret, plain, now, f.Step); ok {
		f.Step, f.Failures, f.FailedAt = step, 0, nil
		return false, nil
	}
	if i := slices.Index(f.Recovery, recoveryHash(f.Account, code)); f.On() && i >= 0 {
		f.Recovery = slices.Delete(slices.Clone(f.Recovery), i, i+1)
		f.Failures, f.FailedAt = 0, nil
		return true, nil
	}
	f.Failures++
	f.FailedAt = &now
	return false, fault.New("second_refused", nil)
}

// confirm turns an offered factor on with its first code and gives its recovery codes.
func (f *Factor) confirm(now time.Time, code string) ([]string, error) {
	if f.On() || len(f.Secret) == 0 {
		return nil, fault.New("second_over", nil)
	}
	if _, err := f.check(now, code); err != nil {
		return nil, err
	}
	f.ConfirmedAt = &now
	codes, hashes := NewRecovery(f.Account)
	f.Recovery = hashes
	return codes, nil
}

// offer gives the factor a new secret that a code must confirm. Failures stay counted.
func (f *Factor) offer() error {
	if f.On() {
		return fault.New("second_on", nil)
	}
	f.Secret, f.ConfirmedAt, f.Step, f.Recovery = NewSecret(), nil, 0, nil
	return nil
}

// drop takes the factor away.
func (f *Factor) drop() { *f = Factor{Account: f.Account} }
