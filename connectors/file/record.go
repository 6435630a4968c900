package file

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

// maker makes the records of one file.
type maker struct {
	kind string
	info connectors.FileInfo
	t    *table
	list string // prefix of the keys
	hash func(string) string
	near time.Time // for dates without a year
}

func newMaker(kind string, info connectors.FileInfo, t *table, hash func(string) string) *maker {
	m := &maker{kind: kind, info: info, t: t, hash: hash, near: info.UploadedAt}
	m.list = strings.TrimSpace(info.Params["list"])
	switch {
	case m.list == "":
		m.list = info.SHA256[:min(16, len(info.SHA256))]
	case !listForm.MatchString(m.list) || phoneForm.MatchString(m.list):
		m.list = "h-" + hash(m.list)
	}
	if day, ok := readTime(info.Params["event_date"], false, info.UploadedAt); ok {
		m.near = day
	}
	return m
}

var (
	listForm  = regexp.MustCompile(`^[\p{L}\p{N}._:-]{1,64}$`)
	tokenForm = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)
	phoneForm = regexp.MustCompile(`(^|[^0-9])(86|0086)?1[3-9][0-9]{9}([^0-9]|$)`)
)

// token is an identifier as it may stand in a key: itself when it is plain and holds
// no phone number, else its keyed hash.
func (m *maker) token(s string) string {
	s = clean(s)
	if tokenForm.MatchString(s) && !phoneForm.MatchString(s) {
		return s
	}
	return "h-" + m.hash(s)
}

// key names the record of the n-th row.
func (m *maker) key(n int, r row) string {
	switch {
	case r.bad != nil:
	case m.kind == StreamTradeFair:
		if badge := m.badge(r); badge != "" {
			return m.list + "/" + m.token(badge)
		}
	case m.kind == StreamEmployees:
		if no := identifier(m.t.cell(r, "number")); no != "" {
			return m.token(no)
		}
	}
	if m.kind == StreamOfflineCost {
		return fmt.Sprintf("%s/%d", m.list, n)
	}
	return fmt.Sprintf("%s/r%d", m.list, n)
}

func (m *maker) badge(r row) string { return identifier(m.t.cell(r, "badge_no")) }

// identifier is a number that identifies, without what a spreadsheet made of it.
func identifier(s string) string {
	whole, _ := wholeNumber(clean(s))
	return whole
}

// version orders the uploads of one list: the newer file wins.
func (m *maker) version() string { return fmt.Sprintf("%012d", m.info.Seq) }

// scanned is when a row was scanned; the zero time when it does not say.
func (m *maker) scanned(r row) time.Time {
	t, _ := readTime(m.t.cell(r, "scan_time"), m.t.date1904, m.near)
	return t
}

// record makes the record of the n-th row; scans is how often its badge stands in
// the file, 0 where badges are not counted.
func (m *maker) record(n int, r row, scans int) (record.Record, error) {
	var o object
	bad := r.bad
	if len(m.t.missing) > 0 && bad == nil {
		bad = &rowError{"column_missing", r.line, "缺少列 (missing): " + strings.Join(m.t.missing, ", ") +
			"；未识别的列 (unknown): " + strings.Join(m.t.unknown(), ", ")}
	}
	if bad != nil {
		o.add("_error", bad)
	}
	if r.text != "" {
		o.add("_line", r.text)
	}
	for i, c := range r.cells {
		switch {
		case strings.TrimSpace(c) == "":
		case i < len(m.t.columns):
			o.add(m.t.columns[i], c)
		default:
			o.add(fmt.Sprintf("column %d", i+1), c)
		}
	}
	occurred := m.info.UploadedAt
	if bad == nil {
		if t := m.derive(&o, r); !t.IsZero() && t.Before(occurred) {
			occurred = t
		}
		if scans > 0 {
			o.add("_scans", scans)
		}
	}
	return m.finish(&o, m.key(n, r), r.line, occurred)
}

// whole makes the record of a file that cannot be read row by row: it ends as one
// dead letter and not in silence.
func (m *maker) whole(code, message string) (record.Record, error) {
	var o object
	o.add("_error", rowError{code, 0, message})
	return m.finish(&o, m.list+"/_file", 0, m.info.UploadedAt)
}

func (m *maker) finish(o *object, key string, line int, occurred time.Time) (record.Record, error) {
	if m.t != nil && len(m.t.flags) > 0 {
		o.add("_flags", strings.Join(m.t.flags, ","))
	}
	o.add("_file", m.info.Name)
	o.add("_row", line)
	if len(m.info.Params) > 0 {
		o.add("_params", m.info.Params)
	}
	raw, err := o.bytes()
	return record.Record{
		Stream: m.kind, Key: key, Version: m.version(), Op: record.Upsert, OccurredAt: occurred, Raw: raw,
	}, err
}

// derive adds what can be worked out exactly beside the cells as they are; it gives
// the moment of the row where there is one.
func (m *maker) derive(o *object, r row) (at time.Time) {
	l := layouts[m.kind]
	for _, name := range l.times {
		if t, ok := readTime(m.t.cell(r, name), m.t.date1904, m.near); ok {
			o.add("_"+name, t.In(record.Shanghai).Format(time.RFC3339))
			at = t
		}
	}
	for _, name := range l.dates {
		if t, ok := readTime(m.t.cell(r, name), m.t.date1904, m.near); ok {
			o.add("_"+name, string(record.DateOf(t)))
			if name == "day" {
				at = t
			}
		}
	}
	if m.kind != StreamOfflineCost {
		p := readPhones(m.t.cell(r, "mobile"), m.t.cell(r, "phone"))
		o.addText("_mobile", p.mobile+p.bad) // a text that is no number is for the mapping to refuse
		o.addText("_phone", p.phone)
		o.addText("_more_phones", strings.Join(p.more, " / "))
		return at
	}
	if rate := m.t.cell(r, "tax_rate"); clean(rate) != "" {
		if fraction, ok := readRate(rate); ok {
			rate = fraction
		}
		o.add("_tax_rate", rate)
	}
	if clean(m.t.cell(r, "cost_net")) == "" {
		if net, ok := netOf(m.t.cell(r, "cost_gross"), m.t.cell(r, "rebate")); ok {
			o.addText("_cost_net", net)
		}
	}
	return at
}

// object writes a JSON object in the order of its members.
type object struct {
	buf bytes.Buffer
	err error
}

func (o *object) addText(name, text string) {
	if text != "" {
		o.add(name, text)
	}
}

func (o *object) add(name string, v any) {
	sep := byte(',')
	if o.buf.Len() == 0 {
		sep = '{'
	}
	o.buf.WriteByte(sep)
	for i, x := range []any{name, v} {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(x); err != nil && o.err == nil {
			o.err = err
		}
		o.buf.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
		if i == 0 {
			o.buf.WriteByte(':')
		}
	}
}

func (o *object) bytes() ([]byte, error) {
	o.buf.WriteByte('}')
	return o.buf.Bytes(), o.err
}
