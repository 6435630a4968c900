package pipelines_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

const gone = "13912345601"

func contactOf(n int, key, name, mobile string) change {
	return of(n, "crm", "contacts", key, record.Contact{Name: name, Mobiles: []string{mobile}, Consent: map[string]string{"marketing": "given 2020-01-01"}})
}

func (l *lab) golden(mobile string) string {
	l.t.Helper()
	found, err := l.store.Candidates(l.t.Context(), l.ws, privacy.Value{Kind: privacy.Mobile, Text: mobile})
	if err != nil || len(found) != 1 {
		l.t.Fatalf("%d persons, %v", len(found), err)
	}
	return found[0].Golden
}

func (l *lab) begin(golden string) string {
	l.t.Helper()
	id := uuid.NewString()
	ctx := access.With(l.t.Context(), access.SystemActor("test", l.ws))
	if err := l.store.BeginErasure(ctx, l.ws, privacy.NewErasure{ID: id, Golden: golden, By: "user:test", Reason: "asked"}); err != nil {
		l.t.Fatal(err)
	}
	return id
}

// onlyErase hands an eraser this lab's workspace alone.
type onlyErase struct {
	*store.Store
	l *lab
}

func (o onlyErase) LiveWorkspaces(context.Context) ([]record.WorkspaceID, error) {
	return []record.WorkspaceID{o.l.ws}, nil
}

func (l *lab) eraser() *subjects.Eraser {
	return &subjects.Eraser{Store: onlyErase{l.store, l}, Apply: l.applier, Now: time.Now, Log: slog.New(slog.DiscardHandler), Retention: time.Hour}
}

func (l *lab) erase(golden string) privacy.Erasure {
	l.t.Helper()
	id := l.begin(golden)
	if _, err := l.eraser().Once(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
	all, err := l.store.Erasures(l.t.Context(), l.ws, id)
	if err != nil || len(all) != 1 || all[0].Status != "done" {
		l.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func (l *lab) places(mobile string) string {
	l.t.Helper()
	return l.text(`select coalesce(string_agg(name, ' '), '') from entity where data::text like '%' || $1 || '%'`, mobile) +
		l.text(`select coalesce(string_agg(value, ' '), '') from identifier where value like '%' || $1 || '%'`, mobile)
}

// TestARecordInFlightIsCaught erases between every two stages that a record passes.
func TestARecordInFlightIsCaught(t *testing.T) {
	s := pgtest.Store(t)
	for name, between := range map[string]func(l *lab, m *pipelines.Mapper, erase func()){
		"before it is mapped": func(l *lab, m *pipelines.Mapper, erase func()) {
			erase()
			l.through(m, "contacts", "b", "2", `{"name":"王小明","mobiles":["139-1234-5601"]}`, nil)
		},
		"while it is mapped": func(l *lab, m *pipelines.Mapper, erase func()) {
			m.Store = &lateLand{MapStore: m.Store, before: erase}
			l.through(m, "contacts", "b", "2", `{"name":"王小明","mobiles":["139-1234-5601"]}`, nil)
		},
		"between mapping and applying": func(l *lab, m *pipelines.Mapper, erase func()) {
			l.through(m, "contacts", "b", "2", `{"name":"王小明","mobiles":["139-1234-5601"]}`, erase)
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, s)
			l.install()
			m := &pipelines.Mapper{Store: l.store, Now: time.Now, Observe: &counts{}}
			l.through(m, "contacts", "a", "1", `{"name":"王小明","mobiles":["13912345601"]}`, nil)
			golden := l.golden(gone)
			between(l, m, func() { l.erase(golden) })
			if at := l.places(gone); at != "" {
				t.Errorf("the number stands in %s", at)
			}
			for _, row := range l.raws() {
				if strings.Contains(row, "5601") {
					t.Errorf("the number stands in the raw record %s", row)
				}
			}
			if got := l.text(`select string_agg(outcome || ' ' || reason, ',' order by koff) from outcome where key = 'b'`); got != "dropped erased" && got != "applied " {
				t.Errorf("the record ended as %q", got)
			}
			if waiting := l.text(`select heliu_waiting()::text`); waiting != "0" {
				t.Errorf("%s records wait for ever", waiting)
			}
		})
	}
}

// lateLand does something once between mapping and landing.
type lateLand struct {
	pipelines.MapStore
	before func()
}

func (x *lateLand) Land(ctx context.Context, ws record.WorkspaceID, rows []pipelines.RawRow, dead []pipelines.DeadLetter, settled []pipelines.Outcome) error {
	if do := x.before; do != nil {
		x.before = nil
		do()
	}
	return x.MapStore.Land(ctx, ws, rows, dead, settled)
}

const contactRules = "version: 1\nstream: contacts\nentities:\n  - kind: contact\n    fields:\n      name: name\n      mobiles: mobiles\n"

func (l *lab) install() { l.publishMapping("contacts", contactRules) }

// through takes a record through both stages; between runs in the middle.
func (l *lab) through(m *pipelines.Mapper, stream, key, version, payload string, between func()) {
	l.t.Helper()
	d := l.raw(stream, key, version, payload)
	res, err := m.Handle(l.t.Context(), []bus.Delivery{d})
	if err != nil {
		l.t.Fatal(err)
	}
	if between != nil {
		between()
	}
	for _, msg := range res[0].Publish {
		l.handle([]bus.Delivery{{Message: msg, Partition: d.Partition, Offset: d.Offset}})
	}
}

func (l *lab) raws() (out []string) {
	l.t.Helper()
	for _, x := range strings.Fields(l.text(`select string_agg(encode(payload, 'hex'), ' ') from raw_record`)) {
		packed, err := hex.DecodeString(x)
		if err != nil {
			l.t.Fatal(err)
		}
		plain, err := l.store.Unpack(packed)
		if err != nil {
			l.t.Fatal(err)
		}
		out = append(out, string(plain))
	}
	return out
}

func TestErasingTwiceAndThroughDeath(t *testing.T) {
	s, crash := pgtest.CrashingStore(t)
	for n := 1; n <= 60; n += 7 {
		l := newLab(t, s)
		l.apply(contactOf(1, "a", "王小明", gone), contactOf(1, "b", "王小明", "+86 "+gone), contactOf(1, "c", "李大伟", "13787654302"))
		golden := l.golden(gone)
		id := l.begin(golden)
		crash.Before(n)
		_, err := l.eraser().Once(t.Context())
		hit := crash.Hit()
		crash.Before(0)
		if hit == (err == nil) {
			t.Fatalf("crash before statement %d: hit %t, %v", n, hit, err)
		}
		for range 2 {
			if _, err := l.eraser().Once(t.Context()); err != nil {
				t.Fatalf("after the death before statement %d: %v", n, err)
			}
		}
		all, err := l.store.Erasures(t.Context(), l.ws, id)
		if err != nil || all[0].Status != "done" || l.places(gone) != "" {
			t.Fatalf("crash before statement %d: %+v, %s, %v", n, all, l.places(gone), err)
		}
		var contacts int64
		for _, x := range all[0].Report.Lines {
			if x.What == "contact" && x.Did == "deleted" {
				contacts += x.Rows
			}
		}
		if contacts != 2 && !hit {
			t.Errorf("the report tells of %d contacts", contacts)
		}
		if l.places("13787654302") == "" {
			t.Fatal("the other person went too")
		}
	}
}

// TestASharedNumberStaysWithTheOthers erases one of two persons who have one number: more
// records hold it than may be joined by it.
func TestASharedNumberStaysWithTheOthers(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	var cs []change
	for i := range 22 {
		cs = append(cs, of(1, "crm", "contacts", fmt.Sprint("k", i), record.Contact{Name: fmt.Sprintf("某%d", i), Mobiles: []string{gone}, Emails: []string{fmt.Sprintf("p%d@example.com", i)}}))
	}
	l.apply(cs...)
	found, err := l.store.Candidates(t.Context(), l.ws, privacy.Value{Kind: privacy.Mobile, Text: gone})
	if err != nil || len(found) != 22 {
		t.Fatalf("%d candidates, %v", len(found), err)
	}
	first, err := l.store.Candidates(t.Context(), l.ws, privacy.Value{Kind: privacy.Email, Text: "p0@example.com"})
	if err != nil || len(first) != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	e := l.erase(first[0].Golden)
	if e.Report.Shared != 1 {
		t.Errorf("%+v", e.Report)
	}
	if got := l.text(`select count(*)::text from entity where kind = 'contact'`); got != "21" {
		t.Errorf("%s contacts are left", got)
	}
	l.apply(cs[0], cs[1])
	if got := l.text(`select count(*)::text from entity where kind = 'contact'`); got != "21" {
		t.Errorf("after the source came again there are %s contacts", got)
	}
}

func TestAPersonUnderHoldIsNotErased(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.apply(contactOf(1, "a", "王小明", gone))
	ctx := access.With(t.Context(), access.SystemActor("test", l.ws))
	golden := l.golden(gone)
	early := l.begin(golden) // proposed before, placed meanwhile
	if err := l.store.PlaceHold(ctx, l.ws, privacy.Hold{ID: uuid.NewString(), Golden: golden, Reason: "诉讼"}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.eraser().Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := l.store.Erasures(t.Context(), l.ws, early)
	if err != nil || all[0].Status != "refused" || all[0].Code != "subject_on_hold" || l.places(gone) == "" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := l.store.BeginErasure(ctx, l.ws, privacy.NewErasure{ID: uuid.NewString(), Golden: golden}); err == nil {
		t.Error("it begins")
	}
}
