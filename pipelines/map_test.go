package pipelines_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

const mappedCustomers = `
version: 1
stream: customers
drop:
  - when: {path: kind, equals: test}
    reason: test_record
entities:
  - kind: customer
    fields:
      legal_name: name
      tax_id: tax
`

// counts is an observer that counts.
type counts struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *counts) Settled(_, stream, stage string, k pipelines.OutcomeKind, n int) {
	c.add(fmt.Sprint(stage, " ", stream, " ", k), n)
}

func (c *counts) Faulted(_, stream, stage, code string) {
	c.add(fmt.Sprint(stage, " ", stream, " ", code), 1)
}

func (c *counts) add(k string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil {
		c.m = map[string]int{}
	}
	c.m[k] += n
}

// raw makes the message of a raw record of the connection crm.
func (l *lab) raw(stream, key, version, body string) bus.Delivery {
	now := time.Now()
	r := record.Record{Workspace: l.ws, Connection: l.conns["crm"], Connector: "crm", Stream: stream, Key: key, Version: version, Op: record.Upsert, OccurredAt: now, ReceivedAt: now, Raw: []byte(body)}
	if body == "" {
		r.Op, r.Raw = record.Delete, nil
	}
	return bus.Delivery{Message: bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: r.Raw}, Partition: l.part, Offset: l.offset.Add(1)}
}

func (l *lab) publishMapping(stream, yaml string) {
	l.t.Helper()
	c := access.With(l.t.Context(), access.SystemActor("test", l.ws))
	var was int
	if v := l.text(`select max(version)::text from mapping where stream = $1`, stream); v != "" {
		_, _ = fmt.Sscan(v, &was)
	}
	if _, err := l.store.PublishMapping(c, l.ws, store.MappingOf{Connector: "crm", Stream: stream}, was, yaml, "test"); err != nil {
		l.t.Fatal(err)
	}
}

func TestEveryRawRecordEndsInOnePlace(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.publishMapping("customers", mappedCustomers)
	seen := &counts{}
	m := &pipelines.Mapper{Store: l.store, Now: time.Now, Observe: seen}
	bad := taxIDs[0][:17] + "0"
	batch := []bus.Delivery{
		l.raw("customers", "good", "1", `{"name":"示例甲医院","tax":"`+taxIDs[0]+`"}`),
		l.raw("customers", "bad value", "1", `{"name":"示例乙医院","tax":"`+bad+`"}`),
		l.raw("customers", "no name", "1", `{"tax":"`+taxIDs[1]+`"}`),
		l.raw("customers", "no JSON", "1", `{"name":`),
		l.raw("customers", "dropped", "1", `{"name":"示例","kind":"test"}`),
		l.raw("customers", "deleted", "2", ``),
		l.raw("nothing", "unknown stream", "1", `{}`),
		l.raw("nothing", "deleted there", "1", ``),
	}
	strange := l.raw("customers", "unknown connection", "1", `{}`)
	strange.Headers[record.HeaderConnection] = "00000000-0000-4000-8000-000000000009"
	batch = append(batch, strange)
	handle := func() []bus.Result {
		t.Helper()
		res, err := m.Handle(t.Context(), batch)
		if err != nil || len(res) != len(batch) {
			t.Fatalf("%d results for %d: %v", len(res), len(batch), err)
		}
		return res
	}
	res := handle()
	for i, want := range []struct {
		verdict bus.Verdict
		reason  string
	}{
		{bus.Done, ""}, {bus.Done, ""}, {bus.Drop, "missing_field"}, {bus.Drop, "bad_json"}, {bus.Done, ""}, {bus.Done, ""}, {bus.Drop, "mapping_failed"}, {bus.Done, ""}, {bus.Drop, "not_found"},
	} {
		got := res[i]
		if got.Verdict != want.verdict || want.reason != "" && got.Reason != want.reason || (len(got.Publish) == 1) != (want.verdict == bus.Done) {
			t.Errorf("%d: %+v, want %v %s", i, got, want.verdict, want.reason)
		}
		if len(got.Publish) == 1 {
			x, err := record.MappedFrom(got.Publish[0].Headers, got.Publish[0].Payload)
			if err != nil || got.Publish[0].Topic != bus.TopicMapped || got.Publish[0].Key != batch[i].Key || x.RawOffset != batch[i].Offset || x.RawPartition != l.part || x.MappingVersion > 1 {
				t.Errorf("%d: mapped %+v, %v", i, x, err)
			}
		}
	}
	state := func() string {
		return l.text(`select concat_ws(E'\n', (select string_agg(key || ' ' || mapping_version, '; ' order by koff) from raw_record),
			(select string_agg(concat_ws(' ', key, outcome, reason), '; ' order by koff) from outcome),
			(select string_agg(concat_ws(' ', key, kind, code, field, stage), '; ' order by koff, field) from dead_letter))`)
	}
	const want = "good 1; bad value 1; no name 1; no JSON 1; dropped 1; deleted 1; unknown stream 0; deleted there 0; unknown connection 0\n" +
		"no name quarantined missing_field; no JSON quarantined bad_json; unknown stream quarantined mapping_failed; unknown connection quarantined not_found\n" +
		"bad value value uscc_checksum tax_id map; no name record missing_field legal_name map; no JSON record bad_json  map; unknown stream record mapping_failed  map; unknown connection record not_found  map"
	if got := state(); got != want {
		t.Errorf("stored:\n%s\nwant:\n%s", got, want)
	}
	if n := seen.m["map customers quarantined"] + seen.m["map customers dropped"]; n != 3 || seen.m["map customers uscc_checksum"] != 1 {
		t.Errorf("counted: %v", seen.m)
	}
	// redelivered: the same again is published, nothing else is stored
	second := handle()
	for i := range res {
		if len(res[i].Publish) != len(second[i].Publish) || len(res[i].Publish) == 1 && string(res[i].Publish[0].Payload) != string(second[i].Publish[0].Payload) {
			t.Errorf("%d: another message at the second delivery", i)
		}
	}
	if got := state(); got != want {
		t.Errorf("after a redelivery:\n%s", got)
	}
	// no personal value and no payload stands in a dead letter
	if got := l.text(`select string_agg(value_masked || detail || message_en, ' ') from dead_letter where value_masked like '%' || $1 || '%' or detail like '%' || $1 || '%'`, bad); got != "" {
		t.Errorf("a dead letter holds the value: %s", got)
	}
	offsets, err := l.store.StoredOffsets(t.Context(), bus.TopicRaw)
	if err != nil || offsets[l.part] != batch[len(batch)-1].Offset+1 {
		t.Errorf("stored offset %v, %v", offsets, err)
	}
}

// The raw row, its dead letters and its outcome are one transaction.
func TestMapLandsAllOrNothing(t *testing.T) {
	s, crash := pgtest.CrashingStore(t)
	l := newLab(t, s)
	l.publishMapping("customers", mappedCustomers)
	batch := []bus.Delivery{l.raw("customers", "a", "1", `{"name":"示例甲医院","tax":"`+taxIDs[0][:17]+`0"}`), l.raw("customers", "b", "1", `{}`), l.raw("customers", "c", "1", `{"name":"示例","kind":"test"}`)}
	const rows = `select (select count(*) from raw_record) || ' ' || (select count(*) from outcome) || ' ' || (select count(*) from dead_letter)`
	want := "0 0 0"
	for n := 1; ; n++ {
		m := &pipelines.Mapper{Store: s, Now: time.Now, Observe: &counts{}}
		crash.Before(n)
		_, err := m.Handle(t.Context(), batch)
		hit := crash.Hit()
		crash.Before(0)
		if !hit {
			if err != nil || n < 6 {
				t.Fatalf("after %d crashes: %v", n-1, err)
			}
			break
		}
		if err == nil { // it hit what is rolled back in any case
			want = "3 1 2"
		}
		if got := l.text(rows); got != want {
			t.Fatalf("a crash before statement %d left %s, want %s, error %v", n, got, want, err)
		}
	}
	if got := l.text(rows); got != "3 1 2" {
		t.Errorf("stored %s", got)
	}
}

// A published version is picked up, and a mapping that does not compile quarantines.
func TestMappingsAreFollowed(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.publishMapping("customers", mappedCustomers)
	now := time.Now()
	m := &pipelines.Mapper{Store: l.store, Now: func() time.Time { return now }, Observe: &counts{}}
	name := func() string {
		t.Helper()
		res, err := m.Handle(t.Context(), []bus.Delivery{l.raw("customers", "a", "1", `{"name":"甲","other":"乙"}`)})
		if err != nil {
			t.Fatal(err)
		}
		if res[0].Verdict == bus.Drop {
			return res[0].Reason
		}
		x, err := record.MappedFrom(res[0].Publish[0].Headers, res[0].Publish[0].Payload)
		if err != nil {
			t.Fatal(err)
		}
		var c record.Customer
		if err := json.Unmarshal(x.Entities[0].Data, &c); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(c.LegalName, x.MappingVersion)
	}
	steps := []struct{ yaml, want string }{
		{"", "甲1"},
		{"version: 1\nstream: customers\nentities: [{kind: customer, fields: {legal_name: other}}]\n", "乙2"},
		{"version: 1\nstream: customers\nentities: [{kind: nobody}]\n", "mapping_failed"},
	}
	for _, x := range steps {
		if x.yaml != "" {
			before := name()
			l.publishMapping("customers", x.yaml)
			if got := name(); got != before {
				t.Errorf("within two seconds %s became %s", before, got)
			}
			now = now.Add(2100 * time.Millisecond)
		}
		if got := name(); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

// A record that was mapped again by later rules replaces itself, in any order.
func TestLaterRulesReplaceEarlierOnes(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	m := &pipelines.Mapper{Store: l.store, Observe: &counts{}}
	first := l.raw("customers", "a", "1", `{"name":"甲","other":"乙"}`)
	publish := func() bus.Delivery {
		m.Now = func() time.Time { return time.Now().Add(time.Duration(l.offset.Add(1)) * time.Hour) } // past the memory of mappings
		res, err := m.Handle(t.Context(), []bus.Delivery{first})
		if err != nil {
			t.Fatal(err)
		}
		return bus.Delivery{Message: res[0].Publish[0], Partition: l.part, Offset: first.Offset}
	}
	l.publishMapping("customers", mappedCustomers)
	early := publish()
	l.publishMapping("customers", "version: 1\nstream: customers\nentities: [{kind: customer, fields: {legal_name: other}}]\n")
	late := publish()
	for _, d := range []bus.Delivery{early, late, early} {
		l.handle([]bus.Delivery{d})
	}
	if got := l.text(`select name from golden where status = 'active'`); got != "乙" {
		t.Errorf("the golden name is %s, want that of the later rules", got)
	}
}

// A database that is not there fails the batch and settles nothing: the bus tries again.
func TestMapWaitsForTheDatabase(t *testing.T) {
	down := fault.New("database_unavailable", nil)
	m := &pipelines.Mapper{Store: brokenMap{down}, Now: time.Now, Observe: &counts{}}
	now := time.Now()
	r := record.Record{Workspace: "w", Connection: "c", Connector: "crm", Stream: "s", Key: "k", Version: "1", Op: record.Upsert, OccurredAt: now, ReceivedAt: now}
	if _, err := m.Handle(t.Context(), []bus.Delivery{{Message: bus.Message{Headers: r.Headers()}}}); !errors.Is(err, down) || !fault.Retryable(err) {
		t.Errorf("%v, want a fault that is tried again", err)
	}
}

type brokenMap struct{ err error }

func (brokenMap) Erased(context.Context, record.WorkspaceID, bool) (*privacy.Set, error) {
	return nil, nil
}

func (b brokenMap) StreamMapping(context.Context, record.WorkspaceID, record.ConnectionID, string) (pipelines.StreamMapping, error) {
	return pipelines.StreamMapping{}, b.err
}

func (brokenMap) Land(context.Context, record.WorkspaceID, []pipelines.RawRow, []pipelines.DeadLetter, []pipelines.Outcome) error {
	return errors.New("nothing lands while mappings cannot be read")
}

// A record that the bus gave up on becomes a dead letter with its outcome, in either stage.
func TestWhatTheBusGaveUpOn(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	m := &pipelines.Mapper{Store: l.store, Now: time.Now, Observe: &counts{}}
	cause := fault.New("bus_message_too_large", nil)
	for range 2 {
		if err := m.Bury(t.Context(), l.raw("customers", "a", "1", `{}`), cause); err != nil {
			t.Fatal(err)
		}
	}
	d := l.mapped(of(1, "crm", "customers", "c0", record.Customer{LegalName: "示例甲医院"}))
	for range 2 { // told twice, counted once
		if err := l.applier.Bury(t.Context(), d, errors.New("a bug")); err != nil {
			t.Fatal(err)
		}
	}
	l.handle([]bus.Delivery{d}) // its first outcome stays
	if got := l.text(`select string_agg(concat_ws(' ', key, outcome, reason), '; ' order by koff) from outcome`); got != "a quarantined bus_message_too_large; a quarantined bus_message_too_large; c0 quarantined internal" {
		t.Errorf("outcomes: %s", got)
	}
	if got := l.text(`select string_agg(concat_ws(' ', key, stage, code, count), '; ' order by koff) from dead_letter`); got != "a map bus_message_too_large 2; c0 apply internal 1" {
		t.Errorf("dead letters: %s", got)
	}
}
