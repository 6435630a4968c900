package mapping

import (
	"strings"

	"github.com/heliuhub/heliu/record"
)

// maskValue shows a value as people without the right to the data may see it: what
// is wrong with a number or a date stays visible, a person does not.
func maskValue(f record.Field, fn, in string) string {
	t := clip(record.NormalizeWidth(clip(in, 256)), 48)
	switch fn {
	case "mobile", "phone":
		if d := record.NormalizePhone(t); len(d) >= 7 {
			return record.MaskPhone(t)
		}
		return stars(t, 1, 0)
	case "email":
		local, domain, ok := strings.Cut(t, "@")
		if !ok {
			return stars(t, 1, 0)
		}
		return stars(local, 1, 0) + "@" + domain
	case "tax_id":
		return stars(record.NormalizeTaxID(t), 4, 4)
	}
	switch {
	case f.PII == "S":
		return stars(t, 0, 4)
	case f.PII == "P":
		return stars(t, 1, 0)
	}
	return maskRuns(t)
}

// Masked shows the text of a canonical field as people without the right to personal
// data may see it.
func Masked(f record.Field, text string) string {
	fn := ""
	switch {
	case strings.HasPrefix(f.Name, "mobile"), strings.HasPrefix(f.Name, "phone"):
		fn = "mobile"
	case strings.HasPrefix(f.Name, "email"):
		fn = "email"
	}
	return maskValue(f, fn, text)
}

// stars keeps head and tail runes; of a short text it keeps less.
func stars(t string, head, tail int) string {
	rs := []rune(t)
	for head+tail >= len(rs) && head+tail > 0 {
		if tail > 0 {
			tail--
		} else {
			head--
		}
	}
	return string(rs[:head]) + strings.Repeat("*", min(len(rs)-head-tail, 16)) + string(rs[len(rs)-tail:])
}

// maskRuns hides the middle of every run of eleven or more digits (a phone or ID
// number that strayed into another field) and the local part of an address.
func maskRuns(t string) string {
	if i := strings.IndexByte(t, '@'); i > 0 {
		t = t[:1] + "***" + t[i:]
	}
	b := []byte(t)
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && b[j] >= '0' && b[j] <= '9' {
			j++
		}
		if j-i >= 11 {
			for k := i + 3; k < j-4; k++ {
				b[k] = '*'
			}
		}
		i = max(j, i+1)
	}
	return string(b)
}

// clip keeps the first n characters.
func clip(t string, n int) string {
	for i := range t {
		if n == 0 {
			return t[:i] + "…"
		}
		n--
	}
	return t
}
