package record

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Header names under which an envelope's fields travel beside the payload (Kafka
// headers, Watermill metadata). The payload of a raw record is its Raw, byte for byte.
const (
	HeaderWorkspace  = "heliu-workspace"
	HeaderConnection = "heliu-connection"
	HeaderConnector  = "heliu-connector"
	HeaderStream     = "heliu-stream"
	HeaderKey        = "heliu-key"
	HeaderVersion    = "heliu-version"
	HeaderOp         = "heliu-op"
	HeaderOccurred   = "heliu-occurred-at"
	HeaderReceived   = "heliu-received-at"
	HeaderOrigin     = "heliu-origin"
	HeaderTrace      = "traceparent"
)

// Headers gives the envelope without its payload as string pairs.
func (r Record) Headers() map[string]string {
	h := map[string]string{
		HeaderWorkspace:  string(r.Workspace),
		HeaderConnection: string(r.Connection),
		HeaderConnector:  r.Connector,
		HeaderStream:     r.Stream,
		HeaderKey:        r.Key,
		HeaderVersion:    r.Version,
		HeaderOp:         string(r.Op),
		HeaderOccurred:   r.OccurredAt.UTC().Format(time.RFC3339Nano),
		HeaderReceived:   r.ReceivedAt.UTC().Format(time.RFC3339Nano),
	}
	if r.Origin != Live {
		h[HeaderOrigin] = string(r.Origin)
	}
	if r.Trace != "" {
		h[HeaderTrace] = r.Trace
	}
	return h
}

// FromHeaders rebuilds an envelope from Headers and its payload.
func FromHeaders(h map[string]string, raw []byte) (Record, error) {
	occurred, err := time.Parse(time.RFC3339Nano, h[HeaderOccurred])
	if err != nil {
		return Record{}, fmt.Errorf("record: header %s: %w", HeaderOccurred, err)
	}
	received, err := time.Parse(time.RFC3339Nano, h[HeaderReceived])
	if err != nil {
		return Record{}, fmt.Errorf("record: header %s: %w", HeaderReceived, err)
	}
	r := Record{
		Workspace: WorkspaceID(h[HeaderWorkspace]), Connection: ConnectionID(h[HeaderConnection]),
		Connector: h[HeaderConnector], Stream: h[HeaderStream], Key: h[HeaderKey], Version: h[HeaderVersion],
		Op: Op(h[HeaderOp]), OccurredAt: occurred, ReceivedAt: received, Raw: raw, Trace: h[HeaderTrace],
		Origin: Origin(h[HeaderOrigin]),
	}
	return r, r.Validate()
}

// Entity is one canonical thing that a mapping made of a record.
//
// Kind names the canonical entity (see Kinds). Part tells the entities of one
// record apart and is empty when there is only one of its kind. Data is the
// canonical JSON of the typed struct of that kind.
type Entity struct {
	Kind string          `json:"kind"`
	Part string          `json:"part,omitempty"`
	Data json.RawMessage `json:"data"`
}

// ValueFault is one value that a mapping left out because it could not be
// trusted, while the record lived on.
type ValueFault struct {
	Field   string `json:"field"` // canonical field path
	Path    string `json:"path"`  // source path
	Code    string `json:"code"`  // stable fault code
	Value   string `json:"value"` // masked
	Message string `json:"message"`
}

// Mapped is one raw record with everything its mapping made of it: the message
// on heliu.mapped. The header repeats the record's envelope; RawPartition and
// RawOffset say where on heliu.raw it lies.
type Mapped struct {
	Record         Record
	ContentHash    [32]byte // of the raw record: Record.Raw does not travel with it
	RawPartition   int
	RawOffset      int64
	MappingVersion int
	// Rules grows with everything that decides what a mapping makes of a record: two
	// results for the same content are ordered by it.
	Rules    int64
	Entities []Entity
	// Dropped is the reason for which the mapping leaves the record out; then there are
	// no entities.
	Dropped string
	// Made is MadeHash of the entities as the mapping wrote them. Payload fills it in,
	// MappedFrom reads it back; entities that travelled may be spelt otherwise.
	Made [32]byte
}

type mappedJSON struct {
	Hash     []byte   `json:"hash"`
	Part     int      `json:"part"`
	Offset   int64    `json:"offset"`
	Mapping  int      `json:"mapping"`
	Rules    int64    `json:"rules,omitempty"`
	Made     []byte   `json:"made,omitempty"`
	Dropped  string   `json:"dropped,omitempty"`
	Entities []Entity `json:"entities"`
}

// MadeHash is the SHA-256 of what a mapping made of a record, in its order: two
// results with the same hash are the same, byte for byte.
func MadeHash(entities []Entity) (sum [32]byte) {
	h := sha256.New()
	var n [8]byte
	for _, e := range entities {
		for _, part := range [][]byte{[]byte(e.Kind), []byte(e.Part), e.Data} {
			binary.BigEndian.PutUint64(n[:], uint64(len(part)))
			h.Write(n[:])
			h.Write(part)
		}
	}
	h.Sum(sum[:0])
	return sum
}

// Payload encodes what a mapped message carries beside its headers, as mappedJSON is
// read. The entities' Data goes in as it is: it is canonical JSON already.
func (m Mapped) Payload() ([]byte, error) {
	size := 240
	for _, e := range m.Entities {
		size += len(e.Kind) + len(e.Part) + len(e.Data) + 40
	}
	b := append(make([]byte, 0, size), `{"hash":"`...)
	b = base64.StdEncoding.AppendEncode(b, m.ContentHash[:])
	b = strconv.AppendInt(append(b, `","part":`...), int64(m.RawPartition), 10)
	b = strconv.AppendInt(append(b, `,"offset":`...), m.RawOffset, 10)
	b = strconv.AppendInt(append(b, `,"mapping":`...), int64(m.MappingVersion), 10)
	if m.Rules != 0 {
		b = strconv.AppendInt(append(b, `,"rules":`...), m.Rules, 10)
	}
	made := MadeHash(m.Entities)
	b = append(base64.StdEncoding.AppendEncode(append(b, `,"made":"`...), made[:]), '"')
	var err error
	if m.Dropped != "" {
		if b, err = jsontext.AppendQuote(append(b, `,"dropped":`...), m.Dropped); err != nil {
			return nil, fmt.Errorf("record: reason of a drop: %w", err)
		}
	}
	b = append(b, `,"entities":[`...)
	for i, e := range m.Entities {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = jsontext.AppendQuote(append(b, `{"kind":`...), e.Kind); err != nil {
			return nil, fmt.Errorf("record: kind of an entity: %w", err)
		}
		if e.Part != "" {
			if b, err = jsontext.AppendQuote(append(b, `,"part":`...), e.Part); err != nil {
				return nil, fmt.Errorf("record: part of an entity: %w", err)
			}
		}
		if len(e.Data) == 0 {
			return nil, fmt.Errorf("record: entity %s has no data", e.Kind)
		}
		b = append(append(append(b, `,"data":`...), e.Data...), '}')
	}
	return append(b, "]}"...), nil
}

// MappedFrom rebuilds a mapped message from its headers and payload.
func MappedFrom(h map[string]string, payload []byte) (Mapped, error) {
	r, err := FromHeaders(h, nil)
	if err != nil {
		return Mapped{}, err
	}
	var j mappedJSON
	if err := json.Unmarshal(payload, &j); err != nil {
		return Mapped{}, fmt.Errorf("record: mapped payload: %w", err)
	}
	if len(j.Hash) != 32 {
		return Mapped{}, fmt.Errorf("record: mapped payload: content hash has %d bytes, want 32", len(j.Hash))
	}
	m := Mapped{
		Record: r, ContentHash: [32]byte(j.Hash), RawPartition: j.Part, RawOffset: j.Offset,
		MappingVersion: j.Mapping, Rules: j.Rules, Entities: j.Entities, Dropped: j.Dropped,
	}
	if len(j.Made) == 32 {
		m.Made = [32]byte(j.Made)
	}
	return m, nil
}
