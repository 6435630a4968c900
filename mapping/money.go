package mapping

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

// calcRule computes an amount from others, exactly.
type calcRule struct {
	op       string // vat_net, multiply, negate
	amount   *rule
	factor   *rule // rate or by
	oneMinus bool
}

func (c *calcRule) source() string {
	var names []string
	for _, r := range []*rule{c.amount, c.factor} {
		if r != nil && len(r.paths) > 0 {
			names = append(names, r.paths[0].text)
		}
	}
	return strings.Join(names, "|")
}

// evalMoney writes an amount.
func (r *rule) evalMoney(s *state) bool {
	src := r
	if r.calc != nil {
		src = r.calc.amount
	}
	in, own, p, f := src.readMoney(s)
	if f.code != "" {
		s.fail(r, p, f, in)
		return false
	}
	if in == "" {
		if src.def == nil {
			return false
		}
		if in, p, f = src.def.read(s); in == "" || f.code != "" {
			return false
		}
	}
	currency, f := r.currencyOf(s, own)
	var m record.Money
	if f.code == "" {
		m, f = parseMoney(in, currency, src.scale)
	}
	if f.code == "" && r.calc != nil {
		var ok bool
		if m, ok, f = r.calc.apply(s, m); f.code == "" && !ok {
			return false
		}
	}
	if f.code != "" {
		s.fail(r, p, f, in)
		r.keep(s, f, in)
		return false
	}
	s.buf = appendMoney(s.buf, m)
	return true
}

// readMoney reads an amount; a source that writes {"amount": …, "currency": …}
// gives its currency along.
func (r *rule) readMoney(s *state) (in, currency string, p *path, f fail) {
	for _, q := range r.paths {
		n := s.find(q)
		if n == nil || n.kind != '{' {
			continue
		}
		if a := n.member("amount"); a != nil && a.scalar() {
			if a.empty() {
				return "", "", q, fail{}
			}
			if c := n.member("currency"); c != nil && c.scalar() {
				currency = c.text
			}
			return a.text, currency, q, fail{}
		}
	}
	in, p, f = r.read(s)
	return in, "", p, f
}

// currencyOf gives the currency that the rule or the source names; "" when neither does.
func (r *rule) currencyOf(s *state, own string) (string, fail) {
	t := own
	if r.currency != nil {
		if r.currency.constant != nil && own == "" {
			return *r.currency.constant, fail{}
		}
		x, _, f := r.currency.text(s)
		if f.code != "" || x == "" {
			return "", fail{"bad_currency", "the currency is not said"}
		}
		if own != "" && currencyCode(own) != currencyCode(x) {
			return "", fail{"bad_currency", "two currencies"}
		}
		t = x
	}
	if t == "" {
		return "", fail{}
	}
	if c := currencyCode(t); c != "" {
		return c, fail{}
	}
	return "", fail{"bad_currency", ""}
}

// apply computes; ok is false when the other argument is absent.
func (c *calcRule) apply(s *state, m record.Money) (out record.Money, ok bool, f fail) {
	if c.op == "negate" {
		m.Minor = -m.Minor
		return m, true, fail{}
	}
	t, _, f := c.factor.text(s)
	if f.code != "" {
		return m, false, f
	}
	if t == "" {
		if len(c.factor.paths) > 0 && c.factor.paths[0].env != "" {
			return m, false, fail{"mapping_failed", c.factor.paths[0].text + " is not set"}
		}
		return m, false, fail{}
	}
	x, why := parseDecimal(t)
	if why != "" {
		return m, false, fail{"bad_value", why}
	}
	one := decimal.New(1, 0)
	exp, _ := record.Exponent(m.Currency)
	d := m.Decimal()
	switch c.op {
	case "vat_net":
		if x.Sign() < 0 || x.GreaterThanOrEqual(one) {
			return m, false, fail{"bad_value", "a tax rate is a fraction such as 0.13"}
		}
		d = d.DivRound(one.Add(x), exp)
	default:
		if c.oneMinus {
			x = one.Sub(x)
		}
		d = d.Mul(x).Round(exp)
	}
	out, f = moneyOf(d, m.Currency)
	return out, true, f
}
