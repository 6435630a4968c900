package jobs

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Known is what the hub knows of a source record.
type Known struct {
	Key     string
	Current bool // it has a current version: the fields behind describe it
	Version string
	Op      record.Op
	Hash    [32]byte
	Empty   bool // its mapping leaves it out
	// Outcome and Reason tell what became of the content that was asked for; Landed says
	// that it came in at all.
	Landed          bool
	Outcome, Reason string
}

// The kinds of differences.
const (
	MissingHub    = "missing_hub"
	MissingSource = "missing_source"
	Different     = "different"
	DeadLetter    = "dead"
	LeftOut       = "left_out"
)

const (
	keptDifferences = 200
	// againAfter is how long a comparison waits before it looks a second time: what was
	// under way in the first look has arrived by then.
	againAfter = 5 * time.Second
)

// Content is a hash over records in any order: the sum of the hashes of key and
// content, modulo 2^128. A record that comes twice counts twice.
type Content struct{ hi, lo uint64 }

// Add counts a record in.
func (c *Content) Add(key string, content [32]byte) {
	h := sha256.New()
	h.Write([]byte(key))
	h.Write([]byte{0})
	h.Write(content[:])
	sum := h.Sum(nil)
	var carry uint64
	c.lo, carry = bits.Add64(c.lo, binary.BigEndian.Uint64(sum[8:16]), 0)
	c.hi, _ = bits.Add64(c.hi, binary.BigEndian.Uint64(sum[:8]), carry)
}

// String is the hash in 32 hex digits.
func (c Content) String() string { return fmt.Sprintf("%016x%016x", c.hi, c.lo) }

// side is one side of a window.
type side struct {
	records map[string]held
	count   int64
	content Content
}

// held is one record of a side; a delete counts as not there.
type held struct {
	version string
	hash    [32]byte
}

func newSide() *side { return &side{records: map[string]held{}} }

func (s *side) put(key, version string, hash [32]byte) {
	s.records[key] = held{version, hash}
	s.count++
	s.content.Add(key, hash)
}

// look is a window as both sides have it at one time.
type look struct {
	source, hub *side
	differences map[string]finding // by key
}

// finding is a difference with the content that it was found by: some sources give a
// new version at every reading.
type finding struct {
	views.Difference
	content [32]byte
}

func (f finding) alike(o finding) bool {
	return f.What == o.What && f.HubVersion == o.HubVersion && f.content == o.content
}

// compare holds the windows of a job's streams against the hub.
func (r *Runner) compare(ctx context.Context, j *Job) error {
	res := views.ComparedRuns{Comparisons: []string{}, Unable: []string{}}
	if len(j.Result) > 2 {
		if err := json.Unmarshal(j.Result, &res); err != nil {
			return fault.New("internal", err)
		}
	}
	w := connectors.Window{From: j.From, To: j.To}
	return r.held(ctx, *j, func(ctx context.Context, src connectors.Windowed, spec connectors.Spec) error {
		streams, err := asked(*j, spec)
		if err != nil {
			return err
		}
		slices.Sort(streams)
		j.Total = int64(len(streams))
		for _, s := range streams {
			if s <= j.Cursor.Stream && j.Cursor.Pass > 0 {
				continue
			}
			c, err := r.compareStream(ctx, *j, src, s, w)
			if f := fault.As(err); err != nil && j.Stream == "" && (f.Code == "source_refused" || f.Code == "cannot_window") {
				res.Unable = append(res.Unable, s) // this system does not have the stream
			} else if err != nil {
				return err
			} else {
				id, err := r.Windows.PutComparison(ctx, *j, c)
				if err != nil {
					return err
				}
				res.Comparisons = append(res.Comparisons, id)
				if c.Equal {
					res.Equal++
				} else {
					res.Differing++
				}
				r.tell(ctx, *j, s, w, c)
			}
			j.Cursor.Stream, j.Cursor.Pass = s, 1
			j.Done++
			if err := r.save(ctx, j, res); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareStream looks, and where something differs looks again: only what both looks
// found alike is a difference.
func (r *Runner) compareStream(ctx context.Context, j Job, src connectors.Windowed, stream string, w connectors.Window) (views.Comparison, error) {
	l, err := r.look(ctx, j, src, stream, w)
	if err != nil {
		return views.Comparison{}, err
	}
	first := l.differences
	if len(first) > 0 {
		if err := r.Clock.Sleep(ctx, againAfter); err != nil {
			return views.Comparison{}, err
		}
		for _, stage := range []struct{ group, topic string }{{mapGroup, bus.TopicRaw}, {applyGroup, bus.TopicMapped}} {
			if err := r.passed(ctx, stage.group, stage.topic); err != nil {
				return views.Comparison{}, err
			}
		}
		if l, err = r.look(ctx, j, src, stream, w); err != nil {
			return views.Comparison{}, err
		}
	}
	c := views.Comparison{
		Job: j.ID, Connection: string(j.Connection), Stream: stream, From: w.From, To: w.To, At: r.Clock.Now(),
		SourceCount: l.source.count, HubCount: l.hub.count, SourceHash: l.source.content.String(), HubHash: l.hub.content.String(),
		Differences: []views.Difference{},
	}
	for key, d := range first {
		if now, still := l.differences[key]; !still || !now.alike(d) {
			c.CheckedAgain++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(l.differences)) {
		d := l.differences[key]
		if was, known := first[key]; !known || !was.alike(d) {
			continue
		}
		switch d.What {
		case MissingHub:
			c.MissingHub++
		case MissingSource:
			c.MissingSource++
		case Different:
			c.Different++
		case DeadLetter:
			c.Dead++
		case LeftOut:
			c.LeftOut++
		}
		c.Differences = append(c.Differences, d.Difference)
	}
	slices.SortStableFunc(c.Differences, func(a, b views.Difference) int { return cmp.Compare(gravity(a.What), gravity(b.What)) })
	c.Differences = c.Differences[:min(len(c.Differences), keptDifferences)]
	c.Equal = c.MissingHub+c.MissingSource+c.Different == 0
	return c, nil
}

// gravity orders differences: what somebody must act upon comes first.
func gravity(what string) int {
	return slices.Index([]string{MissingHub, Different, MissingSource, DeadLetter, LeftOut}, what)
}

// look reads both sides of a window and compares them record by record.
func (r *Runner) look(ctx context.Context, j Job, src connectors.Windowed, stream string, w connectors.Window) (look, error) {
	l := look{source: newSide(), hub: newSide(), differences: map[string]finding{}}
	if err := r.readSource(ctx, src, stream, w, l.source); err != nil {
		return l, err
	}
	for after := ""; ; {
		page, err := r.Windows.InWindow(ctx, j, stream, w, after, r.page())
		if err != nil {
			return l, err
		}
		for _, k := range page {
			if k.Op != record.Delete {
				l.hub.put(k.Key, k.Version, k.Hash)
			}
			after = k.Key
		}
		if len(page) < r.page() {
			break
		}
	}
	var ask []string
	for key, s := range l.source.records {
		if h, there := l.hub.records[key]; !there || h.hash != s.hash {
			ask = append(ask, key)
		}
	}
	slices.Sort(ask)
	for keys := range slices.Chunk(ask, r.page()) {
		hashes := make([][32]byte, len(keys))
		for i, key := range keys {
			hashes[i] = l.source.records[key].hash
		}
		known, err := r.Windows.KnownBy(ctx, j, stream, keys, hashes)
		if err != nil {
			return l, err
		}
		for _, key := range keys {
			if d, differs := judge(key, l.source.records[key], known[key]); differs {
				l.differences[key] = finding{d, l.source.records[key].hash}
			}
		}
	}
	for key, h := range l.hub.records {
		if _, there := l.source.records[key]; !there {
			l.differences[key] = finding{views.Difference{What: MissingSource, Key: key, HubVersion: h.version}, h.hash}
		}
	}
	return l, nil
}

// judge says how the hub's knowledge of a record differs from the source's content.
func judge(key string, s held, k Known) (views.Difference, bool) {
	d := views.Difference{Key: key, SourceVersion: s.version, HubVersion: k.Version}
	switch {
	case k.Empty && k.Hash == s.hash:
		d.What = LeftOut
		if k.Outcome == "dropped" {
			d.Code = k.Reason
		}
	case k.Current && k.Op != record.Delete && k.Hash == s.hash: // under another time: the hub cuts times in the future
		return d, false
	case k.Landed && k.Outcome == "quarantined":
		d.What, d.Code = DeadLetter, k.Reason
	case k.Landed && k.Outcome == "dropped":
		d.What, d.Code = LeftOut, k.Reason
	case k.Current && k.Op != record.Delete && !k.Empty:
		d.What = Different
	default:
		d.What = MissingHub
	}
	return d, true
}

// readSource reads a window of a source without handing anything on.
func (r *Runner) readSource(ctx context.Context, src connectors.Windowed, stream string, w connectors.Window, into *side) error {
	newest := map[string]record.Record{}
	err := src.ReadWindow(ctx, stream, w, nil, func(_ context.Context, recs []record.Record, _ connectors.State) error {
		for _, x := range recs {
			h := x.ContentHash()
			old, there := newest[x.Key]
			if x.Raw = h[:]; !there || record.Newer(x.Version, h, old.Version, [32]byte(old.Raw)) {
				newest[x.Key] = x // of the content only its hash is kept
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, x := range newest {
		if x.Op != record.Delete {
			into.put(key, x.Version, [32]byte(x.Raw))
		}
	}
	return ctx.Err()
}

// tell raises or clears the alarm of a stream.
func (r *Runner) tell(ctx context.Context, j Job, stream string, w connectors.Window, c views.Comparison) {
	e := alerts.DifferenceEvent(j.Connection, stream, w.From, w.To, c.MissingHub, c.MissingSource, c.Different)
	var err error
	if !c.Equal {
		err = r.Alarm.Raise(ctx, j.Workspace, e)
	} else if still, serr := r.Windows.StillDiffers(ctx, j, stream, w); serr != nil {
		err = serr
	} else if !still {
		err = r.Alarm.Clear(ctx, j.Workspace, e)
	}
	if err != nil {
		r.Log.Error("an alarm is not kept", "kind", e.Kind, "error", err)
	}
}
