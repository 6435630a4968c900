package connectors_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

func TestAbilitiesFollowTheConstructors(t *testing.T) {
	var c connectors.Connector
	if got := c.Abilities(); len(got) != 0 {
		t.Errorf("a connector without constructors can %v", got)
	}
	c.NewSignIn = func(context.Context, connectors.Env, connectors.Settings) (connectors.SignIn, error) { return nil, nil }
	c.NewNotifier = func(context.Context, connectors.Env, connectors.Settings) (connectors.Notifier, error) {
		return nil, nil
	}
	if got := fmt.Sprint(c.Abilities()); got != "[notifies signs_in]" {
		t.Errorf("got %s", got)
	}
}

// TestEveryRecipientHasAnOutcome: one each, one for a message without recipients, and
// what waiting may mend is never rejected.
func TestEveryRecipientHasAnOutcome(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 3: 3} {
		m := connectors.Message{To: make([]connectors.Recipient, n)}
		if got := m.Each(connectors.Outcome{Kind: connectors.Written}); len(got) != want {
			t.Errorf("%d recipients have %d outcomes", n, len(got))
		}
	}
	for _, c := range []struct {
		err  error
		want connectors.OutcomeKind
	}{
		{fault.New("source_rate_limited", nil).After(time.Minute), connectors.Retry},
		{fault.New("source_unreachable", nil), connectors.Retry},
		{context.DeadlineExceeded, connectors.Retry},
		{errors.New("a bug"), connectors.Retry},
		{fault.New("source_bad_answer", nil), connectors.Retry},
		{fault.New("source_refused", nil), connectors.Rejected},
	} {
		if got := connectors.Failed(c.err); got.Kind != c.want || !errors.Is(got.Err, c.err) {
			t.Errorf("%v is %s, want %s", c.err, got.Kind, c.want)
		}
	}
}
