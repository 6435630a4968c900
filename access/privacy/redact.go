package privacy

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Mark stands where a value was that was erased.
const Mark = "[erased]"

// Fragment is something that was taken out, or would be: the text at a path.
type Fragment struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// Redaction is what a content is without the persons of a set.
type Redaction struct {
	Content []byte
	Owners  []string   // whose values stood in it; none: nothing was changed
	Taken   []Fragment // in the order of the content
}

// Changed tells whether something was taken out.
func (r Redaction) Changed() bool { return len(r.Owners) > 0 }

// contactKey names members that say who to ask for: in an object in which the number
// of an erased person stands, their value is that person's.
var contactKey = regexp.MustCompile(`(?i)^f?(contact|contact_?name|contact_?person|linkman|receiver|recipient|consignee|person|full_?name)$|姓名|联系人|收货人|收件人`)

// Redact takes the persons of the set out of a content: JSON value by value, anything
// else as text. about are owners of whom the content is known to speak: their names are
// looked for as well. The same content gives the same result, and the result is not
// changed again.
func (s *Set) Redact(content []byte, about ...string) Redaction {
	if s.Empty() || len(content) == 0 {
		return Redaction{Content: content}
	}
	if tree, ok := parse(content); ok {
		w := walker{set: s, owners: slices.Clone(about)}
		w.look(tree, nil)
		if len(w.owners) == 0 {
			return Redaction{Content: content}
		}
		w.take(tree, "")
		if len(w.taken) == 0 {
			return Redaction{Content: content}
		}
		return Redaction{Content: tree.write(nil), Owners: w.owners, Taken: w.taken}
	}
	text, owners, taken := s.text(string(content), about, "")
	if len(taken) == 0 {
		return Redaction{Content: content}
	}
	return Redaction{Content: []byte(text), Owners: owners, Taken: taken}
}

// Text is Redact for a text of the hub's own, such as a message.
func (s *Set) Text(text string, about ...string) (out string, taken []Fragment) {
	out, _, taken = s.text(text, about, "")
	return out, taken
}

func (s *Set) text(text string, about []string, path string) (string, []string, []Fragment) {
	spans := s.Find(text)
	owners := slices.Clone(about)
	for _, x := range spans {
		owners = union(owners, x.Owners)
	}
	spans = inOrder(append(spans, s.Names(text, owners)...))
	if len(spans) == 0 {
		return text, owners, nil
	}
	var b strings.Builder
	var taken []Fragment
	at := 0
	for _, x := range spans {
		b.WriteString(text[at:x.From])
		b.WriteString(Mark)
		taken = append(taken, Fragment{path, text[x.From:x.To]})
		at = x.To
	}
	b.WriteString(text[at:])
	return b.String(), owners, taken
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// node is a JSON value that keeps the order and the spelling of its members.
type node struct {
	kind  byte // { [ " or 0: a literal
	text  string
	names []string // of an object
	kids  []*node
	marks bool // an object in which a value of somebody stands
}

// maxDepth bounds nesting: what is deeper is read as text.
const maxDepth = 500

func parse(content []byte) (*node, bool) {
	c := bytes.TrimSpace(content)
	if len(c) == 0 || !strings.ContainsRune(`{["`, rune(c[0])) || !utf8.Valid(c) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(c))
	d.UseNumber()
	n, err := value(d, 0)
	if err != nil {
		return nil, false
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, false
	}
	return n, true
}

func value(d *json.Decoder, depth int) (*node, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch v := t.(type) {
	case string:
		return &node{kind: '"', text: v}, nil
	case json.Number:
		return &node{text: v.String()}, nil
	case bool:
		return &node{text: strconv.FormatBool(v)}, nil
	case nil:
		return &node{text: "null"}, nil
	case json.Delim:
		if depth > maxDepth {
			return nil, errors.New("too deep")
		}
		n := &node{kind: byte(v)} //nolint:gosec // one of {}[]
		for d.More() {
			if v == '{' {
				k, err := d.Token()
				if err != nil {
					return nil, err
				}
				name, _ := k.(string)
				n.names = append(n.names, name)
			}
			kid, err := value(d, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		}
		_, err := d.Token()
		return n, err
	}
	return nil, errors.New("unexpected token")
}

func (n *node) write(b []byte) []byte {
	switch n.kind {
	case '"':
		return quote(b, n.text)
	case '{', '[':
		b = append(b, n.kind)
		for i, k := range n.kids {
			if i > 0 {
				b = append(b, ',')
			}
			if n.kind == '{' {
				b = append(quote(b, n.names[i]), ':')
			}
			b = k.write(b)
		}
		return append(b, n.kind+2) // } follows { by two, as ] follows [
	}
	return append(b, n.text...)
}

func quote(b []byte, s string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return append(b, bytes.TrimSpace(out.Bytes())...)
}

type walker struct {
	set    *Set
	owners []string
	taken  []Fragment
}

// look notes whose values stand in a value, and in which objects.
func (w *walker) look(n, object *node) {
	switch n.kind {
	case '{':
		for i, k := range n.kids {
			for _, x := range w.set.Find(n.names[i]) {
				w.owners = union(w.owners, x.Owners)
			}
			w.look(k, n)
		}
	case '[':
		for _, k := range n.kids {
			w.look(k, object)
		}
	default:
		if n.kind == 0 && len(n.text) < 7 {
			return
		}
		for _, x := range w.set.Find(n.text) {
			w.owners = union(w.owners, x.Owners)
			if object != nil && x.From == 0 && x.To == len(n.text) {
				object.marks = true
			}
		}
	}
}

// take takes out what is theirs. A value that is nothing else becomes empty, so that a
// mapping sees no value there; a list loses it.
func (w *walker) take(n *node, path string) {
	var names []string
	var kids []*node
	for i, k := range n.kids {
		at := path + "[" + strconv.Itoa(i) + "]"
		name := ""
		if n.kind == '{' {
			clean, _, taken := w.set.text(n.names[i], w.owners, path)
			w.taken = append(w.taken, taken...)
			name, at = clean, path+"/"+clean
		}
		if k.kind == '{' || k.kind == '[' {
			w.take(k, at)
		} else if gone := w.leaf(k, at, n.marks && n.kind == '{' && contactKey.MatchString(name)); gone && n.kind == '[' {
			continue
		}
		names, kids = append(names, name), append(kids, k)
	}
	if n.kind == '{' {
		n.names = names
	}
	n.kids = kids
	if n.kind != '{' && n.kind != '[' && path == "" { // the content is one value
		w.leaf(n, path, false)
	}
}

func (w *walker) leaf(n *node, path string, contact bool) (gone bool) {
	if n.kind == 0 && (len(n.text) < 7 || n.text == "false") || n.text == "" || n.text == Mark {
		return false
	}
	if contact && n.kind == '"' {
		w.taken = append(w.taken, Fragment{path, n.text})
		n.text = Mark
		return false
	}
	spans := w.set.Find(n.text)
	if len(spans) == 1 && strings.TrimFunc(n.text[:spans[0].From]+n.text[spans[0].To:], between) == "" {
		w.taken = append(w.taken, Fragment{path, n.text})
		n.kind, n.text = '"', ""
		return true
	}
	clean, _, taken := w.set.text(n.text, w.owners, path)
	if len(taken) > 0 {
		w.taken = append(w.taken, taken...)
		n.kind, n.text = '"', clean
	}
	return false
}
