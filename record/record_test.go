package record_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

func example() record.Record {
	at := time.Date(2026, 2, 18, 9, 30, 0, 123456789, record.Shanghai)
	return record.Record{
		Workspace: "0190a0b0-0000-7000-8000-000000000001", Connection: "0190a0b0-0000-7000-8000-000000000002", Connector: "kingdee",
		Stream: "客户", Key: "C-001", Version: "00000007", Op: record.Upsert, OccurredAt: at, ReceivedAt: at.Add(time.Minute),
		Raw: []byte(`{"name":"云杉示例科技"}`), Trace: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	}
}

// TestTheIDNeverChanges: IDs lie in databases and on buses. The wanted values were
// computed by another program from the rule: SHA-256 over each of workspace,
// connection, stream, key and version behind its length as 8 bytes, then the SHA-256
// of op, a zero byte and the payload; the first 16 bytes of it.
func TestTheIDNeverChanges(t *testing.T) {
	r := example()
	if got, want := r.ID().String(), "e8162daf6c0b9e6e0a1c4205a7f9b382"; got != want {
		t.Errorf("the ID is %s, want %s", got, want)
	}
	h := r.ContentHash()
	if got, want := hex.EncodeToString(h[:]), "5cf35fef98e390a94f3bcab6c0319bf60825210e8f827d9a915e4f5c1e893c13"; got != want {
		t.Errorf("the content hash is %s, want %s", got, want)
	}
}

func TestHowARecordArrivedIsNoPartOfItsID(t *testing.T) {
	want := example().ID()
	for name, change := range map[string]func(*record.Record){
		"connector":   func(r *record.Record) { r.Connector = "other" },
		"occurred at": func(r *record.Record) { r.OccurredAt = r.OccurredAt.Add(time.Hour) },
		"received at": func(r *record.Record) { r.ReceivedAt = r.ReceivedAt.Add(time.Hour) },
		"trace":       func(r *record.Record) { r.Trace = "" },
	} {
		r := example()
		change(&r)
		if r.ID() != want {
			t.Errorf("%s changes the ID", name)
		}
	}
}

func TestTwoChangesNeverShareAnID(t *testing.T) {
	seen := map[record.ID]string{example().ID(): "the example"}
	for name, change := range map[string]func(*record.Record){
		"workspace":  func(r *record.Record) { r.Workspace = "0190a0b0-0000-7000-8000-000000000009" },
		"connection": func(r *record.Record) { r.Connection = "0190a0b0-0000-7000-8000-000000000009" },
		"stream":     func(r *record.Record) { r.Stream = "联系人" },
		"key":        func(r *record.Record) { r.Key = "C-002" },
		"version":    func(r *record.Record) { r.Version = "00000008" },
		"op":         func(r *record.Record) { r.Op = record.Delete },
		"raw":        func(r *record.Record) { r.Raw = append(r.Raw, ' ') },
		"no raw":     func(r *record.Record) { r.Raw = nil },
		"a shifted border between stream and key":  func(r *record.Record) { r.Stream, r.Key = r.Stream+"C", r.Key[1:] },
		"a shifted border between key and version": func(r *record.Record) { r.Key, r.Version = r.Key+"0", r.Version[1:] },
	} {
		r := example()
		change(&r)
		if other, double := seen[r.ID()]; double {
			t.Errorf("%s and %s share an ID", name, other)
		}
		seen[r.ID()] = name
	}
}

func TestBusKey(t *testing.T) {
	r := example()
	want := "0190a0b0-0000-7000-8000-000000000001/0190a0b0-0000-7000-8000-000000000002/客户/C-001"
	if got := r.BusKey(); got != want {
		t.Errorf("the key is %q, want %q", got, want)
	}
	r.Version, r.Op, r.Raw = "00000008", record.Delete, nil
	if r.BusKey() != want {
		t.Error("two changes of one record may be reordered: they have two keys")
	}
}

// change is what Newer compares.
type change struct {
	version string
	hash    [32]byte
}

func newer(a, b change) bool { return record.Newer(a.version, a.hash, b.version, b.hash) }

// TestNewerIsAStrictTotalOrder draws from few values, so that ties are frequent.
func TestNewerIsAStrictTotalOrder(t *testing.T) {
	changes := rapid.Custom(func(t *rapid.T) change {
		c := change{version: rapid.OneOf(rapid.SampledFrom([]string{"", "1", "10", "9", "二"}), rapid.String()).Draw(t, "version")}
		c.hash[rapid.SampledFrom([]int{0, 31}).Draw(t, "at")] = rapid.SampledFrom([]byte{0, 1, 0x7f, 0x80, 0xff}).Draw(t, "byte")
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := changes.Draw(t, "a"), changes.Draw(t, "b"), changes.Draw(t, "c")
		if newer(a, a) {
			t.Fatalf("%v is newer than itself", a)
		}
		if a != b && newer(a, b) == newer(b, a) {
			t.Fatalf("of %v and %v neither or both are newer", a, b)
		}
		if newer(a, b) && newer(b, c) && !newer(a, c) {
			t.Fatalf("%v, %v, %v go in a circle", a, b, c)
		}
	})
	low, high := [32]byte{1}, [32]byte{2}
	if !record.Newer("2", low, "1", high) || record.Newer("1", high, "2", low) {
		t.Error("the version does not go before the content")
	}
	if !record.Newer("1", high, "1", low) || !record.Newer("1", [32]byte{0x80}, "1", [32]byte{0x7f}) {
		t.Error("of two contents of one version the greater hash is to win, byte by unsigned byte")
	}
}

func TestTheEnvelopeSurvivesItsHeaders(t *testing.T) {
	text := rapid.StringN(1, 20, -1)
	at := rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		return time.Unix(rapid.Int64Range(-2e9, 9e9).Draw(t, "second"), rapid.Int64Range(0, 999999999).Draw(t, "nanosecond")).In(zone)
	})
	rapid.Check(t, func(t *rapid.T) {
		want := record.Record{
			Workspace: record.WorkspaceID(text.Draw(t, "workspace")), Connection: record.ConnectionID(text.Draw(t, "connection")),
			Connector: rapid.String().Draw(t, "connector"), Stream: text.Draw(t, "stream"), Key: text.Draw(t, "key"),
			Version: rapid.String().Draw(t, "version"), Op: rapid.SampledFrom([]record.Op{record.Upsert, record.Delete}).Draw(t, "op"),
			OccurredAt: at.Draw(t, "occurred"), ReceivedAt: at.Draw(t, "received"),
			Raw: rapid.SliceOf(rapid.Byte()).Draw(t, "raw"), Trace: rapid.String().Draw(t, "trace"),
			Origin: rapid.SampledFrom([]record.Origin{record.Live, record.History, record.Backfill, record.Replay, record.Edit}).Draw(t, "origin"),
		}
		got, err := record.FromHeaders(want.Headers(), want.Raw)
		if err != nil {
			t.Fatal(err)
		}
		if !got.OccurredAt.Equal(want.OccurredAt) || !got.ReceivedAt.Equal(want.ReceivedAt) {
			t.Fatalf("%s and %s came back as %s and %s", want.OccurredAt, want.ReceivedAt, got.OccurredAt, got.ReceivedAt)
		}
		got.OccurredAt, got.ReceivedAt = want.OccurredAt, want.ReceivedAt
		if !reflect.DeepEqual(got, want) || got.ID() != want.ID() {
			t.Fatalf("%+v came back as %+v", want, got)
		}
	})
	r := example()
	r.Trace = ""
	if _, there := r.Headers()[record.HeaderTrace]; there {
		t.Error("an empty trace has a header")
	}
}

func TestABrokenEnvelopeIsRefused(t *testing.T) {
	for _, h := range []string{
		record.HeaderWorkspace, record.HeaderConnection, record.HeaderStream, record.HeaderKey, record.HeaderOp,
		record.HeaderOccurred, record.HeaderReceived,
	} {
		headers := example().Headers()
		delete(headers, h)
		if _, err := record.FromHeaders(headers, nil); err == nil {
			t.Errorf("without %s the envelope is taken", h)
		}
		if _, err := record.MappedFrom(headers, []byte(`{}`)); err == nil {
			t.Errorf("without %s a mapped message is taken", h)
		}
	}
	for h, bad := range map[string]string{record.HeaderOp: "merge", record.HeaderOccurred: "yesterday", record.HeaderReceived: "0001-01-01T00:00:00Z", record.HeaderOrigin: "rumour"} {
		headers := example().Headers()
		headers[h] = bad
		if _, err := record.FromHeaders(headers, nil); err == nil {
			t.Errorf("%s %q is taken", h, bad)
		}
	}
	r := example()
	r.Op, r.Raw, r.Version = record.Delete, nil, ""
	if err := r.Validate(); err != nil {
		t.Errorf("a delete without payload and version: %v", err)
	}
}

func TestAMappedMessageSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := example()
		want := record.Mapped{
			Record: r, ContentHash: r.ContentHash(), RawPartition: rapid.IntRange(0, 99).Draw(t, "partition"),
			RawOffset: rapid.Int64Min(0).Draw(t, "offset"), MappingVersion: rapid.IntRange(0, 99).Draw(t, "mapping"),
			Rules: rapid.Int64Min(0).Draw(t, "rules"), Dropped: rapid.String().Draw(t, "dropped"),
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "entities") {
			name, err := json.Marshal(rapid.String().Draw(t, "name"))
			if err != nil {
				t.Fatal(err)
			}
			want.Entities = append(want.Entities, record.Entity{
				Kind: rapid.SampledFrom(record.Kinds()).Draw(t, "kind"), Part: rapid.String().Draw(t, "part"),
				Data: fmt.Appendf(nil, `{"n":9007199254740993,"i":%d,"name":%s}`, i, name),
			})
		}
		want.Made = record.MadeHash(want.Entities)
		payload, err := want.Payload()
		if err != nil {
			t.Fatal(err)
		}
		got, err := record.MappedFrom(maps.Clone(r.Headers()), payload)
		if err != nil {
			t.Fatal(err)
		}
		if got.Record.BusKey() != r.BusKey() || got.Record.Version != r.Version || got.Record.Raw != nil {
			t.Fatalf("the envelope came back as %+v", got.Record)
		}
		if len(got.Entities) != len(want.Entities) {
			t.Fatalf("%d entities of %d came back", len(got.Entities), len(want.Entities))
		}
		for i, e := range got.Entities {
			w := want.Entities[i]
			if e.Kind != w.Kind || e.Part != w.Part || !bytes.Equal(e.Data, w.Data) {
				t.Fatalf("entity %d came back as %s %q %s, want %s %q %s", i, e.Kind, e.Part, e.Data, w.Kind, w.Part, w.Data)
			}
		}
		got.Record, got.Entities = want.Record, want.Entities
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v came back as %+v", want, got)
		}
	})
}

func TestABrokenPayloadIsRefused(t *testing.T) {
	h := example().Headers()
	for _, payload := range []string{``, `{`, `[]`, `{}`, `{"hash":"AAAA"}`, `{"hash":"` + string(bytes.Repeat([]byte("A"), 44)) + `"}`} {
		if _, err := record.MappedFrom(h, []byte(payload)); err == nil {
			t.Errorf("%s is taken", payload)
		}
	}
}
