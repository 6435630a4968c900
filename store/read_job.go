package store

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// NewJob orders a job. A replay takes its range and its rules from its shadow.
func (r *Reader) NewJob(ctx context.Context, ws record.WorkspaceID, n views.NewJob) (string, error) {
	o := NewJob{
		Kind: jobs.Kind(n.Kind), Connection: record.ConnectionID(n.Connection), Stream: n.Stream, Reason: n.Reason,
		Ask: jobs.Ask{Shadow: n.Shadow, Window: int64(n.Window / time.Second), History: n.History},
	}
	if n.From != nil {
		o.From = *n.From
	}
	if n.To != nil {
		o.To = *n.To
	}
	if o.Kind == jobs.Replay {
		sh, err := r.s.Job(ctx, ws, n.Shadow)
		if err != nil {
			return "", err
		}
		if sh.Kind != jobs.Shadow || sh.Status != jobs.Done {
			return "", fault.New("shadow_not_done", nil)
		}
		for stream, rules := range sh.Cursor.Rules {
			sm, err := r.s.StreamMapping(ctx, ws, sh.Connection, stream)
			if err != nil && fault.As(err).Code != "mapping_failed" {
				return "", err
			}
			if sm.Rules != rules {
				return "", fault.Newf("mapping_changed", "stream %s", stream).In(stream)
			}
		}
		o.Connection, o.Stream, o.From, o.To, o.Cursor.Rules = sh.Connection, sh.Stream, sh.From, sh.To, sh.Cursor.Rules
	}
	if !isUUID(string(o.Connection)) {
		return "", fault.New("not_found", nil)
	}
	return r.s.CreateJob(ctx, ws, o)
}

// StopJob asks a job to end.
func (r *Reader) StopJob(ctx context.Context, ws record.WorkspaceID, id, reason string) error {
	if !isUUID(id) {
		return fault.New("not_found", nil)
	}
	return r.s.StopJob(ctx, ws, id, reason)
}

// Job gives one job as it stands, with the latest windows of a backfill.
func (r *Reader) Job(ctx context.Context, ws record.WorkspaceID, id string) (j views.Job, err error) {
	if !isUUID(id) {
		return j, fault.New("not_found", nil)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		if j, err = one(ctx, q, sql("JobRead"), scanJobView, id); err != nil || j.Windows == nil {
			return err
		}
		j.Windows.List, err = all(ctx, q, sql("WindowsLatest"), func(row pgx.CollectableRow) (w views.WindowRead, err error) {
			return w, row.Scan(&w.Stream, &w.From, &w.To, &w.Records, &w.DoneAt)
		}, id)
		return err
	})
	return j, err
}

// ListJobs lists jobs, the latest first.
func (r *Reader) ListJobs(ctx context.Context, ws record.WorkspaceID, jq views.JobQuery) (rows []views.Job, next []string, err error) {
	var at *time.Time
	id := ""
	if len(jq.After) == 2 {
		t, err := time.Parse(time.RFC3339Nano, jq.After[0])
		if err != nil || !isUUID(jq.After[1]) {
			return nil, nil, fault.New("bad_cursor", nil)
		}
		at, id = &t, jq.After[1]
	}
	if jq.Connection != "" && !isUUID(jq.Connection) {
		return nil, nil, fault.New("not_found", nil)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		rows, err = all(ctx, q, sql("JobList"), scanJobView, jq.Connection, jq.Kind, at, id, jq.Limit+1)
		rows, next = cut(rows, jq.Limit, func(j views.Job) []string { return []string{j.CreatedAt.Format(time.RFC3339Nano), j.ID} })
		return err
	})
	return rows, next, err
}

func scanJobView(row pgx.CollectableRow) (j views.Job, err error) {
	var ask jobs.Ask
	var cursor jobs.Cursor
	var askJSON, cursorJSON, result []byte
	if err := row.Scan(&j.ID, &j.Kind, &j.Connection, &j.ConnectionName, &j.Stream, &j.From, &j.To, &askJSON, &j.Status, &j.Stopping, &j.Done, &j.Total,
		&cursorJSON, &result, &j.Code, &j.Detail, &j.Reason, &j.CreatedBy, &j.CreatedAt, &j.StartedAt, &j.MovedAt, &j.EndedAt); err != nil {
		return j, err
	}
	if err := json.Unmarshal(askJSON, &ask); err != nil {
		return j, err
	}
	if err := json.Unmarshal(cursorJSON, &cursor); err != nil {
		return j, err
	}
	j.WindowSeconds, j.History, j.Shadow, j.Scheduled, j.At = ask.Window, ask.History, ask.Shadow, ask.Scheduled, cursor.Stream
	if j.Status != string(jobs.Running) {
		j.At, j.Stopping = "", false
	}
	if j.Code != "" {
		j.Message = views.TextOf(j.Code)
	}
	var into any
	switch jobs.Kind(j.Kind) {
	case jobs.Shadow, jobs.Replay:
		j.Again = &views.MapAgain{Fields: map[string]int64{}, Codes: map[string]int64{}, Reasons: map[string]int64{}, Examples: []views.AgainExample{}}
		into = j.Again
	case jobs.Backfill:
		j.Windows = &views.WindowsRead{List: []views.WindowRead{}}
		into = j.Windows
	default:
		j.Compared = &views.ComparedRuns{Comparisons: []string{}, Unable: []string{}}
		into = j.Compared
	}
	return j, json.Unmarshal(result, into)
}

// Comparison gives one comparison with its differences.
func (r *Reader) Comparison(ctx context.Context, ws record.WorkspaceID, id string) (c views.Comparison, err error) {
	n, err := idOf(id)
	if err != nil {
		return c, err
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		c, err = one(ctx, q, sql("ComparisonRead"), scanComparison, n)
		return err
	})
	return c, err
}

// ListComparisons lists comparisons without their differences, the latest first.
func (r *Reader) ListComparisons(ctx context.Context, ws record.WorkspaceID, cq views.ComparisonQuery) (rows []views.Comparison, next []string, err error) {
	after, err := afterID(cq.After)
	if err != nil {
		return nil, nil, err
	}
	if cq.Connection != "" && !isUUID(cq.Connection) {
		return nil, nil, fault.New("not_found", nil)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		rows, err = all(ctx, q, sql("ComparisonList"), scanComparison, cq.Connection, cq.Stream, cq.Differing, cq.Latest, after, cq.Limit+1)
		rows, next = cut(rows, cq.Limit, func(c views.Comparison) []string { return []string{c.ID} })
		return err
	})
	return rows, next, err
}

func scanComparison(row pgx.CollectableRow) (c views.Comparison, err error) {
	var id int64
	var differences []byte
	if err := row.Scan(&id, &c.Job, &c.Connection, &c.ConnectionName, &c.Stream, &c.From, &c.To, &c.At, &c.SourceCount, &c.HubCount, &c.SourceHash, &c.HubHash,
		&c.MissingHub, &c.MissingSource, &c.Different, &c.Dead, &c.LeftOut, &c.CheckedAgain, &differences); err != nil {
		return c, err
	}
	c.ID = strconv.FormatInt(id, 10)
	c.Equal = c.MissingHub+c.MissingSource+c.Different == 0
	return c, json.Unmarshal(differences, &c.Differences)
}
