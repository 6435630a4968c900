package check_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/crm"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/internal/torture/check"
	"github.com/heliuhub/heliu/internal/torture/ledger"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// finished is a small run that came to rest: the real stages over a real database,
// with a bus in memory.
type finished struct {
	t     *testing.T
	conn  *pgx.Conn
	store *store.Store
	ws    record.WorkspaceID
	conns map[string]record.ConnectionID
	facts check.Facts
	seq   int64
	at    time.Time

	mapper  *pipelines.Mapper
	applier *pipelines.Applier
}

type nobody struct{}

func (nobody) Settled(string, string, string, pipelines.OutcomeKind, int) {}
func (nobody) Faulted(string, string, string, string)                     {}

func finish(t *testing.T) *finished {
	t.Helper()
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 4, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	f := &finished{t: t, store: s, conns: map[string]record.ConnectionID{}, at: time.Now().Add(-time.Minute), facts: check.Facts{Conns: map[string]string{}}}
	if f.conn, err = pgx.Connect(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.conn.Close(context.Background()) })
	f.workspace()
	f.mapper = &pipelines.Mapper{Store: s, Now: time.Now, Observe: nobody{}}
	f.applier = &pipelines.Applier{Store: s, Now: time.Now, Observe: nobody{}, Mint: uuid.New}
	f.load()
	f.derive()
	f.relay()
	return f
}

func (f *finished) workspace() {
	ws, err := f.store.CreateWorkspace(access.With(f.t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "w", Name: "验证"})
	if err != nil {
		f.t.Fatal(err)
	}
	f.ws = ws.ID
	ctx := access.With(f.t.Context(), access.SystemActor("test", ws.ID))
	for name, k := range map[string]connectors.Connector{"push": crm.Connector, "form": webform.Connector, "pull": crm.Connector} {
		c, err := f.store.CreateConnection(ctx, ws.ID, store.NewConnection{Name: name, Connector: k.Spec.Name})
		if err != nil {
			f.t.Fatal(err)
		}
		f.conns[name], f.facts.Conns[string(c.ID)] = c.ID, name
		if name == "pull" {
			continue
		}
		for stream, yaml := range k.Spec.Mappings {
			if _, err := f.store.PublishMapping(ctx, ws.ID, store.MappingOf{Connector: k.Spec.Name, Stream: stream}, 0, string(yaml), "default"); err != nil {
				f.t.Fatal(err)
			}
		}
	}
}

// load sends everything that a run sends: versions, a late one, copies, two bodies
// under one id, a poisoned one, a refused one, and edits that are read.
func (f *finished) load() {
	for n := range 3 {
		for v := range 3 {
			f.send(f.customer("push", n, v+1))
		}
	}
	f.send(f.customer("push", 7, 2))
	late, raw := f.customer("push", 7, 1)
	late.Late = true
	f.send(late, raw)
	again, raw := f.customer("push", 1, 3)
	again.Late = true
	f.send(again, raw)
	for n := range 2 {
		f.send(f.line("push", "deals", fmt.Sprintf("d-%d", n), 1, 12345, map[string]any{
			"number": fmt.Sprintf("TQ-%d", n), "status": "won", "buyer": map[string]string{"object": "customers", "id": "c-0"},
			"amount": map[string]string{"amount": "123.45", "currency": "CNY"}, "signed_at": "2026-03-02T02:00:00Z", "created_at": "2026-01-05T02:00:00Z",
		}))
	}
	bad, raw := f.line("push", "customers", "x-1", 1, 0, map[string]any{"level": "A"})
	bad.Bad = true
	f.send(bad, raw)
	for _, text := range []string{"a", "b"} {
		raw := []byte(`{"contact_name":"验证","mobile":"16700000001","message":"` + text + `","submitted_at":"2026-03-01T02:00:00Z","_request":{"trust":"signed"}}`)
		f.send(ledger.Line{Kind: ledger.Send, Conn: "form", Stream: "leads", Key: "l-1", Version: "1", Hash: hash(record.Upsert, raw)}, raw)
	}
	f.seq++
	f.facts.Ledger = append(f.facts.Ledger,
		ledger.Line{Kind: ledger.Send, Seq: f.seq, Conn: "form", Stream: "leads", Key: "l-2", Version: "1", Hash: "00", Wrong: true},
		ledger.Line{Kind: ledger.Answer, Seq: f.seq, Status: 401, Sent: f.at, At: f.at})
	f.send(f.customer("push", 8, 1))
	l, raw := f.customer("push", 8, 2)
	l.Deleted, l.Hash = true, hash(record.Delete, raw)
	f.send(l, raw)
	for v := range 2 {
		l, raw := f.customer("pull", 20, v+1)
		l.Kind = ledger.Edit
		f.facts.Ledger = append(f.facts.Ledger, l)
		f.deliver(l, raw)
	}
}

func hash(op record.Op, raw []byte) string {
	sum := record.Record{Op: op, Raw: raw}.ContentHash()
	return hex.EncodeToString(sum[:])
}

func (f *finished) customer(conn string, n, v int) (ledger.Line, []byte) {
	name, tax, fen := fmt.Sprintf("验证%d号有限公司", n), string(record.MakeTaxID("91", "310000", fmt.Sprintf("TQ%06d", n/2))), int64(1000*n+v)
	l, raw := f.line(conn, "customers", fmt.Sprintf("c-%d", n), v, fen, map[string]any{
		"legal_name": name, "tax_id": tax, "credit_limit": map[string]string{"amount": fmt.Sprintf("%d.%02d", fen/100, fen%100), "currency": "CNY"},
	})
	l.Name, l.Tax = name, tax
	return l, raw
}

func (f *finished) line(conn, stream, id string, v int, fen int64, fields map[string]any) (ledger.Line, []byte) {
	fields["id"], fields["version"], fields["updated_at"], fields["deleted"] = id, v, "2026-03-01T02:00:00.000000Z", false
	raw, err := json.Marshal(fields)
	if err != nil {
		f.t.Fatal(err)
	}
	return ledger.Line{Kind: ledger.Send, Conn: conn, Stream: stream, Key: id, Version: fmt.Sprintf("%019d", v), Hash: hash(record.Upsert, raw), Fen: fen}, raw
}

// send writes down, delivers and writes down the answer.
func (f *finished) send(l ledger.Line, raw []byte) {
	f.t.Helper()
	f.seq++
	l.Seq = f.seq
	sent := f.at.Add(time.Duration(f.seq) * time.Second)
	f.facts.Ledger = append(f.facts.Ledger, l)
	f.deliver(l, raw)
	f.facts.Ledger = append(f.facts.Ledger, ledger.Line{Kind: ledger.Answer, Seq: l.Seq, Status: 202, Sent: sent, At: sent.Add(time.Millisecond)})
}

func (f *finished) deliver(l ledger.Line, raw []byte) {
	f.t.Helper()
	r := record.Record{
		Workspace: f.ws, Connection: f.conns[l.Conn], Connector: "crm", Stream: l.Stream, Key: l.Key, Version: l.Version, Op: record.Upsert,
		OccurredAt: f.at, ReceivedAt: f.at, Raw: raw,
	}
	if l.Deleted {
		r.Op = record.Delete
	}
	if l.Conn == "form" {
		r.Connector = "webform"
	}
	off := int64(len(f.facts.Raw))
	f.facts.Raw = append(f.facts.Raw, check.Message{Part: 1, Off: off, Headers: r.Headers(), Value: raw})
	d := bus.Delivery{Message: bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: raw}, Partition: 1, Offset: off}
	results, err := f.mapper.Handle(f.t.Context(), []bus.Delivery{d})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, m := range results[0].Publish {
		if _, err := f.applier.Handle(f.t.Context(), []bus.Delivery{{Message: m, Partition: 1, Offset: off}}); err != nil {
			f.t.Fatal(err)
		}
	}
}

// until runs a loop of the hub until a count is zero.
func (f *finished) until(query string, run func(ctx context.Context) error) {
	f.t.Helper()
	ctx, stop := context.WithTimeout(f.t.Context(), 30*time.Second)
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() { _ = run(ctx) })
	for left := 1; left > 0 && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		if err := f.conn.QueryRow(f.t.Context(), query).Scan(&left); err != nil {
			f.t.Fatal(err)
		}
	}
	stop()
	wg.Wait()
}

func (f *finished) derive() {
	d := &pipelines.Deriver{Store: f.store, Log: slog.Default()}
	for _, domain := range []string{"roi", "recon"} {
		f.until(`select count(*) from dirty where domain = '`+domain+`'`, func(ctx context.Context) error { return d.Run(ctx, domain) })
	}
}

// Publish takes what the relay publishes.
func (f *finished) Publish(_ context.Context, msgs ...bus.Message) error {
	for _, m := range msgs {
		f.facts.GoldenEvents = append(f.facts.GoldenEvents, check.Message{Off: int64(len(f.facts.GoldenEvents)), Value: m.Payload})
	}
	return nil
}

func (f *finished) relay() {
	r := &pipelines.Relay{Store: f.store, Bus: f, Log: slog.Default()}
	f.until(`select count(*) from outbox where published_at is null`, r.Run)
}
