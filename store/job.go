package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/record"
)

var _ jobs.Store = (*Store)(nil)

// JobLease names the lease of a job.
func JobLease(id string) string { return "job/" + id }

var (
	qJobInsert = sql("JobInsert")
	qJobsOpen  = sql("JobsOpen")
	qJobNow    = sql("JobNow")
	qJobBegin  = sql("JobBegin")
	qJobSave   = sql("JobSave")
	qJobNote   = sql("JobNote")
	qJobEnd    = sql("JobEnd")
	qJobStop   = sql("JobStop")
)

// NewJob is a job as it is ordered.
type NewJob struct {
	ID         string // empty: minted; a job that has it already stays as it is
	Kind       jobs.Kind
	Connection record.ConnectionID
	Stream     string    // empty: every stream
	From, To   time.Time // zero: without that end
	Ask        jobs.Ask
	Cursor     jobs.Cursor
	Reason     string
}

// CreateJob orders a job, with its entry in the trail.
func (s *Store) CreateJob(ctx context.Context, ws record.WorkspaceID, n NewJob) (id string, err error) {
	if id = n.ID; id == "" {
		id = uuid.NewString()
	}
	e, err := access.Did(ctx, "job.create", "job", id)
	if err != nil {
		return "", err
	}
	shown := map[string]any{"kind": n.Kind, "connection": n.Connection, "stream": n.Stream}
	if e.Diff, err = access.Diff(nil, shown, nil); err != nil {
		return "", err
	}
	ask, err := json.Marshal(n.Ask)
	if err != nil {
		return "", fault.New("internal", err)
	}
	cursor, err := json.Marshal(n.Cursor)
	if err != nil {
		return "", fault.New("internal", err)
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qJobInsert, ws, id, string(n.Kind), string(n.Connection), n.Stream, timeOrNull(n.From), timeOrNull(n.To), ask, cursor, n.Reason, e.Actor.Ref())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 && n.ID != "" {
			return nil
		}
		if tag.RowsAffected() == 0 {
			return fault.New("not_found", nil)
		}
		return Audit(ctx, tx, e.Because(n.Reason))
	})
	return id, err
}

// ScheduleJob implements jobs.Store.
func (s *Store) ScheduleJob(ctx context.Context, j jobs.Job) error {
	ctx = access.With(ctx, access.SystemActor("schedule", j.Workspace))
	_, err := s.CreateJob(ctx, j.Workspace, NewJob{ID: j.ID, Kind: j.Kind, Connection: j.Connection, Stream: j.Stream, From: j.From, To: j.To, Ask: j.Ask})
	return err
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// StopJob asks a job to end; one that nobody has begun ends at once. A job that has
// ended is the fault job_ended.
func (s *Store) StopJob(ctx context.Context, ws record.WorkspaceID, id, reason string) error {
	e, err := access.Did(ctx, "job.cancel", "job", id)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := oneJob(ctx, tx, id); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, qJobStop, id)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("job_ended", nil)
		}
		return Audit(ctx, tx, e.Because(reason))
	})
}

func oneJob(ctx context.Context, tx pgx.Tx, id string) (jobs.Job, error) {
	rows, err := tx.Query(ctx, qJobNow, id)
	if err != nil {
		return jobs.Job{}, err
	}
	j, err := pgx.CollectExactlyOneRow(rows, scanJob)
	if isNoRows(err) {
		return j, fault.New("not_found", nil)
	}
	return j, err
}

func scanJob(row pgx.CollectableRow) (j jobs.Job, err error) {
	var from, to *time.Time
	var ask, cursor, result []byte
	if err := row.Scan(&j.Workspace, &j.ID, &j.Kind, &j.Connection, &j.Connector, &j.Stream, &from, &to, &ask, &j.Status, &j.Stop, &cursor, &j.Done, &j.Total, &result); err != nil {
		return j, err
	}
	if from != nil {
		j.From = *from
	}
	if to != nil {
		j.To = *to
	}
	if err := json.Unmarshal(ask, &j.Ask); err != nil {
		return j, err
	}
	j.Result = result
	return j, json.Unmarshal(cursor, &j.Cursor)
}

// Job gives a job as it stands.
func (s *Store) Job(ctx context.Context, ws record.WorkspaceID, id string) (j jobs.Job, err error) {
	if !isUUID(id) {
		return j, fault.New("not_found", nil)
	}
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		j, err = oneJob(ctx, tx, id)
		return err
	})
	return j, err
}

// OpenJobs implements jobs.Store.
func (s *Store) OpenJobs(ctx context.Context) ([]jobs.Job, error) {
	live, err := s.LiveWorkspaces(ctx)
	if err != nil {
		return nil, err
	}
	var out []jobs.Job
	for _, ws := range live {
		err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
			rows, err := tx.Query(ctx, qJobsOpen)
			if err != nil {
				return err
			}
			found, err := pgx.CollectRows(rows, scanJob)
			out = append(out, found...)
			return err
		})
		if err != nil && fault.As(err).Code != "workspace_gone" {
			return nil, err
		}
	}
	return out, nil
}

// ClaimJob implements jobs.Store.
func (s *Store) ClaimJob(ctx context.Context, j jobs.Job, holder string, ttl time.Duration) (jobs.Job, bool, error) {
	l, ok, err := s.AcquireLease(ctx, JobLease(j.ID), holder, ttl)
	if err != nil || !ok {
		return j, false, err
	}
	err = s.InWorkspace(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if err := Guard(ctx, tx, l.Name, l.Token); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, qJobBegin, j.ID, l.Token); err != nil {
			return err
		}
		j, err = oneJob(ctx, tx, j.ID)
		return err
	})
	j.Token = l.Token
	return j, err == nil, err
}

// SaveJob implements jobs.Store.
func (s *Store) SaveJob(ctx context.Context, j jobs.Job, v jobs.Save) (stop bool, err error) {
	cursor, err := json.Marshal(v.Cursor)
	if err != nil {
		return false, fault.New("internal", err)
	}
	result, err := json.Marshal(v.Result)
	if err != nil {
		return false, fault.New("internal", err)
	}
	return s.jobRow(ctx, j, qJobSave, cursor, v.Done, v.Total, result)
}

// NoteJob implements jobs.Store.
func (s *Store) NoteJob(ctx context.Context, j jobs.Job, cause error) error {
	code, detail := said(cause)
	_, err := s.jobRow(ctx, j, qJobNote, code, detail)
	return err
}

// EndJob implements jobs.Store.
func (s *Store) EndJob(ctx context.Context, j jobs.Job, status jobs.Status, cause error) error {
	code, detail := said(cause)
	_, err := s.jobRow(ctx, j, qJobEnd, string(status), code, detail)
	return err
}

// said is what a page shows of a fault.
func said(cause error) (code, detail string) {
	if cause == nil {
		return "", ""
	}
	f := fault.As(cause)
	if c := f.Unwrap(); c != nil {
		detail = c.Error()
	}
	if f.Where != "" {
		detail = f.Where + ": " + detail
	}
	return f.Code, detail
}

// jobRow writes a row of a running job under its token.
func (s *Store) jobRow(ctx context.Context, j jobs.Job, query string, args ...any) (stop bool, err error) {
	err = s.InWorkspace(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if err := Guard(ctx, tx, JobLease(j.ID), j.Token); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, query, append([]any{j.ID, j.Token}, args...)...).Scan(&stop)
		if isNoRows(err) {
			return fault.Newf("stale_lease", "job %s", j.ID)
		}
		return err
	})
	return stop, err
}

// FreeJob implements jobs.Store.
func (s *Store) FreeJob(ctx context.Context, j jobs.Job, holder string) error {
	return s.ReleaseLease(ctx, Lease{Name: JobLease(j.ID), Holder: holder, Token: j.Token})
}
