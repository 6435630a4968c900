package console

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// maskEmail shows an address as z***@example.com.
func maskEmail(s string) string {
	if s == "" {
		return ""
	}
	local, domain, ok := strings.Cut(s, "@")
	if !ok {
		return maskName(s)
	}
	return firstRune(local) + "***@" + domain
}

// maskPhone shows a number as 138****8000, a mobile number in its normal form.
func maskPhone(s string) string {
	if normal, ok := record.ParseMobile(s); ok {
		s = string(normal)
	}
	return record.MaskPhone(s)
}

// maskName shows a name as 张*.
func maskName(s string) string {
	n := len([]rune(s))
	if n == 0 {
		return ""
	}
	return firstRune(s) + strings.Repeat("*", min(n-1, 8))
}

// maskTail shows the last four characters.
func maskTail(s string) string {
	rs := []rune(s)
	keep := min(4, len(rs)/3)
	return strings.Repeat("*", min(len(rs)-keep, 12)) + string(rs[len(rs)-keep:])
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// Personal values as they stand in texts: mobile numbers, addresses, and numbers of
// identity cards (18 characters with a date of birth).
var (
	mobileIn = regexp.MustCompile(`(^|[^0-9A-Za-z])((?:\+?0{0,2}86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})($|[^0-9A-Za-z])`)
	emailIn  = regexp.MustCompile(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}`)
	cardIn   = regexp.MustCompile(`(^|[^0-9A-Za-z])([1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])($|[^0-9A-Za-z])`)
)

// maskText masks the personal values inside of a text.
func maskText(s string) string {
	s = mobileIn.ReplaceAllStringFunc(s, func(m string) string {
		g := mobileIn.FindStringSubmatch(m)
		return g[1] + maskPhone(g[2]) + g[3]
	})
	s = cardIn.ReplaceAllStringFunc(s, func(m string) string {
		g := cardIn.FindStringSubmatch(m)
		if _, grade := record.ParseTaxID(g[2]); grade == record.TaxIDOK {
			return m // a company's number is nobody's
		}
		return g[1] + maskTail(g[2]) + g[3]
	})
	return emailIn.ReplaceAllStringFunc(s, maskEmail)
}

// Names of members that hold personal values in what sources write.
var (
	nameKey    = regexp.MustCompile(`(?i)^(name|contact|contact_?name|linkman|person|full_?name|first_?name|last_?name|employee_?name|legal_?representative|f?contact(name|person)?)$|姓名|联系人|法人|法定代表人`)
	phoneKey   = regexp.MustCompile(`(?i)mobile|phone|^f?tel|telephone|手机|电话`)
	accountKey = regexp.MustCompile(`(?i)account_?no|bank_?account|payer_?account|card_?no|id_?card|^ip$|client_?ip|remote_?addr|open_?id|union_?id|external_?id|身份证|银行账号`)
)

// maskPayload masks the personal values of a source's payload and says what form it has.
func maskPayload(raw string, mask bool) (text, form string) {
	if raw == "" {
		return "", "none"
	}
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		if strings.ContainsRune(raw, '\uFFFD') || strings.ContainsRune(raw, 0) {
			return "", "binary"
		}
		if mask {
			raw = maskText(raw)
		}
		return raw, "text"
	}
	if !mask {
		return raw, "json"
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(maskJSON("", v)) != nil {
		return "", "binary"
	}
	return strings.TrimSpace(b.String()), "json"
}

func maskJSON(key string, v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k, w := range x {
			x[k] = maskJSON(k, w)
		}
		return x
	case []any:
		for i, w := range x {
			x[i] = maskJSON(key, w)
		}
		return x
	case json.Number:
		if s := maskString(key, x.String()); s != x.String() {
			return s
		}
		return x
	case string:
		return maskString(key, x)
	}
	return v
}

func maskString(key, s string) string {
	switch {
	case phoneKey.MatchString(key) && len(record.NormalizePhone(s)) > 0:
		return maskPhone(s)
	case accountKey.MatchString(key):
		return maskTail(s)
	case nameKey.MatchString(key) && len([]rune(s)) <= 12 && record.NormalizePhone(s) == "":
		return maskName(s)
	}
	return maskText(s)
}

// maskEntity masks the personal fields of a canonical entity.
func maskEntity(kind string, data map[string]any) { maskFields(record.Schema(kind), data) }

func maskFields(fields []record.Field, data map[string]any) {
	for _, f := range fields {
		v, ok := data[f.Name]
		if !ok {
			continue
		}
		data[f.Name] = maskValue(f, v)
	}
	if extra, ok := data["extra"].(map[string]any); ok {
		maskJSON("", extra)
	}
}

func maskValue(f record.Field, v any) any {
	switch x := v.(type) {
	case []any:
		for i := range x {
			x[i] = maskValue(f, x[i])
		}
		return x
	case map[string]any:
		if f.Type == record.TypeObject {
			maskFields(f.Fields, x)
		} else if f.PII != "" {
			for k, w := range x {
				x[k] = maskValue(record.Field{Name: k, PII: f.PII}, w)
			}
		}
		return x
	case string:
		return maskNamed(f.Name, f.PII, x)
	}
	return v
}

// maskNamed masks a value by the name and class of its field.
func maskNamed(name, class, s string) string {
	switch {
	case strings.HasPrefix(name, "mobile") || strings.HasPrefix(name, "phone"):
		return maskPhone(s)
	case strings.HasPrefix(name, "email"):
		return maskEmail(s)
	case class == "S":
		return maskTail(s)
	case class == "P" && strings.Contains(name, "name") || name == "legal_representative":
		return maskName(s)
	case class == "P":
		return maskTail(s)
	}
	return maskText(s)
}

// identifierOf brings what somebody searches by into its normal form.
func identifierOf(field, s string, parse func(string) (string, bool)) (string, error) {
	if s == "" {
		return "", nil
	}
	v, ok := parse(s)
	if !ok {
		return "", fault.New("bad_identifier", nil).At(field, "")
	}
	return v, nil
}
