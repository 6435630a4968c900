package archtest

import (
	"fmt"
	"maps"
	"slices"
)

// Lengths checks that no hand-written file is too long.
func (t *Tree) Lengths() []Violation {
	var out []Violation
	long := func(path string, lines int) {
		if lines > MaxLines {
			out = append(out, Violation{"length", path, 0, fmt.Sprintf("%d lines; %d are the most", lines, MaxLines)})
		}
	}
	for _, f := range t.files {
		if !f.generated {
			long(f.path, f.lines)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(t.texts)) {
		long(path, t.texts[path])
	}
	return out
}

// Large lists the packages over MaxPackage that nobody has thought about yet. It is
// for a person to read, not a violation.
func (t *Tree) Large() []string {
	lines := map[string]int{}
	for _, f := range t.files {
		if f.kind == product && !f.generated {
			lines[f.dir] += f.lines
		}
	}
	var out []string
	for _, dir := range slices.Sorted(maps.Keys(lines)) {
		if _, known := large[dir]; lines[dir] > MaxPackage && !known {
			out = append(out, fmt.Sprintf("%s has %d lines", dir, lines[dir]))
		}
	}
	return out
}
