package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// stampLayout is how the CRM writes updated_at: UTC with six decimals, always.
const stampLayout = "2006-01-02T15:04:05.000000Z"

// row is one stored object.
type row struct {
	id      string
	version int64
	updated time.Time // UTC, whole microseconds
	deleted bool
	fields  map[string]any // without id, version, updated_at, deleted; nil for a tombstone
}

// less is the order of every listing: (updated_at, id), ids by bytes.
func (r *row) less(at time.Time, id string) bool {
	if !r.updated.Equal(at) {
		return r.updated.Before(at)
	}
	return r.id < id
}

// object gives the row as the API shows it.
func (r *row) object() Object {
	o := make(Object, len(r.fields)+4)
	for k, v := range r.fields {
		o[k] = v
	}
	o["id"], o["version"], o["updated_at"], o["deleted"] = r.id, json.Number(strconv.FormatInt(r.version, 10)), r.updated.Format(stampLayout), r.deleted
	return o
}

// rowOf reads an Object; now fills in a missing updated_at.
func rowOf(o Object, now time.Time) (*row, error) {
	b, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	m, err := decode(b)
	if err != nil {
		return nil, err
	}
	r := &row{version: 1, updated: now, fields: m}
	r.id, _ = m["id"].(string)
	if r.id == "" {
		return nil, errors.New("id (text) is required")
	}
	if v, ok := m["version"].(json.Number); ok {
		if r.version, err = v.Int64(); err != nil || r.version < 1 {
			return nil, fmt.Errorf("version %s is no whole number from 1", v)
		}
	}
	if s, ok := m["updated_at"].(string); ok {
		if r.updated, err = time.Parse(time.RFC3339Nano, s); err != nil {
			return nil, fmt.Errorf("updated_at %q is not RFC 3339", s)
		}
	}
	r.updated = r.updated.UTC().Truncate(time.Microsecond)
	r.deleted, _ = m["deleted"].(bool)
	for _, k := range [...]string{"id", "version", "updated_at", "deleted"} {
		delete(m, k)
	}
	if r.deleted {
		r.fields = nil
	}
	return r, nil
}

// decode reads one JSON object with exact numbers.
func decode(b []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	if m == nil {
		return nil, errors.New("a JSON object is expected")
	}
	return m, nil
}
