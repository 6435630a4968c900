package access

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Entry is one row of the trail. It names things by their ids and holds no personal
// value and no secret: the trail stays when a person is erased or a workspace removed.
type Entry struct {
	Seq        int64 // given by the store
	Workspace  record.WorkspaceID
	At         time.Time // given by the store when zero
	Actor      Actor
	Action     string // what was done: connection.create, session.start
	ObjectKind string // connection, account, key
	ObjectID   string
	Reason     string          // why, in the actor's words, where one was given
	Diff       json.RawMessage // {"field":{"from":…,"to":…}} (see Diff)
}

// Did begins an entry of the context's actor.
func Did(ctx context.Context, action, objectKind, objectID string) (Entry, error) {
	a, err := From(ctx)
	if err != nil {
		return Entry{}, err
	}
	return Entry{Actor: a, Action: action, ObjectKind: objectKind, ObjectID: objectID}, nil
}

// Because returns a copy with a reason.
func (e Entry) Because(reason string) Entry {
	e.Reason = reason
	return e
}

// Diff makes the diff of an entry from the JSON object forms of before and after
// (nil for none). A field for which hide answers true shows that it changed and
// nothing of what it held.
func Diff(before, after any, hide func(field string) bool) (json.RawMessage, error) {
	from, err := fields(before)
	if err != nil {
		return nil, err
	}
	to, err := fields(after)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	add := func(name string) {
		a, b := from[name], to[name]
		if _, done := out[name]; done || bytes.Equal(a, b) {
			return
		}
		if hide != nil && hide(name) {
			out[name] = map[string]bool{"changed": true}
			return
		}
		out[name] = change{a, b}
	}
	for name := range from {
		add(name)
	}
	for name := range to {
		add(name)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return json.Marshal(out)
}

type change struct {
	From json.RawMessage `json:"from,omitempty"`
	To   json.RawMessage `json:"to,omitempty"`
}

func fields(v any) (map[string]json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("access: diff: %w", err)
	}
	out := map[string]json.RawMessage{}
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("access: diff: %w", err)
	}
	return out, nil
}
