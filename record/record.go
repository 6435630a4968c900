package record

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"
)

// WorkspaceID names a tenant: a UUID in its canonical text form.
type WorkspaceID string

// ConnectionID names one configured connection: a UUID in its canonical text form.
type ConnectionID string

// ID identifies one version of one source record. The same change, delivered
// twice, has the same ID; two changes never share one.
type ID [16]byte

// String gives the ID as 32 lower-case hex digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Op says what a change does to the record it names.
type Op string

// The two operations. A delete carries the key; its Raw may be empty.
const (
	Upsert Op = "upsert"
	Delete Op = "delete"
)

// Record is one change as the source said it: the envelope that travels on heliu.raw.
//
// Key is the source's own identity of the thing inside (Connection, Stream). It
// travels as a Kafka key and stands in logs, so a connector must not put a
// personal value in it (use a keyed hash).
//
// Version orders the changes of one key by comparing bytes: a connector pads
// numbers to a fixed width and writes times in UTC with fixed digits. When two
// records have the same key and the same version but other content, the one
// with the greater content hash wins, everywhere and in any order.
//
// Raw is the payload, byte for byte. It is not valid JSON for every connector;
// the connector's Spec says what its mapping may expect.
type Record struct {
	Workspace  WorkspaceID
	Connection ConnectionID
	Connector  string
	Stream     string
	Key        string
	Version    string
	Op         Op
	OccurredAt time.Time // the source's event time
	ReceivedAt time.Time // when the hub took it
	Raw        []byte
	Trace      string // W3C traceparent, empty when tracing is off
	Origin     Origin // how it came to the bus; no part of its identity
}

// ContentHash is the SHA-256 of the operation and the payload.
func (r Record) ContentHash() [32]byte {
	h := sha256.New()
	h.Write([]byte(r.Op))
	h.Write([]byte{0})
	h.Write(r.Raw)
	var sum [32]byte
	h.Sum(sum[:0])
	return sum
}

// ID derives the stable identity of this change from what the source said, never
// from when or how often it arrived.
func (r Record) ID() ID { return r.IDOf(r.ContentHash()) }

// IDOf is ID for who has the record's ContentHash at hand.
func (r Record) IDOf(content [32]byte) ID {
	h := sha256.New()
	for _, s := range []string{string(r.Workspace), string(r.Connection), r.Stream, r.Key, r.Version} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	h.Write(content[:])
	var sum [32]byte
	h.Sum(sum[:0])
	return ID(sum[:16])
}

// BusKey is the Kafka key of the record on heliu.raw and heliu.mapped: all
// changes of one source record share it, so they keep their order.
func (r Record) BusKey() string {
	return string(r.Workspace) + "/" + string(r.Connection) + "/" + r.Stream + "/" + r.Key
}

// Validate tells whether the envelope is complete enough to travel.
func (r Record) Validate() error {
	switch {
	case r.Workspace == "" || r.Connection == "":
		return errors.New("record: workspace and connection are required")
	case r.Stream == "" || r.Key == "":
		return errors.New("record: stream and key are required")
	case r.Op != Upsert && r.Op != Delete:
		return errors.New("record: op must be upsert or delete")
	case r.ReceivedAt.IsZero():
		return errors.New("record: received_at is required")
	case !r.Origin.Known():
		return errors.New("record: origin is not known")
	}
	return nil
}

// Newer tells whether the change (version, content) a replaces b under the
// rule of Record.Version. It is a total order, so replays and reordering
// converge.
func Newer(aVersion string, aHash [32]byte, bVersion string, bHash [32]byte) bool {
	if aVersion != bVersion {
		return aVersion > bVersion
	}
	return string(aHash[:]) > string(bHash[:])
}
