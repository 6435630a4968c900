package mapping_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

func cny(amount string) string { return `{"amount":"` + amount + `","currency":"CNY"}` }

// Cases 54, 56 and 57 of the bad-input list.
func TestMoney(t *testing.T) {
	table(t, "deal", "amount", "x", []row{
		{`"￥1.2万"`, cny("12000.00")},
		{`"￥3.5亿"`, cny("350000000.00")},
		{`"3.5亿元"`, cny("350000000.00")},
		{`"1.2 万元"`, cny("12000.00")},
		{`"1,234.50"`, cny("1234.50")},
		{`"(1,234.00)"`, cny("-1234.00")},
		{`"（1,234.00）"`, cny("-1234.00")},
		{`1234.5`, cny("1234.50")},
		{`"2400.0000000000"`, cny("2400.00")},
		{`2400.0000000000`, cny("2400.00")},
		{`0`, cny("0.00")},
		{`"0.00"`, cny("0.00")},
		{`-12.34`, cny("-12.34")}, // 57
		{`"－12.34"`, cny("-12.34")},
		{`"12.34-"`, cny("-12.34")},
		{`"¥-12.34"`, cny("-12.34")},
		{`"-¥12.34"`, cny("-12.34")},
		{`"+5"`, cny("5.00")},
		{`"１２３．４５"`, cny("123.45")},
		{`"120元整"`, cny("120.00")},
		{`"RMB 120"`, cny("120.00")},
		{`"人民币120元"`, cny("120.00")},
		{`1.2E+5`, cny("120000.00")},
		{`12e-1`, cny("1.20")},
		{`0.01`, cny("0.01")},
		{`0.05`, cny("0.05")},
		{`"USD 12.30"`, `{"amount":"12.30","currency":"USD"}`},
		{`"€5"`, `{"amount":"5.00","currency":"EUR"}`},
		{`{"amount":"12.30","currency":"USD"}`, `{"amount":"12.30","currency":"USD"}`},
		{`{"amount":12}`, cny("12.00")},
		{`{"amount":null}`, ``},
		{`{"amount":"1","currency":"XXX"}`, `!bad_currency`},
		{`""`, ``},
		{`null`, ``},
		{`"1,2万"`, `!bad_money`},
		{`"1.234,00"`, `!bad_money`},
		{`"12.345"`, `!bad_money`},
		{`0.30000000000000004`, `!bad_money`},
		{`"1 234.50"`, `!bad_money`},
		{`1e-7`, `!bad_money`},
		{`1e400`, `!bad_money`},
		{`1e999999999`, `!bad_money`},
		{`"壹万元"`, `!bad_money`},
		{`"--5"`, `!bad_money`},
		{`"(-5)"`, `!bad_money`},
		{`"万"`, `!bad_money`},
		{`"12,34.00"`, `!bad_money`},
		{`"1234,567"`, `!bad_money`},
		{`".5"`, `!bad_money`},
		{`"5."`, `!bad_money`},
		{`"NaN"`, `!bad_money`},
		{`"¥12 USD"`, `!bad_money`},
		{`true`, `!bad_money`},
		{`9999999999999999.99`, cny("9999999999999999.99")},
		{`10000000000000000`, `!overflow`},
		{`"99999999999亿"`, `!overflow`},
		{`-10000000000000000`, `!overflow`}, // 56
	})
	table(t, "deal", "amount", "{from: x, scale: wan}", []row{{`"1.2"`, cny("12000.00")}, {`0.000001`, cny("0.01")}, {`0.0000001`, `!bad_money`}})
	table(t, "deal", "amount", "{from: x, scale: fen}", []row{{`123`, cny("1.23")}, {`1.5`, `!bad_money`}})
	table(t, "deal", "amount", "{from: x, currency: JPY}", []row{{`1234`, `{"amount":"1234","currency":"JPY"}`}, {`1.5`, `!bad_money`}, {`"¥100"`, `{"amount":"100","currency":"JPY"}`}})
	table(t, "deal", "amount", "{from: x, currency: KWD}", []row{{`1.5`, `{"amount":"1.500","currency":"KWD"}`}})
	table(t, "deal", "amount", "{from: x, currency: 人民币}", []row{{`1.5`, cny("1.50")}, {`"$5"`, `!bad_currency`}})
}

func TestMoneyElseAndDefault(t *testing.T) {
	table(t, "deal", "amount", "{from: x, default: 0}", []row{{`null`, cny("0.00")}, {`"面议"`, `!bad_money`}, {`3`, cny("3.00")}})
	m := compile(t, "deal", "amount", "{from: x, else: lost_reason}")
	if got := run(t, m, "lost_reason", `{"x":"面议"}`); got.json != `"面议"` {
		t.Errorf("else of an amount: %+v", got)
	}
}

// Case 55 of the bad-input list.
func TestCurrency(t *testing.T) {
	m := compile(t, "deal", "amount", "{from: x, currency: {from: c, map: {PRE001: CNY, PRE007: USD}}}")
	for raw, want := range map[string]string{
		`{"x":1,"c":"PRE007"}`: `{"amount":"1.00","currency":"USD"}`,
		`{"x":1,"c":"PRE009"}`: "!bad_currency",
		`{"x":1}`:              "!bad_currency",
		`{"c":"PRE009"}`:       "",
	} {
		if got := run(t, m, "amount", raw); got.json != want && "!"+got.code != want {
			t.Errorf("%s: got %+v, want %s", raw, got, want)
		}
	}
	m = compile(t, "deal", "amount", "{from: x, currency: {from: c, map: {PRE001: CNY}, default: CNY}}")
	if got := run(t, m, "amount", `{"x":"1","c":"?"}`); got.json != cny("1.00") {
		t.Errorf("default currency: %+v", got)
	}
	m = compile(t, "deal", "amount", "{from: x, currency: {from: c}}")
	if got := run(t, m, "amount", `{"x":"1","c":"美元"}`); got.json != `{"amount":"1.00","currency":"USD"}` {
		t.Errorf("currency by name: %+v", got)
	}
}

func TestCalc(t *testing.T) {
	table(t, "deal", "net", "{calc: vat_net, gross: x, rate: 0.13, currency: CNY}", []row{
		{`113`, cny("100.00")}, {`100`, cny("88.50")}, {`-100`, cny("-88.50")}, {`"1,130.00"`, cny("1000.00")}, {`""`, ``}, {`"x"`, `!bad_money`},
	})
	m := compile(t, "deal", "net", "{calc: vat_net, gross: x, rate: {from: r, percent: true}}")
	for raw, want := range map[string]string{
		`{"x":113,"r":13}`:   cny("100.00"),
		`{"x":113,"r":1300}`: "!bad_value",
		`{"x":113}`:          "",
	} {
		if got := run(t, m, "net", raw); got.json != want && "!"+got.code != want {
			t.Errorf("%s: got %+v, want %s", raw, got, want)
		}
	}
	table(t, "spend", "cost_net", "{calc: multiply, of: x, by: $setting.rate, one_minus: true, currency: CNY}", []row{
		{`100`, cny("85.00")}, {`0.10`, cny("0.09")}, {`0.30`, cny("0.26")}, {`-0.30`, cny("-0.26")}, {`null`, `!missing_field`},
	})
	table(t, "spend", "rebate", "{calc: multiply, of: x, by: 0.5}", []row{{`0.01`, cny("0.01")}, {`-0.01`, cny("-0.01")}, {`9999999999999999.99`, cny("5000000000000000.00")}})
	table(t, "spend", "rebate", "{calc: multiply, of: x, by: $setting.unset}", []row{{`1`, `!mapping_failed`}})
	table(t, "spend", "rebate", "{calc: multiply, of: x, by: 20}", []row{{`9999999999999999.99`, `!overflow`}})
	table(t, "spend", "rebate", "{calc: negate, of: x}", []row{{`"1.50"`, cny("-1.50")}, {`-2`, cny("2.00")}, {`0`, cny("0.00")}})
}

// TestMoneyRoundTrip: what record.Money writes is read back to the same minor units,
// in every way in which a source writes it, and never another number.
func TestMoneyRoundTrip(t *testing.T) {
	m := compile(t, "deal", "amount", "x")
	rapid.Check(t, func(rt *rapid.T) {
		minor := rapid.Int64Range(-999_999_999_999_999_999, 999_999_999_999_999_999).Draw(rt, "minor")
		want := record.CNY(minor)
		plain := want.String()
		forms := []string{plain, `"` + plain + `"`, `"￥` + plain + `"`, `"` + plain + `0000"`, `"` + grouped(plain) + `元"`, `"` + decimal.New(minor, -6).String() + `万"`}
		form := rapid.SampledFrom(forms).Draw(rt, "form")
		res := run(t, m, "amount", `{"x":`+form+`}`)
		var got record.Money
		if err := json.Unmarshal([]byte(res.json), &got); err != nil {
			rt.Fatalf("%s: %+v: %v", form, res, err)
		}
		if got != want {
			rt.Fatalf("%s: got %v, want %v", form, got, want)
		}
		if again, _ := json.Marshal(got); string(again) != res.json {
			rt.Fatalf("%s: written as %s, record.Money writes %s", form, res.json, again)
		}
	})
}

func grouped(plain string) string {
	sign := ""
	if plain[0] == '-' {
		sign, plain = "-", plain[1:]
	}
	whole, frac := plain[:len(plain)-3], plain[len(plain)-3:]
	out := ""
	for len(whole) > 3 {
		out = "," + whole[len(whole)-3:] + out
		whole = whole[:len(whole)-3]
	}
	return fmt.Sprint(sign, whole, out, frac)
}
