package sms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/connectors"
)

var (
	errNoAddress   = errors.New("a full address without user and password")
	errMaxText     = errors.New("it is from 20 to 1000")
	errPerMinute   = errors.New("it is at least 1")
	errNoCondition = errors.New("say what a success looks like")
	errNoPhone     = errors.New("no field holds {phone}: everybody would get nothing")
)

// placeholder is a name in braces. Braces around anything else stand for themselves.
var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// headerName is a token of RFC 9110 section 5.6.2.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// names are the placeholders that there are.
var names = []string{"phone", "text", "title", "body", "url", "id", "time", "time_ms", "stamp", "nonce", "account", "password", "secret", "sign"}

// fill puts values into a template. What it puts in is not looked at again.
func fill(template string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(template, func(p string) string {
		v, there := values[p[1:len(p)-1]]
		if !there {
			return p
		}
		return v
	})
}

// known refuses a template that names a placeholder that there is not.
func known(template string) error {
	for _, m := range placeholder.FindAllStringSubmatch(template, -1) {
		if !slices.Contains(names, m[1]) {
			return fmt.Errorf("there is no placeholder {%s}", m[1])
		}
	}
	return nil
}

type pair struct{ name, template string }

// call is a parsed template of a call.
type call struct {
	format  string
	fields  []pair
	body    any // the JSON template, parsed: numbers as json.Number
	headers []pair
}

// newCall parses the templates; field names the setting that is wrong.
func newCall(s connectors.Settings) (c call, field string, err error) {
	c.format = s.String("format")
	phone := false
	for _, t := range s.List("fields") {
		name, template, ok := strings.Cut(t, "=")
		if !ok || strings.TrimSpace(name) == "" {
			return c, "fields", errors.New("each is name=template")
		}
		if err := known(template); err != nil {
			return c, "fields", err
		}
		phone = phone || strings.Contains(template, "{phone}")
		c.fields = append(c.fields, pair{strings.TrimSpace(name), template})
	}
	for _, t := range s.List("headers") {
		name, template, ok := strings.Cut(t, ":")
		if name = strings.TrimSpace(name); !ok || !headerName.MatchString(name) {
			return c, "headers", errors.New("each is name: template")
		}
		if slices.Contains([]string{"Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection"}, http.CanonicalHeaderKey(name)) {
			return c, "headers", fmt.Errorf("%s is set by the call itself", name)
		}
		if err := known(template); err != nil {
			return c, "headers", err
		}
		c.headers = append(c.headers, pair{name, strings.TrimSpace(template)})
	}
	if c.format != "json" {
		if !phone {
			return c, "fields", errNoPhone
		}
		return c, "", nil
	}
	text := s.String("body")
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&c.body); err != nil {
		return c, "body", errors.New("it is no JSON; placeholders stand inside of strings")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return c, "body", errors.New("it is more than one JSON value")
	}
	if err := known(text); err != nil {
		return c, "body", err
	}
	if !strings.Contains(text, "{phone}") {
		return c, "body", errNoPhone
	}
	return c, "", nil
}

// filled fills the strings of a JSON value, keys left as they are.
func filled(v any, values map[string]string) any {
	switch v := v.(type) {
	case string:
		return fill(v, values)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = filled(x, values)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = filled(x, values)
		}
		return out
	}
	return v
}

// make fills the call: the query, or the body with its content type, and the headers.
func (c call) make(values map[string]string) (query url.Values, body []byte, contentType string, h http.Header, err error) {
	h = http.Header{}
	for _, p := range c.headers {
		h.Set(p.name, headerText(fill(p.template, values)))
	}
	if c.format == "json" {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(filled(c.body, values)); err != nil {
			return nil, nil, "", nil, err
		}
		return nil, bytes.TrimSpace(b.Bytes()), "application/json", h, nil
	}
	form := url.Values{}
	for _, p := range c.fields {
		form.Add(p.name, fill(p.template, values))
	}
	if c.format == "query" {
		return form, nil, "", h, nil
	}
	return nil, []byte(form.Encode()), "application/x-www-form-urlencoded", h, nil
}

// headerText takes out what may not stand in a header.
func headerText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
