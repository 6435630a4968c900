package trail_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/record"
)

const ws record.WorkspaceID = "0a000000-0000-4000-8000-000000000001"

func key(t interface{ Fatal(...any) }, b byte) trail.Key {
	k, err := trail.NewKey(bytes.Repeat([]byte{b}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestTheBytesOfARowAreFixed: the format of version 1 never changes, or no chain that is
// out there could be proven any more.
func TestTheBytesOfARowAreFixed(t *testing.T) {
	diff := `{"a": 1}`
	r := trail.Row{Workspace: ws, N: 2, Seq: 3, At: time.Unix(1, 5000), ActorKind: "user", ActorID: "u", Action: "a.b", ObjectKind: "o", ObjectID: "", Reason: "因", Diff: &diff}
	want := "484c4131" + "0a000000000040008000000000000001" + "0000000000000002" + "0000000000000003" + "00000000000f4245" +
		"0000000475736572" + "0000000175" + "00000003612e62" + "000000016f" + "00000000" + "00000003e59ba0" + "000000087b2261223a20317d"
	if got := hex.EncodeToString(r.Canonical()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r.Diff = nil
	if got := hex.EncodeToString(r.Canonical()); got[len(got)-8:] != "ffffffff" {
		t.Errorf("no diff ends with %s", got[len(got)-8:])
	}
	if got := trail.Next(trail.Hash{}, r).String(); got != "973a69dbcc1428906c6b4e41eab7ba7f15b40b7dee7e5da7cd39796b0a66d6b2" {
		t.Errorf("hash %s", got)
	}
}

func TestHeads(t *testing.T) {
	k := key(t, 1)
	h := k.Sign(ws, 7, trail.Hash{1}, time.Date(2026, 6, 1, 8, 0, 0, 1234567, time.FixedZone("", 3600)))
	back, err := trail.ParseHead(h.Line())
	if err != nil || !back.Genuine(k.Public()) || back.N != 7 || back.Hash != h.Hash || back.Workspace != ws {
		t.Fatalf("%v %+v", err, back)
	}
	for name, spoil := range map[string]func(*trail.Head){
		"the place":     func(h *trail.Head) { h.N++ },
		"the hash":      func(h *trail.Head) { h.Hash[3]++ },
		"the time":      func(h *trail.Head) { h.At = h.At.Add(time.Microsecond) },
		"the workspace": func(h *trail.Head) { h.Workspace = "0a000000-0000-4000-8000-000000000002" },
		"the signature": func(h *trail.Head) { h.Signature = slices.Clone(h.Signature); h.Signature[0]++ },
		"the key":       func(h *trail.Head) { *h = key(t, 2).Sign(ws, 7, h.Hash, h.At) },
	} {
		bad := back
		if spoil(&bad); bad.Genuine(k.Public()) {
			t.Errorf("with %s changed it is still genuine", name)
		}
	}
	for _, line := range []string{"", "{}", "nonsense", `{"workspace":"x","n":1,"hash":"00","at":"2026-06-01T00:00:00Z","key":"","sig":""}`, string(h.Line()) + "x"} {
		if _, err := trail.ParseHead([]byte(line)); err == nil {
			t.Errorf("%q is read as a head", line)
		}
	}
	if _, err := trail.NewKey([]byte("short")); err == nil {
		t.Error("a short seed makes a key")
	}
}

// chain is a stored chain that can be tampered with.
type chain struct {
	links []trail.Link
	loose []trail.Link
}

func drawChain(t *rapid.T, n int) *chain {
	c := &chain{}
	text := rapid.SampledFrom([]string{"", "a", "ab", "b", "甲", "a\x00b"})
	for i := range n {
		var diff *string
		if rapid.Bool().Draw(t, "diff") {
			d := fmt.Sprintf(`{"x": %d}`, rapid.IntRange(0, 3).Draw(t, "x"))
			diff = &d
		}
		r := trail.Row{
			Workspace: ws, Seq: int64(i*2 + 1), At: time.UnixMicro(rapid.Int64Range(0, 1000).Draw(t, "at")), ActorKind: "user", ActorID: text.Draw(t, "actor"),
			Action: text.Draw(t, "action"), ObjectKind: text.Draw(t, "kind"), ObjectID: text.Draw(t, "id"), Reason: text.Draw(t, "reason"), Diff: diff,
		}
		c.links = append(c.links, trail.Link{N: int64(i + 1), Seq: r.Seq, Row: &r})
	}
	c.rehash()
	return c
}

// rehash makes every place and hash anew, as somebody would who knows how.
func (c *chain) rehash() {
	for i := range c.links {
		l := &c.links[i]
		l.N = int64(i + 1)
		l.Row.N, l.Row.Seq = l.N, l.Seq
		l.Hash = trail.Next(c.before(i), *l.Row)
	}
}

// before is the hash in front of the i-th link.
func (c *chain) before(i int) trail.Hash {
	if i == 0 {
		return trail.Hash{}
	}
	return c.links[i-1].Hash
}

func (c *chain) verify(t interface{ Fatal(...any) }, heads ...trail.Head) trail.Report {
	v := trail.NewVerifier(ws, key(t, 1).Public(), heads)
	for _, l := range append(slices.Clone(c.links), c.loose...) {
		v.Take(l)
	}
	return v.End()
}

// TestAnySingleTamperingIsFound draws a chain, a head somewhere and one tampering.
func TestAnySingleTamperingIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "rows")
		c := drawChain(t, n)
		k := key(t, 1)
		pin := rapid.IntRange(1, n).Draw(t, "head")
		heads := []trail.Head{k.Sign(ws, int64(pin), c.links[pin-1].Hash, time.Unix(9, 0))}
		if rep := c.verify(t, heads...); !rep.OK() || rep.Rows != int64(n) || rep.HeadN != int64(pin) || !rep.Until.Equal(c.links[n-1].Row.At) {
			t.Fatalf("an untouched chain: %+v", rep)
		}
		i := rapid.IntRange(0, n-1).Draw(t, "row")
		at := int64(i + 1)
		atLeast := func(d ...trail.Damage) {
			rep := c.verify(t, heads...)
			f, bad := rep.First()
			if !bad || rep.Damaged == 0 || len(d) > 0 && !slices.Contains(d, f.Damage) {
				t.Fatalf("found %+v, want one of %v", rep.Findings, d)
			}
			if f.N > at {
				t.Fatalf("the first is said to be %d, it is %d", f.N, at)
			}
		}
		edit := func() {
			r := *c.links[i].Row
			switch rapid.IntRange(0, 8).Draw(t, "field") {
			case 0:
				r.At = r.At.Add(time.Microsecond)
			case 1:
				r.ActorKind += "x"
			case 2:
				r.ActorID += "x"
			case 3: // a letter goes over to the neighbour
				r.Action, r.ObjectKind = r.Action+"x", "x"+r.ObjectKind
			case 4:
				r.ObjectKind += "x"
			case 5:
				r.ObjectID += "x"
			case 6:
				r.Reason += "x"
			case 7:
				if r.Diff == nil {
					r.Diff = new(string)
				} else {
					r.Diff = nil
				}
			case 8:
				r.Seq++
			}
			c.links[i].Row = &r
		}
		switch rapid.SampledFrom([]string{"edit", "delete", "delete whole", "insert", "insert in a place", "swap rows", "swap places", "truncate", "truncate whole", "rewrite"}).Draw(t, "tampering") {
		case "edit":
			edit()
			atLeast(trail.Edited)
		case "delete":
			c.links[i].Row = nil
			atLeast(trail.Deleted, trail.Truncated)
		case "delete whole": // of the last row only a head tells
			if i == n-1 && pin < n {
				i, at = pin-1, int64(pin)
			}
			c.links = slices.Delete(c.links, i, i+1)
			atLeast(trail.Deleted, trail.Truncated)
		case "insert":
			r := *c.links[i].Row
			c.loose = append(c.loose, trail.Link{Seq: 999, Row: &r})
			at = 0
			atLeast(trail.Inserted)
		case "insert in a place":
			r := *c.links[i].Row
			r.Reason, r.Seq = r.Reason+"new", 999
			c.links = slices.Insert(c.links, i, trail.Link{N: at, Seq: 999, Row: &r, Hash: trail.Next(c.before(i), r)})
			for j := i + 1; j <= n; j++ {
				c.links[j].N++
			}
			at++
			atLeast()
		case "swap rows":
			j := rapid.IntRange(0, n-1).Filter(func(j int) bool { return j != i }).Draw(t, "other")
			a, b := *c.links[i].Row, *c.links[j].Row
			a.Seq, b.Seq = b.Seq, a.Seq
			a.N, b.N = b.N, a.N
			if bytes.Equal(b.Canonical(), c.links[i].Row.Canonical()) {
				return // rows that are alike
			}
			c.links[i].Row, c.links[j].Row = &b, &a
			at = int64(max(i, j) + 1)
			atLeast(trail.Reordered)
		case "swap places":
			j := rapid.IntRange(0, n-1).Filter(func(j int) bool { return j != i }).Draw(t, "other")
			c.links[i], c.links[j] = c.links[j], c.links[i]
			c.links[i].N, c.links[j].N = int64(i+1), int64(j+1)
			at = int64(max(i, j) + 1)
			atLeast(trail.Reordered, trail.Edited)
		case "truncate":
			for j := i; j < n; j++ {
				c.links[j].Row = nil
			}
			atLeast(trail.Truncated)
		case "truncate whole": // the chain's end is set right, only a head behind it tells
			if i >= pin {
				i, at = pin-1, int64(pin)
			}
			c.links = c.links[:i]
			c.rehash()
			atLeast(trail.Truncated)
		case "rewrite":
			if i >= pin {
				i, at = pin-1, int64(pin)
			}
			was := c.links[i].Row.Reason
			edit()
			c.links[i].Row.Reason = was + "x"
			c.rehash()
			atLeast(trail.Rewritten)
		}
	})
}

// TestWithoutHeadsARewrittenChainPasses shows what the heads are for.
func TestWithoutHeadsARewrittenChainPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawChain(t, 5)
		head := key(t, 1).Sign(ws, 5, c.links[4].Hash, time.Unix(9, 0))
		c.links[2].Row.Reason += "x"
		c.rehash()
		if rep := c.verify(t); !rep.OK() {
			t.Fatalf("%+v", rep.Findings)
		}
		if rep := c.verify(t, head); rep.OK() {
			t.Fatal("the head shows nothing")
		}
		other := key(t, 2).Sign(ws, 5, c.links[4].Hash, time.Unix(9, 0))
		if rep := c.verify(t, other); rep.OK() || rep.Findings[0].Damage != trail.Forged || rep.Heads != 0 {
			t.Fatalf("a head of another key: %+v", rep)
		}
	})
}
