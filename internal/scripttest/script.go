// Package scripttest reads the small test scripts that people who are no
// programmers write: one statement a line, expected rows indented below it.
//
//	# a comment
//	touch T1  account=仁和医院  at="2026-01-05 10:00"  channel=baidu_sem
//	eval credits model=first
//	  D1  T1  12000.00
//
// The words of a line are separated by blanks; a word with blanks inside stands in
// double quotes; key=value is an argument. What a statement means is the business
// of the package that runs it; a runner asks for the arguments it knows and then
// calls Done, so that a misspelt one fails the script instead of being passed over.
package scripttest

import (
	"fmt"
	"slices"
	"strings"
)

// Line is one line of a script: bare words and key=value arguments.
type Line struct {
	No    int // counted from 1
	Words []string
	args  map[string]string
	read  map[string]bool
}

// Statement is a line at the left margin with the indented lines below it.
type Statement struct {
	Line
	Rows []Line
}

// Arg gives the value of an argument and "" where it is absent.
func (l *Line) Arg(key string) string {
	l.read[key] = true
	return l.args[key]
}

// Has tells whether the argument is there at all.
func (l *Line) Has(key string) bool {
	l.read[key] = true
	_, ok := l.args[key]
	return ok
}

// Word gives the i-th bare word and "" where there is none.
func (l *Line) Word(i int) string {
	if i < len(l.Words) {
		return l.Words[i]
	}
	return ""
}

// Done fails when there are more bare words than want, fewer than that, or an
// argument nobody asked for.
func (l *Line) Done(want int) error {
	if len(l.Words) != want {
		return l.Errorf("%d words where %d belong: %s", len(l.Words), want, strings.Join(l.Words, " "))
	}
	var unknown []string
	for k := range l.args {
		if !l.read[k] {
			unknown = append(unknown, k)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return l.Errorf("unknown argument %s", strings.Join(unknown, ", "))
	}
	return nil
}

// Errorf makes an error that names the line.
func (l *Line) Errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %s", l.No, fmt.Sprintf(format, args...))
}

// Parse reads a script.
func Parse(text string) ([]Statement, error) {
	var out []Statement
	for i, raw := range strings.Split(text, "\n") {
		l, err := parseLine(i+1, raw)
		if err != nil {
			return nil, err
		}
		if len(l.Words) == 0 && len(l.args) == 0 {
			continue
		}
		if raw[0] != ' ' && raw[0] != '\t' {
			out = append(out, Statement{Line: l})
			continue
		}
		if len(out) == 0 {
			return nil, l.Errorf("an indented line stands below no statement")
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, l)
	}
	return out, nil
}

func parseLine(no int, raw string) (Line, error) {
	l := Line{No: no, args: map[string]string{}, read: map[string]bool{}}
	rest := strings.TrimSpace(raw)
	for rest != "" && rest[0] != '#' {
		word, key, tail, err := next(rest)
		if err != nil {
			return l, l.Errorf("%v", err)
		}
		switch _, double := l.args[key]; {
		case key == "":
			l.Words = append(l.Words, word)
		case double:
			return l, l.Errorf("argument %s stands twice", key)
		default:
			l.args[key] = word
		}
		rest = strings.TrimLeft(tail, " \t\r")
	}
	return l, nil
}

// next cuts the first word or key=value off s; key is empty for a word.
func next(s string) (word, key, tail string, err error) {
	var b strings.Builder
	quoted, wasQuoted := false, false
	for i, r := range s {
		switch {
		case r == '"':
			quoted, wasQuoted = !quoted, true
		case quoted:
			b.WriteRune(r)
		case r == ' ' || r == '\t' || r == '\r':
			return b.String(), key, s[i:], nil
		case r == '=' && key == "" && !wasQuoted && b.Len() > 0:
			key = b.String()
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	if quoted {
		return "", "", "", fmt.Errorf("a quote is not closed")
	}
	return b.String(), key, "", nil
}
