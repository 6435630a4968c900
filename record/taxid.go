package record

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// TaxIDGrade says how far a tax number may be trusted. Only TaxIDOK anchors a
// golden organisation.
type TaxIDGrade string

// The grades, from worst to best.
const (
	TaxIDMalformed   TaxIDGrade = "malformed"   // not 18 characters of the alphabet of GB 32100
	TaxIDPlaceholder TaxIDGrade = "placeholder" // 000…, 111…, runs: typed to fill the field
	TaxIDBadCheck    TaxIDGrade = "bad_check"   // a check character is wrong
	TaxIDPersonal    TaxIDGrade = "personal"    // an ID-card number used as a tax number: personal data
	TaxIDLegacy      TaxIDGrade = "legacy"      // a 15-digit number from before the unified code
	TaxIDOK          TaxIDGrade = "ok"          // both check characters hold
)

// TaxID is a unified social credit code (GB 32100-2015) in its normal form: 18
// upper-case half-width characters.
type TaxID string

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// NormalizeTaxID brings what people type into one form: full width to half,
// upper case, spaces, hyphens and zero-width characters out. It repairs no letter.
func NormalizeTaxID(s string) string {
	s = strings.ToUpper(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '\t' || r == '\u00a0' || r == '\u200b' || r == '\ufeff' || r == '\u3000' || r == '_':
			return -1
		}
		return r
	}, s)
}

// ParseTaxID normalises and grades a tax number.
func ParseTaxID(s string) (TaxID, TaxIDGrade) {
	n := NormalizeTaxID(s)
	switch {
	case isPlaceholder(n):
		return TaxID(n), TaxIDPlaceholder
	case len(n) == 15 && digits(n[:6]):
		return TaxID(n), TaxIDLegacy
	case len(n) != 18:
		return TaxID(n), TaxIDMalformed
	}
	usccOK := usccCheck(n[:17]) == n[17]
	if !usccOK && personalID(n) {
		return TaxID(n), TaxIDPersonal
	}
	if !digits(n[2:8]) || strings.IndexFunc(n, func(r rune) bool { return !strings.ContainsRune(usccAlphabet, r) }) >= 0 {
		return TaxID(n), TaxIDMalformed
	}
	if !usccOK || orgCheck(n[8:16]) != n[16] {
		return TaxID(n), TaxIDBadCheck
	}
	return TaxID(n), TaxIDOK
}

// usccCheck gives the check character of 17 leading characters (GB 32100: weights
// 3^i mod 31), or 0 when a character is outside the alphabet.
func usccCheck(body string) byte {
	sum, w := 0, 1
	for i := range len(body) {
		v := strings.IndexByte(usccAlphabet, body[i])
		if v < 0 {
			return 0
		}
		sum += v * w
		w = w * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31]
}

// orgCheck gives the check character of an 8-character organisation code (GB 11714).
func orgCheck(body string) byte {
	weights := [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i := range len(body) {
		c := body[i]
		switch {
		case c >= '0' && c <= '9':
			sum += int(c-'0') * weights[i]
		case c >= 'A' && c <= 'Z':
			sum += int(c-'A'+10) * weights[i]
		default:
			return 0
		}
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}

// MakeTaxID completes a code: it computes both check characters for two leading
// characters, six region digits and eight organisation characters. It is for
// generators of made-up data.
func MakeTaxID(kind, region, org string) TaxID {
	body := kind + region + org + string(orgCheck(org))
	return TaxID(body + string(usccCheck(body)))
}

// personalID tells whether s is a well-formed ID-card number (GB 11643) with a
// possible birth date; the standard's own specimen was born in 1880.
func personalID(s string) bool {
	if len(s) != 18 || !digits(s[:17]) {
		return false
	}
	y, m, d := atoi(s[6:10]), atoi(s[10:12]), atoi(s[12:14])
	if y < 1800 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i := range 17 {
		sum += int(s[i]-'0') * weights[i]
	}
	return "10X98765432"[sum%11] == s[17]
}

func isPlaceholder(s string) bool {
	if len(s) < 2 {
		return false
	}
	same, run := true, true
	for i := 1; i < len(s); i++ {
		same = same && s[i] == s[0]
		run = run && (s[i] == s[i-1]+1 || s[i-1] == '9' && s[i] == '0')
	}
	return same || run || len(s) == 18 && s[8:17] == "000000000"
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
