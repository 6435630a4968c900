package record

import (
	"fmt"
	"strconv"
	"strings"
)

// editedMark ends the version that a person's edited copy repairs. Connectors write
// digits, letters and signs into versions: no longer version of a source has this
// byte at that place, so the copy stands behind its original and before all others.
const editedMark = "\x01"

// maxEdits bounds the edits of one version; their numbers have this many digits.
const maxEdits = 999_999

// EditedVersion gives the version of the n-th edited copy (from 1) of a version of
// the source: it sorts after that version and its earlier copies, and before every
// later version of the source. The copy of a copy is one of the same original.
func EditedVersion(version string, n int) string {
	base, _ := SplitEdited(version)
	return fmt.Sprintf("%s%s%06d", base, editedMark, min(max(n, 1), maxEdits))
}

// SplitEdited gives the source's own version and which edited copy of it this is; 0
// for the source's own.
func SplitEdited(version string) (base string, n int) {
	base, tail, ok := strings.Cut(version, editedMark)
	if !ok {
		return version, 0
	}
	n, err := strconv.Atoi(tail)
	if err != nil || len(tail) != 6 || n < 1 {
		return version, 0
	}
	return base, n
}
