package webform

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Names of the members that the receiver adds; a sender may not use them.
const (
	memberRequest = "_request"
	memberEvent   = "_event"
)

// lead is a posted lead: its text and what the receiver read of it.
type lead struct {
	text   []byte // the lead object as posted
	fields map[string]json.RawMessage
	event  *event // of a Standard Webhooks payload
	id     string // the sender's id of the event in the body
}

// event is what stands around the lead in a Standard Webhooks payload.
type event struct {
	Type      string `json:"type"`
	Timestamp string `json:"timestamp,omitempty"`
}

// parseLead finds the lead in a checked object: the object itself, or the data of
// {"type":"lead.…","timestamp":…,"data":{…}}.
func parseLead(obj []byte) (*lead, error) {
	l := &lead{text: obj}
	var err error
	if l.fields, err = members(obj); err != nil {
		return nil, fault.Newf("bad_json", "no object")
	}
	l.id = textOf(l.fields, "event_id", "external_id")
	if data, ok := l.fields["data"]; ok && len(data) > 0 && data[0] == '{' {
		if kind := textOf(l.fields, "type"); kind != "" && l.fields["timestamp"] != nil {
			inner, err := members(data)
			if err != nil {
				return nil, fault.Newf("bad_json", "no object").At("/data", "")
			}
			l.event = &event{Type: kind, Timestamp: textOf(l.fields, "timestamp")}
			l.text, l.fields = data, inner
			if l.id == "" {
				l.id = textOf(inner, "event_id", "external_id")
			}
		}
	}
	for _, name := range []string{memberRequest, memberEvent} {
		if _, used := l.fields[name]; used {
			return nil, fault.New("reserved_field", nil).At("/"+name, "")
		}
	}
	return l, nil
}

// members gives the members of a checked object as they stand in it. The values are
// parts of obj.
func members(obj []byte) (map[string]json.RawMessage, error) {
	d := jsontext.NewDecoder(bytes.NewBuffer(obj), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if open, err := d.ReadToken(); err != nil || open.Kind() != '{' {
		return nil, errors.Join(errors.New("no object"), err)
	}
	out := make(map[string]json.RawMessage, 16)
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		end := int(d.InputOffset())
		out[key] = obj[end-len(value) : end : end]
	}
	return out, nil
}

// textOf gives the first of the named members that is a non-empty text or a number.
func textOf(fields map[string]json.RawMessage, names ...string) string {
	for _, n := range names {
		raw := fields[n]
		if len(raw) == 0 {
			continue
		}
		var s string
		switch c := raw[0]; {
		case c == '"' && json.Unmarshal(raw, &s) == nil && strings.TrimSpace(s) != "":
			return strings.TrimSpace(s)
		case c == '-' || c >= '0' && c <= '9':
			return string(raw)
		}
	}
	return ""
}

// raw is the lead as posted with the receiver's members at its end.
func (l *lead) raw(request json.RawMessage) ([]byte, error) {
	out := bytes.NewBuffer(make([]byte, 0, len(l.text)+len(request)+128))
	end := bytes.LastIndexByte(l.text, '}')
	out.Write(l.text[:end])
	if len(l.fields) > 0 {
		out.WriteByte(',')
	}
	out.WriteString(`"` + memberRequest + `":`)
	out.Write(request)
	if l.event != nil {
		e, err := json.Marshal(l.event)
		if err != nil {
			return nil, err
		}
		out.WriteString(`,"` + memberEvent + `":`)
		out.Write(e)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// occurred is when the person submitted, as the body says; now where it says
// nothing readable or something in the future.
func (l *lead) occurred(now time.Time) time.Time {
	t, ok := parseTime(textOf(l.fields, "submitted_at", "created_at"))
	if !ok && l.event != nil {
		t, ok = parseTime(l.event.Timestamp)
	}
	if !ok || t.After(now) || t.Year() < 2000 {
		return now
	}
	return t
}

// parseTime reads RFC 3339, a wall clock of Shanghai, or unix seconds or milliseconds.
func parseTime(s string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, true
	}
	for _, layout := range []string{time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04", "2006/1/2 15:04:05", "2006/1/2 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, record.Shanghai); err == nil {
			return t, true
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		switch len(s) {
		case 10:
			return time.Unix(n, 0), true
		case 13:
			return time.UnixMilli(n), true
		}
	}
	return time.Time{}, false
}

// request is what the request itself told of a browser's form.
type request struct {
	Trust     string `json:"trust"` // low: anybody may post; signed: the sender proved itself
	IP        string `json:"ip,omitempty"`
	UserAgent string `json:"user_agent,omitempty"`
	Referrer  string `json:"referrer,omitempty"`
	Origin    string `json:"origin,omitempty"`
	// Query holds utm and click ids: of the address that was posted to, else of the
	// landing page in the body, else of the page that the browser names.
	Query map[string]string `json:"query,omitempty"`
}

// describe gives what is kept of a request. A signed request comes from a server,
// whose address and agent say nothing of the person, and which may change from one
// attempt to the next: nothing of them is kept, so that every attempt is the same record.
func (c config) describe(r *http.Request, l *lead) ([]byte, error) {
	q := request{Trust: "signed", Query: map[string]string{}}
	if c.mode == ModePublicKey {
		q.Trust, q.UserAgent, q.Referrer = "low", tidy(r.UserAgent(), 512), tidy(r.Referer(), 2048)
		q.Origin = tidy(r.Header.Get("Origin"), 256)
		if ip := c.clientIP(r); ip.IsValid() {
			q.IP = ip.String()
		}
		tracking(q.Query, "?"+r.URL.RawQuery)
	}
	tracking(q.Query, textOf(l.fields, "landing_page", "landing_url", "page_url"))
	tracking(q.Query, q.Referrer)
	return json.Marshal(q)
}

// tidy makes a header fit to keep: UTF-8 without controls, bounded.
func tidy(s string, limit int) string {
	s = record.NormalizeWidth(strings.ToValidUTF8(s, ""))
	if u, err := url.Parse(s); err == nil && u.User != nil {
		u.User = nil
		s = u.String()
	}
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	return s
}

var phoneForm = regexp.MustCompile(`(^|[^0-9])(86|0086)?1[3-9][0-9]{9}([^0-9]|$)|^0[0-9]{2,3}-?[0-9]{7,8}$`)

// plainToken tells whether an id may stand in a key as it is: up to 128 of letters,
// digits and . _ : -
func plainToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != ':' && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 128
}

// holdsPhone tells whether a phone number stands in an id. None has fewer than ten digits.
func holdsPhone(id string) bool {
	digits := 0
	for i := range len(id) {
		if id[i] >= '0' && id[i] <= '9' {
			digits++
		}
	}
	return digits >= 10 && phoneForm.MatchString(id)
}

// keyOf makes the record key of a sender's id: the id itself when it is a plain
// token that holds no phone number, else its keyed hash.
func keyOf(id string, hash func(string) string) string {
	if plainToken(id) && !holdsPhone(id) {
		return id
	}
	return "h-" + hash(id)
}

// bodyKey is the key of a lead without any id: the same body within a day (of
// Shanghai) is the same lead. The hash is keyed because the body of a short form can
// be guessed.
func bodyKey(obj []byte, day record.Date, hash func(string) string) string {
	sum := sha256.Sum256(obj)
	return "b-" + hash(hex.EncodeToString(sum[:])+"|"+string(day))
}
