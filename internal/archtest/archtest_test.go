package archtest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/archtest"
)

// root is the tree that this package lies in.
const root = "../.."

func load(t *testing.T, dir string) *archtest.Tree {
	t.Helper()
	tree, err := archtest.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func none(t *testing.T, found []archtest.Violation) {
	t.Helper()
	for _, v := range found {
		t.Error(v)
	}
}

func TestTree(t *testing.T) {
	tree := load(t, root)
	if tree.Len() < 300 {
		t.Fatalf("read %d Go files; this is not the whole tree", tree.Len())
	}
	t.Run("imports", func(t *testing.T) { none(t, tree.Imports()) })
	t.Run("borders", func(t *testing.T) { none(t, tree.Borders()) })
	t.Run("lengths", func(t *testing.T) { none(t, tree.Lengths()) })
	t.Run("ladders", func(t *testing.T) { none(t, tree.Ladders()) })
	t.Run("fleet", func(t *testing.T) { none(t, tree.Fleet()) })
	t.Run("codes", func(t *testing.T) { none(t, tree.Codes(slices.Sorted(maps.Keys(fault.Catalog)))) })
	for _, l := range tree.Large() {
		t.Log("a reason to think:", l)
	}
}

// TestCatalogue demands that every code speaks both languages.
func TestCatalogue(t *testing.T) {
	for code, e := range fault.Catalog {
		if why := silent(e); why != "" {
			t.Errorf("%s: %s", code, why)
		}
	}
	for want, e := range map[string]fault.Entry{
		"no Chinese sentence":                    {En: "say it"},
		"no English sentence":                    {Zh: "说明"},
		"the Chinese one holds no Han":           {Zh: "say it", En: "say it"},
		"the English one holds Han":              {Zh: "说明", En: "说明"},
		"a sentence begins or ends with a blank": {Zh: " 说明", En: "say it"},
	} {
		if got := silent(e); got != want {
			t.Errorf("the mutant %+v: got %q, want %q", e, got, want)
		}
	}
}

// silent says what an entry of the catalogue lacks.
func silent(e fault.Entry) string {
	han := func(s string) bool {
		return slices.ContainsFunc([]rune(s), func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	switch {
	case e.Zh == "":
		return "no Chinese sentence"
	case e.En == "":
		return "no English sentence"
	case !han(e.Zh):
		return "the Chinese one holds no Han"
	case han(e.En):
		return "the English one holds Han"
	case strings.TrimSpace(e.Zh) != e.Zh, strings.TrimSpace(e.En) != e.En:
		return "a sentence begins or ends with a blank"
	}
	return ""
}
