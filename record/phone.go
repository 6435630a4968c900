package record

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Mobile is a mainland mobile number in its normal form: 11 digits.
type Mobile string

// placeholderMobiles pass the form but belong to nobody in particular.
var placeholderMobiles = map[string]bool{
	"13800138000": true, "13800000000": true, "13888888888": true, "13666666666": true, "13999999999": true,
	"18888888888": true, "11111111111": true, "12345678901": true, "13111111111": true, "15888888888": true,
	"13012345678": true, "13812345678": true,
}

// ParseMobile brings a mobile number into its normal form: full width, spaces,
// hyphens, +86, 0086 and 86 are taken away. ok is false for what is not a mobile
// number (a landline, a 400 number, a masked or short one, one of another country),
// for a placeholder and for the number ranges of things rather than people.
func ParseMobile(s string) (m Mobile, ok bool) {
	d := phoneDigits(s)
	before, _, plus := strings.Cut(norm.NFKC.String(s), "+")
	switch {
	case plus && phoneDigits(before) == "" && !strings.HasPrefix(d, "86") && !strings.HasPrefix(d, "0086"):
		return "", false // +1 650… would pass for 1650…
	case strings.HasPrefix(d, "0086"):
		d = d[4:]
	case strings.HasPrefix(d, "86") && len(d) == 13:
		d = d[2:]
	}
	if len(d) != 11 || d[0] != '1' || d[1] < '3' || placeholderMobiles[d] {
		return "", false
	}
	switch d[:3] { // ranges given to devices, not people
	case "140", "141", "142", "143", "144", "146", "148", "149", "154", "160", "161", "163", "164", "168", "169", "179", "194":
		return "", false
	}
	return Mobile(d), true
}

// NormalizePhone gives the digits of any phone number, for display and search.
func NormalizePhone(s string) string { return phoneDigits(s) }

func phoneDigits(s string) string {
	s = norm.NFKC.String(s)
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '*':
			return "" // masked at the source: no number at all
		}
	}
	return b.String()
}

// MaskPhone shows a number as people may see it: 138****8000. At least four digits
// stay hidden; a number of fewer than 11 shows none of its beginning.
func MaskPhone(s string) string {
	d := phoneDigits(s)
	if len(d) >= 11 {
		return d[:3] + strings.Repeat("*", len(d)-7) + d[len(d)-4:]
	}
	shown := max(0, len(d)-max(4, len(d)-4))
	return strings.Repeat("*", len(d)-shown) + d[len(d)-shown:]
}

// ParseEmail brings an e-mail address into its normal form (NormalizeWidth, lower
// case). ok is false when it cannot be an address, was masked at the source, or
// belongs to nobody (test@, noreply@).
func ParseEmail(s string) (string, bool) {
	e := strings.ToLower(NormalizeWidth(s))
	local, domain, found := strings.Cut(e, "@")
	if !found || local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(e, " ,;<>*\"") ||
		strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, "@") {
		return "", false
	}
	switch local {
	case "test", "noreply", "no-reply", "none", "null", "abc", "123":
		return "", false
	}
	return e, true
}
