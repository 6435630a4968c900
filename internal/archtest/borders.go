package archtest

import (
	"go/ast"
	"slices"
)

// opening are the names that open a port.
var opening = map[string][]string{
	"net": {
		"Listen", "ListenConfig", "ListenIP", "ListenMulticastUDP", "ListenPacket", "ListenTCP", "ListenUDP", "ListenUnix",
		"ListenUnixgram", "FileListener",
	},
	"net/http":          {"Server", "ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS"},
	"net/http/httptest": {"NewServer", "NewTLSServer", "NewUnstartedServer"},
	"crypto/tls":        {"Listen", "NewListener"},
}

// asking are the names that ask for the time; waiting adds those that wait for it.
var (
	asking  = map[string][]string{"time": {"Now", "Since", "Until"}}
	waiting = map[string][]string{"time": {
		"Now", "Since", "Until", "After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick", "Local",
	}}
)

// Borders checks who listens, who reads the clock, and that the domains are pure
// and exact. Tests are free, but for the purity of imports.
func (t *Tree) Borders() []Violation {
	var out []Violation
	for _, f := range t.files {
		if f.kind != product {
			continue
		}
		if !within(listeners, f.dir) {
			out = append(out, t.uses(f, "listen", opening, "opens a port; hand out an http.Handler instead")...)
		}
		if !within(clockReaders, f.dir) {
			out = append(out, t.uses(f, "clock", asking, "asks the machine for the time; take a clock.Clock or a time")...)
		}
		if within(domains, f.dir) {
			out = append(out, t.uses(f, "pure", waiting, "is a clock in a domain; take now as an argument")...)
			out = append(out, impureImports(f)...)
		}
		if within(exact, f.dir) {
			out = append(out, t.floats(f)...)
		}
	}
	return out
}

// uses finds the names of other packages that a file uses, called or not.
func (t *Tree) uses(f *file, rule string, names map[string][]string, why string) []Violation {
	var out []Violation
	for _, in := range f.dots {
		if _, watched := names[in.path]; watched {
			out = append(out, Violation{rule, f.path, in.line, "a dot import of " + in.path + " hides what is used of it"})
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		from, ok := sel.X.(*ast.Ident)
		if ok && slices.Contains(names[f.names[from.Name]], sel.Sel.Name) {
			out = append(out, Violation{rule, f.path, t.line(sel), from.Name + "." + sel.Sel.Name + " " + why})
		}
		return true
	})
	return out
}

func impureImports(f *file) []Violation {
	var out []Violation
	for _, in := range f.imports {
		if slices.Contains(impure, in.path) {
			out = append(out, Violation{"pure", f.path, in.line, "a domain may not import " + in.path})
		}
	}
	return out
}

// floats finds floating point in a folder that must be exact.
func (t *Tree) floats(f *file) []Violation {
	var out []Violation
	ast.Inspect(f.ast, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if ok && (id.Name == "float64" || id.Name == "float32") {
			out = append(out, Violation{"exact", f.path, t.line(id), id.Name + " where arithmetic is exact"})
		}
		return true
	})
	return out
}
