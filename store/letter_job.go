package store

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

var (
	qLettersToTake      = sql("LettersToTake")
	qLettersToTakeCount = sql("LettersToTakeCount")
	qLetterJobInsert    = sql("LetterJobInsert")
	qLetterJobNext      = sql("LetterJobNext")
	qLetterJobStep      = sql("LetterJobStep")
	qLettersReplaying   = sql("LettersReplaying")
	qLettersDiscard     = sql("LettersDiscard")
	qLetterEdits        = sql("LetterEdits")
	qLetterRaw          = sql("ReadLetterRaw")
)

// AskLetters notes what the actor of ctx wants done with letters; workers do it. The
// faults are not_found for a single letter that is not there, and no_letters when
// none of them can be taken: closed, on their way, or of a deleted connection; to put
// away more than letters.DiscardAlone without an approval is approval_needed.
func (r *Reader) AskLetters(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (job string, err error) {
	ids, err := letterIDs(a.IDs)
	if err != nil {
		return "", err
	}
	object := "many"
	if len(a.IDs) == 1 {
		object = a.IDs[0]
	}
	e, err := access.Did(ctx, "dead_letter."+string(a.Verb), "dead_letter", object)
	if err != nil {
		return "", err
	}
	filter, err := json.Marshal(a.Filter)
	if err != nil {
		return "", err
	}
	err = r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var id int64
		if a.Approval != "" {
			err := tx.QueryRow(ctx, sql("LetterJobOfApproval"), a.Approval).Scan(&id)
			if !isNoRows(err) {
				job = strconv.FormatInt(id, 10)
				return err
			}
		}
		n, err := countLetters(ctx, tx, a, ids)
		switch {
		case err != nil:
			return err
		case a.Approval != "" && n.Letters != a.Letters:
			return fault.New("approval_changed", nil)
		case n.Letters == 0:
			return noneToTake(ctx, tx, ids)
		case a.Verb == letters.Discard && n.Letters > letters.DiscardAlone && a.Approval == "":
			return fault.Newf("approval_needed", "%d letters", n.Letters)
		}
		if err := tx.QueryRow(ctx, qLetterJobInsert, ws, string(a.Verb), ids, filter, a.Reason, e.Actor.Ref(), n.Letters, n.Upto, "", nil, nil, nil, a.Approval).Scan(&id); err != nil {
			return err
		}
		job = strconv.FormatInt(id, 10)
		about := map[string]any{"job": job, "letters": n.Letters, "filter": a.Filter}
		if a.Approval != "" {
			about["approval"] = a.Approval
		}
		diff, err := access.Diff(nil, about, func(f string) bool { return f == "filter" && a.Filter.Text != "" })
		if err != nil {
			return err
		}
		e.Diff = diff
		return Audit(ctx, tx, e.Because(a.Reason))
	})
	return job, err
}

// CountLetters tells what an ask would take.
func (r *Reader) CountLetters(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (n letters.Counted, err error) {
	ids, err := letterIDs(a.IDs)
	if err != nil {
		return n, err
	}
	err = r.s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		n, err = countLetters(ctx, tx, a, ids)
		return err
	})
	return n, err
}

func countLetters(ctx context.Context, tx pgx.Tx, a letters.Ask, ids []int64) (n letters.Counted, err error) {
	upto := int64(math.MaxInt64)
	if a.Upto > 0 {
		upto = a.Upto
	}
	args := append(letterArgs(a.Filter), string(a.Verb), int64(0), upto, ids)
	err = tx.QueryRow(ctx, qLettersToTakeCount, args...).Scan(&n.Letters, &n.Upto, &n.Set)
	return n, err
}

func letterIDs(in []string) (ids []int64, err error) {
	for _, id := range in {
		n, err := idOf(id)
		if err != nil {
			return nil, fault.New("not_found", nil)
		}
		ids = append(ids, n)
	}
	return ids, nil
}

// noneToTake says why nothing can be taken.
func noneToTake(ctx context.Context, tx pgx.Tx, ids []int64) error {
	if len(ids) == 1 {
		l, err := one(ctx, reading{tx}, sql("ReadLetter"), scanDeadLetter, ids[0])
		switch {
		case err != nil:
			return err
		case l.Gone:
			return fault.New("letter_connection_gone", nil)
		}
	}
	return fault.New("no_letters", nil)
}

// RepairLetter notes a repaired copy of a letter's record. It gets the version that
// stands right behind the one it repairs. The faults are not_found, conflict (the
// letter is not as the person saw it), no_letters, letter_payload_gone and
// letter_connection_gone.
func (r *Reader) RepairLetter(ctx context.Context, ws record.WorkspaceID, a letters.AskRepair) (job string, err error) {
	id, err := idOf(a.ID)
	if err != nil {
		return "", fault.New("not_found", nil)
	}
	e, err := access.Did(ctx, "dead_letter.edit", "dead_letter", a.ID)
	if err != nil {
		return "", err
	}
	err = r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		q := reading{tx}
		seen, err := one(ctx, q, sql("ReadLetter"), scanDeadLetter, id)
		if err != nil {
			return err
		}
		key := pipelines.SourceKey{Connection: record.ConnectionID(seen.Record.Connection), Stream: seen.Record.Stream, Key: seen.Record.Key}
		of, err := lettersOf(ctx, tx, qLettersOf, []pipelines.SourceKey{key}) // and locks them
		if err != nil {
			return err
		}
		now, err := one(ctx, q, sql("ReadLetter"), scanDeadLetter, id)
		switch {
		case err != nil:
			return err
		case now.Rev != a.Rev:
			return fault.New("conflict", nil)
		case now.Gone:
			return fault.New("letter_connection_gone", nil)
		case now.Status != string(letters.Open) && now.Status != string(letters.Discarded):
			return fault.New("no_letters", nil)
		}
		var op record.Op
		var occurred, received time.Time
		var was []byte
		if err := tx.QueryRow(ctx, qLetterRaw, id).Scan(&op, &occurred, &received, &was); isNoRows(err) {
			return fault.New("letter_payload_gone", nil)
		} else if err != nil {
			return err
		}
		version, err := nextEdit(ctx, tx, of[key], now.Version)
		if err != nil {
			return err
		}
		var n int64
		if err := tx.QueryRow(ctx, qLetterJobInsert, ws, string(letters.Edit), []int64{id}, nil, a.Reason, e.Actor.Ref(), 1, id, version,
			zstdIn().EncodeAll(a.Payload, nil), occurred, received, "").Scan(&n); err != nil {
			return err
		}
		job = strconv.FormatInt(n, 10)
		if _, err := tx.Exec(ctx, qLettersReplaying, []int64{id}, n); err != nil {
			return err
		}
		var events columns
		events.add(id, string(letters.AskEdit), "", now.Code, version, e.Actor.Ref(), a.Reason)
		if _, err := tx.Exec(ctx, qLetterEvents, events.args(ws)...); err != nil {
			return err
		}
		return Audit(ctx, tx, e.Because(a.Reason))
	})
	return job, err
}

// nextEdit numbers the next edited copy of a version of a record.
func nextEdit(ctx context.Context, tx pgx.Tx, of []letters.Letter, version string) (string, error) {
	ids := make([]int64, len(of))
	n := 0
	last := func(v string) {
		if base, k := record.SplitEdited(v); base == version {
			n = max(n, k)
		}
	}
	for i, l := range of {
		ids[i] = l.ID
		last(l.Record.Version)
	}
	rows, err := tx.Query(ctx, qLetterEdits, ids)
	if err != nil {
		return "", err
	}
	var v string
	_, err = pgx.ForEachRow(rows, []any{&v}, func() error { last(v); return nil })
	return record.EditedVersion(version, n+1), err
}

// letterJob is a job as a worker takes it.
type letterJob struct {
	id                 int64
	verb               letters.Verb
	ids                []int64
	filter             views.DeadLetterFilter
	reason, by         string
	taken, missing     int
	upto, doneTo       int64
	version            string
	payload            []byte
	occurred, received *time.Time
}

// StepLetters implements letters.Store.
func (s *Store) StepLetters(ctx context.Context, ws record.WorkspaceID, limit int, publish func(ctx context.Context, recs []record.Record) error) (worked bool, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		worked = false
		j, ok, err := nextLetterJob(ctx, tx)
		if err != nil || !ok {
			return err
		}
		worked = true
		var recs []record.Record
		done := true
		if j.verb == letters.Edit {
			recs, err = j.repaired(ctx, tx, ws)
		} else {
			recs, done, err = j.take(ctx, tx, string(ws), limit)
		}
		if err != nil {
			return err
		}
		if len(recs) > 0 {
			if err := publish(ctx, recs); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, qLetterJobStep, j.id, j.taken, j.missing, j.doneTo, done)
		return err
	})
	return worked, gone(err)
}

func nextLetterJob(ctx context.Context, tx pgx.Tx) (j letterJob, ok bool, err error) {
	var filter []byte
	err = tx.QueryRow(ctx, qLetterJobNext).Scan(&j.id, &j.verb, &j.ids, &filter, &j.reason, &j.by, &j.taken, &j.missing, &j.upto, &j.doneTo, &j.version, &j.payload, &j.occurred, &j.received)
	if isNoRows(err) {
		return j, false, nil
	}
	if err == nil && len(filter) > 0 {
		err = json.Unmarshal(filter, &j.filter)
	}
	return j, err == nil, err
}

// repaired gives the edited copy that the job publishes.
func (j *letterJob) repaired(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID) ([]record.Record, error) {
	l, err := one(ctx, reading{tx}, sql("ReadLetter"), scanDeadLetter, j.ids[0])
	if err != nil {
		return nil, err
	}
	raw, err := zstdOut().DecodeAll(j.payload, nil)
	if err != nil {
		return nil, fault.Newf("internal", "a stored payload does not unpack: %w", err)
	}
	j.taken = 1
	return []record.Record{{
		Workspace: ws, Connection: record.ConnectionID(l.Record.Connection), Connector: l.Record.Connector, Stream: l.Record.Stream, Key: l.Record.Key,
		Version: j.version, Op: record.Upsert, OccurredAt: *j.occurred, ReceivedAt: *j.received, Raw: raw, Origin: record.Edit,
	}}, nil
}

// take marks the next letters of a job and gives the records that are to be sent again.
func (j *letterJob) take(ctx context.Context, tx pgx.Tx, ws string, limit int) (recs []record.Record, done bool, err error) {
	rows, err := tx.Query(ctx, qLettersToTake, append(letterArgs(j.filter), string(j.verb), j.doneTo, j.upto, j.ids, limit)...)
	if err != nil {
		return nil, false, err
	}
	var taken []int64
	var events columns
	sent := map[letters.Place]bool{}
	n := 0
	var id, off int64
	var part int
	var code string
	var occurred, received *time.Time
	var payload []byte
	var r record.Record
	var missing bool
	_, err = pgx.ForEachRow(rows, []any{&id, &r.Connection, &r.Connector, &r.Stream, &r.Key, &r.Version, &code, &part, &off, &r.Op, &occurred, &received, &payload, &missing}, func() error {
		n++
		j.doneTo = id
		switch {
		case j.verb == letters.Discard:
			events.add(id, string(letters.AskDiscard), "", code, r.Version, j.by, j.reason)
		case missing:
			j.missing++
			events.add(id, string(letters.NoPayload), "", code, r.Version, j.by, "")
			return nil
		default:
			events.add(id, string(letters.AskReplay), "", code, r.Version, j.by, j.reason)
			if p := (letters.Place{Partition: part, Offset: off}); !sent[p] {
				sent[p] = true
				again := r
				again.Workspace, again.OccurredAt, again.ReceivedAt, again.Origin = record.WorkspaceID(ws), *occurred, *received, record.Replay
				if again.Raw, err = zstdOut().DecodeAll(payload, nil); err != nil {
					return fault.Newf("internal", "a stored payload does not unpack: %w", err)
				}
				recs = append(recs, again)
			}
		}
		taken = append(taken, id)
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	j.taken += n
	if len(taken) > 0 {
		if j.verb == letters.Discard {
			_, err = tx.Exec(ctx, qLettersDiscard, taken, j.id, strings.TrimSpace(j.reason), j.by)
		} else {
			_, err = tx.Exec(ctx, qLettersReplaying, taken, j.id)
		}
		if err != nil {
			return nil, false, err
		}
	}
	if !events.empty() {
		_, err = tx.Exec(ctx, qLetterEvents, events.args(ws)...)
	}
	return recs, n < limit, err
}
