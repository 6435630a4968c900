package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Violation is one place where the tree breaks a rule.
type Violation struct {
	Rule string // import, home, listen, clock, pure, exact, length, ladder, fleet, code
	File string // from the root, with slashes; a folder where the rule is about one
	Line int    // 0: the whole file
	Why  string
}

// String gives file:line: rule: why.
func (v Violation) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", v.File, v.Line, v.Rule, v.Why)
}

// kind tells product files from the two kinds of tests.
type kind int

const (
	product  kind = iota
	internal      // _test.go in the package
	external      // _test.go in package x_test
)

// file is one parsed Go file.
type file struct {
	path, dir string // from the root, with slashes
	kind      kind
	lines     int
	generated bool
	ast       *ast.File
	imports   []imported
	names     map[string]string // local name → import path
	dots      []imported        // dot imports: their names cannot be told apart
}

type imported struct {
	path string
	line int
}

// Tree is a parsed source tree.
type Tree struct {
	files []*file
	texts map[string]int // other hand-written sources → lines
	fset  *token.FileSet
}

// skipped are folders that hold no source of ours.
var skipped = []string{"testdata", "vendor", "node_modules", "dist", "bin", "gen"}

// Load parses every Go file below root and counts the lines of the other sources.
// A file that does not parse is an error: nothing can be said about it.
func Load(root string) (*Tree, error) {
	t := &Tree{texts: map[string]int{}, fset: token.NewFileSet()}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || slices.Contains(skipped, name)) {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		return t.add(p, filepath.ToSlash(rel))
	})
	if err != nil {
		return nil, fmt.Errorf("read the tree: %w", err)
	}
	return t, nil
}

func (t *Tree) add(p, rel string) error {
	ext := path.Ext(rel)
	if !slices.Contains([]string{".go", ".ts", ".tsx", ".sql", ".css", ".mjs"}, ext) || strings.HasSuffix(rel, ".d.ts") {
		return nil
	}
	text, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	lines := bytes.Count(text, []byte("\n"))
	if ext != ".go" {
		t.texts[rel] = lines
		return nil
	}
	parsed, err := parser.ParseFile(t.fset, rel, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	f := &file{path: rel, dir: path.Dir(rel), lines: lines, generated: ast.IsGenerated(parsed), ast: parsed, names: map[string]string{}}
	if strings.HasSuffix(rel, "_test.go") {
		f.kind = internal
		if strings.HasSuffix(parsed.Name.Name, "_test") {
			f.kind = external
		}
	}
	for _, spec := range parsed.Imports {
		in := imported{line: t.fset.Position(spec.Pos()).Line}
		if in.path, err = strconv.Unquote(spec.Path.Value); err != nil {
			return err
		}
		f.imports = append(f.imports, in)
		name := path.Base(in.path)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "." {
			f.dots = append(f.dots, in)
		}
		f.names[name] = in.path
	}
	t.files = append(t.files, f)
	return nil
}

// Len is the number of Go files read.
func (t *Tree) Len() int { return len(t.files) }

// line is the line of a node.
func (t *Tree) line(n ast.Node) int { return t.fset.Position(n.Pos()).Line }
