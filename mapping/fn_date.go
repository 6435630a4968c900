package mapping

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

// moment is a point in time as a source wrote it. A source that gives an offset
// keeps its own day; Z says only when, not where (RFC 9557), so its day is Shanghai's.
type moment struct {
	time.Time
}

func (m moment) day() string { return m.Format(time.DateOnly) }

// maxAhead is how far a source's clock may run ahead.
const maxAhead = 24 * time.Hour

// result gives the canonical text that the field of the rule wants.
func (m moment) result(s *state, r *rule, wantTime bool) (string, fail) {
	switch r.field.Type {
	case record.TypeDate:
		wantTime = false
	case record.TypeTime:
		wantTime = true
	}
	if !wantTime {
		return m.day(), fail{}
	}
	if s != nil && !s.env.Now.IsZero() && m.After(s.env.Now.Add(maxAhead)) {
		return "", fail{"future_time", ""}
	}
	return m.In(record.Shanghai).Format(time.RFC3339Nano), fail{}
}

func fnDate(s *state, r *rule, in string) (string, fail) { return civil(s, r, in, false) }
func fnTime(s *state, r *rule, in string) (string, fail) { return civil(s, r, in, true) }

func civil(s *state, r *rule, in string, wantTime bool) (string, fail) {
	if plausibleSerial(in) {
		return serial(s, r, in, wantTime)
	}
	m, ok := parseMoment(in)
	if !ok {
		return "", fail{"bad_date", ""}
	}
	return m.result(s, r, wantTime)
}

func fnExcelDate(s *state, r *rule, in string) (string, fail) { return serial(s, r, in, false) }
func fnExcelTime(s *state, r *rule, in string) (string, fail) { return serial(s, r, in, true) }

func serial(s *state, r *rule, in string, wantTime bool) (string, fail) {
	m, ok := excelSerial(in)
	if !ok {
		return "", fail{"bad_date", "not a serial of the 1900 date system"}
	}
	return m.result(s, r, wantTime)
}

func fnUnix(s *state, r *rule, in string) (string, fail)      { return unix(s, r, in, 1000) }
func fnUnixMilli(s *state, r *rule, in string) (string, fail) { return unix(s, r, in, 1) }

func unix(s *state, r *rule, in string, perUnit int64) (string, fail) {
	t := strings.TrimSpace(in)
	n, err := strconv.ParseInt(t, 10, 64)
	if err != nil || len(t) > 15 || n <= 0 {
		return "", fail{"bad_date", "not a count since 1970"}
	}
	m := moment{time.UnixMilli(n * perUnit).In(record.Shanghai)}
	if m.Year() > 9999 {
		return "", fail{"bad_date", "not a count since 1970"}
	}
	return m.result(s, r, true)
}

// plausibleSerial tells whether a text can only be an Excel serial: five digits,
// 20000 (1954) to 79999 (2119), with or without a fraction.
func plausibleSerial(in string) bool {
	t := strings.TrimSpace(in)
	whole, frac, has := strings.Cut(t, ".")
	return len(whole) == 5 && whole[0] >= '2' && whole[0] <= '7' && allDigits(whole) && (!has || allDigits(frac))
}

// excelSerial reads a serial of the 1900 date system: days since 1899-12-30, where
// 1 to 59 lie one day later because the system counts a 29 February 1900 (60) that
// never was. The fraction is the time of day in Shanghai, rounded to the second.
func excelSerial(in string) (moment, bool) {
	d, why := parseDecimal(strings.TrimSpace(in))
	if why != "" {
		return moment{}, false
	}
	days := d.Floor()
	n := days.IntPart()
	if d.Sign() <= 0 || n < 1 || n == 60 || d.GreaterThan(decimal.NewFromInt(2958465)) {
		return moment{}, false
	}
	if n < 60 {
		n++
	}
	secs := d.Sub(days).Mul(decimal.NewFromInt(86400)).Round(0).IntPart()
	return moment{time.Date(1899, 12, 30, 0, 0, int(secs), 0, record.Shanghai).AddDate(0, 0, int(n))}, true
}

// parseMoment reads a calendar day with or without a time of day. Without an
// offset the wall clock is Shanghai's.
func parseMoment(in string) (moment, bool) {
	t := in
	if !plainText(in) {
		t = record.NormalizeWidth(in)
	}
	if len(t) > 64 {
		return moment{}, false
	}
	p := dateScanner{rest: t}
	y, mo, d, ok := p.date()
	if !ok {
		return moment{}, false
	}
	c, ok := p.clock()
	if !ok || p.rest != "" {
		return moment{}, false
	}
	if y < 1900 || y > 9999 || mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) {
		return moment{}, false
	}
	zone := record.Shanghai
	if c.hasOffset && c.offset != 0 {
		zone = time.FixedZone("", c.offset)
	}
	tm := time.Date(y, time.Month(mo), d, c.hour, c.min, c.sec, c.nano, zone)
	if c.hasOffset && c.offset == 0 {
		tm = time.Date(y, time.Month(mo), d, c.hour, c.min, c.sec, c.nano, time.UTC).In(record.Shanghai)
	}
	return moment{tm}, true
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
