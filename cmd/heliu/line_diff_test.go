package main

import (
	"strings"
	"testing"
)

func TestLineDiff(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"nothing":   {"a\nb\n", "a\nb\n", "  …"},
		"one line":  {"a\nb\nc\n", "a\nx\nc\n", "  a|- b|+ x|  c"},
		"added":     {"a\n", "a\nb\n", "  a|+ b"},
		"far apart": {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n2\n3\n4\n5\n6\n7\n8\n0\n", "- 1|+ 0|  2|  3|  4|  …|  6|  7|  8|- 9|+ 0"},
	} {
		if got := strings.Join(lineDiff(c.from, c.to), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
