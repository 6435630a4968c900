package record_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// iso4217 is how many decimals the standard gives these currencies.
var iso4217 = map[string]int32{
	"CNY": 2, "USD": 2, "EUR": 2, "HKD": 2, "GBP": 2, "SGD": 2, "AUD": 2, "CAD": 2, "CHF": 2, "TWD": 2, "MOP": 2, "THB": 2, "ZWL": 2,
	"JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "BHD": 3,
}

func TestExponents(t *testing.T) {
	for c, want := range iso4217 {
		if got, ok := record.Exponent(c); got != want || !ok {
			t.Errorf("%s has %d decimals (%t), want %d", c, got, ok, want)
		}
	}
	for _, c := range []string{"", "XXX", "cny", "RMB", "人民币"} {
		if _, ok := record.Exponent(c); ok {
			t.Errorf("%q is known", c)
		}
	}
}

func TestMoneySurvivesJSON(t *testing.T) {
	currencies := []string{"CNY", "JPY", "KWD", "USD"}
	rapid.Check(t, func(t *rapid.T) {
		want := record.Money{
			Minor:    rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "minor"),
			Currency: rapid.SampledFrom(currencies).Draw(t, "currency"),
		}
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var text struct{ Amount, Currency string }
		if err := json.Unmarshal(b, &text); err != nil || text.Currency != want.Currency {
			t.Fatalf("%s: %v", b, err)
		}
		worth, ok := new(big.Rat).SetString(text.Amount)
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(iso4217[want.Currency])), nil))
		if !ok || worth.Mul(worth, scale).Cmp(new(big.Rat).SetInt64(want.Minor)) != 0 {
			t.Fatalf("%d minor units of %s are written %s", want.Minor, want.Currency, b)
		}
		var got record.Money
		if err := json.Unmarshal(b, &got); err != nil || got != want {
			t.Fatalf("%s came back as %+v: %v", b, got, err)
		}
	})
}

func TestMoneyAsText(t *testing.T) {
	for want, m := range map[string]record.Money{
		`{"amount":"12.30","currency":"CNY"}`:                 record.CNY(1230),
		`{"amount":"-0.01","currency":"CNY"}`:                 record.CNY(-1),
		`{"amount":"0.00","currency":"CNY"}`:                  record.CNY(0),
		`{"amount":"1230","currency":"JPY"}`:                  {Minor: 1230, Currency: "JPY"},
		`{"amount":"1.230","currency":"KWD"}`:                 {Minor: 1230, Currency: "KWD"},
		`{"amount":"92233720368547758.07","currency":"CNY"}`:  record.CNY(math.MaxInt64),
		`{"amount":"-92233720368547758.07","currency":"CNY"}`: record.CNY(-math.MaxInt64),
		"null": {},
	} {
		if b, err := json.Marshal(m); err != nil || string(b) != want {
			t.Errorf("%+v is written %s (%v), want %s", m, b, err, want)
		}
	}
	var m record.Money
	if err := json.Unmarshal([]byte(`{"amount":"7"}`), &m); err != nil || m != record.CNY(700) {
		t.Errorf("an amount without currency is %+v (%v), want yuan", m, err)
	}
	m = record.CNY(5)
	if err := json.Unmarshal([]byte(`null`), &m); err != nil || !m.IsZero() || m != (record.Money{}) {
		t.Errorf("null leaves %+v: %v", m, err)
	}
	if record.CNY(0).IsZero() {
		t.Error("an amount of nothing is not no amount")
	}
}

func TestMoneyRefusesWhatIsNotExact(t *testing.T) {
	for name, in := range map[string]string{
		"case 54 a JSON number":           `{"amount":12.30,"currency":"CNY"}`,
		"case 54 a whole JSON number":     `{"amount":12,"currency":"CNY"}`,
		"case 54 a float with exponent":   `{"amount":1e2,"currency":"CNY"}`,
		"case 54 an exponent in text":     `{"amount":"1e2","currency":"CNY"}`,
		"case 54 a big exponent in text":  `{"amount":"1E2","currency":"CNY"}`,
		"case 54 a small exponent":        `{"amount":"100e-2","currency":"CNY"}`,
		"case 54 thousands":               `{"amount":"1,234.00","currency":"CNY"}`,
		"case 54 the German way":          `{"amount":"1.234,00","currency":"CNY"}`,
		"case 54 brackets":                `{"amount":"(1234.00)","currency":"CNY"}`,
		"case 54 a sign of currency":      `{"amount":"￥3.5","currency":"CNY"}`,
		"case 54 ten thousands":           `{"amount":"1.2万","currency":"CNY"}`,
		"case 55 an unknown currency":     `{"amount":"1.00","currency":"XXX"}`,
		"case 55 a currency in small":     `{"amount":"1.00","currency":"cny"}`,
		"case 56 one more than fits":      `{"amount":"92233720368547758.08","currency":"CNY"}`,
		"case 56 one less than fits":      `{"amount":"-92233720368547758.09","currency":"CNY"}`,
		"case 56 far too many yen":        `{"amount":"9223372036854775808","currency":"JPY"}`,
		"case 56 as many dinars as yuan":  `{"amount":"92233720368547758.07","currency":"KWD"}`,
		"a third decimal of the yuan":     `{"amount":"0.001","currency":"CNY"}`,
		"half a yen":                      `{"amount":"0.5","currency":"JPY"}`,
		"a fourth decimal of the dinar":   `{"amount":"0.0001","currency":"KWD"}`,
		"no amount":                       `{"amount":"","currency":"CNY"}`,
		"infinity":                        `{"amount":"Infinity","currency":"CNY"}`,
		"not a number":                    `{"amount":"NaN","currency":"CNY"}`,
		"text instead of an object":       `"12.30"`,
		"a number instead of an object":   `12.30`,
		"hexadecimal":                     `{"amount":"0x10","currency":"CNY"}`,
		"full-width digits, unnormalised": `{"amount":"１２","currency":"CNY"}`,
	} {
		m := record.CNY(42)
		if err := json.Unmarshal([]byte(in), &m); err == nil {
			t.Errorf("%s: %s became %+v", name, in, m)
		} else if m != record.CNY(42) {
			t.Errorf("%s: refused, but left %+v behind", name, m)
		}
	}
	var m record.Money
	if err := json.Unmarshal([]byte(`{"amount":"1.5000","currency":"CNY"}`), &m); err != nil || m != record.CNY(150) {
		t.Errorf("decimals of nothing: %+v, %v", m, err)
	}
}

func TestRoundingIsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		in, currency string
		want         int64
	}{
		{"0.005", "CNY", 1},
		{"-0.005", "CNY", -1},
		{"0.0049999", "CNY", 0},
		{"-0.0049999", "CNY", 0},
		{"2.675", "CNY", 268}, // 2.67 were it a float
		{"1.005", "CNY", 101}, // 1.00 were it a float
		{"0.015", "CNY", 2},   // as in 0.025: bankers would go to even
		{"0.025", "CNY", 3},
		{"0.5", "JPY", 1},
		{"-1.5", "JPY", -2},
		{"2.5", "JPY", 3},
		{"0.0005", "KWD", 1},
	} {
		got, err := record.RoundMoney(decimal.RequireFromString(c.in), c.currency)
		if err != nil || got != (record.Money{Minor: c.want, Currency: c.currency}) {
			t.Errorf("%s %s rounds to %+v (%v), want %d", c.in, c.currency, got, err, c.want)
		}
	}
	for in, currency := range map[string]string{"1": "XXX", "92233720368547758.075": "CNY"} {
		if got, err := record.RoundMoney(decimal.RequireFromString(in), currency); err == nil {
			t.Errorf("%s %s rounds to %+v", in, currency, got)
		}
	}
}

func TestAddingMoney(t *testing.T) {
	for _, c := range []struct{ a, b, want record.Money }{
		{record.CNY(1), record.CNY(2), record.CNY(3)},
		{record.CNY(1), record.CNY(-1), record.CNY(0)},
		{record.Money{}, record.CNY(2), record.CNY(2)},
		{record.CNY(2), record.Money{}, record.CNY(2)},
		{record.Money{}, record.Money{}, record.Money{}},
	} {
		if got := c.a.Add(c.b); got != c.want {
			t.Errorf("%+v + %+v = %+v, want %+v", c.a, c.b, got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("yuan and dollars were added")
		}
	}()
	record.CNY(1).Add(record.Money{Minor: 1, Currency: "USD"})
}
