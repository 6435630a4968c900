package client

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/torture/ledger"
	"github.com/heliuhub/heliu/record"
)

// The connections of a run.
const (
	Push = "t-push" // a CRM that posts every change, with versions, signed
	Form = "t-form" // a site whose server posts leads, signed; an id comes once
	Pull = "t-pull" // a CRM that the hub reads
)

// made is one record to send.
type made struct {
	line ledger.Line
	body []byte // of the request
}

// hashOf is the content hash of a change: SHA-256 of the operation, a NUL and the payload.
func hashOf(op string, payload []byte) string {
	sum := sha256.Sum256(append([]byte(op+"\x00"), payload...))
	return hex.EncodeToString(sum[:])
}

// Fen writes an amount of fen as money is written: 12345 as 123.45.
func Fen(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// VersionText is how the CRM connector writes a version.
func VersionText(v int64) string { return fmt.Sprintf("%019d", v) }

// taxOf gives customer n its tax ID. Every fifth customer has that of the one before:
// two records of one organisation.
func taxOf(n int) string {
	if n%5 == 4 {
		n--
	}
	return string(record.MakeTaxID("91", "310000", fmt.Sprintf("TQ%06d", n%1_000_000)))
}

// object puts the header of a CRM object around its fields and gives its JSON, members
// by name, as listings and pushes have it. One without fields is deleted.
func object(id string, version int64, at time.Time, fields map[string]any) ([]byte, error) {
	o := map[string]any{"id": id, "version": version, "updated_at": at.UTC().Format("2006-01-02T15:04:05.000000Z"), "deleted": fields == nil}
	for k, v := range fields {
		o[k] = v
	}
	return json.Marshal(o)
}

// push makes a signed push of a CRM object.
func push(stream, id string, version int64, at time.Time, fields map[string]any) (made, error) {
	data, err := object(id, version, at, fields)
	if err != nil {
		return made{}, err
	}
	op := "upsert"
	if fields == nil {
		op = "delete"
	}
	body, err := json.Marshal(map[string]any{"id": id, "object": stream, "op": op, "data": json.RawMessage(data)})
	return made{body: body, line: ledger.Line{
		Kind: ledger.Send, Conn: Push, Stream: stream, Key: id, Version: VersionText(version), Hash: hashOf(op, data), Deleted: fields == nil,
	}}, err
}

// customer makes version v of customer n.
func customer(n int, v, fen int64, at time.Time) (made, error) {
	id, name, tax := fmt.Sprintf("c-%d", n), fmt.Sprintf("验证%d号医疗器械有限公司", n), taxOf(n)
	m, err := push("customers", id, v, at, customerFields(name, tax, fen))
	m.line.Fen, m.line.Name, m.line.Tax = fen, name, tax
	return m, err
}

// gone makes version v of customer n its end.
func gone(n int, v int64, at time.Time) (made, error) {
	return push("customers", fmt.Sprintf("c-%d", n), v, at, nil)
}

func customerFields(name, tax string, fen int64) map[string]any {
	return map[string]any{"legal_name": name, "tax_id": tax, "credit_limit": map[string]string{"amount": Fen(fen), "currency": "CNY"}}
}

// poison makes a customer that no mapping can read: it has no name.
func poison(id string, at time.Time) (made, error) {
	m, err := push("customers", id, 1, at, map[string]any{"level": "A"})
	m.line.Bad = true
	return m, err
}

// deal makes version v of won deal n.
func deal(n int, v, fen int64, buyer string, at time.Time) (made, error) {
	id := fmt.Sprintf("d-%d", n)
	m, err := push("deals", id, v, at, map[string]any{
		"number": fmt.Sprintf("TQ-%06d", n), "status": "won", "buyer": map[string]string{"object": "customers", "id": buyer},
		"amount": map[string]string{"amount": Fen(fen), "currency": "CNY"}, "signed_at": "2026-03-02T02:00:00Z", "created_at": "2026-01-05T02:00:00Z",
	})
	m.line.Fen = fen
	return m, err
}

// lead makes a lead; text changes its content.
func lead(n int, text string, at time.Time) (made, error) {
	id := fmt.Sprintf("l-%d", n)
	body, err := json.Marshal(map[string]any{
		"contact_name": fmt.Sprintf("验证%d", n), "mobile": fmt.Sprintf("167%08d", n), "channel": "website", "message": text,
		"submitted_at": at.UTC().Format(time.RFC3339),
	})
	if err != nil {
		return made{}, err
	}
	// What the hub keeps of a signed post beside its body.
	raw := append(append([]byte{}, body[:len(body)-1]...), `,"_request":{"trust":"signed"}}`...)
	return made{body: body, line: ledger.Line{Kind: ledger.Send, Conn: Form, Stream: "leads", Key: id, Version: "1", Hash: hashOf("upsert", raw)}}, nil
}
