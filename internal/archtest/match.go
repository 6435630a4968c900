package archtest

import (
	"path"
	"strings"
)

// matches tells whether a folder is one of the patterns.
func matches(patterns []string, dir string) bool {
	for _, p := range patterns {
		if p == "**" {
			return true
		}
		if ok, _ := path.Match(p, dir); ok {
			return true
		}
	}
	return false
}

// within tells whether a folder is one of the patterns or lies below one.
func within(patterns []string, dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if matches(patterns, dir) {
			return true
		}
	}
	return false
}

// rowOf finds the row of a folder: its own, or that of the nearest folder above.
func rowOf(dir string) (Row, bool) {
	for ; dir != "."; dir = path.Dir(dir) {
		var found *Row
		for i, r := range Table {
			if r.Dir == dir {
				return r, true
			}
			if ok, _ := path.Match(r.Dir, dir); ok && found == nil {
				found = &Table[i]
			}
		}
		if found != nil {
			return *found, true
		}
	}
	return Row{}, false
}

// ours gives the folder of an import of this module.
func ours(importPath string) (string, bool) {
	if importPath == Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, Module+"/")
}

// ofModule tells whether an import path belongs to a module, whatever its major version.
func ofModule(importPath, module string) bool {
	return importPath == module || strings.HasPrefix(importPath, module+"/")
}
