package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// keeping is a workspace with raw records of several ages.
type keeping struct {
	*testing.T
	store *store.Store
	sql   pgtest.SQL
	ws    record.WorkspaceID
	conn  record.ConnectionID
	ctx   context.Context
	off   int64
}

func newKeeping(t *testing.T) *keeping {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	k := &keeping{T: t, store: s, sql: pgtest.Owner(t, dsn)}
	w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "k", Name: "k"})
	if err != nil {
		t.Fatal(err)
	}
	k.ws, k.ctx = w.ID, access.With(t.Context(), access.SystemActor("test", w.ID))
	c, err := s.CreateConnection(k.ctx, k.ws, store.NewConnection{Name: "crm", Connector: "crm"})
	if err != nil {
		t.Fatal(err)
	}
	k.conn = c.ID
	return k
}

// land stores a raw record that came so many days ago; dead makes a dead letter of it.
func (k *keeping) land(key string, daysAgo int, dead bool) {
	k.Helper()
	k.off++
	at := time.Now().AddDate(0, 0, -daysAgo)
	r := record.Record{Workspace: k.ws, Connection: k.conn, Connector: "crm", Stream: "contacts", Key: key, Version: fmt.Sprintf("%08d", 10000-daysAgo), Op: record.Upsert, OccurredAt: at, ReceivedAt: at, Raw: []byte(`{}`)}
	o := pipelines.Outcome{Offset: k.off, Record: r, Hash: r.ContentHash(), Kind: pipelines.Applied}
	var letters []pipelines.DeadLetter
	if dead {
		f := fault.New("missing_field", nil)
		o.Kind, o.Reason = pipelines.Quarantined, f.Code
		letters = append(letters, pipelines.DeadLetter{Record: r, Hash: r.ContentHash(), Offset: k.off, Stage: "map", Fault: f, At: at})
	}
	if err := k.store.Land(k.Context(), k.ws, []pipelines.RawRow{{Record: r, Offset: k.off}}, letters, []pipelines.Outcome{o}); err != nil {
		k.Fatal(err)
	}
}

func (k *keeping) keys() string {
	k.Helper()
	return k.sql.One("select coalesce(string_agg(key, ' ' order by key), '') from raw_record where workspace = $1", string(k.ws))
}

func (k *keeping) class(id string) privacy.Class {
	k.Helper()
	all, err := k.store.Retention(k.Context(), k.ws, time.Now())
	if err != nil {
		k.Fatal(err)
	}
	for _, c := range all {
		if c.ID == id {
			return c
		}
	}
	k.Fatalf("there is no class %s", id)
	return privacy.Class{}
}

func (k *keeping) retain() privacy.RetentionRun {
	k.Helper()
	run, err := k.store.Retain(k.ctx, k.ws, time.Now())
	if err != nil {
		k.Fatal(err)
	}
	return run
}

func TestPeriodsAreKept(t *testing.T) {
	k := newKeeping(t)
	k.land("old", 1200, false)
	k.land("open", 1200, true) // somebody may still send it again
	k.land("held", 1200, false)
	k.land("current", 400, false)
	k.land("superseded", 400, false)
	k.land("new", 1, false)
	k.sql.Exec(`insert into source_record (workspace, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, day, kpart, koff, mapping_version)
		select workspace, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, day, kpart, koff, 1 from raw_record where key in ('current', 'held', 'new')`)
	k.sql.Exec(`insert into entity (workspace, connection, connector, stream, key, kind, name, data, occurred_at) values ($1, $2, 'crm', 'contacts', 'held', 'contact', 'crm/contacts/held', '{}', now())`, string(k.ws), string(k.conn))
	golden := uuid.NewString()
	k.sql.Exec(`insert into golden (workspace, id, kind, status, first_seen, version, created_at, updated_at) values ($1, $2, 'person', 'active', 1, 1, now(), now())`, string(k.ws), golden)
	k.sql.Exec(`insert into identity (workspace, entity, kind, name, connector, golden, claims, occurred_at) select workspace, id, 'person', name, connector, $1, '[]', now() from entity`, golden)
	hold := uuid.NewString()
	if err := k.store.PlaceHold(k.ctx, k.ws, privacy.Hold{ID: hold, Golden: golden, Reason: "诉讼"}); err != nil {
		t.Fatal(err)
	}

	if c := k.class(privacy.ClassRaw); c.Due != 1 || c.Kept != 2 {
		t.Errorf("a dry run tells of %d that go and %d that stay", c.Due, c.Kept)
	}
	if c := k.class(privacy.ClassRawOld); c.Due != 2 {
		t.Errorf("a dry run tells of %d earlier versions", c.Due)
	}
	whole := uuid.NewString()
	if err := k.store.PlaceHold(k.ctx, k.ws, privacy.Hold{ID: whole, Class: privacy.ClassRaw, Reason: "审计"}); err != nil {
		t.Fatal(err)
	}
	if err := k.store.PlaceHold(k.ctx, k.ws, privacy.Hold{ID: uuid.NewString(), Class: privacy.ClassRawOld, Reason: "审计"}); err != nil {
		t.Fatal(err)
	}
	before := k.keys()
	if run := k.retain(); len(run.Result) != 0 || k.keys() != before {
		t.Errorf("something went under a hold: %+v, %s", run, k.keys())
	}
	if c := k.class(privacy.ClassRaw); !c.Held || c.Due != 0 || c.Kept != 3 {
		t.Errorf("%+v", c)
	}
	k.sql.Exec("update legal_hold set released_at = now() where class <> ''")
	days := k.sql.One("select count(*) from pg_inherits where inhparent = 'raw_record'::regclass")
	run := k.retain()
	if run.Result[privacy.ClassRaw] != 1 || run.Result[privacy.ClassRawOld] != 1 || k.keys() != "current held new open" {
		t.Errorf("%+v, left: %s", run, k.keys())
	}
	if now := k.sql.One("select count(*) from pg_inherits where inhparent = 'raw_record'::regclass"); now != days { // both days still hold something
		t.Errorf("%s days of %s are left", now, days)
	}
	if err := k.store.ReleaseHold(k.ctx, k.ws, hold, "结案"); err != nil {
		t.Fatal(err)
	}
	if err := k.store.ReleaseHold(k.ctx, k.ws, hold, "again"); err == nil {
		t.Error("a hold is released twice")
	}
	k.sql.Exec("update dead_letter set status = 'resolved', closed_at = now() - interval '200 days'")
	k.sql.Exec("alter table dead_letter_event disable trigger heliu_append_only")
	k.sql.Exec("update dead_letter_event set at = now() - interval '1200 days'")
	k.sql.Exec("alter table dead_letter_event enable trigger heliu_append_only")
	run = k.retain()
	run2 := k.retain() // what the letter needed goes once it is gone
	if run.Result[privacy.ClassDeadLetter] != 1 || run.Result[privacy.ClassRaw]+run2.Result[privacy.ClassRaw] != 2 || k.keys() != "current new" {
		t.Errorf("%+v, %+v, left: %s", run, run2, k.keys())
	}
	if n := k.sql.One("select count(*) from dead_letter_event"); n != "0" {
		t.Errorf("%s events of letters are left", n)
	}
	if now := k.sql.One("select count(*) from pg_inherits where inhparent = 'raw_record'::regclass"); now == days {
		t.Errorf("all of the %s days are left", now)
	}
	if waiting := k.sql.One("select heliu_waiting()"); waiting != "0" {
		t.Errorf("the balance counts %s waiting", waiting)
	}
	if n := k.sql.One("select count(*) from audit where action = 'retention.run'"); n != "2" && n != "3" {
		t.Errorf("%s entries in the trail", n)
	}
	if last, err := k.store.RetainedAt(t.Context(), k.ws); err != nil || time.Since(last) > time.Minute {
		t.Errorf("%s, %v", last, err)
	}
}

func TestSettingPeriods(t *testing.T) {
	k := newKeeping(t)
	for name, c := range map[string]struct {
		class         string
		days, version int
		code          string
	}{
		"too short":         {privacy.ClassRaw, 3, 0, "retention_too_short"},
		"no such class":     {"nothing", 30, 0, "unknown_class"},
		"one that is fixed": {privacy.ClassAudit, 30, 0, "unknown_class"},
		"of another time":   {privacy.ClassRaw, 400, 7, "precondition_failed"},
	} {
		if err := k.store.SetRetention(k.ctx, k.ws, c.class, c.days, c.version); err == nil || fault.As(err).Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := k.store.SetRetention(k.ctx, k.ws, privacy.ClassRaw, 0, 0); err != nil {
		t.Fatal(err)
	}
	k.land("old", 4000, false)
	if c := k.class(privacy.ClassRaw); c.Days != 0 || c.Version != 1 || c.Due != 0 {
		t.Errorf("%+v", c)
	}
	k.sql.Exec(`insert into source_record (workspace, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, day, kpart, koff, mapping_version)
		select workspace, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, day, kpart, koff, 1 from raw_record`)
	if k.retain(); k.keys() != "old" {
		t.Error("what is kept for ever went")
	}
}
