package world

import (
	"fmt"
	"strings"
)

// How people type. Each function gives the text as sent; the value behind it stays
// what it was, and the rules must find it again.

// fullWidth writes ASCII letters, digits and signs in full width.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r + 0xfee0
		}
		return r
	}, s)
}

// typeMobile writes a mobile number in one of the ways that reach a form.
func typeMobile(d dice, m string) string {
	switch d.weighted(70, 8, 6, 6, 5, 5) {
	case 1:
		return "+86 " + m
	case 2:
		return m[:3] + "-" + m[3:7] + "-" + m[7:]
	case 3:
		return fullWidth(m)
	case 4:
		return " " + m[:3] + " " + m[3:7] + " " + m[7:]
	case 5:
		return "0086" + m
	}
	return m
}

// typeName writes a company name; spaces and the kind of brackets mean nothing.
func typeName(d dice, s string) string {
	switch d.weighted(82, 6, 6, 6) {
	case 1:
		r := []rune(s)
		i := d.between(1, len(r)-1)
		return string(r[:i]) + " " + string(r[i:])
	case 2:
		return strings.NewReplacer("（", "(", "）", ")").Replace(s) + "\u3000"
	case 3:
		return "\u200b" + s
	}
	return s
}

// typeEmail writes an e-mail address; its letters' case means nothing.
func typeEmail(d dice, s string) string {
	switch d.weighted(90, 6, 4) {
	case 1:
		return strings.ToUpper(s)
	case 2:
		return fullWidth(s)
	}
	return s
}

// typeTax writes a tax ID. clean is empty where the text proves nothing: a wrong
// check digit or a placeholder.
func typeTax(d dice, tax string) (sent, clean string) {
	switch d.weighted(74, 8, 6, 4, 5, 3) {
	case 1:
		return strings.ToLower(tax), tax
	case 2:
		return tax[:6] + " " + tax[6:14] + " " + tax[14:], tax
	case 3:
		return fullWidth(tax), tax
	case 4:
		return wrongDigit(tax), ""
	case 5:
		return pick(d, []string{"000000000000000000", "111111111111111111", "无"}), ""
	}
	return tax, tax
}

// wrongDigit changes the last character to another of the alphabet, which the check
// of GB 32100 always finds out.
func wrongDigit(tax string) string {
	last := tax[17]
	if last == '7' {
		return tax[:17] + "4"
	}
	return tax[:17] + "7"
}

// mistype gives a document number that is close to the right one and is nobody's:
// documents have numbers of one length and no letter O.
func mistype(d dice, number string) string {
	switch d.IntN(3) {
	case 0:
		return number[:len(number)-1]
	case 1:
		return number + string(number[len(number)-1])
	}
	i := strings.LastIndexByte(number, '0')
	if i < 0 {
		return number[:len(number)-2]
	}
	return number[:i] + "O" + number[i+1:]
}

// yuan writes fen as yuan with two decimals.
func yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}
