package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// readings tells how asking goes: the ladders, what is stopped, and systems that are down.
func (q reading) readings(ctx context.Context, at map[string]*views.Connection, stream func(connection, name string) *views.Stream) error {
	var connection, name, code, halted string
	var failures int
	var since, tried, next, haltedAt *time.Time
	err := q.each(ctx, sql("ReadReadings"), []any{&connection, &name, &failures, &since, &code, &tried, &next, &halted, &haltedAt}, func() {
		s := stream(connection, name)
		s.NextAt = next
		if failures > 0 && since != nil && tried != nil {
			s.Retry = &views.Retry{Failures: failures, Since: *since, LastAt: *tried, NextAt: next, Code: code, Message: *views.TextOf(code)}
		}
		s.Halted = halt(halted, haltedAt)
	})
	if err != nil {
		return err
	}
	var text []byte
	var broken error
	err = q.each(ctx, sql("ReadBreakers"), []any{&connection, &text}, func() {
		var b fault.Breaker
		if err := json.Unmarshal(text, &b); err != nil {
			broken = err
		}
		if c := at[connection]; c != nil && !b.OpenedAt.IsZero() {
			c.Outage = &views.Outage{Since: b.Since, Tries: b.Failures, NextAt: moment(b.ProbeAt), Code: b.Code, Message: *views.TextOf(b.Code)}
		}
	})
	if err != nil {
		return err
	}
	return broken
}

func halt(code string, at *time.Time) *views.Halt {
	if code == "" || at == nil {
		return nil
	}
	return &views.Halt{Code: code, Message: *views.TextOf(code), At: *at}
}

// AskNow implements console.Readings.
func (r *Reader) AskNow(ctx context.Context, ws record.WorkspaceID, connection, stream string) error {
	if !isUUID(connection) {
		return fault.New("not_found", nil)
	}
	return r.s.AskNow(ctx, ws, record.ConnectionID(connection), stream)
}

// States implements console.Readings.
func (r *Reader) States(ctx context.Context, ws record.WorkspaceID, connection string) ([]views.State, error) {
	if !isUUID(connection) {
		return nil, fault.New("not_found", nil)
	}
	states, err := r.s.States(ctx, ws, record.ConnectionID(connection))
	if err != nil {
		return nil, err
	}
	tag, err := r.s.StateTag(ctx, ws, record.ConnectionID(connection))
	if err != nil {
		return nil, err
	}
	out := []views.State{{Tag: tag}}
	for _, st := range states {
		if st.Stream == "" {
			continue
		}
		v := views.State{Stream: st.Stream, State: json.RawMessage("null"), Text: "null", Tag: tag, UpdatedAt: st.UpdatedAt}
		if !noState(st.State) {
			v.State, v.Text, v.Bytes = json.RawMessage(st.State), string(st.State), len(st.State)
		}
		out = append(out, v)
	}
	return out, nil
}

// Decide implements console.Readings.
func (r *Reader) Decide(ctx context.Context, ws record.WorkspaceID, connection, stream string, state []byte, match, reason string) ([]byte, error) {
	if !isUUID(connection) {
		return nil, fault.New("not_found", nil)
	}
	return r.s.DecideState(ctx, ws, record.ConnectionID(connection), stream, state, match, reason)
}
