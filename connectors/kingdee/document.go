package kingdee

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// position is a place in the order (FModifyDate, FID); Modified is the server's exact text.
type position struct {
	Modified string `json:"t"`
	ID       int64  `json:"id"`
}

func (p position) at() time.Time { return serverTime(p.Modified) }

// after tells whether p comes behind o.
func (p position) after(o position) bool {
	if c := p.at().Compare(o.at()); c != 0 {
		return c > 0
	}
	return p.ID > o.ID
}

// document is one bill or one base-data row with all of its entry lines.
type document struct {
	pos     position
	created string
	number  string
	head    map[string]any
	entries []map[string]any
	deleted bool // it ceased to be, for us
	skip    bool // nothing to hand on
}

// serverTime reads the server's local time, which has no offset; the zero time for none.
func serverTime(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02T15:04:05", s, record.Shanghai)
	if err != nil {
		t, _ = time.ParseInLocation(time.DateTime, s, record.Shanghai)
	}
	return t
}

// changeTime takes a cell of FModifyDate: "" for none, which the server may also write as
// the first moment of its calendar. Pages follow one another by it, so one that cannot
// be read would silently lose documents.
func changeTime(cell any) (string, error) {
	text, isText := cell.(string)
	switch {
	case cell == nil, isText && strings.TrimSpace(text) == "", strings.HasPrefix(text, "0001-01-01"):
		return "", nil
	case serverTime(text).IsZero():
		return "", fmt.Errorf("%s %s is no time", fieldModified, short(fmt.Sprint(cell)))
	}
	return text, nil
}

// group puts rows (one a line) together into documents. Rows of one document follow
// one another, as the OrderString has them.
func (f form) group(rows [][]any) ([]*document, error) {
	fields := f.fields()
	headLen := 4 + len(f.head)
	var docs []*document
	for _, row := range rows {
		if len(row) != len(fields) {
			return nil, fault.Newf("source_bad_answer", "a row of %s has %d cells, %d were asked for", f.id, len(row), len(fields))
		}
		id, err := strconv.ParseInt(fmt.Sprint(row[0]), 10, 64)
		if err != nil {
			return nil, fault.Newf("source_bad_answer", "a row of %s has no number in %s", f.id, f.key)
		}
		modified, err := changeTime(row[2])
		if err != nil {
			return nil, fault.Newf("source_bad_answer", "a row of %s: %w", f.id, err)
		}
		pos := position{Modified: modified, ID: id}
		var d *document
		if n := len(docs); n > 0 && docs[n-1].pos == pos {
			d = docs[n-1]
		} else {
			d = &document{pos: pos, head: map[string]any{}}
			d.number, _ = row[1].(string)
			d.number = strings.TrimSpace(d.number)
			d.created, _ = row[3].(string)
			for i := range headLen {
				d.head[fields[i]] = clean(row[i])
			}
			docs = append(docs, d)
		}
		if f.entryKey == "" || row[headLen] == nil {
			continue
		}
		line := make(map[string]any, len(fields)-headLen)
		for i := headLen; i < len(fields); i++ {
			line[fields[i]] = clean(row[i])
		}
		d.entries = append(d.entries, line)
	}
	return docs, nil
}

// clean brings a number back from the double that the server sends to the decimal
// that it stores: at most ten places and fifteen significant digits, no trailing
// zeros. Everything else stays as it is.
func clean(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	d, err := decimal.NewFromString(n.String())
	if err != nil || d.Exponent() >= 0 && !strings.ContainsAny(n.String(), "eE") {
		return v
	}
	whole := int32(d.Truncate(0).NumDigits())
	d = d.Round(max(0, min(10, 15-whole)))
	return json.Number(d.String())
}

// occurred is when a document was changed last, where that is not told when it was made.
func (d *document) occurred() time.Time {
	for _, at := range []time.Time{d.pos.at(), serverTime(d.created)} {
		if !at.IsZero() {
			return at
		}
	}
	return firstDay
}

// record makes the envelope of a document.
func (d *document) record(stream string) (record.Record, error) {
	at := d.occurred()
	if d.entries != nil {
		d.head["entries"] = d.entries
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d.head); err != nil {
		return record.Record{}, fmt.Errorf("kingdee: %w", err)
	}
	op := record.Upsert
	if d.deleted {
		op = record.Delete
	}
	return record.Record{
		Stream: stream, Key: d.number, Op: op, OccurredAt: at, Raw: bytes.TrimRight(b.Bytes(), "\n"),
		Version: fmt.Sprintf("%s/%019d", at.UTC().Format("2006-01-02T15:04:05.000000Z"), d.pos.ID),
	}, nil
}

func (d *document) text(field string) string {
	t, _ := d.head[field].(string)
	return t
}

// set adds what settings decide; nothing for an empty value.
func (d *document) set(name, value string) {
	if value != "" {
		d.head[name] = value
	}
}

func (d *document) contract(s connectors.Settings) {
	d.set("_contract", strings.TrimSpace(d.text(s.String("contract_field"))))
}
