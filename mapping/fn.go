package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

// fail says why a value cannot be read; the zero value is success.
type fail struct {
	code string // a fault code
	why  string // for the detail; holds no value
}

// convert brings the text of a source value into its canonical text. An empty
// result without a failure means that there is no value.
type convert func(s *state, r *rule, in string) (string, fail)

// function is one entry of the library.
type function struct {
	conv convert
	// gives lists the field types the result fits; text fields take every scalar.
	gives []record.FieldType
	// early functions run before a value map, the others after it.
	early bool
	// maps makes a whole map of one text (utm, click_ids).
	maps func(in string) [][2]string
}

var textTypes = []record.FieldType{record.TypeText, record.TypeRef}

var dateTypes = []record.FieldType{record.TypeDate, record.TypeTime, record.TypeText}

// functions is the library, by name.
var functions = map[string]function{
	"text":       {conv: fnText, gives: textTypes, early: true},
	"name":       {conv: fnText, gives: textTypes, early: true},
	"keep":       {conv: fnKeep, gives: textTypes, early: true},
	"lower":      {conv: fnLower, gives: textTypes, early: true},
	"upper":      {conv: fnUpper, gives: textTypes, early: true},
	"number":     {conv: fnNumber, gives: textTypes, early: true},
	"int":        {conv: fnInt, gives: []record.FieldType{record.TypeInt, record.TypeText}},
	"decimal":    {conv: fnDecimal, gives: []record.FieldType{record.TypeDecimal, record.TypeText}},
	"bool":       {conv: fnBool, gives: []record.FieldType{record.TypeBool, record.TypeText}},
	"money":      {gives: []record.FieldType{record.TypeMoney}},
	"date":       {conv: fnDate, gives: dateTypes},
	"time":       {conv: fnTime, gives: dateTypes},
	"excel_date": {conv: fnExcelDate, gives: dateTypes},
	"excel_time": {conv: fnExcelTime, gives: dateTypes},
	"unix":       {conv: fnUnix, gives: dateTypes},
	"unix_ms":    {conv: fnUnixMilli, gives: dateTypes},
	"tax_id":     {conv: fnTaxID, gives: textTypes},
	"mobile":     {conv: fnMobile, gives: textTypes},
	"phone":      {conv: fnPhone, gives: textTypes},
	"email":      {conv: fnEmail, gives: textTypes},
	"url_param":  {conv: fnURLParam, gives: textTypes, early: true},
	"utm":        {maps: utmOf, gives: []record.FieldType{record.TypeMap}},
	"click_ids":  {maps: clickIDsOf, gives: []record.FieldType{record.TypeMap}},
	"channel":    {gives: textTypes},
}

// defaultFunction is the function of a field that names none.
func defaultFunction(f record.Field) string {
	if f.Type == record.TypeText {
		switch f.Name {
		case "tax_id", "email", "mobile", "phone":
			return f.Name
		case "mobiles", "phones", "emails":
			return strings.TrimSuffix(f.Name, "s")
		}
	}
	switch f.Type {
	case record.TypeInt, record.TypeDecimal, record.TypeBool, record.TypeMoney, record.TypeDate, record.TypeTime:
		return string(f.Type)
	}
	return "text"
}

func fnText(_ *state, _ *rule, in string) (string, fail) {
	if plainText(in) {
		return in, fail{}
	}
	return record.NormalizeWidth(in), fail{}
}

// plainText tells whether in is printable ASCII without blanks at its ends, which
// normalisation leaves alone.
func plainText(in string) bool {
	for i := range len(in) {
		if in[i] < ' ' || in[i] > '~' {
			return false
		}
	}
	return in == "" || in[0] != ' ' && in[len(in)-1] != ' '
}

func fnKeep(_ *state, _ *rule, in string) (string, fail) {
	if strings.IndexByte(in, 0) >= 0 {
		return "", fail{"nul_in_text", ""}
	}
	return in, fail{}
}

func fnLower(_ *state, _ *rule, in string) (string, fail) {
	return strings.ToLower(record.NormalizeWidth(in)), fail{}
}

func fnUpper(_ *state, _ *rule, in string) (string, fail) {
	return strings.ToUpper(record.NormalizeWidth(in)), fail{}
}

func fnNumber(_ *state, _ *rule, in string) (string, fail) {
	return record.NormalizeNumber(in), fail{}
}

func fnBool(_ *state, _ *rule, in string) (string, fail) {
	switch strings.ToLower(record.NormalizeWidth(in)) {
	case "true", "1", "yes", "y", "t", "是":
		return "true", fail{}
	case "false", "0", "no", "n", "f", "否":
		return "false", fail{}
	}
	return "", fail{"bad_value", "neither yes nor no"}
}

func fnInt(_ *state, _ *rule, in string) (string, fail) {
	d, why := parseDecimal(record.NormalizeWidth(in))
	if why != "" {
		return "", fail{"bad_value", why}
	}
	if !d.IsInteger() {
		return "", fail{"bad_value", "not a whole number"}
	}
	if _, err := strconv.ParseInt(d.Truncate(0).String(), 10, 64); err != nil {
		return "", fail{"bad_value", "too large"}
	}
	return d.Truncate(0).String(), fail{}
}

func fnDecimal(_ *state, r *rule, in string) (string, fail) {
	t := record.NormalizeWidth(in)
	signed := strings.HasSuffix(t, "%")
	if signed {
		t = strings.TrimSpace(strings.TrimSuffix(t, "%"))
	}
	d, why := parseDecimal(t)
	if why != "" {
		return "", fail{"bad_value", why}
	}
	if signed || r != nil && r.percent {
		d = d.Shift(-2)
	}
	return d.String(), fail{}
}

// parseDecimal reads plain digits with a sign, one decimal point, groups of three
// and a small exponent, exactly. why is empty on success.
func parseDecimal(t string) (d decimal.Decimal, why string) {
	if len(t) > 64 {
		return d, "too long"
	}
	mantissa, exponent, has := strings.Cut(strings.ToLower(t), "e")
	shift := 0
	if has {
		n, err := strconv.Atoi(exponent)
		if err != nil || n < -30 || n > 30 {
			return d, "the exponent is out of range"
		}
		shift = n
	}
	digits, why := plainDigits(mantissa)
	if why != "" {
		return d, why
	}
	d, err := decimal.NewFromString(digits)
	if err != nil {
		return d, "not a number"
	}
	return d.Shift(int32(shift)), ""
}

// plainDigits takes the group commas out of an optionally signed decimal numeral
// and checks that they stand where groups of three put them.
func plainDigits(t string) (out, why string) {
	body := t
	if body != "" && (body[0] == '-' || body[0] == '+') {
		body = body[1:]
	}
	whole, frac, hasFrac := strings.Cut(body, ".")
	if whole == "" || hasFrac && (frac == "" || !allDigits(frac)) {
		return "", "not a number"
	}
	if strings.IndexByte(whole, ',') < 0 {
		if !allDigits(whole) {
			return "", "not a number"
		}
		return strings.TrimPrefix(t, "+"), ""
	}
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if !allDigits(g) || i == 0 && len(g) > 3 || i > 0 && len(g) != 3 {
			return "", "the groups of digits are not groups of three"
		}
	}
	return strings.TrimPrefix(strings.ReplaceAll(t, ",", ""), "+"), ""
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Functions names the functions of the language, in alphabetical order.
func Functions() []string {
	names := make([]string, 0, len(functions))
	for n := range functions {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
