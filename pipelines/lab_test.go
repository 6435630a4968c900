package pipelines_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// lab is a workspace to which changes are applied by hand, without a bus.
type lab struct {
	t       testing.TB
	store   *store.Store
	ws      record.WorkspaceID
	conns   map[string]record.ConnectionID
	part    int // of heliu.raw, its own
	offset  atomic.Int64
	applier *pipelines.Applier
	claim   int // how much one recomputation claims at most; 0: the hub's own
}

var parts atomic.Int64

func newLab(t testing.TB, s *store.Store) *lab {
	l := &lab{t: t, store: s, conns: map[string]record.ConnectionID{}, part: int(parts.Add(1))}
	ctx := access.With(t.Context(), access.SystemActor("test", access.Hub))
	ws, err := s.CreateWorkspace(ctx, store.NewWorkspace{Slug: fmt.Sprint("lab-", l.part), Name: "试验"})
	if err != nil {
		t.Fatal(err)
	}
	l.ws = ws.ID
	ctx = access.With(t.Context(), access.SystemActor("test", ws.ID))
	for _, name := range []string{"crm", "erp", "web"} {
		c, err := s.CreateConnection(ctx, ws.ID, store.NewConnection{Name: name, Connector: name})
		if err != nil {
			t.Fatal(err)
		}
		l.conns[name] = c.ID
	}
	l.applier = &pipelines.Applier{Store: s, Now: time.Now, Observe: countOnly{}, Mint: uuid.New}
	return l
}

// mapped makes the message that the map stage would publish for a change.
func (l *lab) mapped(c change) bus.Delivery {
	l.t.Helper()
	m := record.Mapped{ContentHash: c.hash(), RawPartition: l.part, RawOffset: l.offset.Add(1), MappingVersion: 1}
	m.Record = record.Record{
		Workspace: l.ws, Connection: l.conns[c.conn], Connector: c.conn, Stream: c.stream, Key: c.key, Version: c.text(),
		Op: record.Upsert, OccurredAt: c.at(), ReceivedAt: c.at(),
	}
	if c.deleted {
		m.Record.Op = record.Delete
	}
	for _, x := range c.made {
		data := x.data
		for name, id := range l.conns {
			data = strings.ReplaceAll(data, `"@`+name+`"`, `"`+string(id)+`"`)
		}
		m.Entities = append(m.Entities, record.Entity{Kind: x.kind, Part: x.part, Data: json.RawMessage(data)})
	}
	p, err := m.Payload()
	if err != nil {
		l.t.Fatal(err)
	}
	return bus.Delivery{Message: bus.Message{Topic: bus.TopicMapped, Key: m.Record.BusKey(), Headers: m.Record.Headers(), Payload: p}, Partition: l.part, Offset: m.RawOffset}
}

// apply applies changes in one batch.
func (l *lab) apply(cs ...change) {
	l.t.Helper()
	batch := make([]bus.Delivery, len(cs))
	for i, c := range cs {
		batch[i] = l.mapped(c)
	}
	l.handle(batch)
}

func (l *lab) handle(batch []bus.Delivery) {
	l.t.Helper()
	if _, err := l.applier.Handle(l.t.Context(), batch); err != nil {
		l.t.Fatalf("apply: %v", err)
	}
}

// onlyLab hands a deriver this lab's workspace alone, in claims of the lab's size.
type onlyLab struct{ *lab }

func (o onlyLab) LiveWorkspaces(context.Context) ([]record.WorkspaceID, error) {
	return []record.WorkspaceID{o.ws}, nil
}

func (o onlyLab) Recompute(ctx context.Context, ws record.WorkspaceID, domain string, limit int,
	fn func(ctx context.Context, tx pipelines.DeriveTx, claimed []uuid.UUID) error,
) (int, error) {
	if o.claim > 0 {
		limit = o.claim
	}
	return o.store.Recompute(ctx, ws, domain, limit, fn)
}

// derive recomputes once in a domain.
func (l *lab) derive(domain string) {
	l.t.Helper()
	d := &pipelines.Deriver{Store: onlyLab{l}, Log: slog.Default()}
	if _, err := d.Once(l.t.Context(), domain); err != nil {
		l.t.Fatalf("%s: %v", domain, err)
	}
}

// settle recomputes until nothing is dirty.
func (l *lab) settle() {
	l.t.Helper()
	for _, domain := range []string{"roi", "recon"} {
		for n := 0; l.text(`select count(*)::text from dirty where domain = $1`, domain) != "0"; n++ {
			if n > 1000 {
				l.t.Fatalf("%s does not come to rest", domain)
			}
			l.derive(domain)
		}
	}
}

func (l *lab) text(query string, args ...any) string {
	l.t.Helper()
	return pgtest.Text(l.t, l.store, l.ws, query, args...)
}

// content is what the workspace amounts to.
func (l *lab) content() content {
	l.t.Helper()
	c, err := l.store.Content(l.t.Context(), l.ws)
	if err != nil {
		l.t.Fatal(err)
	}
	lines := func(query string) []string {
		return strings.FieldsFunc(l.text(query), func(r rune) bool { return r == '\n' })
	}
	const account = `coalesce((select kind || ' ' || smallest || case status when 'active' then '' else '!' || status end from golden g where g.id = account), account::text, '-')`
	return content{
		Content: c,
		Touches: lines(`select string_agg(name || ' ' || ` + account + ` || ' ' || counted || ' ' || reason, E'\n' order by name) from touch`),
		Won:     lines(`select string_agg(name || ' ' || ` + account + ` || ' ' || touches || ' ' || reason, E'\n' order by name) from won_deal`),
	}
}

func (l *lab) hashes() store.ContentHashes {
	l.t.Helper()
	h, err := l.store.ContentHash(l.t.Context(), l.ws)
	if err != nil {
		l.t.Fatal(err)
	}
	return h
}

// sound checks what must hold after every batch, whatever was recomputed so far.
func (l *lab) sound() {
	l.t.Helper()
	for what, query := range map[string]string{
		"two tax IDs in one golden record":              `select string_agg(golden::text, ' ') from (select golden from identity where anchor <> '' group by golden having count(distinct anchor) > 1) x`,
		"one tax ID in two golden records":              `select string_agg(anchor, ' ') from (select anchor from identity where anchor <> '' group by anchor having count(distinct golden) > 1) x`,
		"members of a golden record that is not active": `select string_agg(i.name, ' ') from identity i left join golden g on g.id = i.golden where g.status is distinct from 'active' or g.kind <> i.kind`,
		"wrong members or tax ID": `select string_agg(g.id::text, ' ') from golden g cross join lateral
			(select count(*)::int as members, coalesce(max(i.anchor), '') as anchor, min(i.name collate "C") as smallest from identity i where i.golden = g.id) i
			where g.status = 'active' and (g.members, g.anchor, g.smallest) is distinct from (i.members, i.anchor, i.smallest)`,
		"a redirect that leads to nothing": `select string_agg(g.id::text, ' ') from golden g where g.status = 'redirected' and not exists (select from golden t where t.id = g.redirect_to)`,
	} {
		if bad := l.text(query); bad != "" {
			l.t.Fatalf("%s: %s", what, bad)
		}
	}
}

// sorted compares lists of cells and names in any order.
var sorted = cmp.Options{
	cmpopts.SortSlices(func(a, b store.ContentCell) bool { return fmt.Sprint(a) < fmt.Sprint(b) }),
	cmpopts.SortSlices(func(a, b store.ContentMatch) bool { return fmt.Sprint(a) < fmt.Sprint(b) }),
	cmpopts.SortSlices(func(a, b store.ContentUnmatched) bool { return fmt.Sprint(a) < fmt.Sprint(b) }),
	cmpopts.SortSlices(func(a, b store.ContentPath) bool { return fmt.Sprint(a) < fmt.Sprint(b) }),
	cmpopts.SortSlices(func(a, b []string) bool { return slices.Compare(a, b) < 0 }),
	cmpopts.SortSlices(func(a, b string) bool { return a < b }),
	cmpopts.EquateEmpty(),
}

// matchesReference holds the workspace against the engines over everything at once.
func (l *lab) matchesReference(history []change) {
	l.t.Helper()
	want := newReference(l.t, newestOf(history)).content()
	if d := cmp.Diff(want, l.content(), sorted); d != "" {
		l.t.Fatalf("the hub (+) and everything at once (-) differ:\n%s", d)
	}
}

// checks bounds the runs of the rapid checks of this test, unless the command line does.
func checks(t *testing.T, n int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if was := f.Value.String(); was == f.DefValue {
		if err := f.Value.Set(fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Value.Set(was) })
	}
}
