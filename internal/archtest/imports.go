package archtest

import "fmt"

// Imports checks who imports whom, and the modules that have one home.
func (t *Tree) Imports() []Violation {
	var out []Violation
	for _, f := range t.files {
		row, ok := rowOf(f.dir)
		if !ok {
			out = append(out, Violation{"import", f.path, 0, "the folder " + f.dir + " has no row in the table"})
			continue
		}
		for _, in := range f.imports {
			if why := refused(f, row, in.path); why != "" {
				out = append(out, Violation{"import", f.path, in.line, why})
			}
			for _, h := range Homes {
				if ofModule(in.path, h.Module) && !within(h.Dirs, f.dir) {
					out = append(out, Violation{"home", f.path, in.line, fmt.Sprintf("only %v may import %s", h.Dirs, h.Module)})
				}
			}
		}
	}
	return out
}

// refused says why a file may not import a path, or nothing.
func refused(f *file, row Row, importPath string) string {
	dir, ok := ours(importPath)
	if !ok {
		return ""
	}
	if f.kind == external && (dir == f.dir || matches(testHelp, dir) || matches(row.Tests, dir)) {
		return ""
	}
	if f.kind == product && matches(testOnly, dir) && !matches(testOnly, f.dir) {
		return dir + " is for tests alone"
	}
	if !matches(row.May, dir) {
		return fmt.Sprintf("%s may not import %s", f.dir, dir)
	}
	return ""
}
