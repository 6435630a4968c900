package connectortest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

func notifyBasics() []notifierCheck {
	needCredentials := func(ch *Channel) string {
		if len(ch.BadCredentials) == 0 {
			return "BadCredentials"
		}
		return ""
	}
	needUnknown := func(ch *Channel) string {
		if ch.Unknown.ID == "" || len(ch.To) == 0 {
			return "Unknown and Channel.To"
		}
		return ""
	}
	return []notifierCheck{
		{name: "spec_complete", run: func(_ context.Context, l *notifyLab) error { return specComplete(l.c.Connector) }},
		{name: "settings", run: notifySettings},
		{name: "check_silent", run: checkSilent},
		{name: "check_credentials", missing: needCredentials, run: checkCredentials},
		{name: "notify_credentials", missing: needCredentials, run: notifyCredentials},
		{name: "delivered", run: delivered},
		{name: "same_message_again", run: sameMessageAgain},
		{name: "other_message", run: otherMessage},
		{name: "unknown_recipient", missing: needUnknown, run: unknownRecipient},
		{name: "no_recipient", run: noRecipient},
		{name: "hostile_text", run: hostileText},
		{name: "at_once", run: atOnce},
	}
}

func hasAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// ids gives whom a message of the check is to reach.
func (l *notifyLab) ids() []string {
	if len(l.ch.To) == 0 {
		return []string{""}
	}
	var out []string
	for _, r := range l.ch.To {
		out = append(out, r.ID)
	}
	return out
}

// all demands that every outcome is of a kind.
func all(out []connectors.Outcome, kind connectors.OutcomeKind) error {
	for i, o := range out {
		if o.Kind != kind {
			return fmt.Errorf("outcome %d is %s (%w), want %s", i, o.Kind, orNothing(o.Err), kind)
		}
	}
	return nil
}

// sent sends a message and demands that it was written to everybody.
func (l *notifyLab) sent(ctx context.Context, n connectors.Notifier, m connectors.Message) error {
	out, err := l.notify(ctx, n, m)
	if err != nil {
		return fmt.Errorf("sending message %s: %w", m.ID, err)
	}
	return all(out, connectors.Written)
}

func notifySettings(ctx context.Context, l *notifyLab) error {
	if _, err := l.open(nil); err != nil {
		return fmt.Errorf("good settings are refused: %w", err)
	}
	spoils := map[string]func(map[string]any){"no_such_setting": func(s map[string]any) { s["no_such_setting"] = "x" }}
	for _, p := range l.c.Connector.Spec.Params {
		if p.Required {
			spoils[p.Name] = func(s map[string]any) { delete(s, p.Name) }
		}
	}
	maps.Copy(spoils, l.ch.BadSettings)
	for _, field := range slices.Sorted(maps.Keys(spoils)) {
		n, err := l.open(spoils[field])
		if err == nil {
			err = n.Check(ctx)
			l.note(err)
		}
		if f := fault.As(err); err == nil || f.Code != "bad_settings" || f.Field != field {
			return fmt.Errorf("spoiled setting %s: want bad_settings [%s], got %w", field, field, orNothing(err))
		}
	}
	return nil
}

// checkSilent: trying the settings tells nobody anything.
func checkSilent(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	if err := n.Check(ctx); err != nil {
		return fmt.Errorf("good settings: %w", err)
	}
	if got := l.ch.Delivered(); len(got) > 0 {
		return fmt.Errorf("Check sent %d messages", len(got))
	}
	return nil
}

func checkCredentials(ctx context.Context, l *notifyLab) error {
	for _, name := range slices.Sorted(maps.Keys(l.ch.BadCredentials)) {
		n, err := l.open(l.ch.BadCredentials[name])
		if err == nil {
			err = n.Check(ctx)
			l.note(err)
		}
		if err == nil || fault.KindOf(err) != fault.Unauthorized {
			return fmt.Errorf("credentials with %s: Check must say unauthorized, got %w", name, orNothing(err))
		}
	}
	return l.hidden()
}

// notifyCredentials: refused credentials concern nobody in particular.
func notifyCredentials(ctx context.Context, l *notifyLab) error {
	for _, name := range slices.Sorted(maps.Keys(l.ch.BadCredentials)) {
		n, err := l.open(l.ch.BadCredentials[name])
		if err != nil {
			return err
		}
		_, err = l.notify(ctx, n, l.message(1))
		if err == nil || errors.Is(err, errForm) || fault.KindOf(err) != fault.Unauthorized {
			return fmt.Errorf("credentials with %s: Notify must give the error unauthorized and no outcomes, got %w", name, orNothing(err))
		}
	}
	if got := l.ch.Delivered(); len(got) > 0 {
		return fmt.Errorf("%d messages arrived with refused credentials", len(got))
	}
	return l.hidden()
}

// delivered: a message arrives once at each recipient, with all that it says.
func delivered(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	m := l.message(1)
	if err := l.sent(ctx, n, m); err != nil {
		return err
	}
	for _, id := range l.ids() {
		if got := l.arrived(id, m.Title, "第一行 0001", "第二行", m.URL); got != 1 {
			return fmt.Errorf("it arrived %d times with its title, both lines and its address; %d messages came in all", got, len(l.ch.Delivered()))
		}
	}
	if got, want := len(l.ch.Delivered()), len(l.ids()); got != want {
		return fmt.Errorf("%d messages arrived, want %d", got, want)
	}
	return l.hidden()
}

// sameMessageAgain: the same ID a second time, also by a Notifier made anew, arrives no
// second time.
func sameMessageAgain(ctx context.Context, l *notifyLab) error {
	for range 2 {
		n, err := l.open(nil)
		if err != nil {
			return err
		}
		for range 2 {
			if err := l.sent(ctx, n, l.message(1)); err != nil {
				return err
			}
		}
	}
	if got, want := len(l.ch.Delivered()), len(l.ids()); got != want {
		return fmt.Errorf("sent four times under one ID, it arrived %d times, want %d", got, want)
	}
	return nil
}

// otherMessage: the same words under another ID are another message.
func otherMessage(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	first, second := l.message(1), l.message(1)
	second.ID = "alert-0002"
	for _, m := range []connectors.Message{first, second} {
		if err := l.sent(ctx, n, m); err != nil {
			return err
		}
	}
	if got, want := len(l.ch.Delivered()), 2*len(l.ids()); got != want {
		return fmt.Errorf("two messages of the same words arrived %d times, want %d", got, want)
	}
	return nil
}

// unknownRecipient: who is unknown is rejected alone, wherever he stands in the list.
func unknownRecipient(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	for i, to := range [][]connectors.Recipient{
		{l.ch.Unknown}, {l.ch.To[0], l.ch.Unknown}, {l.ch.Unknown, l.ch.To[0], l.ch.To[1]},
	} {
		m := l.message(i + 1)
		m.To = to
		out, err := l.notify(ctx, n, m)
		if err != nil {
			return err
		}
		for j, r := range to {
			want := connectors.Written
			if r == l.ch.Unknown {
				want = connectors.Rejected
				if fault.As(out[j].Err) == nil || fault.As(out[j].Err).Code != "recipient_unknown" {
					return fmt.Errorf("an unknown recipient must be recipient_unknown, got %w", orNothing(out[j].Err))
				}
			}
			if out[j].Kind != want {
				return fmt.Errorf("message %d, outcome %d: %s (%w), want %s", i+1, j, out[j].Kind, orNothing(out[j].Err), want)
			}
			if want == connectors.Written && l.arrived(r.ID, fmt.Sprintf("第一行 %04d", i+1)) != 1 {
				return fmt.Errorf("message %d did not arrive once at recipient %d, beside one who is unknown", i+1, j)
			}
		}
	}
	return l.hidden()
}

// noRecipient: a channel to persons refuses a message to nobody; a group needs none.
func noRecipient(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	m := l.message(1)
	m.To = nil
	out, err := l.notify(ctx, n, m)
	switch {
	case err != nil:
		return err
	case len(l.ch.To) == 0:
		return all(out, connectors.Written)
	case out[0].Kind != connectors.Rejected || fault.As(out[0].Err).Code != "recipient_missing":
		return fmt.Errorf("a message to nobody is %s (%w), want rejected as recipient_missing", out[0].Kind, orNothing(out[0].Err))
	}
	return nil
}

// hostile are texts that break out of templates, headers, cards and signatures.
var hostile = []string{
	"引号\"与\\反斜杠", "x\r\nBcc: eve@example.com\r\n\r\nbody", "{{title}}{{.Secret}}${to}%s%n", "a&touser=@all&sign=1", "</title><script>alert(1)</script>",
	`","touser":"@all","x":"`, "\u2028行\u2029分\u0000隔\ufeff", strings.Repeat("长", 5000),
}

// hostileText: whatever stands in a message, it reaches its recipients and nobody else,
// as one message.
func hostileText(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	for i, text := range hostile {
		before := len(l.ch.Delivered())
		m := l.message(i + 1)
		m.Title, m.Body, m.ID = fmt.Sprintf("开头%04d ", i)+text, text, m.ID+text[:min(8, len(text))]
		if err := l.sent(ctx, n, m); err != nil {
			return fmt.Errorf("hostile text %d: %w", i, err)
		}
		got := l.ch.Delivered()[before:]
		if len(got) != len(l.ids()) {
			return fmt.Errorf("hostile text %d arrived as %d messages, want %d", i, len(got), len(l.ids()))
		}
		for _, d := range got {
			if !slices.Contains(l.ids(), d.To) || !strings.Contains(d.Text, fmt.Sprintf("开头%04d", i)) {
				return fmt.Errorf("hostile text %d reached somebody else, or lost its title", i)
			}
		}
		l.env.Now.Advance(minuteAway)
	}
	return l.hidden()
}

// atOnce: several messages at the same time each arrive once.
func atOnce(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	const many = 8
	errs := make([]error, many)
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() { errs[i] = l.sent(ctx, n, l.message(i+1)) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for i := range many {
		for _, id := range l.ids() {
			if got := l.arrived(id, fmt.Sprintf("第一行 %04d", i+1)); got != 1 {
				return fmt.Errorf("of %d messages at once number %d arrived %d times", many, i+1, got)
			}
		}
	}
	return nil
}
