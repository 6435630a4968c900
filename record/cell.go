package record

import "strings"

// startsFormula tells whether spreadsheets could take a text for a formula (OWASP, CSV
// injection): half and full width, and behind apostrophes, so that GuardCell and
// UnguardCell are each other's inverse.
func startsFormula(s string) bool {
	for _, r := range strings.TrimLeft(s, "'") {
		return strings.ContainsRune("=+-@\t\r\n＝＋－＠", r)
	}
	return false
}

// GuardCell makes a text safe as the cell of a sheet: one that could be taken for a
// formula gets an apostrophe in front. Every other text stays as it is.
func GuardCell(s string) string {
	if startsFormula(s) {
		return "'" + s
	}
	return s
}

// UnguardCell takes the apostrophe of GuardCell away again.
func UnguardCell(s string) string {
	if strings.HasPrefix(s, "'") && startsFormula(s) {
		return s[1:]
	}
	return s
}
