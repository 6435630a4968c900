package pipelines_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// someBus takes what it is given until it fails.
type someBus struct {
	got  []bus.Message
	fail error
}

func (b *someBus) Publish(_ context.Context, msgs ...bus.Message) error {
	if b.fail == nil {
		b.got = append(b.got, msgs...)
	}
	return b.fail
}

// oneWorkspace relays one lab alone.
type oneWorkspace struct{ onlyLab }

func (o oneWorkspace) Relay(ctx context.Context, ws record.WorkspaceID, limit int, publish func(context.Context, []pipelines.OutboxEvent) error) (int, error) {
	return o.store.Relay(ctx, ws, limit, publish)
}

// slowBus tells when it was given something, and takes it when it is let.
type slowBus struct {
	someBus
	given, let chan struct{}
}

func (b *slowBus) Publish(ctx context.Context, msgs ...bus.Message) error {
	close(b.given)
	<-b.let
	return b.someBus.Publish(ctx, msgs...)
}

// While one hub publishes, another does not overtake it with later events.
func TestRelaysOfTwoHubsKeepTheOrder(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.apply(of(1, "crm", "customers", "c0", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0]}))
	first := &slowBus{given: make(chan struct{}), let: make(chan struct{})}
	done := make(chan error, 1)
	go func() {
		_, err := (&pipelines.Relay{Store: oneWorkspace{onlyLab{l}}, Bus: first, Log: slog.New(slog.DiscardHandler)}).Once(t.Context())
		done <- err
	}()
	<-first.given
	l.apply(of(2, "crm", "customers", "c0", record.Customer{LegalName: "示例甲总医院", TaxID: taxIDs[0]}))
	second := &someBus{}
	other := &pipelines.Relay{Store: oneWorkspace{onlyLab{l}}, Bus: second, Log: slog.New(slog.DiscardHandler)}
	if _, err := other.Once(t.Context()); err != nil || len(second.got) != 0 {
		t.Errorf("the second hub published %d events before the first was through, %v", len(second.got), err)
	}
	close(first.let)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if _, err := other.Once(t.Context()); err != nil || len(second.got) == 0 {
		t.Errorf("then it published %d, %v", len(second.got), err)
	}
}

// The outbox goes to heliu.golden in its order, keyed by golden id; what the bus did
// not take stays, and what it took is not sent again.
func TestRelayCarriesTheOutbox(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	for i := range 3 {
		l.apply(of(1, "crm", "customers", fmt.Sprint("c", i), record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[i%2]}))
	}
	l.apply(of(2, "crm", "customers", "c0"))
	b := &someBus{fail: errNoBroker}
	r := &pipelines.Relay{Store: oneWorkspace{onlyLab{l}}, Bus: b, Log: slog.New(slog.DiscardHandler)}
	if _, err := r.Once(t.Context()); !errors.Is(err, errNoBroker) {
		t.Errorf("a bus that fails: %v", err)
	}
	waiting := l.text(`select count(*)::text from outbox where published_at is null`)
	b.fail = nil
	for range 2 {
		if _, err := r.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if fmt.Sprint(len(b.got)) != waiting || waiting == "0" {
		t.Errorf("%d events sent, %s were waiting", len(b.got), waiting)
	}
	version := map[string]int64{}
	for _, m := range b.got {
		var e struct {
			Golden, Event, Into string
			Version             int64
		}
		if err := json.Unmarshal(m.Payload, &e); err != nil {
			t.Fatal(err)
		}
		if m.Topic != "heliu.golden" || m.Key != e.Golden || m.Headers[record.HeaderWorkspace] != string(l.ws) || e.Event == "" || e.Version <= version[e.Golden] {
			t.Errorf("event %+v under %s after version %d", e, m.Key, version[e.Golden])
		}
		version[e.Golden] = e.Version
	}
}

var errNoBroker = errors.New("no broker")

// A crash between the publish and the mark sends again, and never loses.
func TestRelayAfterACrash(t *testing.T) {
	s, crash := pgtest.CrashingStore(t)
	l := newLab(t, s)
	l.apply(of(1, "crm", "customers", "c0", record.Customer{LegalName: "示例甲医院"}))
	b := &someBus{}
	r := &pipelines.Relay{Store: oneWorkspace{onlyLab{l}}, Bus: b, Log: slog.Default()}
	crashes := 0
	for n := 1; ; n++ {
		crash.Before(n)
		_, err := r.Once(t.Context())
		hit := crash.Hit()
		crash.Before(0)
		if !hit {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		crashes++
		if waiting := l.text(`select count(*)::text from outbox where published_at is null`); waiting != "1" {
			t.Fatalf("after a crash before statement %d %s events wait", n, waiting)
		}
	}
	if crashes < 4 || len(b.got) < 2 {
		t.Errorf("%d crashes, sent %d times", crashes, len(b.got))
	}
	for _, m := range b.got[1:] {
		if string(m.Payload) != string(b.got[0].Payload) {
			t.Errorf("another event: %s", m.Payload)
		}
	}
}

// The same through the real broker, as it runs.
func TestRelayRuns(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	k := kafkatest.Start(t)
	l.apply(of(1, "crm", "customers", "c0", record.Customer{LegalName: "示例甲医院"}))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	r := &pipelines.Relay{Store: l.store, Bus: k.Bus, Log: slog.Default()}
	go func() { ended <- r.Run(ctx) }()
	deadline := time.Now().Add(10 * time.Second)
	for l.text(`select count(*)::text from outbox where published_at is null`) != "0" {
		if time.Now().After(deadline) {
			t.Fatal("the outbox is not carried")
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	ends, err := k.Bus.EndOffsets(t.Context(), "heliu.golden")
	var n int64
	for _, e := range ends {
		n += e
	}
	if err != nil || n != 1 {
		t.Errorf("%d messages on heliu.golden, %v", n, err)
	}
}
