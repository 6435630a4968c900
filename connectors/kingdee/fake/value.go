package fake

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

type valueKind int

const (
	kindNull valueKind = iota
	kindText
	kindInt
	kindDecimal
	kindTime
)

// value is one cell: what a column gives of a document or of one of its lines.
type value struct {
	kind valueKind
	s    string
	n    int64
	d    decimal.Decimal
	t    time.Time
}

func textValue(s string) value { return value{kind: kindText, s: s} }
func intValue(n int64) value   { return value{kind: kindInt, n: n} }

func decValue(s string) value {
	if s == "" {
		return value{kind: kindDecimal}
	}
	return value{kind: kindDecimal, d: decimal.RequireFromString(s)}
}

func timeValue(t time.Time) value {
	if t.IsZero() {
		return value{}
	}
	return value{kind: kindTime, t: t}
}

func dateValue(d record.Date) value { return timeValue(d.Time()) }

// serverTime writes local time without an offset and with at most milliseconds,
// whose trailing zeros are dropped.
const serverTime = "2006-01-02T15:04:05.999"

// cell gives what stands in the answer: decimals as the doubles with ten places that the server sends.
func (v value) cell() any {
	switch v.kind {
	case kindText:
		return v.s
	case kindInt:
		return v.n
	case kindDecimal:
		return json.Number(v.d.StringFixed(10))
	case kindTime:
		return v.t.In(record.Shanghai).Format(serverTime)
	}
	return nil
}

// compare orders two cells of one column; null comes first, text is compared without case.
func (v value) compare(o value) int {
	if v.kind == kindNull || o.kind == kindNull {
		return int(min(v.kind, 1)) - int(min(o.kind, 1))
	}
	switch {
	case v.kind == kindTime && o.kind == kindTime:
		return v.t.Compare(o.t)
	case v.kind == kindText && o.kind == kindText:
		return strings.Compare(strings.ToLower(v.s), strings.ToLower(o.s))
	case v.kind == kindInt && o.kind == kindInt:
		return int(min(1, max(-1, v.n-o.n)))
	}
	a, okA := v.decimal()
	b, okB := o.decimal()
	if okA && okB {
		return a.Cmp(b)
	}
	return strings.Compare(v.s, o.s)
}

func (v value) decimal() (decimal.Decimal, bool) {
	switch v.kind {
	case kindDecimal:
		return v.d, true
	case kindInt:
		return decimal.NewFromInt(v.n), true
	case kindText:
		d, err := decimal.NewFromString(v.s)
		return d, err == nil
	}
	return decimal.Zero, false
}

// literal reads a filter's text as the kind of the column that it is compared with.
func literal(s string, like valueKind) (value, bool) {
	switch like {
	case kindTime:
		for _, layout := range []string{time.DateOnly, time.DateTime, "2006-01-02T15:04:05"} {
			if t, err := time.ParseInLocation(layout, s, record.Shanghai); err == nil {
				return timeValue(t), true
			}
		}
		return value{}, false
	case kindInt, kindDecimal:
		d, err := decimal.NewFromString(s)
		return value{kind: kindDecimal, d: d}, err == nil
	}
	return textValue(s), true
}
