package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// List gives the living connections of a workspace with how they stand.
func (r *Reader) List(ctx context.Context, ws record.WorkspaceID, now time.Time) ([]views.Connection, error) {
	out := []views.Connection{}
	err := r.read(ctx, ws, func(ctx context.Context, q reading) error {
		rows, err := q.tx.Query(ctx, qConnections)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, scanConnection)
		if err != nil {
			return err
		}
		out, err = q.standing(ctx, found, "", now)
		return err
	})
	return out, err
}

// Get gives one living connection.
func (r *Reader) Get(ctx context.Context, ws record.WorkspaceID, id string, now time.Time) (views.Connection, error) {
	if !isUUID(id) {
		return views.Connection{}, fault.New("not_found", nil)
	}
	var out views.Connection
	err := r.read(ctx, ws, func(ctx context.Context, q reading) error {
		c, err := oneConnection(ctx, q.tx, qConnectionByID, id)
		if err != nil {
			return err
		}
		if c.DeletedAt != nil {
			return fault.New("not_found", nil)
		}
		found, err := q.standing(ctx, []Connection{c}, id, now)
		if err == nil {
			out = found[0]
		}
		return err
	})
	return out, err
}

type streamKey struct{ connection, stream string }

// standing tells how connections stand; only narrows to one.
func (q reading) standing(ctx context.Context, cs []Connection, only string, now time.Time) ([]views.Connection, error) {
	out := make([]views.Connection, len(cs))
	at := map[string]*views.Connection{}
	for i, c := range cs {
		out[i] = views.Connection{
			ID: string(c.ID), Name: c.Name, Title: c.Title, Connector: c.Connector, Status: string(c.Status), StatusCode: c.StatusCode,
			StatusSince: c.StatusSince, Settings: c.Settings, SecretsSet: []string{}, PollSeconds: int(c.PollEvery / time.Second),
			CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Version: c.Version, Streams: []views.Stream{},
			Schedule: c.Schedule, Quiet: list(c.Quiet), HistorySince: c.History,
		}
		if c.Door != "" {
			out[i].Door = "/in/" + c.Door
		}
		at[string(c.ID)] = &out[i]
	}
	streams := map[streamKey]*views.Stream{}
	var order []streamKey
	stream := func(connection, name string) *views.Stream {
		k := streamKey{connection, name}
		if streams[k] == nil {
			streams[k] = &views.Stream{Name: name}
			order = append(order, k)
		}
		return streams[k]
	}
	if err := q.counted(ctx, only, at, stream); err != nil {
		return nil, err
	}
	if err := q.states(ctx, at, stream); err != nil {
		return nil, err
	}
	if err := q.volumes(ctx, only, at, stream, now); err != nil {
		return nil, err
	}
	if err := q.readings(ctx, at, stream); err != nil {
		return nil, err
	}
	for _, k := range order {
		if c := at[k.connection]; c != nil {
			c.Streams = append(c.Streams, *streams[k])
		}
	}
	return out, nil
}

// counted counts records and dead letters.
func (q reading) counted(ctx context.Context, only string, at map[string]*views.Connection, stream func(connection, name string) *views.Stream) error {
	var connection, name, outcome string
	var n, recent int64
	var last time.Time
	err := q.each(ctx, sql("ReadConnectionCounts"), []any{&connection, &name, &outcome, &n, &recent, &last}, func() {
		st := stream(connection, name)
		st.Settled.Add(outcome, n)
		if outcome != "duplicate" {
			moved := last
			st.LastMovedAt = views.Later(st.LastMovedAt, &moved)
		}
		if c := at[connection]; c != nil {
			c.Settled.Add(outcome, n)
			c.PerMinute += recent
		}
	}, only)
	if err != nil {
		return err
	}
	err = q.each(ctx, sql("ReadConnectionWaiting"), []any{&connection, &name, &n}, func() {
		stream(connection, name).InFlight = n
		if c := at[connection]; c != nil {
			c.InFlight += n
		}
	}, only)
	if err != nil {
		return err
	}
	return q.each(ctx, sql("ReadConnectionDead"), []any{&connection, &n}, func() {
		if c := at[connection]; c != nil {
			c.DeadLetters = n
		}
	})
}

// states tells how reading goes, and which secrets are set.
func (q reading) states(ctx context.Context, at map[string]*views.Connection, stream func(connection, name string) *views.Stream) error {
	var connection, name, code string
	var read, moved, failed *time.Time
	var unchanged int64
	err := q.each(ctx, sql("ReadConnectionStates"), []any{&connection, &name, &read, &moved, &code, &failed, &unchanged}, func() {
		s := stream(connection, name)
		s.Unchanged = unchanged
		s.LastReadAt, s.LastMovedAt = read, views.Later(s.LastMovedAt, moved)
		if code != "" && failed != nil {
			s.LastError = &views.ReadError{Code: code, Message: *views.TextOf(code), At: *failed}
		}
	})
	if err != nil {
		return err
	}
	return q.each(ctx, sql("ReadConnectionSecrets"), []any{&connection, &name}, func() {
		if c := at[connection]; c != nil {
			c.SecretsSet = append(c.SecretsSet, name)
		}
	})
}

// Create makes a connection. The default mappings of its connector become version 1
// of the workspace's where there are none yet, before it can read anything.
func (r *Reader) Create(ctx context.Context, ws record.WorkspaceID, n views.NewConnection) (string, error) {
	for stream, yaml := range n.Mappings {
		of := MappingOf{Connector: n.Connector, Stream: stream}
		_, err := r.s.Mapping(ctx, ws, of, 0)
		if err != nil && fault.KindOf(err) == fault.NotFound {
			_, err = r.s.PublishMapping(ctx, ws, of, 0, yaml, "default")
		}
		if err != nil && fault.KindOf(err) != fault.Conflict { // somebody else was faster
			return "", err
		}
	}
	c, err := r.s.CreateConnection(ctx, ws, NewConnection{
		Name: n.Name, Title: n.Title, Connector: n.Connector, Settings: n.Settings, Secrets: n.Secrets,
		PollEvery: time.Duration(n.PollSeconds) * time.Second, Door: n.Door,
	})
	return string(c.ID), err
}

// Update changes a connection of the given version.
func (r *Reader) Update(ctx context.Context, ws record.WorkspaceID, id string, version int, ch views.ConnectionChange) error {
	to := ConnectionChange{Title: ch.Title, Settings: ch.Settings, Secrets: ch.Secrets}
	if ch.PollSeconds != nil {
		every := time.Duration(*ch.PollSeconds) * time.Second
		to.PollEvery = &every
	}
	to.Schedule, to.Quiet, to.History = ch.Schedule, ch.Quiet, ch.History
	_, err := r.s.UpdateConnection(ctx, ws, record.ConnectionID(id), version, to)
	return err
}

// SetPaused pauses a connection or lets it go on.
func (r *Reader) SetPaused(ctx context.Context, ws record.WorkspaceID, id string, paused bool) error {
	if !isUUID(id) {
		return fault.New("not_found", nil)
	}
	to := Enabled
	if paused {
		to = Paused
	}
	_, err := r.s.SetConnectionStatus(ctx, ws, record.ConnectionID(id), to, "", "")
	return err
}

// PutFile stores an uploaded file.
func (r *Reader) PutFile(ctx context.Context, ws record.WorkspaceID, id, name, kind string, params map[string]string, content []byte) (views.File, error) {
	f, err := r.s.PutFile(ctx, ws, record.ConnectionID(id), NewFile{Name: name, Kind: kind, Params: params, Content: content})
	if err != nil {
		var dup *fault.Error
		if errors.As(err, &dup) && dup.Code == "duplicate_file" {
			return fileView(f), dup.At("file", f.Name)
		}
		return views.File{}, err
	}
	return fileView(f), nil
}

// Files lists up to 100 files after seq, in the order of upload.
func (r *Reader) Files(ctx context.Context, ws record.WorkspaceID, id string, afterSeq int64) ([]views.File, error) {
	found, err := r.s.Files(ws, record.ConnectionID(id)).List(ctx, afterSeq)
	out := make([]views.File, len(found))
	for i, f := range found {
		out[i] = fileView(f)
	}
	return out, err
}

func fileView(f connectors.FileInfo) views.File {
	return views.File{Seq: f.Seq, SHA256: f.SHA256, Name: f.Name, Size: f.Size, Kind: f.Kind, Params: object(f.Params), UploadedAt: f.UploadedAt}
}
