package file

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

// clean takes away what spreadsheets add to a text: width, invisible characters, the
// apostrophe that keeps Excel from making a number of it.
func clean(s string) string {
	s = record.NormalizeWidth(s)
	for _, q := range []string{"'", "‘", "’"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, q))
	}
	return s
}

var (
	floatForm   = regexp.MustCompile(`^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$`)
	pointZero   = regexp.MustCompile(`^(\d+)\.0+$`)
	phoneSplit  = regexp.MustCompile(`[/、,;|]|或`)
	plainNumber = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,10})?$`)
)

// wholeNumber undoes the floats that spreadsheets make of long numbers: 13900000001.0
// and 1.3900000001E+10. ok is false when digits were lost: Excel shows at most six of
// them (1.39E+10), while a stored float leaves out trailing zeros only (1.390000123E+10).
func wholeNumber(s string) (string, bool) {
	if m := pointZero.FindStringSubmatch(s); m != nil {
		return m[1], true
	}
	m := floatForm.FindStringSubmatch(s)
	if m == nil {
		return s, true
	}
	exp, _ := strconv.Atoi(m[3])
	if len(m[2]) > exp || len(m[2]) < exp && len(m[2]) < 8 {
		return s, false
	}
	return m[1] + m[2] + strings.Repeat("0", exp-len(m[2])), true
}

// numbers are the phone numbers of a row.
type numbers struct {
	mobile string   // the first mobile number, in its normal form
	phone  string   // the first other number, as written
	more   []string // the rest
	bad    string   // a text that is no phone number, where no other was found
}

// readPhones reads cells with one or several numbers (two in one cell are divided by
// a slash or 、).
func readPhones(cells ...string) numbers {
	var n numbers
	bad := ""
	for _, c := range cells {
		for _, part := range phoneSplit.Split(clean(c), -1) {
			part = clean(part)
			whole, exact := wholeNumber(part)
			mobile, ok := record.ParseMobile(whole)
			switch {
			case part == "":
			case !exact:
				bad = part
			case ok && n.mobile == "":
				n.mobile = string(mobile)
			case ok && string(mobile) == n.mobile:
			case len(record.NormalizePhone(whole)) < 5:
				bad = part
			case n.phone == "" && !ok:
				n.phone = whole
			default:
				n.more = append(n.more, whole)
			}
		}
	}
	if n.phone == "" && len(n.more) > 0 && n.mobile != "" {
		n.phone, n.more = n.more[0], n.more[1:]
	}
	if n.mobile == "" && n.phone == "" {
		n.bad = bad
	}
	return n
}

var (
	wallClock = `(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?`
	timeForms = []*regexp.Regexp{
		regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})` + wallClock + `$`),
		regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?` + wallClock + `$`),
		regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$`),
		regexp.MustCompile(`^()(\d{1,2})月(\d{1,2})[日号]?` + wallClock + `$`), // without the year
	}
	serialForm = regexp.MustCompile(`^[2-7]\d{4}(\.\d{1,12})?$`)
)

// readTime reads a moment in any of the shapes that organisers export: 2026/1/1 9:05,
// 2026-01-01 09:05:00, 20260101090500, 1月1日 09:05 (of the year that puts it nearest
// before near), an Excel serial such as 46023.378, or RFC 3339. The wall clock is Shanghai's.
func readTime(s string, date1904 bool, near time.Time) (time.Time, bool) {
	s = clean(s)
	if serialForm.MatchString(s) {
		return readSerial(s, date1904), true
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, true
	}
	for _, form := range timeForms {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		var n [6]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1])
		}
		if m[1] != "" {
			return civil(n)
		}
		n[0] = near.In(record.Shanghai).Year()
		t, ok := civil(n)
		if ok && t.After(near.AddDate(0, 0, 2)) {
			n[0]--
			t, ok = civil(n)
		}
		return t, ok
	}
	return time.Time{}, false
}

// civil refuses what the calendar and the clock do not have.
func civil(n [6]int) (time.Time, bool) {
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, record.Shanghai)
	ok := n[0] >= 1990 && n[0] <= 2100 && t.Month() == time.Month(n[1]) && t.Day() == n[2] && n[3] < 24 && n[4] < 60 && n[5] < 60 && t.Hour() == n[3]
	return t, ok
}

// readSerial reads days since 1899-12-30, or since 1904-01-01 in the date system of
// old Macs (ECMA-376 part 1, section 18.17.4.1), rounded to the second.
func readSerial(s string, date1904 bool) time.Time {
	d, _ := decimal.NewFromString(s)
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, record.Shanghai)
	if date1904 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, record.Shanghai)
	}
	days := d.Floor()
	secs := d.Sub(days).Mul(decimal.NewFromInt(86400)).Round(0).IntPart()
	return base.AddDate(0, 0, int(days.IntPart())).Add(time.Duration(secs) * time.Second)
}

// readRate brings a tax rate to a fraction: 6%, 6, 0.06 and 6.00% are 0.06. A bare
// number from 1 on is per cent: nobody pays 100 % VAT.
func readRate(s string) (string, bool) {
	s = clean(s)
	bare, percent := strings.CutSuffix(s, "%")
	bare = strings.TrimSpace(bare)
	if !plainNumber.MatchString(bare) {
		return "", false
	}
	d, err := decimal.NewFromString(bare)
	if err != nil || d.IsNegative() {
		return "", false
	}
	if percent || d.GreaterThanOrEqual(decimal.NewFromInt(1)) {
		d = d.Shift(-2)
	}
	return d.String(), d.LessThan(decimal.NewFromInt(1))
}

// readAmount reads an amount in yuan that is written in plain digits.
func readAmount(s string) (decimal.Decimal, bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimLeft(clean(s), "¥￥"), "元"))
	if strings.Contains(s, ",") {
		if !groups.MatchString(s) {
			return decimal.Decimal{}, false
		}
		s = strings.ReplaceAll(s, ",", "")
	}
	if !plainNumber.MatchString(s) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	return d, err == nil
}

var groups = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// netOf is what was paid: the amount less the rebate, where both are plain numbers;
// the amount's own text where there is no rebate.
func netOf(gross, rebate string) (string, bool) {
	if clean(rebate) == "" {
		return gross, clean(gross) != ""
	}
	g, ok1 := readAmount(gross)
	r, ok2 := readAmount(rebate)
	if !ok1 || !ok2 {
		return "", false
	}
	return g.Sub(r).String(), true
}
