package crm

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/record"
)

// header is what every object of the CRM says of itself.
type header struct {
	ID        string      `json:"id"`
	Version   json.Number `json:"version"`
	UpdatedAt string      `json:"updated_at"`
	Deleted   bool        `json:"deleted"`

	at time.Time
}

// canonical writes JSON in one way: members by name, no spaces, texts in their
// shortest form, the digits of numbers as they are. Listing and push so give the same
// bytes for the same object.
func canonical(raw []byte) ([]byte, error) {
	v := jsontext.Value(append([]byte(nil), raw...))
	if err := v.Format(jsontext.ReorderRawObjects(true)); err != nil {
		return nil, fault.New("bad_json", err)
	}
	return v, nil
}

// objectRecord makes the record of one object. The error is a fault that says what
// its header lacks.
func objectRecord(stream string, raw []byte) (record.Record, header, error) {
	var h header
	raw, err := canonical(raw)
	if err != nil {
		return record.Record{}, h, err
	}
	if err := rest.Decode(raw, &h); err != nil {
		return record.Record{}, h, fault.Newf("bad_value", "id must be text, version a number, updated_at text, deleted true or false")
	}
	if h.ID == "" {
		return record.Record{}, h, fault.New("missing_field", nil).At("id", "")
	}
	version, err := h.Version.Int64()
	if err != nil || version < 0 {
		return record.Record{}, h, fault.Newf("bad_value", "version must be a whole number").At("version", "")
	}
	if h.at, err = time.Parse(time.RFC3339Nano, h.UpdatedAt); err != nil {
		return record.Record{}, h, fault.Newf("bad_date", "updated_at must be RFC 3339").At("updated_at", "")
	}
	r := record.Record{Stream: stream, Key: h.ID, Version: fmt.Sprintf("%019d", version), Op: record.Upsert, OccurredAt: h.at, Raw: raw}
	if h.Deleted {
		r.Op = record.Delete
	}
	return r, h, nil
}

// badRow keeps a row of a listing that cannot be a record of its own: under a key made of its
// content, with the fault inside, for the mapping to quarantine.
func badRow(stream string, raw []byte, cause error, now time.Time) (record.Record, error) {
	f := fault.As(cause)
	body, err := json.Marshal(map[string]any{
		"_error": map[string]string{"code": f.Code, "field": f.Field, "message": f.Error()}, "row": string(raw),
	})
	if err != nil {
		return record.Record{}, fmt.Errorf("crm: keeping a bad row: %w", err)
	}
	sum := sha256.Sum256(raw)
	return record.Record{Stream: stream, Key: "bad-row-" + hex.EncodeToString(sum[:16]), Op: record.Upsert, OccurredAt: now, Raw: body}, nil
}

func known(stream string) bool {
	_, ok := spec.StreamNamed(stream)
	return ok
}
