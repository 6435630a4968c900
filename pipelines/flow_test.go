package pipelines_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// plain maps a record whose payload is the canonical JSON already.
const plainLeads = `
version: 1
stream: leads
entities:
  - kind: lead
    fields:
      contact_name: contact_name
      company_name: company_name
      tax_id: tax_id
      mobile: mobile
      channel: channel
      campaign: campaign
      created_at: created_at
`

const plainCustomers = `
version: 1
stream: customers
entities:
  - kind: customer
    fields:
      legal_name: legal_name
      tax_id: tax_id
      codes: [{system: {const: erp}, code: code}]
      relations: {each: "relations[]", fields: {kind: kind, to: {from: to, ref: {entity: customer, stream: customers}}}}
`

const plainDeals = `
version: 1
stream: deals
entities:
  - kind: deal
    fields:
      number: number
      buyer: {from: buyer, ref: {entity: customer, stream: customers}}
      end_customer: {from: end_customer, ref: {entity: customer, stream: customers}}
      status: status
      contract_no: contract_no
      amount: {from: amount, fn: money, currency: CNY}
      net: {from: net, fn: money, currency: CNY}
      created_at: created_at
      signed_at: signed_at
`

const plainReceivables = `
version: 1
stream: receivables
entities:
  - kind: receivable
    fields:
      number: number
      kind: {const: receivable}
      customer: {from: customer, ref: {entity: customer, stream: customers}}
      contract_no: contract_no
      date: date
      amount: {from: amount, fn: money, currency: CNY}
`

const plainPayments = `
version: 1
stream: payments
entities:
  - kind: payment
    fields:
      id: id
      kind: {const: receipt}
      our_account: {const: "0001"}
      value_date: date
      amount: {from: amount, fn: money, currency: CNY}
      customer: {from: customer, ref: {entity: customer, stream: customers}}
      memo: memo
`

type world struct {
	t     testing.TB
	store *store.Store
	bus   *bus.Bus
	ws    record.WorkspaceID
	conn  record.ConnectionID
	stop  context.CancelFunc
	done  chan struct{}
}

type countOnly struct{}

func (countOnly) Settled(string, string, string, pipelines.OutcomeKind, int) {}
func (countOnly) Faulted(string, string, string, string)                     {}

func newWorld(t testing.TB) *world {
	s := pgtest.Store(t)
	k := kafkatest.Start(t)
	w := &world{t: t, store: s, bus: k.Bus}
	ctx := access.With(t.Context(), access.SystemActor("test", access.Hub))
	ws, err := s.CreateWorkspace(ctx, store.NewWorkspace{Slug: "test", Name: "测试"})
	if err != nil {
		t.Fatal(err)
	}
	w.ws = ws.ID
	ctx = access.With(t.Context(), access.SystemActor("test", ws.ID))
	c, err := s.CreateConnection(ctx, ws.ID, store.NewConnection{Name: "src", Connector: "crm"})
	if err != nil {
		t.Fatal(err)
	}
	w.conn = c.ID
	for stream, yaml := range map[string]string{"leads": plainLeads, "customers": plainCustomers, "deals": plainDeals, "receivables": plainReceivables, "payments": plainPayments} {
		if _, err := s.PublishMapping(ctx, ws.ID, store.MappingOf{Connector: "crm", Stream: stream}, 0, yaml, "first"); err != nil {
			t.Fatal(err)
		}
	}
	w.start()
	t.Cleanup(func() { w.stop(); <-w.done })
	return w
}

func (w *world) start() {
	ctx, stop := context.WithCancel(context.Background())
	w.stop, w.done = stop, make(chan struct{})
	mapper := &pipelines.Mapper{Store: w.store, Now: time.Now, Observe: countOnly{}}
	applier := &pipelines.Applier{Store: w.store, Now: time.Now, Observe: countOnly{}, Mint: uuid.New}
	deriver := &pipelines.Deriver{Store: w.store, Log: slog.Default()}
	waiting := bus.Observer{Waiting: func(d bus.Delivery, why error, _ time.Duration) {
		w.t.Errorf("%s/%d waits: %v", d.Topic, d.Offset, why)
	}}
	ended := make(chan error, 4)
	go func() {
		ended <- w.bus.Run(ctx, bus.Stage{Topic: bus.TopicRaw, Group: "map", Handle: mapper.Handle, OnDead: mapper.Bury, Observe: waiting})
	}()
	go func() {
		ended <- w.bus.Run(ctx, bus.Stage{Topic: bus.TopicMapped, Group: "apply", Handle: applier.Handle, OnDead: applier.Bury, Observe: waiting})
	}()
	go func() { ended <- deriver.Run(ctx, "roi") }()
	go func() { ended <- deriver.Run(ctx, "recon") }()
	done := w.done
	go func() {
		defer close(done)
		for range 4 {
			if err := <-ended; err != nil {
				w.t.Errorf("a stage ended: %v", err)
			}
		}
	}()
}

// send puts one record on the bus.
func (w *world) send(stream, key string, version int, data map[string]any) {
	w.t.Helper()
	if err := w.bus.Publish(w.t.Context(), w.message(stream, key, version, data)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) message(stream, key string, version int, data map[string]any) bus.Message {
	w.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		w.t.Fatal(err)
	}
	op := record.Upsert
	if data == nil {
		op, raw = record.Delete, nil
	}
	now := time.Now()
	r := record.Record{Workspace: w.ws, Connection: w.conn, Connector: "crm", Stream: stream, Key: key, Version: fmt.Sprintf("%06d", version), Op: op, OccurredAt: now, ReceivedAt: now, Raw: raw}
	return bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: raw}
}

// settle waits until every record has its outcome and nothing is dirty.
func (w *world) settle() {
	w.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		ends, err := w.bus.EndOffsets(w.t.Context(), bus.TopicRaw)
		if err != nil {
			w.t.Fatal(err)
		}
		var accepted int64
		for _, e := range ends {
			accepted += e
		}
		p, err := w.store.Progress(w.t.Context(), w.ws)
		if err != nil {
			w.t.Fatal(err)
		}
		if p.Settled == accepted && p.Dirty == 0 {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("not settled: %d accepted, %+v", accepted, p)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestOneLeadTravelsTheWholeWay(t *testing.T) {
	w := newWorld(t)
	tax := string(record.MakeTaxID("91", "310000", "MA1TTTT1"))
	// everything in the wrong order: what refers comes before what it refers to
	w.send("payments", "p1", 1, map[string]any{"id": "p1", "date": "2026-05-20", "amount": "1130.00", "customer": "c1", "memo": "货款 HT-2026-001"})
	w.send("receivables", "r1", 1, map[string]any{"number": "AR1", "customer": "c1", "contract_no": "HT-2026-001", "date": "2026-05-01", "amount": "1130.00"})
	w.send("deals", "d1", 1, map[string]any{"number": "D1", "buyer": "c1", "status": "won", "contract_no": "HT-2026-001", "amount": "1130.00", "net": "1000.00", "created_at": "2026-02-01T09:00:00+08:00", "signed_at": "2026-04-01T09:00:00+08:00"})
	w.send("leads", "l1", 1, map[string]any{"contact_name": "示例甲", "company_name": "示例医院", "tax_id": tax, "mobile": "13900001234", "channel": "baidu_sem", "campaign": "骨科", "created_at": "2026-01-10T09:00:00+08:00"})
	w.send("customers", "c1", 1, map[string]any{"legal_name": "示例医院", "tax_id": tax, "code": "C001"})
	w.settle()
	if got := w.text(`select string_agg(channel || ' ' || model || ' ' || gross || ' ' || net, '; ' order by model) from credit`); got != "baidu_sem first@1 113000 100000; baidu_sem last@1 113000 100000; baidu_sem linear@1 113000 100000" {
		t.Errorf("credits: %s", got)
	}
	if got := w.text(`select string_agg(status || ' ' || matched, ';') from payment_state`); got != "matched 113000" {
		t.Errorf("payment: %s (%s)", got, w.text(`select why_en from payment_state`))
	}
	if got := w.text(`select string_agg(kind || ' ' || members || ' ' || anchor, '; ' order by kind) from golden where status = 'active'`); got != "organisation 2 "+tax+"; person 1 " {
		t.Errorf("golden: %s", got)
	}
	if got := w.text(`select string_agg(distinct outcome, ',') || ' ' || count(*) from outcome`); got != "applied 5" {
		t.Errorf("outcomes: %s", got)
	}

	// the same again: nothing changes
	w.send("leads", "l1", 1, map[string]any{"contact_name": "示例甲", "company_name": "示例医院", "tax_id": tax, "mobile": "13900001234", "channel": "baidu_sem", "campaign": "骨科", "created_at": "2026-01-10T09:00:00+08:00"})
	// the customer loses its tax ID: the lead is no longer known to be its
	w.send("customers", "c1", 2, map[string]any{"legal_name": "示例医院", "code": "C001"})
	w.settle()
	if got := w.text(`select count(*)::text from credit`); got != "0" {
		t.Errorf("%s credits are left after the tax ID went", got)
	}
	if got := w.text(`select string_agg(kind || ' ' || members, '; ' order by kind, id) from golden where status = 'active'`); got != "organisation 1; organisation 1; person 1" {
		t.Errorf("golden after split: %s", got)
	}
	// a wrong check digit is left out, the record lives
	w.send("customers", "c1", 3, map[string]any{"legal_name": "示例医院", "tax_id": tax[:17] + "0", "code": "C001"})
	w.send("deals", "d1", 2, nil)
	w.settle()
	if got := w.text(`select string_agg(kind || ' ' || code || ' ' || field, ';') from dead_letter`); got != "value uscc_checksum tax_id" {
		t.Errorf("dead letters: %s", got)
	}
	if got := w.text(`select count(*)::text from won_deal`); got != "0" {
		t.Errorf("%s deals are left after the delete", got)
	}
}

func (w *world) text(query string) string {
	w.t.Helper()
	return pgtest.Text(w.t, w.store, w.ws, query)
}
