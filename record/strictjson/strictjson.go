// Package strictjson checks one JSON object at the border, before anything keeps
// it: what two readers could understand in two ways is refused. The text itself is
// not changed, so that numbers stay exact and signatures stay true.
//
// Beyond RFC 8259 it demands what I-JSON (RFC 7493) does: UTF-8, no unpaired
// surrogate, no name twice in one object. PostgreSQL's jsonb adds one more: no NUL.
package strictjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Limits of a document. Zero means the default of Default.
type Limits struct {
	Depth     int // nesting of objects and arrays
	Fields    int // members of all objects together
	NameBytes int // of one field name
}

// Default are the limits of the push door.
var Default = Limits{Depth: 64, Fields: 512, NameBytes: 256}

// maxNumber bounds the literal of one number in bytes.
const maxNumber = 400

// Error tells what is wrong and where. Code is a code of the fault catalogue:
// empty_body, bad_json, duplicate_key, bad_utf8, nul_in_text, too_deep,
// too_many_fields or number_range. Its text repeats no value of the document.
type Error struct {
	Code   string
	Offset int64  // of the byte at which it was seen, from 0
	Path   string // JSON pointer (RFC 6901) of the value, where it is known
	Why    string
}

// Error gives the reason and the byte offset.
func (e *Error) Error() string { return fmt.Sprintf("%s at byte %d", e.Why, e.Offset) }

// TrimBOM takes a leading byte order mark away: some editors and one or two form
// builders write one, and it changes nothing.
func TrimBOM(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\ufeff")) }

// Check tells whether body is exactly one acceptable JSON object; the error is an
// *Error. It allocates little and stops at the first fault.
func Check(body []byte, l Limits) error {
	if l.Depth <= 0 {
		l.Depth = Default.Depth
	}
	if l.Fields <= 0 {
		l.Fields = Default.Fields
	}
	if l.NameBytes <= 0 {
		l.NameBytes = Default.NameBytes
	}
	if len(bytes.Trim(body, " \t\r\n")) == 0 {
		return &Error{Code: "empty_body", Why: "there is no JSON value"}
	}
	if at := invalidUTF8(body); at >= 0 {
		return &Error{Code: "bad_utf8", Offset: int64(at), Why: "invalid UTF-8"}
	}
	mayHoldNUL := bytes.Contains(body, []byte(`\u0000`))
	d := jsontext.NewDecoder(bytes.NewBuffer(body))
	for fields, first := 0, true; ; first = false {
		kind := d.PeekKind()
		// A field name stands where an object has had an even number of tokens.
		isName := false
		if in, n := d.StackIndex(d.StackDepth()); in == '{' && n%2 == 0 && kind == '"' {
			isName = true
		}
		tok, err := d.ReadToken()
		if err != nil {
			if errors.Is(err, io.EOF) && !first && d.StackDepth() == 0 {
				return nil
			}
			return classify(d, err)
		}
		at := d.InputOffset()
		switch {
		case first && kind != '{':
			return &Error{Code: "bad_json", Why: "the top level must be an object", Offset: 0}
		case !first && d.StackDepth() == 0 && kind != '}':
			return &Error{Code: "bad_json", Why: "something follows the JSON value", Offset: at}
		case kind == '{' || kind == '[':
			if !first && d.StackDepth() == 1 { // a second value at the top
				return &Error{Code: "bad_json", Why: "something follows the JSON value", Offset: at}
			}
			if d.StackDepth() > l.Depth {
				return &Error{Code: "too_deep", Why: fmt.Sprintf("more than %d levels", l.Depth), Offset: at}
			}
		case isName:
			fields++
			name := tok.String()
			if fields > l.Fields {
				return &Error{Code: "too_many_fields", Why: fmt.Sprintf("more than %d fields", l.Fields), Offset: at}
			}
			if len(name) > l.NameBytes {
				return &Error{Code: "too_many_fields", Why: fmt.Sprintf("a field name of more than %d bytes", l.NameBytes), Offset: at}
			}
			if mayHoldNUL && strings.ContainsRune(name, 0) {
				return &Error{Code: "nul_in_text", Why: "a field name holds NUL", Offset: at}
			}
		case kind == '"' && mayHoldNUL && strings.ContainsRune(tok.String(), 0):
			return &Error{Code: "nul_in_text", Why: "a text holds NUL", Offset: at, Path: string(d.StackPointer())}
		case kind == '0':
			if lit := tok.String(); !inRange(lit) {
				return &Error{Code: "number_range", Why: "a number is out of range", Offset: at, Path: string(d.StackPointer())}
			}
		}
	}
}

func classify(d *jsontext.Decoder, err error) *Error {
	e := &Error{Code: "bad_json", Offset: d.InputOffset(), Why: "not valid JSON"}
	var s *jsontext.SyntacticError
	if errors.As(err, &s) {
		e.Offset, e.Path = s.ByteOffset, string(s.JSONPointer)
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		e.Code, e.Why = "duplicate_key", "a field name stands twice in one object"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		e.Why = "the JSON value is cut off"
	}
	if len(e.Path) > 256 {
		e.Path = ""
	}
	return e
}

func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// inRange refuses what neither a float64 nor numeric would hold: 1e400, and 1e-400
// which would silently become nothing.
func inRange(lit string) bool {
	if len(lit) > maxNumber {
		return false
	}
	if len(lit) < 18 && !strings.ContainsAny(lit, "eE") {
		return true
	}
	f, err := strconv.ParseFloat(lit, 64)
	if err != nil {
		return false
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(lit), "e")
	return f != 0 || !strings.ContainsAny(mantissa, "123456789")
}
