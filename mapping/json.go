package mapping

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/heliuhub/heliu/fault"
)

// maxDepth is how deeply the JSON of a record may be nested, as at the door.
const maxDepth = 64

// node is one JSON value. Numbers keep the digits of the source.
type node struct {
	kind byte   // 'n' null, 't' true, 'f' false, '"' text, '0' number, '{' object, '[' list
	key  string // name inside an object
	text string // content of a text, digits of a number, true or false
	raw  string // the JSON of an object or list
	kids []node
}

// member finds a member of an object; nil when there is none.
func (n *node) member(name string) *node {
	for i := range n.kids {
		if n.kids[i].key == name {
			return &n.kids[i]
		}
	}
	return nil
}

// empty tells whether the value counts as absent: null, a blank text, an object or list without content.
func (n *node) empty() bool {
	switch n.kind {
	case 'n':
		return true
	case '"':
		return strings.TrimSpace(n.text) == ""
	case '{', '[':
		return len(n.kids) == 0
	}
	return false
}

func (n *node) scalar() bool { return n.kind != '{' && n.kind != '[' }

// parseJSON reads one JSON object under the rules of I-JSON (RFC 7493): names are
// unique and texts are valid Unicode.
func parseJSON(raw []byte) (*node, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, fault.New("empty_body", nil)
	}
	if !jsontext.Value(raw).IsValid() {
		return nil, jsonFault(raw)
	}
	sc := scanner{doc: string(raw)}
	root, err := sc.value(0)
	if err != nil {
		return nil, err
	}
	if root.kind != '{' {
		return nil, fault.Newf("bad_json", "the record is not a JSON object")
	}
	return &root, nil
}

// jsonFault says why raw is not acceptable.
func jsonFault(raw []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(raw))
	for {
		_, err := d.ReadToken()
		switch {
		case d.StackDepth() > maxDepth:
			return fault.New("too_deep", nil)
		case err == nil:
			continue
		case errors.Is(err, io.EOF):
			return fault.Newf("bad_json", "text after the JSON value")
		case errors.Is(err, jsontext.ErrDuplicateName):
			return fault.Newf("duplicate_key", "at byte %d", d.InputOffset())
		case strings.Contains(err.Error(), "UTF-8") || strings.Contains(err.Error(), "surrogate"):
			return fault.Newf("bad_utf8", "at byte %d", d.InputOffset())
		}
		return fault.Newf("bad_json", "at byte %d", d.InputOffset())
	}
}

// scanner builds the nodes of a document that is known to be valid JSON, without
// copying its texts.
type scanner struct {
	doc   string
	pos   int
	stack []node
}

func (s *scanner) space() {
	for s.pos < len(s.doc) {
		switch s.doc[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) value(depth int) (node, error) {
	s.space()
	switch c := s.doc[s.pos]; c {
	case '{', '[':
		return s.container(depth, c)
	case '"':
		t, err := s.str()
		return node{kind: '"', text: t}, err
	case 'n':
		s.pos += 4
		return node{kind: 'n'}, nil
	case 't':
		s.pos += 4
		return node{kind: 't', text: "true"}, nil
	case 'f':
		s.pos += 5
		return node{kind: 'f', text: "false"}, nil
	}
	start := s.pos
	for s.pos < len(s.doc) {
		if c := s.doc[s.pos]; c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E' {
			s.pos++
			continue
		}
		break
	}
	return node{kind: '0', text: s.doc[start:s.pos]}, nil
}

func (s *scanner) container(depth int, open byte) (node, error) {
	if depth >= maxDepth {
		return node{}, fault.New("too_deep", nil)
	}
	start, mark := s.pos, len(s.stack)
	s.pos++
	for {
		s.space()
		switch s.doc[s.pos] {
		case '}', ']':
			s.pos++
			n := node{kind: open, raw: s.doc[start:s.pos]}
			if len(s.stack) > mark {
				n.kids = append(make([]node, 0, len(s.stack)-mark), s.stack[mark:]...)
				s.stack = s.stack[:mark]
			}
			return n, nil
		case ',':
			s.pos++
			continue
		}
		var key string
		if open == '{' {
			k, err := s.str()
			if err != nil {
				return node{}, err
			}
			key = k
			s.space()
			s.pos++ // the colon
		}
		n, err := s.value(depth + 1)
		if err != nil {
			return node{}, err
		}
		n.key = key
		s.stack = append(s.stack, n)
	}
}

func (s *scanner) str() (string, error) {
	start, plain := s.pos, true
	for s.pos++; ; s.pos++ {
		switch s.doc[s.pos] {
		case '"':
			s.pos++
			if plain {
				return s.doc[start+1 : s.pos-1], nil
			}
			b, err := jsontext.AppendUnquote(nil, s.doc[start:s.pos])
			if err != nil {
				return "", fault.New("bad_json", err)
			}
			return string(b), nil
		case '\\':
			plain = false
			s.pos++
		}
	}
}
