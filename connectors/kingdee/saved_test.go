package kingdee_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/fault"
)

// save stores order i anew, its note and number of lines changed, at the time of the clock.
func (s *site) save(i, lines int, note string) {
	o := order(i, lines)
	o.Note = note
	s.PutOrder(o)
}

// A second of more rows than a page is read by FID, and the hub dies in it. A document
// that was passed is saved again within that second: the Read after brings it.
func TestSavedAgainInTheSecondOfARestart(t *testing.T) {
	for _, overlap := range []string{"0s", "2m"} {
		s := newSite(t, fake.Data{Orders: []fake.Order{order(1, 9), order(2, 9), order(3, 9)}})
		set := map[string]any{"page_size": 3, "overlap": overlap}
		for i := range 3 {
			s.env.Now.Advance(100 * time.Millisecond)
			s.save(i+1, 9, "")
		}
		sink := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		for died := 0; ; died++ {
			err := s.open(t, set).Read(context.Background(), "orders", sink.State(), dying(1, sink.Emit))
			if err == nil {
				t.Fatalf("overlap %s: the second was never read in part", overlap)
			}
			if !errors.Is(err, errDied) {
				t.Fatal(err)
			}
			if strings.Contains(string(sink.State()), `"dense":{"id":100020,`) { // past orders 1 and 2
				break
			}
			if died > 10 {
				t.Fatalf("overlap %s: %s", overlap, sink.State())
			}
		}
		s.env.Now.Advance(100 * time.Millisecond)
		s.save(1, 9, "改")
		if err := s.open(t, set).Read(context.Background(), "orders", sink.State(), sink.Emit); err != nil {
			t.Fatal(err)
		}
		if why := s.stale(t, sink); why != "" {
			t.Errorf("overlap %s: %s", overlap, why)
		}
	}
}

// A document with more lines than a page is saved while it is read. Its new place is
// far behind, and what lies between must not be passed over.
func TestMovedWhileReadWhole(t *testing.T) {
	var d fake.Data
	for i := range 12 {
		d.Orders = append(d.Orders, order(i+1, 1+(i%3)*4)) // an hour apart
	}
	for at := 2; at < 40; at++ {
		s := newSite(t, d)
		s.between = func(n int) {
			if n == at {
				for i := range 12 {
					if i%3 == 2 {
						s.save(i+1, 9, "改")
					}
				}
			}
		}
		sink := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		if err := s.open(t, map[string]any{"page_size": 4}).Read(context.Background(), "orders", nil, sink.Emit); err != nil {
			t.Fatal(err)
		}
		if why := s.stale(t, sink); why != "" {
			t.Errorf("saved before query %d: %s", at, why)
		}
	}
}

// A document gets shorter while its lines are read: the lines of two versions never
// come as one.
func TestShortenedWhileReadWhole(t *testing.T) {
	for lines := range 9 {
		s := newSite(t, fake.Data{Orders: []fake.Order{order(1, 1), order(2, 9), order(3, 1)}})
		for at := 2; at <= 6; at++ {
			s.save(2, 9, "")
			s.queries = 0
			s.between = func(n int) {
				if n == at {
					s.save(2, lines, "改")
				}
			}
			recs, _ := s.read(t, s.open(t, map[string]any{"page_size": 3}), "orders", nil)
			for _, r := range recs {
				var raw struct {
					FBillAllAmount json.Number
					Entries        []any `json:"entries"`
				}
				if err := json.Unmarshal(r.Raw, &raw); err != nil {
					t.Fatal(err)
				}
				if want := fmt.Sprint(113 * len(raw.Entries)); raw.FBillAllAmount.String() != want {
					t.Errorf("to %d lines before query %d: %s came with %d lines of %s", lines, at, r.Key, len(raw.Entries), raw.FBillAllAmount)
				}
			}
		}
	}
}

// A Read goes on for longer than the overlap while documents are saved, and it ends or
// dies. What was saved behind its cursor, or was committed late there, is brought by
// the Read after.
func TestSavedBehindALongRead(t *testing.T) {
	for _, batches := range []int{18, 1000} {
		var d fake.Data
		for i := range 40 {
			d.Orders = append(d.Orders, order(i+1, 1))
		}
		s := newSite(t, d)
		began := s.env.Now.Now()
		s.between = func(n int) {
			if n > 30 {
				return
			}
			for i := range 4 {
				s.env.Now.Advance(10 * time.Second)
				s.save((n*4+i)%40+1, 1, fmt.Sprint(n))
			}
			if n == 12 { // begun a minute before the first query was answered
				late := order(99, 1)
				late.Modified = began.Add(-time.Minute)
				s.Load(fake.Data{Orders: []fake.Order{late}})
			}
		}
		sink := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		err := s.open(t, nil).Read(context.Background(), "orders", nil, dying(batches, sink.Emit))
		if err != nil && !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		var st struct{ Cursor struct{ T string } }
		if err := json.Unmarshal(sink.State(), &st); err != nil {
			t.Fatal(err)
		}
		if at, err := time.Parse("2006-01-02T15:04:05-07", st.Cursor.T+"+08"); err != nil || at.Before(began.Add(3*time.Minute)) || s.queries <= 12 {
			t.Fatalf("%d batches: the Read came only to %s with %d queries: %v", batches, st.Cursor.T, s.queries, err)
		}
		s.between = nil
		if err := s.open(t, nil).Read(context.Background(), "orders", sink.State(), sink.Emit); err != nil {
			t.Fatal(err)
		}
		if why := s.stale(t, sink); why != "" {
			t.Errorf("%d batches: %s", batches, why)
		}
		// And when all is quiet the floor is gone and nothing comes again.
		s.env.Now.Advance(time.Hour)
		recs, after := s.read(t, s.open(t, nil), "orders", sink.State())
		if len(recs) != 0 || strings.Contains(string(after), "floor") {
			t.Errorf("%d batches: a quiet Read brought %v and left %s", batches, keys(recs), after)
		}
	}
}

// The cursor is a time; rows whose time cannot be read are no rows.
func TestChangeTimes(t *testing.T) {
	s := newSite(t, fake.Data{Orders: []fake.Order{order(1, 1), order(2, 1)}})
	for _, c := range []struct {
		sent, code string
		want       []string
	}{
		{`"2026/03/02 10:00:00"`, "source_bad_answer", nil},
		{`1772416800000`, "source_bad_answer", nil},
		{`"0001-01-01T00:00:00"`, "", []string{"XSDD000001", "XSDD000002"}},
		{`""`, "", []string{"XSDD000001", "XSDD000002"}},
		{`null`, "", []string{"XSDD000001", "XSDD000002"}},
	} {
		real := day(1).In(time.FixedZone("", 8*3600)).Format(`"2006-01-02T15:04:05"`)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec := httptest.NewRecorder()
			s.ServeHTTP(rec, r)
			_, _ = w.Write([]byte(strings.ReplaceAll(rec.Body.String(), real, c.sent)))
		}))
		defer srv.Close()
		sink := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		err := s.open(t, map[string]any{"base_url": srv.URL + "/K3Cloud", "page_size": 100}).Read(context.Background(), "orders", nil, sink.Emit)
		if c.code != "" {
			if err == nil || fault.As(err).Code != c.code {
				t.Errorf("%s: %v", c.sent, err)
			}
			continue
		}
		if err != nil || !slices.Equal(keys(sink.Records()), c.want) {
			t.Errorf("%s: %v, %v", c.sent, keys(sink.Records()), err)
		}
	}
}
