package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// finder is a hub whose stages are started one after the other, and the page that
// finds documents.
type finder struct {
	*installation
	hub  *hub
	http http.Handler
	crm  record.ConnectionID
	keys map[access.Role]string
}

func newFinder(t *testing.T) *finder {
	f := &finder{installation: install(t), keys: map[access.Role]string{}}
	ctx := access.With(t.Context(), access.SystemActor("test", f.ws))
	c, err := f.store.CreateConnection(ctx, f.ws, store.NewConnection{Name: "crm", Title: "客户关系系统", Connector: "crm", Settings: map[string]any{"base_url": "http://127.0.0.1:1"}, Secrets: map[string]string{"token": "t"}})
	if err != nil {
		t.Fatal(err)
	}
	f.crm = c.ID
	if err := installMappings(ctx, f.store, f.ws, "crm"); err != nil {
		t.Fatal(err)
	}
	f.hub = newHub(f.store, f.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	gate := access.NewGate(f.store, access.NewAttempts())
	for _, role := range []access.Role{access.Admin, access.Finance} {
		if f.keys[role], _, err = gate.IssueKey(ctx, time.Now(), access.NewKey{Name: string(role), Roles: []access.Role{role}}); err != nil {
			t.Fatal(err)
		}
	}
	if f.http, err = f.hub.handler(gate); err != nil {
		t.Fatal(err)
	}
	return f
}

// run starts a part of the hub until the test ends.
func (f *finder) run(part func(ctx context.Context) error) {
	ctx, stop := context.WithCancel(f.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- part(ctx) }()
	f.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && ctx.Err() == nil {
			f.t.Error(err)
		}
	})
}

func (f *finder) deal(key, version, payload string) {
	f.t.Helper()
	f.publish("deals", key, version, payload)
}

func (f *finder) publish(stream, key, version, payload string) {
	f.t.Helper()
	now := time.Now()
	r := record.Record{
		Workspace: f.ws, Connection: f.crm, Connector: "crm", Stream: stream, Key: key, Version: version, Op: record.Upsert,
		OccurredAt: now, ReceivedAt: now, Raw: []byte(payload),
	}
	if err := f.bus.Publish(f.t.Context(), bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: r.Raw}); err != nil {
		f.t.Fatal(err)
	}
}

func (f *finder) find(role access.Role, number string) views.Trace {
	f.t.Helper()
	req := httptest.NewRequestWithContext(f.t.Context(), http.MethodGet, "/api/v1/pipeline/trace?"+url.Values{"number": {number}}.Encode(), nil)
	req.Header.Set("Authorization", "Bearer "+f.keys[role])
	w := httptest.NewRecorder()
	f.http.ServeHTTP(w, req)
	var out views.Trace
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
		f.t.Fatalf("%q: %d %s, %v", number, w.Code, w.Body, err)
	}
	return out
}

// until asks until the answer is as it should be.
func (f *finder) until(what, number string, good func(views.Trace) bool) {
	f.t.Helper()
	var last views.Trace
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if last = f.find(access.Admin, number); good(last) {
			return
		}
	}
	f.t.Errorf("%s: %+v", what, last)
}

// has tells whether a document has a step of a stage and state.
func has(x views.Trace, stage, state string) bool {
	return slices.ContainsFunc(x.Documents, func(d views.TraceDocument) bool {
		return slices.ContainsFunc(d.Steps, func(s views.Step) bool {
			return s.Stage == stage && s.State == state && s.Text.Zh != "" && s.Text.En != ""
		})
	})
}

const wonDeal = `{"id":"D1","number":"SJ-2026-0001","name":"x","contract_no":"HT-2026-0001","status":"won","stage":"signed",` +
	`"amount":{"amount":"1.00","currency":"CNY"},"buyer":{"id":"C1"},"created_at":"2026-01-05T02:00:00Z","signed_at":"2026-02-10T08:30:00Z"}`

// Whatever became of a document, its number finds it: by one question, in one answer,
// with the reason and with where to go next.
func TestEveryFateIsFoundByItsNumber(t *testing.T) {
	f := newFinder(t)

	// On the bus, nobody has read it.
	f.deal("D1", "1", wonDeal)
	x := f.find(access.Admin, "HT-2026-0001")
	if !x.Found || !has(x, "waiting", "waiting") || x.Documents[0].Record.Name != "crm/deals/D1" || x.Looked.Waiting != 1 {
		t.Errorf("on the bus: %+v", x)
	}
	// Landed and not applied.
	mapper := &pipelines.Mapper{Store: mapStore{f.store}, Now: time.Now, Observe: f.hub.metrics}
	f.run(func(ctx context.Context) error {
		return f.hub.stage(ctx, "map", bus.TopicRaw, mapper.Handle, mapper.Bury)
	})
	f.until("landed", "HT-2026-0001", func(x views.Trace) bool {
		return has(x, "mapped", "done") && has(x, "waiting", "waiting") && x.Looked.Waiting == 0
	})
	// Applied, found however it is written.
	applier := &pipelines.Applier{Store: f.store, Now: time.Now, Observe: f.hub.metrics, Mint: uuid.New}
	f.run(func(ctx context.Context) error {
		return f.hub.stage(ctx, "apply", bus.TopicMapped, applier.Handle, applier.Bury)
	})
	for _, n := range []string{"HT-2026-0001", " ht-2026-0001 ", "ＨＴ－２０２６－０００１", "HT—2026—0001", "sj-2026-0001", "D1", "d1"} {
		f.until("applied, as "+n, n, func(x views.Trace) bool {
			return x.Found && has(x, "settled", "done") && !has(x, "waiting", "waiting") && x.Documents[0].Kind == record.KindDeal
		})
	}
	// A fragment of it.
	if x := f.find(access.Admin, "2026-000"); x.Found || len(x.Similar) == 0 || x.Similar[0].Record.Key != "D1" {
		t.Errorf("a fragment: %+v", x)
	}
	// Quarantined: nothing was made of it, its number stands in its content alone.
	f.deal("D2", "1", `{"id":"D2","number":"SJ-2026-0002","_error":{"code":"bad_row","message":"x"}}`)
	f.until("quarantined", "SJ-2026-0002", func(x views.Trace) bool {
		i := slices.IndexFunc(x.Documents, func(d views.TraceDocument) bool { return d.Record.Key == "D2" })
		return i >= 0 && slices.ContainsFunc(x.Documents[i].Steps, func(s views.Step) bool {
			return s.Stage == "dead_letter" && s.State == "failed" && s.DeadLetter != "" && s.Code == "bad_row"
		})
	})
	if x := f.find(access.Finance, "SJ-2026-0002"); !has(x, "dead_letter", "failed") {
		t.Errorf("who may see deals and not the flow: %+v", x)
	}
	// A value left out: the record lives on and says so.
	f.deal("D3", "1", strings.NewReplacer("D1", "D3", "-0001", "-0003", "2026-02-10T08:30:00Z", "soon").Replace(wonDeal))
	f.until("a value left out", "HT-2026-0003", func(x views.Trace) bool { return has(x, "dead_letter", "info") && has(x, "settled", "done") })
	// Its number was another one before.
	f.deal("D4", "1", strings.NewReplacer("D1", "D4", "-0001", "-0004").Replace(wonDeal))
	f.deal("D4", "2", strings.NewReplacer("D1", "D4", "-0001", "-0005").Replace(wonDeal))
	f.until("now", "HT-2026-0005", func(x views.Trace) bool { return has(x, "settled", "done") && !has(x, "superseded", "info") })
	f.until("superseded", "HT-2026-0004", func(x views.Trace) bool { return has(x, "superseded", "info") })
	// Left out by a rule.
	yaml := "version: 1\nstream: leads\ndrop:\n  - when: {path: status, in: [test]}\n    reason: test_data\nentities:\n  - kind: lead\n    fields:\n      channel: channel\n      created_at: created_at\n"
	ctx := access.With(t.Context(), access.SystemActor("test", f.ws))
	if _, err := f.store.PublishMapping(ctx, f.ws, store.MappingOf{Connector: "crm", Stream: "leads"}, 1, yaml, "test"); err != nil {
		t.Fatal(err)
	}
	f.publish("leads", "L1", "1", `{"id":"L1","status":"test","memo":"HT-2026-0006"}`)
	f.until("left out by a rule", "HT-2026-0006", func(x views.Trace) bool {
		return slices.ContainsFunc(x.Documents, func(d views.TraceDocument) bool {
			return slices.ContainsFunc(d.Steps, func(s views.Step) bool { return s.Stage == "settled" && strings.Contains(s.Text.En, "test_data") })
		})
	})
	// Refused at the door.
	f.run(f.hub.door.Refusals.Run)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/in/form", strings.NewReader(`{"contract_no":"HT-2026-0007","mobile":"13912340001"`))
	req.Header.Set("X-Heliu-Key", f.key)
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	f.http.ServeHTTP(w, req)
	if w.Code != http.StatusBadRequest {
		t.Fatalf("the door: %d %s", w.Code, w.Body)
	}
	f.until("refused", "ht-2026-0007", func(x views.Trace) bool {
		return x.Found && len(x.Refusals) == 1 && x.Refusals[0].Code == "bad_json" && x.Refusals[0].Name == "form" && x.Refusals[0].Message.Zh != ""
	})
	// Never seen: where to look, those that stand still first.
	x = f.find(access.Admin, "HT-2099-0001")
	if x.Found || len(x.Places) != 2 || !x.Places[0].Suspect || x.Places[0].Hint.Zh == "" || x.Looked.Records == 0 || !x.Looked.Complete {
		t.Errorf("never seen: %+v", x)
	}
}
