package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strings"
)

// Fleet checks that every connector's folder is complete and listed: a new connector
// touches its own folder and one line of connectors/all.
func (t *Tree) Fleet() []Violation {
	listed := map[string]bool{}
	has := map[string]bool{} // connector/what
	var names []string
	for _, f := range t.files {
		if f.dir == "connectors/all" && f.kind == product {
			for _, in := range f.imports {
				if dir, ok := ours(in.path); ok {
					listed[dir] = true
				}
			}
		}
		name, rest, _ := strings.Cut(strings.TrimPrefix(f.dir, "connectors/"), "/")
		if !strings.HasPrefix(f.dir, "connectors/") || name == "all" || name == "connectortest" {
			continue
		}
		dir := "connectors/" + name
		if !slices.Contains(names, dir) {
			names = append(names, dir)
		}
		has[dir+"/"+rest] = has[dir+"/"+rest] || f.kind == product
		has[dir+"/"+path.Base(f.path)] = true
		has[dir+"/suite"] = has[dir+"/suite"] || f.kind != product && runsSuite(f)
	}
	var out []Violation
	for _, dir := range names {
		if !listed[dir] {
			out = append(out, Violation{"fleet", dir, 0, "the connector is not in connectors/all"})
		}
		if !has[dir+"/fake"] {
			out = append(out, Violation{"fleet", dir, 0, "the connector has no fake/"})
		}
		if !has[dir+"/quirks_test.go"] {
			out = append(out, Violation{"fleet", dir, 0, "the connector has no quirks_test.go"})
		}
		if !has[dir+"/suite"] {
			out = append(out, Violation{"fleet", dir, 0, "no test of the connector runs the suite of connectortest"})
		}
	}
	return out
}

// runsSuite tells whether a file calls the conformance suite.
func runsSuite(f *file) bool {
	runs := false
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			from, isName := sel.X.(*ast.Ident)
			dir, isOurs := "", false
			if isName {
				dir, isOurs = ours(f.names[from.Name])
			}
			runs = runs || isOurs && dir == "connectors/connectortest" && strings.HasPrefix(sel.Sel.Name, "Run")
		}
		return true
	})
	return runs
}
