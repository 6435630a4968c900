package record

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is an exact amount: Minor counts the smallest unit of Currency (fen for
// CNY). It is never a float. The zero value is "no amount" (no currency).
type Money struct {
	Minor    int64
	Currency string // ISO 4217
}

// exponents lists the currencies Heliu knows and how many decimals each has (ISO 4217).
var exponents = map[string]int32{
	"CNY": 2, "USD": 2, "EUR": 2, "HKD": 2, "GBP": 2, "JPY": 0, "KRW": 0, "SGD": 2, "AUD": 2, "CAD": 2, "CHF": 2,
	"TWD": 2, "MOP": 2, "THB": 2, "VND": 0, "KWD": 3, "BHD": 3, "ZWL": 2,
}

// Exponent gives the decimals of a currency and whether it is known.
func Exponent(currency string) (int32, bool) {
	e, ok := exponents[currency]
	return e, ok
}

// CNY makes an amount of yuan from fen.
func CNY(fen int64) Money { return Money{Minor: fen, Currency: "CNY"} }

// IsZero tells whether there is no amount at all (as against an amount of nothing).
func (m Money) IsZero() bool { return m.Currency == "" }

// Decimal gives the amount in units of the currency.
func (m Money) Decimal() decimal.Decimal { return decimal.New(m.Minor, -exponents[m.Currency]) }

// String gives the amount as a decimal string with the currency's digits, without the currency.
func (m Money) String() string { return m.Decimal().StringFixed(exponents[m.Currency]) }

// MoneyOf makes Money of an exact decimal. It refuses an unknown currency, more
// decimals than the currency has (unless they are zeros) and what does not fit
// int64 minor units.
func MoneyOf(d decimal.Decimal, currency string) (Money, error) {
	e, ok := exponents[currency]
	if !ok {
		return Money{}, fmt.Errorf("unknown currency %q", currency)
	}
	minor := d.Shift(e)
	if !minor.Equal(minor.Truncate(0)) {
		return Money{}, fmt.Errorf("%s has more than %d decimals", d, e)
	}
	if minor.Abs().GreaterThan(decimal.NewFromInt(math.MaxInt64)) {
		return Money{}, fmt.Errorf("%s %s does not fit", d, currency)
	}
	return Money{Minor: minor.IntPart(), Currency: currency}, nil
}

// RoundMoney makes Money of a decimal by rounding half away from zero (四舍五入).
func RoundMoney(d decimal.Decimal, currency string) (Money, error) {
	e, ok := exponents[currency]
	if !ok {
		return Money{}, fmt.Errorf("unknown currency %q", currency)
	}
	return MoneyOf(d.Round(e), currency)
}

// Add sums two amounts of one currency; it panics on two currencies, which is a
// programming error: callers group by currency first.
func (m Money) Add(o Money) Money {
	if m.IsZero() {
		return o
	}
	if o.IsZero() {
		return m
	}
	if m.Currency != o.Currency {
		panic("record: adding " + o.Currency + " to " + m.Currency)
	}
	return Money{Minor: m.Minor + o.Minor, Currency: m.Currency}
}

type moneyJSON struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// MarshalJSON writes {"amount":"12.30","currency":"CNY"}, or null for no amount.
func (m Money) MarshalJSON() ([]byte, error) {
	if m.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(moneyJSON{m.String(), m.Currency})
}

// UnmarshalJSON reads what MarshalJSON writes; the currency defaults to CNY.
func (m *Money) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*m = Money{}
		return nil
	}
	var j moneyJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	if j.Currency == "" {
		j.Currency = "CNY"
	}
	if strings.ContainsAny(j.Amount, "eE") {
		return fmt.Errorf("money %q: exponents are not allowed", j.Amount)
	}
	d, err := decimal.NewFromString(j.Amount)
	if err != nil {
		return fmt.Errorf("money %q: %w", j.Amount, err)
	}
	v, err := MoneyOf(d, j.Currency)
	if err != nil {
		return err
	}
	*m = v
	return nil
}
