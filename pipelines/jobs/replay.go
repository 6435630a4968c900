package jobs

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// The passes over a stream.
const (
	passCurrent = iota // current versions
	passOutside        // newest versions that were never taken in and are newer than the current one
	passLate           // current versions that older rules made while the passes before went on
	passes
)

// RawStore gives stored records back.
type RawStore interface {
	// StreamMapping gives the mapping in force; see pipelines.MapStore.
	StreamMapping(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) (pipelines.StreamMapping, error)
	// RecordStreams lists the streams of which a connection has records.
	RecordStreams(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) ([]string, error)
	// CountCurrent counts current versions, for progress.
	CountCurrent(ctx context.Context, j Job, stream string) (int64, error)
	// Current gives current versions behind a key, in the order of keys; with below only
	// those that earlier rules made. An empty Packed: the raw record is not kept.
	Current(ctx context.Context, j Job, stream, after string, below int64, limit int) ([]Stored, error)
	// Outside gives, of records whose newest stored version ended as a dead letter or
	// was left out, that version, where it is newer than the current one.
	Outside(ctx context.Context, j Job, stream, after string, limit int) ([]Stored, error)
	// Unpack opens a packed payload. It may be called by several goroutines.
	Unpack(packed []byte) ([]byte, error)
	// EntitiesNow gives what current versions are made into, by key.
	EntitiesNow(ctx context.Context, j Job, stream string, keys []string) (map[string][]record.Entity, error)
	// Judge holds the dead letters of stored versions of a stream against what its rules
	// make of them, under the job's lease: see letters.Judge. Other rules than those given
	// are the fault mapping_changed, and nothing is written.
	Judge(ctx context.Context, j Job, stream string, rules int64, all []Judged) error
}

// Stored is a raw record as PostgreSQL keeps it.
type Stored struct {
	Record    record.Record // without Raw
	Hash      [32]byte      // of its content
	Partition int
	Offset    int64
	Packed    []byte
	Rules     int64    // of a current version
	Made      [32]byte // of a current version; zero: not known
}

// Judged is what the rules in force make of a stored version.
type Judged struct {
	Stored
	Dropped bool                   // the mapping leaves it out
	Dead    []pipelines.DeadLetter // what they say against it, or against values of it
	At      time.Time
}

const (
	pageOf    = 1000
	workers   = 2
	saveEvery = 500 * time.Millisecond
)

// mapAgain maps stored records with the rules in force now. A shadow counts what
// that would change; a replay does it:
//
//   - What is made otherwise goes to heliu.mapped under its old place on heliu.raw and in
//     its old version; the apply stage takes it because its rules are later.
//   - What was not taken in before and is now goes to heliu.raw again, with an outcome
//     of its own.
//   - What is left out now goes to heliu.mapped with nothing in it.
//   - What fails now becomes a dead letter and keeps its last good state.
//   - Dead letters that the rules do not raise any more are closed, and those that they
//     raise anew are opened, whether or not anything else is made otherwise.
//
// Only what differs goes on the bus: a second replay changes nothing. Records whose live
// change is under way are safe: their version is later, or their rules are.
func (r *Runner) mapAgain(ctx context.Context, j *Job) error {
	t, err := newTally(j.Result)
	if err != nil {
		return fault.New("internal", err)
	}
	a := &again{r: r, j: j, tally: t, act: j.Kind == Replay}
	streams := []string{j.Stream}
	if j.Stream == "" {
		if streams, err = r.Raw.RecordStreams(ctx, j.Workspace, j.Connection); err != nil {
			return err
		}
	}
	slices.Sort(streams)
	if j.Cursor.Stream == "" {
		if err := a.begin(ctx, streams); err != nil {
			return err
		}
	}
	for _, s := range streams {
		if s < j.Cursor.Stream {
			continue
		}
		if s > j.Cursor.Stream {
			j.Cursor.Stream, j.Cursor.Pass, j.Cursor.After = s, passCurrent, ""
		}
		if err := a.stream(ctx, s); err != nil {
			return err
		}
	}
	return r.save(ctx, j, a.MapAgain)
}

// again is one run over stored records.
type again struct {
	tally
	r     *Runner
	j     *Job
	act   bool
	sm    pipelines.StreamMapping
	rules *mapping.Mapping
	fault error // why there are no rules
	saved time.Time
}

// begin counts what there is. A replay waits until the rules are in force in every
// stage and what older ones made has been applied.
func (a *again) begin(ctx context.Context, streams []string) error {
	a.j.Total = 0
	for _, s := range streams {
		n, err := a.r.Raw.CountCurrent(ctx, *a.j, s)
		if err != nil {
			return err
		}
		a.j.Total += n
	}
	if err := a.r.save(ctx, a.j, a.MapAgain); err != nil || !a.act {
		return err
	}
	if err := a.r.Clock.Sleep(ctx, pipelines.MappingFor+time.Second); err != nil {
		return err
	}
	return a.r.passed(ctx, applyGroup, bus.TopicMapped)
}

// load takes the rules of a stream. A shadow notes them; a replay demands the noted ones.
func (a *again) load(ctx context.Context, stream string) error {
	sm, err := a.r.Raw.StreamMapping(ctx, a.j.Workspace, a.j.Connection, stream)
	if err != nil && (fault.Retryable(err) || fault.As(err).Code != "mapping_failed") {
		return err
	}
	if a.j.Cursor.Rules == nil {
		a.j.Cursor.Rules = map[string]int64{}
	}
	if was, noted := a.j.Cursor.Rules[stream]; noted && was != sm.Rules || !noted && a.act {
		return fault.Newf("mapping_changed", "stream %s", stream).In(stream)
	}
	a.j.Cursor.Rules[stream] = sm.Rules
	a.fault = err
	if err == nil && (a.rules == nil || string(a.sm.YAML) != string(sm.YAML) || a.rules.Stream != stream) {
		if a.rules, err = mapping.Parse(sm.ConnectionName+"/"+stream, sm.YAML); err != nil {
			a.fault = fault.New("mapping_failed", err)
		}
	}
	a.sm = sm
	return nil
}

func (a *again) stream(ctx context.Context, stream string) error {
	if err := a.load(ctx, stream); err != nil {
		return err
	}
	for ; a.j.Cursor.Pass < passes; a.j.Cursor.Pass, a.j.Cursor.After = a.j.Cursor.Pass+1, "" {
		if a.j.Cursor.Pass == passLate {
			if !a.act {
				continue
			}
			if err := a.r.passed(ctx, applyGroup, bus.TopicMapped); err != nil {
				return err
			}
		}
		if err := a.pass(ctx, stream); err != nil {
			return err
		}
	}
	return nil
}

type fetched struct {
	rows []Stored
	err  error
}

// pass goes over a stream once. The next page is fetched while one is mapped.
func (a *again) pass(ctx context.Context, stream string) error {
	ctx, cancel := context.WithCancel(ctx)
	pages := make(chan fetched, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	pass, from, target := a.j.Cursor.Pass, a.j.Cursor.After, a.sm.Rules
	wg.Go(func() {
		defer close(pages)
		for after := from; ; {
			var f fetched
			switch pass {
			case passOutside:
				f.rows, f.err = a.r.Raw.Outside(ctx, *a.jobRange(), stream, after, a.r.page())
			case passLate:
				f.rows, f.err = a.r.Raw.Current(ctx, *a.jobRange(), stream, after, target, a.r.page())
			default:
				f.rows, f.err = a.r.Raw.Current(ctx, *a.jobRange(), stream, after, 0, a.r.page())
			}
			select {
			case pages <- f:
			case <-ctx.Done():
				return
			}
			if f.err != nil || len(f.rows) < a.r.page() {
				return
			}
			after = f.rows[len(f.rows)-1].Record.Key
		}
	})
	for f := range pages {
		if f.err != nil {
			return f.err
		}
		if len(f.rows) == 0 {
			break
		}
		if err := a.page(ctx, stream, f.rows); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// jobRange is the job without what a run changes of it.
func (a *again) jobRange() *Job {
	return &Job{Workspace: a.j.Workspace, ID: a.j.ID, Connection: a.j.Connection, From: a.j.From, To: a.j.To}
}

// sending gathers what a page puts on the bus.
type sending struct {
	mapped, raw []bus.Message
	judged      []Judged
}

func (a *again) page(ctx context.Context, stream string, rows []Stored) error {
	var out sending
	var differ []remade
	for _, m := range a.remake(rows) {
		a.Looked++
		if !m.noRaw && a.j.Cursor.Pass != passOutside {
			out.judged = append(out.judged, a.judged(m))
		}
		switch {
		case m.noRaw:
			a.NoRaw++
		case a.j.Cursor.Pass == passOutside:
			if err := a.outside(m, &out); err != nil {
				return err
			}
		case m.bad != nil:
			a.fails(m)
		case m.made != m.Made:
			differ = append(differ, m)
		default:
			a.same(m)
			if m.Rules == a.sm.Rules {
				continue
			}
			if err := a.mapped(m, &out); err != nil { // later rules make the same: that is noted
				return err
			}
		}
	}
	if err := a.changed(ctx, stream, differ, &out); err != nil {
		return err
	}
	if a.act {
		if err := a.send(ctx, stream, out); err != nil {
			return err
		}
	}
	a.j.Done += int64(len(rows))
	a.j.Total = max(a.j.Total, a.j.Done)
	a.j.Cursor.After = rows[len(rows)-1].Record.Key
	if now := a.r.Clock.Now(); now.Sub(a.saved) >= saveEvery || len(out.mapped)+len(out.raw) > 0 {
		a.saved = now
		return a.r.save(ctx, a.j, a.MapAgain)
	}
	return nil
}

// fails counts a current version that cannot be mapped any more.
func (a *again) fails(m remade) {
	f := m.bad
	a.Failed++
	count(a.Codes, f.Code)
	a.example("failed", m.Record.Stream, m.Record.Key, f.Code, nil)
}

// same counts a current version of which the same is made.
func (a *again) same(m remade) {
	if m.res.Dropped != "" {
		a.StillOut++
		return
	}
	a.Unchanged++
}

// outside judges a version that was never taken in. Where its mapping leaves it out now,
// what an earlier version made goes too.
func (a *again) outside(m remade, out *sending) (err error) {
	switch {
	case m.bad != nil:
		a.StillOut++
	case m.res.Dropped != "":
		a.StillOut++
		out.judged = append(out.judged, a.judged(m))
		err = a.mapped(m, out)
	default:
		a.New++
		a.example("new", m.Record.Stream, m.Record.Key, "", nil)
		rec := m.Record
		rec.Origin, rec.ReceivedAt = record.Replay, a.r.Clock.Now()
		out.raw = append(out.raw, bus.Message{Topic: bus.TopicRaw, Key: rec.BusKey(), Headers: rec.Headers(), Payload: rec.Raw})
	}
	return err
}

// changed looks at what is made otherwise, field by field.
func (a *again) changed(ctx context.Context, stream string, differ []remade, out *sending) error {
	if len(differ) == 0 {
		return nil
	}
	keys := make([]string, len(differ))
	for i, m := range differ {
		keys[i] = m.Record.Key
	}
	now, err := a.r.Raw.EntitiesNow(ctx, *a.jobRange(), stream, keys)
	if err != nil {
		return err
	}
	for _, m := range differ {
		changes, err := differences(now[m.Record.Key], m.res.Entities)
		if err != nil {
			return fault.New("internal", err)
		}
		switch {
		case len(changes) == 0: // nobody had noted what was made of it
			a.same(m)
		case m.Made == record.MadeHash(nil): // it was left out
			a.New++
			a.example("new", stream, m.Record.Key, "", nil)
		case m.res.Dropped != "":
			a.Dropped++
			count(a.Reasons, m.res.Dropped)
			a.example("dropped", stream, m.Record.Key, m.res.Dropped, nil)
		default:
			a.Changed++
			seen := map[string]bool{}
			for _, c := range changes {
				name := c.Kind + "." + c.Field
				if c.Field == "" { // a whole entity comes or goes
					name = c.Before + c.After + c.Kind
				}
				if !seen[name] {
					seen[name] = true
					count(a.Fields, name)
				}
			}
			a.example("changed", stream, m.Record.Key, "", changes)
		}
		if err := a.mapped(m, out); err != nil {
			return err
		}
	}
	return nil
}

// mapped gathers the message of a version that was mapped again.
func (a *again) mapped(m remade, out *sending) error {
	if !a.act {
		return nil
	}
	rec := m.Record
	rec.Origin, rec.Raw = record.Replay, nil
	msg, err := pipelines.MappedMessage(rec, m.Hash, m.Partition, m.Offset, a.sm, m.res)
	if err != nil {
		return err
	}
	out.mapped = append(out.mapped, msg)
	return nil
}

// send puts a page on the bus, under the rules that it was mapped with.
func (a *again) send(ctx context.Context, stream string, out sending) error {
	if len(out.judged) > 0 {
		if err := a.r.Raw.Judge(ctx, *a.j, stream, a.sm.Rules, out.judged); err != nil {
			return err
		}
	}
	if len(out.mapped)+len(out.raw) == 0 {
		return nil
	}
	if err := a.load(ctx, stream); err != nil { // changed meanwhile: what was made is out of date
		return err
	}
	for _, to := range []struct {
		group, topic string
		msgs         []bus.Message
	}{{applyGroup, bus.TopicMapped, out.mapped}, {mapGroup, bus.TopicRaw, out.raw}} {
		for part := range slices.Chunk(to.msgs, room/2) {
			if err := a.r.wait(ctx, to.group, to.topic); err != nil {
				return err
			}
			if err := a.r.Bus.Publish(ctx, part...); err != nil {
				return err
			}
			a.Sent += int64(len(part))
		}
	}
	return nil
}
