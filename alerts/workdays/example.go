package workdays

// Example gives a year that the program brings along, marked as an example: it stands
// until an administrator has compared it with the official notice and saved it. false
// where the program has none.
func Example(year int) (Year, bool) {
	y, ok := examples[year]
	return y, ok
}

// Examples gives all of them.
func Examples() []Year {
	out := make([]Year, 0, len(examples))
	for y := 2000; y <= 2100; y++ {
		if e, ok := examples[y]; ok {
			out = append(out, e)
		}
	}
	return out
}

var examples = map[int]Year{
	2026: {Year: 2026, Example: true, Days: []Day{
		{"2026-01-01", Holiday, "元旦"},
		{"2026-01-02", Holiday, "元旦"},
		{"2026-01-03", Holiday, "元旦"},
		{"2026-01-04", Makeup, "元旦调休"},
		{"2026-02-14", Makeup, "春节调休"},
		{"2026-02-15", Holiday, "春节"},
		{"2026-02-16", Holiday, "春节"},
		{"2026-02-17", Holiday, "春节"},
		{"2026-02-18", Holiday, "春节"},
		{"2026-02-19", Holiday, "春节"},
		{"2026-02-20", Holiday, "春节"},
		{"2026-02-21", Holiday, "春节"},
		{"2026-02-22", Holiday, "春节"},
		{"2026-02-23", Holiday, "春节"},
		{"2026-02-28", Makeup, "春节调休"},
		{"2026-04-04", Holiday, "清明节"},
		{"2026-04-05", Holiday, "清明节"},
		{"2026-04-06", Holiday, "清明节"},
		{"2026-05-01", Holiday, "劳动节"},
		{"2026-05-02", Holiday, "劳动节"},
		{"2026-05-03", Holiday, "劳动节"},
		{"2026-05-04", Holiday, "劳动节"},
		{"2026-05-05", Holiday, "劳动节"},
		{"2026-05-09", Makeup, "劳动节调休"},
		{"2026-06-19", Holiday, "端午节"},
		{"2026-06-20", Holiday, "端午节"},
		{"2026-06-21", Holiday, "端午节"},
		{"2026-09-20", Makeup, "国庆节调休"},
		{"2026-09-25", Holiday, "中秋节"},
		{"2026-09-26", Holiday, "中秋节"},
		{"2026-09-27", Holiday, "中秋节"},
		{"2026-10-01", Holiday, "国庆节"},
		{"2026-10-02", Holiday, "国庆节"},
		{"2026-10-03", Holiday, "国庆节"},
		{"2026-10-04", Holiday, "国庆节"},
		{"2026-10-05", Holiday, "国庆节"},
		{"2026-10-06", Holiday, "国庆节"},
		{"2026-10-07", Holiday, "国庆节"},
		{"2026-10-10", Makeup, "国庆节调休"},
	}},
}
