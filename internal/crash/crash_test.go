package crash

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestArmedPointHitsAtItsPassage(t *testing.T) {
	t.Cleanup(func() { armed.Store(nil) })
	file := filepath.Join(t.TempDir(), "now")
	died := 0
	if err := arm("map.after_land:2", file, func() { died++ }); err != nil {
		t.Fatal(err)
	}
	At(MapAfterLand)
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	At(MapBeforeLand)
	At(MapAfterLand)
	if died != 0 {
		t.Fatal("died before the second passage that counts")
	}
	At(MapAfterLand)
	if died != 1 {
		t.Fatalf("died %d times at the second passage", died)
	}
}

func TestWhatCannotBeArmedIsRefused(t *testing.T) {
	t.Cleanup(func() { armed.Store(nil) })
	for _, bad := range []string{"nowhere", "map.after_land:", "map.after_land:0", "map.after_land:x", ":1"} {
		if err := arm(bad, "", func() {}); err == nil {
			t.Errorf("%q was armed", bad)
		}
	}
	if err := arm("", "", func() {}); err != nil || armed.Load() != nil {
		t.Errorf("nothing was to be armed: %v", err)
	}
}

// TestPointsAreInTheSource: every point stands in the program, once, and the program
// passes no other.
func TestPointsAreInTheSource(t *testing.T) {
	found, err := passed("../..")
	if err != nil {
		t.Fatal(err)
	}
	declared := constants(t)
	if len(declared) != len(Points) {
		t.Errorf("%d constants, %d in Points", len(declared), len(Points))
	}
	for _, why := range unequal(declared, found) {
		t.Error(why)
	}
	for name := range declared {
		mutant := map[string]int{}
		for k, v := range found {
			mutant[k] = v
		}
		delete(mutant, name)
		if len(unequal(declared, mutant)) != 1 {
			t.Errorf("nobody notices that %s is gone", name)
		}
		mutant[name] = 2
		if len(unequal(declared, mutant)) != 1 {
			t.Errorf("nobody notices that %s stands twice", name)
		}
	}
}

func unequal(declared map[string]bool, found map[string]int) (out []string) {
	for name := range declared {
		if found[name] != 1 {
			out = append(out, fmt.Sprintf("crash.%s stands %d times in the program, not once", name, found[name]))
		}
	}
	for name := range found {
		if !declared[name] {
			out = append(out, "the program passes crash."+name+", which is no point")
		}
	}
	return out
}

// passed counts crash.At(crash.X) by X in the program's source.
func passed(root string) (map[string]int, error) {
	out := map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{"node_modules", ".git", ".cache", "torture"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok && of(call.Fun) == "At" && len(call.Args) == 1 {
				if x := of(call.Args[0]); x != "" {
					out[x]++
				}
			}
			return true
		})
		return nil
	})
	return out, err
}

// of gives X of crash.X.
func of(e ast.Expr) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if p, ok := sel.X.(*ast.Ident); !ok || p.Name != "crash" {
		return ""
	}
	return sel.Sel.Name
}

func constants(t *testing.T) map[string]bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "crash.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			for _, n := range s.(*ast.ValueSpec).Names {
				out[n.Name] = true
			}
		}
	}
	return out
}
