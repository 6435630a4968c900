package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
)

// seeded is what the world holds of one person, by the records that the person has.
type seeded struct {
	mobile  string
	records []string // record names, sorted
	values  []string // as they were sent, and clean
}

// persons gives the persons of a world that a mobile number leads to.
func persons(w *world.World) (out []seeded) {
	d := truth.NewDelivered()
	for _, e := range w.Past {
		d.Add(e)
	}
	for _, part := range truth.Compute(d).Provable.Persons {
		var p seeded
		add := func(mobile string, values ...string) {
			if p.mobile == "" {
				p.mobile = mobile
			}
			for _, v := range append(values, mobile) {
				if v != "" && !slices.Contains(p.values, v) {
					p.values = append(p.values, v)
				}
			}
		}
		for _, n := range part {
			p.records = append(p.records, string(n))
			if l := d.Leads[n]; l != nil {
				add(l.CleanMobile, l.Who, l.CleanEmail)
			}
			if c := d.Contacts[n]; c != nil {
				add(c.CleanMobile, c.Who, c.CleanEmail)
			}
		}
		if p.mobile != "" {
			slices.Sort(p.records)
			out = append(out, p)
		}
	}
	return out
}

// TestAnExportHoldsEverythingSeededAndNobodyElse loads the small world and exports
// persons by their numbers: every record of theirs and every value that was sent must be
// there (recall 1.0), and no record or number of anybody else.
func TestAnExportHoldsEverythingSeededAndNobodyElse(t *testing.T) {
	in := &installation{t: t, dir: t.TempDir() + "/data"}
	t.Setenv("HELIU_PG", pgtest.Empty(t))
	t.Setenv("HELIU_KAFKA", "")
	addr := freePort(t)
	p := in.start("up", "--data", in.dir, "--http", addr, "--paused", "--demo", "small")
	p.ready(addr)
	flags := worldFlags{Data: in.dir}
	for deadline := time.Now().Add(4 * time.Minute); ; time.Sleep(500 * time.Millisecond) {
		if c, _, err := flags.control(); err == nil {
			if st, err := c.status(t.Context()); err == nil && st.Loaded {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("the past is not loaded:\n%s", p.output())
		}
	}
	if code := run(t.Context(), []string{"world", "verify", "--data", in.dir, "--wait", "4m"}); code != 0 {
		t.Fatalf("the world is not loaded: exit %d\n%s", code, p.output())
	}
	key, err := os.ReadFile(in.dir + "/admin.key")
	if err != nil {
		t.Fatal(err)
	}
	all := persons(world.Generate(world.Config{Seed: 1}))
	if len(all) < 200 {
		t.Fatalf("the world has %d persons with a number", len(all))
	}
	mobiles := map[string]int{}
	for _, x := range all {
		mobiles[x.mobile]++
	}
	slices.SortStableFunc(all, func(a, b seeded) int { return len(b.records) - len(a.records) })
	chosen := append(slices.Clone(all[:20]), all[len(all)-20:]...)
	var facts, found, rows int
	began := time.Now()
	for _, who := range chosen {
		if mobiles[who.mobile] > 1 {
			continue // shared: somebody must choose
		}
		x, body := export(t, addr, strings.TrimSpace(string(key)), who.mobile)
		rows += len(x.Rows)
		got := map[string]bool{}
		raw := map[string]bool{}
		for _, r := range x.Rows {
			if r.Own && r.Table == "entity" {
				got[strings.SplitN(r.Record, "#", 2)[0]] = true
			}
			if r.Own && r.Table == "raw_record" {
				raw[r.Record] = true
			}
			if r.Source == "" || r.Basis == "" || r.At.IsZero() && r.Table != "membership" {
				t.Errorf("a row of %s without source, ground or time", r.Table)
			}
		}
		for _, n := range who.records {
			facts += 2
			if got[n] {
				found++
			} else {
				t.Errorf("the export lacks the entity of %s", n)
			}
			if raw[n] {
				found++
			} else {
				t.Errorf("the export lacks what was sent as %s", n)
			}
		}
		for _, v := range who.values {
			facts++
			if bytes.Contains(body, []byte(strings.Trim(fmt.Sprintf("%q", v), `"`))) || bytes.Contains(body, []byte(v)) {
				found++
			} else {
				t.Errorf("a value of %s is not in the export", who.records[0])
			}
		}
		for n := range got {
			if !slices.Contains(who.records, n) && !activity(n) {
				t.Errorf("the export of %s holds the record %s of somebody else", who.records[0], n)
			}
		}
		for _, other := range all {
			if other.mobile != who.mobile && bytes.Contains(body, []byte(other.mobile)) {
				t.Errorf("the export of %s holds the number of %s", who.records[0], other.records[0])
			}
		}
	}
	t.Logf("%d facts of %d found, %d rows, %s an export", found, facts, rows, (time.Since(began) / time.Duration(len(chosen))).Round(time.Millisecond))
	if found != facts || facts == 0 {
		t.Errorf("recall %d of %d", found, facts)
	}
}

// activity tells whether a record is a follow-up on somebody's lead.
func activity(name string) bool { return strings.Contains(name, "/"+model.StreamActivities+"/") }

func export(t *testing.T, addr, key, mobile string) (x struct{ Rows []privacy.Row }, body []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/api/v1/privacy/subjects/export", strings.NewReader(fmt.Sprintf(`{"phone":%q}`, mobile)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if body, err = io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s, %v: %s", resp.Status, err, body)
	}
	if err := json.Unmarshal(body, &x); err != nil {
		t.Fatal(err)
	}
	return x, body
}
