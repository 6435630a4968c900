package mapping_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// Case 53 of the bad-input list.
func TestDate(t *testing.T) {
	day := `"2026-02-18"`
	table(t, "deal", "starts_on", "x", []row{
		{`"2026-02-18"`, day},
		{`"2026/2/18"`, day},
		{`"2026.2.18"`, day},
		{`"20260218"`, day},
		{`20260218`, day},
		{`"2026年2月18日"`, day},
		{`"2026年02月18日 9时05分"`, day},
		{`"２０２６－０２－１８"`, day},
		{`"2026-02-18 09:05"`, day},
		{`"2026-02-18T00:00:00"`, day},
		{`"2026-02-18T00:00:00.053"`, day},
		{`"2026-02-17T16:30:00Z"`, day},
		{`"2026-02-18T23:30:00-05:00"`, day},
		{`45000`, `"2023-03-15"`},
		{`"45000"`, `"2023-03-15"`},
		{`46071`, day},
		{`46071.9`, day},
		{`"2024-02-29"`, `"2024-02-29"`},
		{`"2026年2月18号"`, day},
		{`"2026-02-30"`, `!bad_date`},
		{`"2026-02-29"`, `!bad_date`},
		{`"2026-13-01"`, `!bad_date`},
		{`"0000-00-00"`, `!bad_date`},
		{`"0001-01-01T00:00:00"`, `!bad_date`},
		{`"2026-02-18 24:00"`, `!bad_date`},
		{`"2026-02/18"`, `!bad_date`},
		{`"18.02.2026"`, `!bad_date`},
		{`"2026-2"`, `!bad_date`},
		{`"2026-02-181"`, `!bad_date`},
		{`"2026-02-18x"`, `!bad_date`},
		{`"明天"`, `!bad_date`},
		{`true`, `!bad_date`},
		{`1771344000`, `!bad_date`},
		{`12`, `!bad_date`},
		{`""`, ``},
	})
	table(t, "deal", "starts_on", "{from: x, fn: excel_date}", []row{
		{`1`, `"1900-01-01"`}, {`59`, `"1900-02-28"`}, {`60`, `!bad_date`}, {`61`, `"1900-03-01"`}, {`2958465`, `"9999-12-31"`}, {`2958466`, `!bad_date`}, {`"x"`, `!bad_date`}, {`0`, `!bad_date`},
	})
	table(t, "deal", "starts_on", "{from: x, fn: unix_ms}", []row{{`1771344000000`, day}, {`"x"`, `!bad_date`}, {`0`, `!bad_date`}})
}

// Cases 52 and 53 of the bad-input list.
func TestTime(t *testing.T) {
	table(t, "lead", "assigned_at", "x", []row{
		{`"2026-02-18 9:05"`, `"2026-02-18T09:05:00+08:00"`},
		{`"2026-02-18 09:05:07"`, `"2026-02-18T09:05:07+08:00"`},
		{`"2026-02-18T09:05:07.053"`, `"2026-02-18T09:05:07.053+08:00"`},
		{`"2026年2月18日 上午9:05"`, `"2026-02-18T09:05:00+08:00"`},
		{`"2026年2月18日下午3:05"`, `"2026-02-18T15:05:00+08:00"`},
		{`"2026-02-18 上午12:30"`, `"2026-02-18T00:30:00+08:00"`},
		{`"2026-02-18 下午12:30"`, `"2026-02-18T12:30:00+08:00"`},
		{`"2026-02-18 3:05 PM"`, `"2026-02-18T15:05:00+08:00"`},
		{`"2026年2月18日9时05分06秒"`, `"2026-02-18T09:05:06+08:00"`},
		{`"2026-02-18T01:05:00Z"`, `"2026-02-18T09:05:00+08:00"`},
		{`"2026-02-18T01:05:00+0000"`, `"2026-02-18T09:05:00+08:00"`},
		{`"2026-02-18T09:05:00+08:00"`, `"2026-02-18T09:05:00+08:00"`},
		{`"2026-02-18"`, `"2026-02-18T00:00:00+08:00"`},
		{`"20260218090507"`, `"2026-02-18T09:05:07+08:00"`},
		{`"20260218T090507"`, `"2026-02-18T09:05:07+08:00"`},
		{`46023.378`, `"2026-01-01T09:04:19+08:00"`},
		{`"46023.5"`, `"2026-01-01T12:00:00+08:00"`},
		{`46023.999999`, `"2026-01-02T00:00:00+08:00"`},
		{`"2026-02-18 24:00"`, `!bad_date`},
		{`"2026-02-18 9:60"`, `!bad_date`},
		{`"2026-02-18 23:59:60"`, `!bad_date`},
		{`"2026-02-18 上午13:00"`, `!bad_date`},
		{`"2026-02-18 9"`, `!bad_date`},
		{`"2026-02-18T09:05:00+25:00"`, `!bad_date`},
		{`"2026-02-18T09:05:00."`, `!bad_date`},
		{`"2026-02-18 09:05 CST"`, `!bad_date`},
		{`"2026-03-02T09:59:00+08:00"`, `"2026-03-02T09:59:00+08:00"`},
		{`"2026-03-02T10:01:00+08:00"`, `!future_time`},
		{`"2099-01-01"`, `!future_time`}, // 52
	})
	table(t, "lead", "created_at", "{from: x, default: $received_at}", []row{{`null`, `"2026-03-01T10:00:00+08:00"`}, {`"2099-01-01"`, `!future_time`}, {`"?"`, `!bad_date`}})
	table(t, "lead", "assigned_at", "{from: x, fn: unix}", []row{{`1771376707`, `"2026-02-18T09:05:07+08:00"`}, {`1771376707053`, `!bad_date`}, {`1.5`, `!bad_date`}})
	table(t, "lead", "assigned_at", "{from: x, fn: unix_ms}", []row{{`1771376707053`, `"2026-02-18T09:05:07.053+08:00"`}})
	table(t, "lead", "assigned_at", "{from: x, fn: excel_time}", []row{{`46071.378`, `"2026-02-18T09:04:19+08:00"`}})
}

// TestDateRoundTrip: every day and second is read back from every way of writing it.
func TestDateRoundTrip(t *testing.T) {
	day, moment := compile(t, "deal", "starts_on", "x"), compile(t, "deal", "closed_at", "x")
	excel := compile(t, "deal", "starts_on", "{from: x, fn: excel_date}")
	first := time.Date(1900, 3, 1, 0, 0, 0, 0, record.Shanghai).Unix()
	rapid.Check(t, func(rt *rapid.T) {
		at := time.Unix(rapid.Int64Range(first, now.Unix()).Draw(rt, "at"), 0).In(record.Shanghai)
		layout := rapid.SampledFrom([]string{"2006-01-02", "2006/1/2", "2006.1.2", "20060102", "2006年1月2日", "2006-01-02T15:04:05", time.RFC3339}).Draw(rt, "day layout")
		want := at.Format(`"2006-01-02"`)
		if got := run(t, day, "starts_on", `{"x":"`+at.Format(layout)+`"}`); got.json != want {
			rt.Fatalf("%s: %+v", at.Format(layout), got)
		}
		serial := int(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
		if got := run(t, excel, "starts_on", `{"x":`+itoa(serial)+`}`); got.json != want {
			rt.Fatalf("serial %d: %+v, want %s", serial, got, want)
		}
		layout = rapid.SampledFrom([]string{"2006-01-02 15:04:05", "2006/1/2 15:04:05", "2006年1月2日 15时04分05秒", "20060102150405", time.RFC3339, "2006-01-02 3:04:05 PM"}).Draw(rt, "layout")
		text := at.Format(layout)
		if layout == time.RFC3339 && rapid.Bool().Draw(rt, "utc") {
			text = at.UTC().Format(layout)
		}
		if got := run(t, moment, "closed_at", `{"x":"`+text+`"}`); got.json != at.Format(`"`+time.RFC3339+`"`) {
			rt.Fatalf("%s: %+v", text, got)
		}
	})
}
