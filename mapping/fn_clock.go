package mapping

import "strings"

// dateScanner reads the parts of a date from the front of rest.
type dateScanner struct{ rest string }

// num takes between lo and hi digits; it takes as many as there are.
func (p *dateScanner) num(lo, hi int) (int, bool) {
	n, i := 0, 0
	for i < len(p.rest) && i <= hi && p.rest[i] >= '0' && p.rest[i] <= '9' {
		n = n*10 + int(p.rest[i]-'0')
		i++
	}
	if i < lo || i > hi {
		return 0, false
	}
	p.rest = p.rest[i:]
	return n, true
}

func (p *dateScanner) take(s string) bool {
	rest, ok := strings.CutPrefix(p.rest, s)
	p.rest = rest
	return ok
}

func (p *dateScanner) space() bool {
	n := len(p.rest)
	p.rest = strings.TrimLeft(p.rest, " ")
	return len(p.rest) < n
}

// date reads 2026-02-18, 2026/2/18, 2026.2.18, 2026年2月18日 or 20260218.
func (p *dateScanner) date() (y, m, d int, ok bool) {
	lead := 0
	for lead < len(p.rest) && p.rest[lead] >= '0' && p.rest[lead] <= '9' {
		lead++
	}
	if lead == 8 || lead == 14 { // compact, the latter with a time of day
		n, _ := (&dateScanner{rest: p.rest[:8]}).num(8, 8)
		p.rest = p.rest[8:]
		return n / 10000, n / 100 % 100, n % 100, true
	}
	if y, ok = p.num(4, 4); !ok {
		return 0, 0, 0, false
	}
	sep, end := "", ""
	for _, s := range [...]string{"-", "/", ".", "年"} {
		if p.take(s) {
			sep = s
			break
		}
	}
	if sep == "" {
		return 0, 0, 0, false
	}
	if sep == "年" {
		sep, end = "月", "日"
		p.space()
	}
	if m, ok = p.num(1, 2); !ok || !p.take(sep) {
		return 0, 0, 0, false
	}
	if end != "" {
		p.space()
	}
	if d, ok = p.num(1, 2); !ok || end != "" && !p.take(end) && !p.take("号") {
		return 0, 0, 0, false
	}
	return y, m, d, true
}

// clockTime is a time of day with its offset from UTC in seconds.
type clockTime struct {
	hour, min, sec, nano int
	offset               int
	hasOffset            bool
}

// clock reads an optional time of day: 9:05, 09:05:00.053, 上午9:05, 9:05 PM,
// 9时05分, 090500 after a compact date; then Z or +08:00.
func (p *dateScanner) clock() (c clockTime, ok bool) {
	if p.rest == "" {
		return c, true
	}
	if !p.take("T") && !p.take("t") {
		p.space()
	}
	compact := len(p.rest) >= 6 && allDigits(p.rest[:6])
	half := p.half()
	if compact {
		c.hour, _ = p.num2()
		c.min, _ = p.num2()
		c.sec, _ = p.num2()
	} else if !p.wall(&c) {
		return c, false
	}
	if half == "" {
		p.space()
		half = p.half()
	}
	switch half {
	case "am":
		if c.hour > 12 {
			return c, false
		}
		c.hour %= 12
	case "pm":
		if c.hour < 12 {
			c.hour += 12
		}
	}
	if c.hour > 23 || c.min > 59 || c.sec > 59 {
		return c, false
	}
	return c, p.zone(&c)
}

// num2 takes exactly two digits.
func (p *dateScanner) num2() (int, bool) {
	if len(p.rest) < 2 || !allDigits(p.rest[:2]) {
		return 0, false
	}
	n := int(p.rest[0]-'0')*10 + int(p.rest[1]-'0')
	p.rest = p.rest[2:]
	return n, true
}

func (p *dateScanner) wall(c *clockTime) (ok bool) {
	if c.hour, ok = p.num(1, 2); !ok {
		return false
	}
	if p.take("时") || p.take("点") {
		if p.rest == "" || p.rest == "整" {
			p.rest = ""
			return true
		}
		if c.min, ok = p.num(1, 2); !ok || !p.take("分") {
			return false
		}
		if p.rest == "" {
			return true
		}
		c.sec, ok = p.num(1, 2)
		return ok && p.take("秒")
	}
	if !p.take(":") {
		return false
	}
	if c.min, ok = p.num2(); !ok {
		return false
	}
	if !p.take(":") {
		return true
	}
	if c.sec, ok = p.num2(); !ok {
		return false
	}
	if p.take(".") || p.take(",") {
		n := 0
		for scale := 100_000_000; len(p.rest) > 0 && p.rest[0] >= '0' && p.rest[0] <= '9'; n++ {
			c.nano += int(p.rest[0]-'0') * scale
			scale /= 10
			p.rest = p.rest[1:]
		}
		return n > 0 && n <= 9
	}
	return true
}

// half takes the marker of a half day.
func (p *dateScanner) half() string {
	switch {
	case p.take("上午"), p.take("AM"), p.take("am"):
		p.space()
		return "am"
	case p.take("下午"), p.take("PM"), p.take("pm"):
		p.space()
		return "pm"
	}
	return ""
}

func (p *dateScanner) zone(c *clockTime) bool {
	p.space()
	if p.rest == "" {
		return true
	}
	c.hasOffset = true
	if p.rest == "Z" || p.rest == "z" {
		p.rest = ""
		return true
	}
	sign := 1
	switch {
	case p.take("+"):
	case p.take("-"):
		sign = -1
	default:
		return false
	}
	h, ok := p.num2()
	if !ok {
		return false
	}
	p.take(":")
	m, ok := p.num2()
	if !ok || h > 14 || m > 59 || p.rest != "" {
		return false
	}
	c.offset = sign * (h*3600 + m*60)
	return true
}
