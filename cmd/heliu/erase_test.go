package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/klauspost/compress/zstd"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
	"github.com/heliuhub/heliu/store"
)

// The spellings in which sources write one number.
func spellings(m string) []string {
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, m)
	return []string{
		m, "+86" + m, "+86 " + m[:3] + " " + m[3:7] + " " + m[7:], m[:3] + "-" + m[3:7] + "-" + m[7:], "0086" + m, "(+86)" + m[:3] + " " + m[3:], wide, "＋８６" + wide,
	}
}

// hits counts the places in which a number stands, in any spelling.
func hits(content []byte, m string) int {
	pattern := regexp.MustCompile(strings.Join(strings.Split(m, ""), `[\s\-()_.]{0,2}`))
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, m)
	return len(pattern.FindAll(content, -1)) + bytes.Count(content, []byte(wide))
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.b.Bytes())
}

// eraseLab is a hub with a CRM, whose broker forgets after a few seconds.
type eraseLab struct {
	*finder
	log    *lockedBuffer
	folder string
	buses  []*bus.Bus // one a compression
	sent   int
}

const busKeeps = 3 * time.Second

func newEraseLab(t *testing.T) *eraseLab {
	l := &eraseLab{finder: newFinder(t), log: &lockedBuffer{}, folder: t.TempDir()}
	// Another broker in place of the one that keeps for a week.
	br, err := bus.StartBroker(t.Context(), bus.BrokerConfig{Dir: l.folder, Retention: busKeeps, SegmentBytes: 4000, CleanInterval: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(br.Close)
	for _, c := range []string{"", "gzip", "snappy", "lz4", "zstd"} {
		b, err := bus.Open(t.Context(), bus.Config{Brokers: []string{br.Addr()}, Compression: c, Retention: busKeeps})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		l.buses = append(l.buses, b)
	}
	l.bus = l.buses[4]
	l.hub = newHub(l.store, l.bus, []byte("k"), slog.New(slog.NewTextHandler(l.log, &slog.HandlerOptions{Level: slog.LevelDebug})), nil)
	if l.http, err = l.hub.handler(access.NewGate(l.store, access.NewAttempts())); err != nil {
		t.Fatal(err)
	}
	l.run(l.hub.run)
	return l
}

func (l *eraseLab) send(stream, key, version, payload string) {
	l.t.Helper()
	l.bus = l.buses[l.sent%len(l.buses)]
	l.sent++
	l.publish(stream, key, version, payload)
}

// source is what the CRM holds of one person, in many places and spellings.
func source(id, name, mobile string) (out [][3]string) {
	s := spellings(mobile)
	add := func(stream, key, payload string) { out = append(out, [3]string{stream, key, payload}) }
	add("contacts", "K"+id, fmt.Sprintf(`{"id":"K%s","name":%q,"customer":{"id":"C1"},"mobiles":[%q],"emails":["p%s@example.com"],"wecom_external_id":"wmExample%s00","consent":{"marketing":"given 2026-01-01 form"}}`, id, name, s[1], id, id))
	for i, v := range s {
		add("leads", fmt.Sprintf("L%s-%d", id, i), fmt.Sprintf(`{"id":"L%s-%d","contact_name":%q,"mobile":%q,"channel":"website","message":"请回电 %s，%s","created_at":"2026-03-01T02:00:00Z"}`, id, i, name, v, s[(i+1)%len(s)], name))
	}
	add("activities", "A"+id, fmt.Sprintf(`{"id":"A%s","on":{"kind":"customer","id":"C1"},"kind":"call","text":"电话 %s 找%s"}`, id, s[2], name))
	add("deals", "D"+id, fmt.Sprintf(`{"id":"D%s","number":"SJ-%s","name":"%s的订单","status":"won","amount":{"amount":"100.00","currency":"CNY"},"buyer":{"id":"C1"},`+
		`"created_at":"2026-01-05T02:00:00Z","signed_at":"2026-02-10T08:30:00Z","contact":%q,"contact_phone":%q,"remark":"联系人%s %s"}`, id, id, name, name, s[3], name, s[6]))
	add("contacts", "BAD"+id, fmt.Sprintf(`{"id":"BAD%s","mobiles":[%q],"note":%q}`, id, s[4], s[5])) // no name: a dead letter
	return out
}

func (l *eraseLab) sync(rows [][3]string) {
	for _, r := range rows {
		l.send(r[0], r[1], "1", r[2])
	}
	l.settled()
}

// settled waits until everything on the bus has been applied and derived.
func (l *eraseLab) settled() {
	l.t.Helper()
	for _, group := range [][2]string{{"heliu.map", bus.TopicRaw}, {"heliu.apply", bus.TopicMapped}} {
		for deadline := time.Now().Add(40 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			lag, err := l.bus.Lag(l.t.Context(), group[0], group[1])
			n := int64(0)
			for _, x := range lag {
				n += x
			}
			if err == nil && n == 0 {
				break
			}
			if time.Now().After(deadline) {
				l.t.Fatalf("%s lags by %d, %v", group[0], n, err)
			}
		}
	}
}

// dump gives a dump of the database with its packed bytes unpacked.
func (l *eraseLab) dump() []byte {
	l.t.Helper()
	cmd := exec.CommandContext(l.t.Context(), pgDump(l.t), "--dbname", os.Getenv("HELIU_PG")) //nolint:gosec // PostgreSQL's own
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("pg_dump: %v: %s", err, stderr.String())
	}
	if len(out) < 20_000 {
		l.t.Fatalf("the dump has %d bytes", len(out))
	}
	d, err := zstd.NewReader(nil)
	if err != nil {
		l.t.Fatal(err)
	}
	defer d.Close()
	packed := 0
	whole := bytes.Clone(out)
	for _, m := range regexp.MustCompile(`\\\\x([0-9a-f]{8,})`).FindAllSubmatch(out, -1) {
		b, err := hex.DecodeString(string(m[1]))
		if err != nil {
			continue
		}
		whole = append(append(whole, '\n'), b...)
		if plain, err := d.DecodeAll(b, nil); err == nil {
			packed++
			whole = append(append(whole, '\n'), plain...)
		}
	}
	if packed == 0 {
		l.t.Fatal("the dump has no packed payload: the search would prove nothing")
	}
	return whole
}

func pgDump(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("pg_dump"); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_dump")
	if len(found) == 0 {
		t.Fatal("there is no pg_dump: install the client of PostgreSQL")
	}
	return found[len(found)-1]
}

// broker gives how often numbers stand in the broker's folder.
func (l *eraseLab) broker(numbers ...string) (found []int, batches int) {
	l.t.Helper()
	found = make([]int, len(numbers))
	batches, err := kafkatest.Inside(l.folder, func(_ string, content []byte) {
		for i, n := range numbers {
			found[i] += hits(content, n)
		}
	})
	if err != nil && !os.IsNotExist(err) {
		l.t.Fatal(err)
	}
	return found, batches
}

func (l *eraseLab) ctx() context.Context {
	return access.With(l.t.Context(), access.SystemActor("test", l.ws))
}

func (l *eraseLab) person(mobile string) privacy.Candidate {
	l.t.Helper()
	all, err := l.store.Candidates(l.t.Context(), l.ws, privacy.Value{Kind: privacy.Mobile, Text: mobile})
	if err != nil || len(all) != 1 {
		l.t.Fatalf("%d persons, %v", len(all), err)
	}
	return all[0]
}

func (l *eraseLab) erase(golden string) privacy.Erasure {
	l.t.Helper()
	id := uuid.NewString()
	if err := l.store.BeginErasure(l.ctx(), l.ws, privacy.NewErasure{ID: id, Golden: golden, Reason: "the person asked", By: "user:test"}); err != nil {
		l.t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		all, err := l.store.Erasures(l.t.Context(), l.ws, id)
		if err != nil {
			l.t.Fatal(err)
		}
		if all[0].Status == "done" || all[0].Status == "refused" {
			return all[0]
		}
	}
	l.t.Fatal("the erasure does not end")
	return privacy.Erasure{}
}

// TestErasedStaysErased erases a person, has every source sent whole again, and looks
// for the number in a dump of the database, in the log and in the broker's folder. The
// number of another person is found by the same search in each of the three places.
func TestErasedStaysErased(t *testing.T) {
	const goes, stays = "13912345601", "13787654302"
	l := newEraseLab(t)
	customer := [3]string{"customers", "C1", `{"id":"C1","legal_name":"示例医疗器械有限公司","phones":["0571-87654321"]}`}
	rows := append([][3]string{customer}, append(source("1", "王小明", goes), source("2", "李大伟", stays)...)...)
	upload := fmt.Sprintf("公司,姓名,手机\n示例甲,王小明,%s\n示例乙,李大伟,%s\n", spellings(goes)[2], spellings(stays)[2])
	if _, err := l.store.PutFile(l.ctx(), l.ws, l.crm, store.NewFile{Name: "list.csv", Kind: "trade_fair", Content: []byte(upload)}); err != nil {
		t.Fatal(err)
	}
	l.sync(rows)
	slog.New(slog.NewTextHandler(l.log, nil)).Info("the control of the search of the log", "number", stays)
	before := l.dump()
	if a, b := hits(before, goes), hits(before, stays); a < 20 || b < 20 {
		t.Fatalf("before the erasure the dump shows %d and %d places: the search is blind", a, b)
	}
	if n, _ := l.broker(goes, stays); n[0] < 20 || n[1] < 20 {
		t.Fatalf("before the erasure the bus shows %v places", n)
	}

	e := l.erase(l.person(goes).Golden)
	if e.Status != "done" {
		t.Fatalf("%+v", e)
	}
	t.Logf("report: %+v", e.Report)
	l.sync(rows)             // the very same versions
	for i, r := range rows { // and everything changed since
		l.send(r[0], r[1], fmt.Sprintf("2-%03d", i), r[2])
	}
	l.settled()
	time.Sleep(500 * time.Millisecond)

	after := l.dump()
	if n := hits(after, goes); n != 0 {
		t.Errorf("the number stands in %d places of the dump: %s", n, around(after, goes))
	}
	for _, other := range []string{"王小明", "p1@example.com", "wmExample100"} {
		if n := bytes.Count(after, []byte(other)); n != 0 {
			t.Errorf("%s stands in %d places of the dump", other, n)
		}
	}
	if n := hits(after, stays); n < 20 {
		t.Errorf("the control stands in %d places of the dump", n)
	}
	if n := hits(l.log.bytes(), goes); n != 0 {
		t.Errorf("the number stands in %d places of the log", n)
	}
	if n := hits(l.log.bytes(), stays); n != 1 {
		t.Errorf("the control stands in %d places of the log", n)
	}

	// What the bus keeps ends with its retention; other records roll its files.
	var n []int
	var batches int
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		for _, r := range source("2", "李大伟", stays) {
			l.send(r[0], r[1], "3", r[2])
		}
		if n, batches = l.broker(goes, stays); n[0] == 0 {
			break
		}
	}
	if n[0] != 0 {
		t.Errorf("the number stands in %d places of the broker's folder after its retention", n[0])
	}
	if n[1] == 0 || batches == 0 {
		t.Errorf("the control stands in %d places of %d batches of the broker's folder", n[1], batches)
	}
	l.keeps(e)
}

// keeps looks at what must stay when a person goes.
func (l *eraseLab) keeps(e privacy.Erasure) {
	l.t.Helper()
	did := map[string]int64{}
	for _, x := range e.Report.Lines {
		did[x.What+" "+x.Did+" "+x.Why] += x.Rows
	}
	for _, want := range []string{"contact deleted own", "lead deleted own", "deal redacted others", "raw_record deleted own", "raw_record redacted others", "uploaded_file deleted own", "bus expires retention", "audit kept references"} {
		if did[want] == 0 {
			l.t.Errorf("the report does not tell of %q: %v", want, did)
		}
	}
	if x := l.find(access.Admin, "SJ-1"); !has(x, "applied", "done") && len(x.Documents) == 0 {
		l.t.Errorf("the deal went with the person: %+v", x)
	}
}

func around(content []byte, m string) string {
	pattern := regexp.MustCompile(`.{0,80}` + strings.Join(strings.Split(m, ""), `[\s\-()_.]{0,2}`) + `.{0,40}`)
	var out []string
	for _, x := range pattern.FindAll(content, 5) {
		out = append(out, string(x))
	}
	return strings.Join(out, "\n")
}
