package rig

import (
	"bytes"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/record"
)

// RawMessage is the message that the door makes of a lead which came signed to the
// connection: the stages do the same work with it. The lead names no click id.
func (r *Rig) RawMessage(l load.Lead, now time.Time) (bus.Message, error) {
	at := bytes.LastIndexByte(l.Body, '}')
	if at < 0 {
		return bus.Message{}, fmt.Errorf("lead %s is no JSON object", l.ID)
	}
	raw := append(append([]byte{}, l.Body[:at]...), `,"_request":{"trust":"signed"}}`...)
	rec := record.Record{
		Workspace: r.Workspace, Connection: r.Connection, Connector: webform.Connector.Spec.Name, Stream: webform.Stream,
		Key: l.ID, Version: "1", Op: record.Upsert, OccurredAt: now, ReceivedAt: now, Raw: raw,
	}
	if err := rec.Validate(); err != nil {
		return bus.Message{}, err
	}
	return bus.Message{Topic: bus.TopicRaw, Key: rec.BusKey(), Headers: rec.Headers(), Payload: raw}, nil
}
