package notify

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// turn is one pass over what waits for one channel.
type turn struct {
	s       *Sender
	l       *lane
	ws      record.WorkspaceID
	w       Waiting
	channel centre.Channel
	now     func() time.Time
	waiting int // messages of the pass that have not got out
}

// send sends the messages in turn, as many as the channel may carry within a minute.
func (t *turn) send(ctx context.Context, notices []Stored) {
	notices = t.fold(ctx, notices)
	t.waiting = len(notices)
	room := t.channel.PerMinute - t.w.Spent[t.channel.ID]
	if t.channel.PerMinute <= 0 {
		room = len(notices)
	}
	for _, n := range notices {
		if ctx.Err() != nil {
			return
		}
		if !t.channel.On {
			t.later(ctx, n, fault.New("channel_not_ready", nil), lockedOut)
			continue
		}
		next, wait, ok := t.l.breaker.Allow(t.now(), sendBreak)
		t.l.breaker = next
		if !ok {
			t.later(ctx, n, fault.New("channel_not_ready", nil), wait)
			continue
		}
		if room--; room < 0 {
			return // they stay, and go as soon as the minute is over
		}
		if !t.one(ctx, n) {
			return
		}
	}
}

// fold makes one message of those that wait for one target.
func (t *turn) fold(ctx context.Context, in []Stored) (out []Stored) {
	at := map[centre.Target][]Stored{}
	var order []centre.Target
	for _, n := range in {
		if n.TestBy != "" {
			out = append(out, n)
			continue
		}
		if at[n.Target] == nil {
			order = append(order, n.Target)
		}
		at[n.Target] = append(at[n.Target], n)
	}
	for _, target := range order {
		of := at[target]
		if len(of) == 1 {
			out = append(out, of[0])
			continue
		}
		p := t.person(target.Person)
		var ids []string
		var waiting []centre.Waiting
		for _, n := range of {
			ids = append(ids, n.ID)
			waiting = append(waiting, centre.Waiting{Notice: n.Notice, English: p != nil && p.English})
		}
		one := centre.FoldNotices(t.w.Path, waiting)
		if err := t.s.Store.FoldNotices(ctx, t.ws, t.now(), one, ids); err != nil {
			t.s.warn(ctx, t.ws, err)
			continue
		}
		out = append(out, Stored{Notice: one, CreatedAt: t.now()})
	}
	return out
}

func (t *turn) person(id string) *centre.Person {
	i := slices.IndexFunc(t.w.People, func(p centre.Person) bool { return p.ID == id && !p.Gone })
	if i < 0 {
		return nil
	}
	return &t.w.People[i]
}

// one sends a message and keeps what became of it; false: the channel is not asked any
// more in this pass.
func (t *turn) one(ctx context.Context, n Stored) bool {
	m := connectors.Message{ID: n.ID, Title: n.Title, Body: n.Body, Severity: string(n.Severity)}
	if n.Path != "" && t.s.URL != "" {
		m.URL = t.s.URL + n.Path
	}
	if data, err := json.Marshal(map[string]any{"alerts": n.Alerts, "escalated": n.Level > 0, "test": n.TestBy != ""}); err == nil && t.channel.Group {
		m.Data = data
	}
	if !t.channel.Group {
		p := t.person(n.Target.Person)
		if p == nil || p.Address[t.channel.Via] == "" {
			t.failed(ctx, n, fault.New("no_address", nil))
			return true
		}
		m.To = []connectors.Recipient{{ID: p.Address[t.channel.Via]}}
	}
	outcomes, err := t.notify(ctx, m)
	if ctx.Err() != nil { // nothing is known; it is tried again
		return false
	}
	if err == nil && len(outcomes) != 1 {
		err = fault.Newf("internal", "%d outcomes for one message", len(outcomes))
	}
	t.l.breaker = t.l.breaker.Done(err, t.now(), sendBreak, rand.Float64)
	if err != nil {
		t.broken(ctx, n, err)
		return false
	}
	t.settle(ctx, n, outcomes[0])
	return true
}

// notify asks the channel, within its time. Who does not heed that is left behind: what
// it may still do carries the same id.
func (t *turn) notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	type answer struct {
		outcomes []connectors.Outcome
		err      error
	}
	within := t.s.Within
	if within <= 0 {
		within = sendWithin
	}
	nctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	got := make(chan answer, 1)
	go func() {
		to, err := t.s.Make(nctx, t.ws, t.channel.ID)
		if err != nil {
			got <- answer{nil, err}
			return
		}
		o, err := to.Notify(nctx, m)
		got <- answer{o, err}
	}()
	select {
	case a := <-got:
		return a.outcomes, a.err
	case <-nctx.Done():
		return nil, fault.New("channel_not_ready", nctx.Err())
	}
}

func (t *turn) settle(ctx context.Context, n Stored, o connectors.Outcome) {
	why := o.Err
	switch o.Kind {
	case connectors.Written, connectors.Skipped:
		t.waiting--
		t.tried(ctx, n, Tried{State: Sent})
		t.well(ctx)
	case connectors.Retry:
		if why == nil {
			why = fault.New("channel_not_ready", nil)
		}
		t.later(ctx, n, why, sendLadder.Wait(n.Tries, why, rand.Float64))
	default:
		if why == nil {
			why = fault.New("message_refused", nil)
		}
		t.failed(ctx, n, why)
		if t.channel.Group { // nobody can be reached by it
			t.ill(ctx, why)
		}
	}
}

// broken is what happens when the channel takes nothing at all.
func (t *turn) broken(ctx context.Context, n Stored, err error) {
	wait := sendLadder.Wait(n.Tries, err, rand.Float64)
	switch fault.KindOf(err) {
	case fault.Unauthorized, fault.Invalid, fault.Forbidden, fault.NotFound:
		wait = max(wait, lockedOut)
		t.ill(ctx, err)
	default:
		if t.l.breaker.State(t.now()) != fault.Closed || n.Tries >= 2 {
			t.ill(ctx, err)
		}
	}
	t.later(ctx, n, err, wait)
}

func (t *turn) later(ctx context.Context, n Stored, why error, wait time.Duration) {
	now := t.now()
	if now.Sub(n.CreatedAt) > giveUpAfter {
		t.failed(ctx, n, why)
		return
	}
	t.tried(ctx, n, Tried{State: StillWaiting, Next: now.Add(wait), Code: fault.As(why).Code})
}

func (t *turn) failed(ctx context.Context, n Stored, why error) {
	t.waiting--
	t.tried(ctx, n, Tried{State: Failed, Code: fault.As(why).Code})
}

func (t *turn) tried(ctx context.Context, n Stored, x Tried) {
	x.At = t.now()
	if err := t.s.Store.NoticeTried(ctx, t.ws, n.ID, x); err != nil {
		t.s.warn(ctx, t.ws, err)
	}
}

// ill tells, through the other channels, that nothing gets out by this one.
func (t *turn) ill(ctx context.Context, why error) {
	if t.l.since.IsZero() {
		t.l.since = t.now()
	}
	e := alerts.ChannelFailedEvent(t.channel.ID, t.channel.Name, fault.As(why).Code, max(t.waiting, 1), t.l.since)
	if err := t.s.Alarm.Raise(ctx, t.ws, e); err != nil {
		t.s.warn(ctx, t.ws, err)
	}
}

func (t *turn) well(ctx context.Context) {
	if t.l.cleared && t.l.since.IsZero() {
		return
	}
	t.l.cleared, t.l.since = true, time.Time{}
	if err := t.s.Alarm.Clear(ctx, t.ws, alerts.Event{Kind: alerts.ChannelFailed, Connection: t.channel.ID}); err != nil {
		t.l.cleared = false
		t.s.warn(ctx, t.ws, err)
	}
}
