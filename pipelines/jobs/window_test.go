package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// system is a source in memory that can be asked by time: leads by hour of monday.
type system struct {
	l      *lab
	rows   map[string]record.Record
	calls  []string
	before func(n int) // before each page
	pages  int
	away   bool // another hub holds the connection
	refuse error
}

func (l *lab) source() *system {
	s := &system{l: l, rows: map[string]record.Record{}}
	l.runner.Sources = s
	return s
}

// put makes the system hold a lead that was changed at an hour.
func (s *system) put(key string, hour int, body string) {
	s.rows[key] = record.Record{
		Stream: "leads", Key: key, Version: fmt.Sprintf("%06d", hour), Op: record.Upsert, OccurredAt: monday.Add(time.Duration(hour) * time.Hour), Raw: []byte(body),
	}
}

// give puts what the system holds of a key on the bus, as the live reading does.
func (s *system) give(key string) {
	r := s.rows[key]
	r.Workspace, r.Connection, r.Connector, r.ReceivedAt = s.l.ws, s.l.conn, "crm", s.l.clock.Now()
	s.l.put(bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: r.Raw})
}

func (s *system) Hold(context.Context, jobs.Job, string, time.Duration) (int64, bool, error) {
	return 1, !s.away, nil
}

func (s *system) Source(context.Context, jobs.Job, int64) (connectors.Source, connectors.Spec, error) {
	return s, connectors.Spec{Name: "crm", Streams: []connectors.Stream{{Name: "leads", Windows: true}, {Name: "other"}}}, nil
}

func (s *system) Comparable(context.Context) ([]jobs.Job, error) {
	return []jobs.Job{{Workspace: s.l.ws, Connection: s.l.conn, Connector: "crm"}}, nil
}

func (s *system) Check(context.Context) error                           { return nil }
func (s *system) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }
func (s *system) Read(context.Context, string, connectors.State, connectors.Emit) error {
	return errors.New("a job never reads the live stream")
}

// ReadWindow gives two rows a page, in the order of keys.
func (s *system) ReadWindow(ctx context.Context, stream string, w connectors.Window, from connectors.State, emit connectors.Emit) error {
	if stream != "leads" {
		return fault.New("cannot_window", nil)
	}
	after := ""
	if from != nil {
		if err := json.Unmarshal(from, &after); err != nil {
			return fault.New("lost_state", err)
		}
	}
	s.calls = append(s.calls, fmt.Sprintf("%s+%s after %q", w.From.Sub(monday), w.To.Sub(w.From), after))
	var keys []string
	for k, r := range s.rows {
		if w.Holds(r.OccurredAt) && k > after {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for page := range slices.Chunk(append(keys, ""), 2) {
		if s.pages++; s.before != nil {
			s.before(s.pages)
		}
		if s.refuse != nil {
			return s.refuse
		}
		var recs []record.Record
		for _, k := range page {
			if k != "" {
				recs, after = append(recs, s.rows[k]), k
			}
		}
		state, _ := json.Marshal(after)
		if err := emit(ctx, recs, state); err != nil {
			return err
		}
	}
	return nil
}

func hours(from, to int) (time.Time, time.Time) {
	return monday.Add(time.Duration(from) * time.Hour), monday.Add(time.Duration(to) * time.Hour)
}

// A backfill brings what lies in its range, window by window; killed, it goes on in the
// window in hand, and the live stream's place is not touched.
func TestABackfillGoesOnInTheWindowInHand(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.publish("leads", leads)
	s := l.source()
	for h := range 30 {
		s.put(fmt.Sprintf("l%02d", h), h, body(fmt.Sprintf("a%d", h), "x"))
	}
	n := store.NewJob{Kind: jobs.Backfill, Stream: "leads", Ask: jobs.Ask{Window: 6 * 3600}}
	n.From, n.To = hours(2, 23)
	j := l.order(n)
	s.before = func(n int) {
		if n == 7 {
			panic(errKilled)
		}
	}
	if err := killed(func() error { return l.runner.Do(l.ctx(), j) }); !errors.Is(err, errKilled) {
		t.Fatalf("not killed: %v", err)
	}
	s.before = nil
	if err := l.store.FreeJob(l.ctx(), j, l.runner.Holder); err != nil {
		t.Fatal(err)
	}
	first := len(s.calls)
	j = l.claim(j.ID)
	if err := l.store.SaveWindow(l.ctx(), jobs.Job{Workspace: l.ws, ID: j.ID, Token: j.Token - 1}, jobs.WindowRow{Stream: "leads", From: n.From, To: n.To}); fault.As(err).Code != "stale_lease" {
		t.Errorf("an old lease wrote: %v", err)
	}
	l.end(j, l.runner.Do(l.ctx(), j))
	l.drain()
	if got := l.text(`select count(*) || ' ' || min(key) || ' ' || max(key) from source_record`); got != "21 l02 l22" {
		t.Errorf("read: %s", got)
	}
	if got := l.text(`select string_agg(distinct origin, ',') from raw_record`); got != "backfill" {
		t.Errorf("origin %q", got)
	}
	if got := s.calls[first]; !strings.HasPrefix(got, "8h0m0s+6h0m0s after \"l") { // in the second window, behind its first page
		t.Errorf("after the restart it asked first for %s of %v", got, s.calls)
	}
	if got := l.text(`select count(*)::text from connection_state where state is not null`); got != "0" {
		t.Errorf("%s places of the live stream were written", got)
	}
	var r views.WindowsRead
	_ = json.Unmarshal([]byte(l.text(`select result::text from job`)), &r)
	if r.Windows != 4 || r.Records != 21 {
		t.Errorf("result %+v", r)
	}
	// the past is loaded quietly; a source that refuses fails the job, another hub's connection is left alone
	n.Ask.History = true
	j = l.order(n)
	l.end(j, l.runner.Do(l.ctx(), j))
	l.drain()
	if got := l.text(`select string_agg(distinct origin, ',' order by origin) from raw_record`); got != "backfill,history" {
		t.Errorf("origins %q", got)
	}
	s.refuse = fault.New("source_unauthorized", nil)
	if err := l.runner.Do(l.ctx(), l.order(n)); fault.As(err).Code != "source_unauthorized" {
		t.Errorf("refused: %v", err)
	}
	n.Stream = "other"
	if err := l.runner.Do(l.ctx(), l.order(n)); fault.As(err).Code != "cannot_window" {
		t.Errorf("a stream without windows: %v", err)
	}
}

func (l *lab) compare(from, to int) views.Comparison {
	l.t.Helper()
	n := store.NewJob{Kind: jobs.Compare, Stream: "leads"}
	n.From, n.To = hours(from, to)
	j := l.order(n)
	l.end(j, l.runner.Do(l.ctx(), j))
	rows, _, err := store.NewReader(l.store).ListComparisons(l.ctx(), l.ws, views.ComparisonQuery{Page: views.Page{Limit: 1}})
	if err != nil || len(rows) == 0 {
		l.t.Fatal(err)
	}
	c, err := store.NewReader(l.store).Comparison(l.ctx(), l.ws, rows[0].ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

func (l *lab) openAlerts() string {
	return l.text(`select coalesce(string_agg(kind || ' ' || stream, '; '), '') from alert_event where closed_at is null`)
}

// What source and hub hold otherwise is found and named; what was under way is not a
// difference; reading the window again mends it and ends the alarm.
func TestAComparisonFindsWhatDiffers(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.runner.Page = 3
	l.publish("leads", strings.Replace(leads, "entities:", `reject:
  - when: {path: group, equals: n}
    code: {const: bad_value}
drop:
  - when: {path: group, equals: o}
    reason: test_record
entities:`, 1))
	s := l.source()
	for i, key := range []string{"alike1", "alike2", "changed", "deleted", "missing", "no", "out", "late", "outside"} {
		s.put(key, i, body(key, "x"))
		if key != "missing" && key != "late" {
			s.give(key)
		}
	}
	l.drain()
	s.rows["changed"] = func() record.Record { r := s.rows["changed"]; r.Raw = []byte(body("a new name", "x")); return r }()
	delete(s.rows, "deleted")
	s.give("late") // on its way at the first look
	c := l.compare(0, 8)
	got := fmt.Sprint(c.SourceCount, c.HubCount, c.MissingHub, c.MissingSource, c.Different, c.Dead, c.LeftOut, c.CheckedAgain, c.Equal)
	if want := fmt.Sprint(7, 5, 1, 1, 1, 1, 1, 1, false); got != want {
		t.Errorf("%s, want %s: %+v", got, want, c)
	}
	var names []string
	for _, d := range c.Differences {
		names = append(names, d.What+" "+d.Key+" "+d.Code)
	}
	if want := []string{"missing_hub missing ", "different changed ", "missing_source deleted ", "dead no bad_value", "left_out out test_record"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	if c.SourceHash == c.HubHash || len(c.SourceHash) != 32 {
		t.Errorf("hashes %s %s", c.SourceHash, c.HubHash)
	}
	if got := l.openAlerts(); got != "difference leads" {
		t.Errorf("alerts: %q", got)
	}
	if l.compare(0, 2); l.openAlerts() != "difference leads" {
		t.Error("a window beside it that is alike ended the alarm")
	}
	n := store.NewJob{Kind: jobs.Backfill, Stream: "leads", Ask: jobs.Ask{Window: 24 * 3600}}
	n.From, n.To = hours(0, 8)
	j := l.order(n)
	l.end(j, l.runner.Do(l.ctx(), j))
	l.drain()
	l.send("leads", "deleted", 9, "")
	l.drain()
	if c := l.compare(0, 8); c.MissingHub+c.MissingSource > 0 || c.Different > 1 { // of two contents in one version the greater hash wins
		t.Errorf("after reading again: %+v", c)
	}
	s.put("changed", 3, body("another name", "x"))
	s.give("changed")
	l.drain()
	if c := l.compare(0, 8); !c.Equal || l.openAlerts() != "" {
		t.Errorf("in the end: %+v, alerts %q", c, l.openAlerts())
	}
}

// The content of a side does not depend on the order in which it is read.
func TestTheContentHashKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.StringN(0, 4, 8), 0, 12).Draw(t, "keys")
		var a, b jobs.Content
		for _, k := range keys {
			a.Add(k, [32]byte{byte(len(k))})
		}
		for _, k := range rapid.Permutation(keys).Draw(t, "order") {
			b.Add(k, [32]byte{byte(len(k))})
		}
		if a != b {
			t.Fatal("another order gives another hash")
		}
		if b.Add("one more", [32]byte{}); a == b {
			t.Fatal("one more record gives the same hash")
		}
	})
}

// Scheduled comparisons are ordered once, by whichever hub, and not before the night is over.
func TestComparisonsAreOrderedOnceADay(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.source()
	count := func() string {
		return l.text(`select coalesce(string_agg((to_at - from_at)::text, ' ' order by from_at desc), '') from job`)
	}
	l.clock.Advance(time.Date(2027, 1, 3, 1, 0, 0, 0, record.Shanghai).Sub(l.clock.Now()))
	for _, x := range []struct {
		after time.Duration
		want  string
	}{{0, ""}, {time.Hour, "1 day 7 days"}, {time.Hour, "1 day 7 days"}, {24 * time.Hour, "1 day 1 day 7 days 7 days"}} {
		l.clock.Advance(x.after)
		for range 2 { // two hubs
			if err := l.runner.OrderDaily(l.ctx(), map[string]bool{}); err != nil {
				t.Fatal(err)
			}
		}
		if got := count(); got != x.want {
			t.Errorf("at %s: %q, want %q", l.clock.Now().In(record.Shanghai), got, x.want)
		}
	}
}
