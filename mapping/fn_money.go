package mapping

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

// maxMinor bounds an amount: NUMERIC(18,2) in units of the currency's last digit.
const maxMinor = 1_000_000_000_000_000_000 // exclusive

// units are the Chinese counting words that may follow an amount, longest first.
var units = []struct {
	word  string
	shift int32
}{{"万亿", 12}, {"千万", 7}, {"百万", 6}, {"十万", 5}, {"亿", 8}, {"万", 4}, {"千", 3}}

// currencyWords are the ways an amount names its currency; NFKC has made ￥ into ¥.
var currencyWords = []struct{ word, code string }{
	{"人民币", "CNY"},
	{"RMB", "CNY"},
	{"CNY", "CNY"},
	{"CN¥", "CNY"},
	{"¥", "CNY"},
	{"元整", "CNY"},
	{"元", "CNY"},
	{"圆", "CNY"},
	{"美元", "USD"},
	{"US$", "USD"},
	{"USD", "USD"},
	{"港元", "HKD"},
	{"港币", "HKD"},
	{"HK$", "HKD"},
	{"HKD", "HKD"},
	{"欧元", "EUR"},
	{"EUR", "EUR"},
	{"€", "EUR"},
	{"英镑", "GBP"},
	{"GBP", "GBP"},
	{"£", "GBP"},
	{"日元", "JPY"},
	{"JPY", "JPY"},
	{"$", "USD"},
}

// currencyCode reads a currency as people and systems write it; "" when unknown.
func currencyCode(t string) string {
	t = strings.ToUpper(record.NormalizeWidth(t))
	if _, ok := record.Exponent(t); ok {
		return t
	}
	for _, w := range currencyWords {
		if w.word == t {
			return w.code
		}
	}
	return ""
}

// scales shifts an amount into units of its currency; fen is one hundredth.
var scales = map[string]int32{"fen": -2, "yuan": 0, "wan": 4}

// parseMoney reads an amount exactly. currency may be "" where neither the rule nor
// the source says it: what the text names counts then, else CNY.
func parseMoney(in, currency string, scale int32) (record.Money, fail) {
	if m, ok := quickMoney(in, currency, scale); ok {
		return m, fail{}
	}
	if len(in) > 128 {
		return record.Money{}, fail{"bad_money", "too long"}
	}
	d, named, why := readAmount(record.NormalizeWidth(in))
	if why != "" {
		return record.Money{}, fail{"bad_money", why}
	}
	switch {
	case currency == "" && named == "":
		currency = "CNY"
	case currency == "":
		currency = named
	case named != "" && named != currency && !(named == "CNY" && currency == "JPY" && strings.ContainsAny(in, "¥￥")):
		return record.Money{}, fail{"bad_currency", "the amount names another currency than the record"}
	}
	return moneyOf(d.Shift(scale), currency)
}

// quickMoney reads what most amounts are, digits with a point, without allocating.
func quickMoney(in, currency string, scale int32) (record.Money, bool) {
	if currency == "" {
		currency = "CNY"
	}
	exp, ok := record.Exponent(currency)
	if !ok || scale != 0 || len(in) == 0 || len(in) > 24 {
		return record.Money{}, false
	}
	neg, i := in[0] == '-', 0
	if neg {
		i = 1
	}
	var minor int64
	digits, decimals, point := 0, int32(0), false
	for ; i < len(in); i++ {
		c := in[i]
		switch {
		case c == '.' && !point && digits > 0 && i+1 < len(in):
			point = true
			continue
		case c < '0' || c > '9':
			return record.Money{}, false
		}
		digits++
		if point {
			if decimals == exp {
				if c != '0' {
					return record.Money{}, false
				}
				continue
			}
			decimals++
		}
		if minor > maxMinor/10 {
			return record.Money{}, false
		}
		minor = minor*10 + int64(c-'0')
	}
	for ; decimals < exp; decimals++ {
		if minor > maxMinor/10 {
			return record.Money{}, false
		}
		minor *= 10
	}
	if digits == 0 || minor >= maxMinor {
		return record.Money{}, false
	}
	if neg {
		minor = -minor
	}
	return record.Money{Minor: minor, Currency: currency}, true
}

// readAmount takes an amount apart: brackets for negative, currency words on either
// side, a counting word, the numeral.
func readAmount(t string) (d decimal.Decimal, currency, why string) {
	negative := false
	if strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") {
		negative, t = true, strings.TrimSpace(t[1:len(t)-1])
	}
	sign := func() {
		if t != "" && (t[0] == '-' || t[0] == '+') {
			if t[0] == '-' {
				if negative {
					why = "two signs"
				}
				negative = true
			}
			t = strings.TrimSpace(t[1:])
		}
	}
	if t != "" && (t[0] == '-' || t[0] == '+') {
		sign()
		if t != "" && (t[0] == '-' || t[0] == '+') {
			return d, "", "two signs"
		}
	}
	t, currency, why2 := cutCurrency(t)
	if why2 != "" {
		return d, "", why2
	}
	sign()
	if strings.HasSuffix(t, "-") && !negative { // the minus of SAP stands behind
		negative, t = true, strings.TrimSpace(t[:len(t)-1])
	}
	shift := int32(0)
	for _, u := range units {
		if rest, ok := strings.CutSuffix(t, u.word); ok {
			t, shift = strings.TrimSpace(rest), u.shift
			break
		}
	}
	if t == "" || t[0] == '-' || t[0] == '+' {
		return d, "", "not a number"
	}
	if why == "" {
		d, why = parseDecimal(t)
	}
	if why != "" {
		return d, "", why
	}
	if negative {
		d = d.Neg()
	}
	return d.Shift(shift), currency, ""
}

// cutCurrency takes the currency words off both ends of an amount.
func cutCurrency(t string) (rest, code, why string) {
	rest = t
	for range 2 { // ¥120元 names it twice
		for _, w := range currencyWords {
			cut := rest
			if n := len(w.word); len(rest) > n && strings.EqualFold(rest[:n], w.word) {
				cut = rest[n:]
			} else if len(rest) > n && strings.EqualFold(rest[len(rest)-n:], w.word) {
				cut = rest[:len(rest)-n]
			} else {
				continue
			}
			if code != "" && code != w.code {
				return "", "", "two currencies"
			}
			rest, code = strings.TrimSpace(cut), w.code
			break
		}
	}
	return rest, code, ""
}

// moneyOf makes Money of an exact decimal, with the code of what is wrong.
func moneyOf(d decimal.Decimal, currency string) (record.Money, fail) {
	exp, ok := record.Exponent(currency)
	if !ok {
		return record.Money{}, fail{"bad_currency", ""}
	}
	minor := d.Shift(exp)
	if !minor.IsInteger() {
		return record.Money{}, fail{"bad_money", "more decimals than the currency has"}
	}
	if minor.Abs().GreaterThanOrEqual(decimal.New(maxMinor, 0)) {
		return record.Money{}, fail{"overflow", ""}
	}
	return record.Money{Minor: minor.IntPart(), Currency: currency}, fail{}
}

// appendMoney writes the canonical JSON of m.
func appendMoney(b []byte, m record.Money) []byte {
	exp, _ := record.Exponent(m.Currency)
	b = append(b, `{"amount":"`...)
	u := uint64(m.Minor)
	if m.Minor < 0 {
		b = append(b, '-')
		u = -u
	}
	var digits [24]byte
	i := len(digits)
	for n := int32(0); u > 0 || n <= exp; n++ {
		if n == exp && exp > 0 {
			i--
			digits[i] = '.'
		}
		i--
		digits[i] = byte('0' + u%10)
		u /= 10
	}
	b = append(b, digits[i:]...)
	b = append(b, `","currency":"`...)
	b = append(b, m.Currency...)
	return append(b, `"}`...)
}
