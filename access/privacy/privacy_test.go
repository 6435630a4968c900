package privacy_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/record"
)

const ws record.WorkspaceID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"

var hasher = privacy.NewHasher([]byte("a key of the test"), ws)

func value(t testing.TB, parse func(string) (privacy.Value, bool), text string) privacy.Value {
	t.Helper()
	v, ok := parse(text)
	if !ok {
		t.Fatalf("%q is no value", text)
	}
	return v
}

// xiaoming is known by a number, an address, an id and a name.
func xiaoming(t testing.TB) *privacy.Set {
	return privacy.SetOf(hasher, "xm", []privacy.Value{
		value(t, privacy.ParsePhone, "13912345601"), value(t, privacy.ParsePhone, "0571-87654321"), value(t, privacy.ParseEmail, "xm@example.com"),
		value(t, privacy.ParseID, "wmExample0000000001"), value(t, privacy.ParseName, "王小明"), value(t, privacy.ParseName, "Ming Wang"),
		privacy.SourceOf("c", "contacts", "K1"),
	})
}

// TestANumberIsFoundInEverySpelling draws spellings of a number inside of texts.
func TestANumberIsFoundInEverySpelling(t *testing.T) {
	set := xiaoming(t)
	rapid.Check(t, func(t *rapid.T) {
		wide := rapid.Bool().Draw(t, "wide")
		var b strings.Builder
		b.WriteString(rapid.SampledFrom([]string{"", "+86", "+86 ", "0086", "86-", "(+86)", "＋８６", "+86（0）"}).Draw(t, "country"))
		for i, r := range "13912345601" {
			if i > 0 {
				b.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "-", "\u00a0", "－", "·", ".", "\u3000", "\u200b"}).Draw(t, "gap"))
			}
			if wide {
				r += '０' - '0'
			}
			b.WriteRune(r)
		}
		spelt := b.String()
		before := rapid.SampledFrom([]string{"", "电话", "tel:", "请拨打 ", "a", "13787654302 ", "订单20260101-"}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", "。", " 13787654302", "x", "转8"}).Draw(t, "after")
		found := set.Find(before + spelt + after)
		if len(found) != 1 || found[0].Kind != privacy.Mobile || found[0].Owners[0] != "xm" {
			t.Fatalf("%q: %+v", before+spelt+after, found)
		}
		clean, _ := set.Text(before + spelt + after)
		if len(set.Find(clean)) != 0 || !strings.Contains(clean, privacy.Mark) {
			t.Fatalf("%q is left", clean)
		}
		if strings.Contains(after, "13787654302") != strings.Contains(clean, " 13787654302") && !strings.HasPrefix(before, "137") {
			t.Fatalf("another number went: %q", clean)
		}
	})
}

func TestOtherNumbersStay(t *testing.T) {
	set := xiaoming(t)
	for _, text := range []string{"13912345602", "1391234560", "139 1234 5602", "1 3912345 610", "0571-8765432", "xm@example.comx.cn", "axm@example.com", "wmExample000000000", "", "王小明"} {
		if found := set.Find(text); len(found) != 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
	for _, text := range []string{"０５７１－８７６５４３２１", "+86 571 8765 4321", "XM@Example.com", "<xm@example.com>", "ｘｍ＠ｅｘａｍｐｌｅ．ｃｏｍ", "id=wmExample0000000001&x"} {
		if found := set.Find(text); len(found) != 1 {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

func TestTheSameValueHasAnotherHashElsewhere(t *testing.T) {
	v := value(t, privacy.ParsePhone, "13912345601")
	other := privacy.NewHasher([]byte("a key of the test"), "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
	if hasher.Of(v) == other.Of(v) || hasher.Of(v) == hasher.Of(privacy.Value{Kind: privacy.Phone, Text: v.Text}) {
		t.Error("a hash does not depend on workspace and kind alone")
	}
}

func TestRedacting(t *testing.T) {
	set := xiaoming(t)
	for name, c := range map[string]struct{ in, out string }{
		"a field":                 {`{"a":1,"mobile":"+86 139-1234-5601"}`, `{"a":1,"mobile":""}`},
		"a number":                {`{"a":1.50,"mobile":13912345601}`, `{"a":1.50,"mobile":""}`},
		"in a list":               {`{"mobiles":["13912345601","13787654302"]}`, `{"mobiles":["13787654302"]}`},
		"in a text":               {`{"note":"找王小明，139 1234 5601，谢谢"}`, `{"note":"找[erased]，[erased]，谢谢"}`},
		"the contact of an order": {`{"no":"1","contact":"王先生","contact_phone":"13912345601","amount":"1.00"}`, `{"no":"1","contact":"[erased]","contact_phone":"","amount":"1.00"}`},
		"a name beside a number":  {`{"remark":"王小明","sub":{"tel":"13912345601"}}`, `{"remark":"[erased]","sub":{"tel":""}}`},
		"a Latin name":            {`{"who":"Ming  Wang","mail":"xm@example.com"}`, `{"who":"[erased]","mail":""}`},
		"escapes":                 {`{"m":"\u0031\u0033912345601"}`, `{"m":""}`},
		"a name of a member":      {`{"13912345601":1}`, `{"13912345601":1}`},
		"a text":                  {"王小明,13912345601,x", "[erased],[erased],x"},
		"nested JSON":             {`{"body":"{\"m\":\"13912345601\"}"}`, `{"body":"{\"m\":\"[erased]\"}"}`},
		"not theirs":              {`{"name":"王小明","mobile":"13787654302"}`, `{"name":"王小明","mobile":"13787654302"}`},
		"nobody":                  {`{ "kept" :  "as it is" }`, `{ "kept" :  "as it is" }`},
	} {
		if name == "a name of a member" {
			c.out = `{"[erased]":1}`
		}
		r := set.Redact([]byte(c.in))
		if string(r.Content) != c.out || r.Changed() != (c.in != c.out) || r.Changed() != (len(r.Taken) > 0) {
			t.Errorf("%s: %s becomes %s (%+v)", name, c.in, r.Content, r.Taken)
		}
		if again := set.Redact(r.Content, "xm"); string(again.Content) != c.out && name != "not theirs" {
			t.Errorf("%s: once more it becomes %s", name, again.Content)
		}
	}
	var none *privacy.Set
	if r := none.Redact([]byte(`{"mobile":"13912345601"}`)); r.Changed() {
		t.Error("a set of nobody takes something out")
	}
}

// TestRedactingLeavesNothingAndNothingElse draws documents that hold a person and others.
func TestRedactingLeavesNothingAndNothingElse(t *testing.T) {
	set := xiaoming(t)
	theirs := []string{"13912345601", "+86 139 1234 5601", "１３９１２３４５６０１", "xm@example.com", "wmExample0000000001", "找 139-1234-5601"}
	others := []string{"13787654302", "od@example.com", "王大明", "2026-01-01", "100.00", "杭州"}
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.MapOfN(rapid.StringMatching(`[a-z]{1,6}`), rapid.SliceOfN(rapid.SampledFrom(append(slices.Clone(theirs), others...)), 0, 4), 1, 5).Draw(t, "doc")
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		r := set.Redact(b)
		if left := set.Find(string(r.Content)); len(left) != 0 {
			t.Fatalf("%s: %+v is left in %s", b, left, r.Content)
		}
		var out map[string][]string
		if err := json.Unmarshal(r.Content, &out); err != nil {
			t.Fatalf("%s is no JSON: %v", r.Content, err)
		}
		for k, list := range doc {
			want := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !slices.Contains(others, s) })
			got := slices.DeleteFunc(slices.Clone(out[k]), func(s string) bool { return !slices.Contains(others, s) })
			if !slices.Equal(want, got) {
				t.Fatalf("%s: of others %v stays of %v", k, got, want)
			}
		}
		if again := set.Redact(r.Content); again.Changed() {
			t.Fatalf("once more %s becomes %s", r.Content, again.Content)
		}
	})
}

func entity(kind, data string) record.Entity {
	return record.Entity{Kind: kind, Data: json.RawMessage(data)}
}

func TestWhatIsAboutAPersonAlone(t *testing.T) {
	set := xiaoming(t)
	order := entity(record.KindOrder, `{"number":"1","extra":{"contact":"王小明","contact_phone":"13912345601"}}`)
	for name, c := range map[string]struct {
		key   string
		in    []record.Entity
		left  int
		whole bool
	}{
		"a lead with the number":                     {"x", []record.Entity{entity(record.KindLead, `{"mobile":"139 1234 5601"}`)}, 0, true},
		"a contact with the address":                 {"x", []record.Entity{entity(record.KindContact, `{"name":"x","emails":["XM@example.com"]}`)}, 0, true},
		"the person's record, without any value":     {"K1", []record.Entity{entity(record.KindContact, `{"name":"某某"}`)}, 0, true},
		"a contact of the same name":                 {"x", []record.Entity{entity(record.KindContact, `{"name":"王小明","mobiles":["13787654302"]}`)}, 1, false},
		"somebody else's lead that names the number": {"x", []record.Entity{entity(record.KindLead, `{"mobile":"13787654302","message":"或打 13912345601"}`)}, 1, false},
		"what was left of a contact":                 {"x", []record.Entity{entity(record.KindContact, `{"name":"[erased]"}`)}, 0, true},
		"an order":                                   {"x", []record.Entity{order}, 1, false},
		"a contact and an order in one":              {"x", []record.Entity{entity(record.KindContact, `{"name":"王小明","mobiles":["13912345601"]}`), order}, 1, false},
		"an employee":                                {"x", []record.Entity{entity(record.KindEmployee, `{"number":"1","name":"王小明","mobile":"13912345601"}`)}, 1, false},
		"an activity on the contact":                 {"x", []record.Entity{entity(record.KindActivity, `{"on":{"entity":"contact","stream":"contacts","key":"K1"},"text":"聊了"}`)}, 0, true},
		"an activity on somebody else's":             {"x", []record.Entity{entity(record.KindActivity, `{"on":{"entity":"contact","stream":"contacts","key":"K2"},"text":"聊了"}`)}, 1, false},
		"an activity on a contact of another source": {"x", []record.Entity{entity(record.KindActivity, `{"on":{"entity":"contact","connection":"d","stream":"contacts","key":"K1"},"text":"聊了"}`)}, 1, false},
	} {
		out, _, whole := set.Entities("c", "contacts", c.key, c.in)
		if len(out) != c.left || whole != c.whole {
			t.Errorf("%s: %d left, whole %t", name, len(out), whole)
		}
		for _, e := range out {
			if e.Kind != record.KindEmployee && len(set.Find(string(e.Data))) > 0 {
				t.Errorf("%s: %s", name, e.Data)
			}
		}
	}
}

func TestAsking(t *testing.T) {
	for name, c := range map[string]struct {
		a    privacy.Asked
		want privacy.Value
		ok   bool
	}{
		"a mobile number": {privacy.Asked{Phone: "+86 139 1234 5601"}, privacy.Value{Kind: privacy.Mobile, Text: "13912345601"}, true},
		"a fixed line":    {privacy.Asked{Phone: "0571-8765 4321"}, privacy.Value{Kind: privacy.Phone, Text: "057187654321"}, true},
		"an address":      {privacy.Asked{Email: " XM@Example.com"}, privacy.Value{Kind: privacy.Email, Text: "xm@example.com"}, true},
		"an id":           {privacy.Asked{Wecom: "wmExample0000000001"}, privacy.Value{Kind: privacy.ID, Text: "wmExample0000000001"}, true},
		"nothing":         {privacy.Asked{}, privacy.Value{}, false},
		"two":             {privacy.Asked{Phone: "13912345601", Email: "xm@example.com"}, privacy.Value{}, false},
		"no number":       {privacy.Asked{Phone: "12"}, privacy.Value{}, false},
		"a masked number": {privacy.Asked{Phone: "139****5601"}, privacy.Value{}, false},
		"no address":      {privacy.Asked{Email: "xm"}, privacy.Value{}, false},
	} {
		got, err := c.a.Value()
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if err != nil && (strings.Contains(err.Error(), "139") || strings.Contains(err.Error(), "xm")) {
			t.Errorf("%s: the fault repeats the value: %v", name, err)
		}
	}
}

func TestConsent(t *testing.T) {
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	said := privacy.Statements(map[string]string{
		"marketing": "given 2026-01-01 form", "marketing/sms": "撤回", "service": `{"given":true,"at":"2026-02-01T00:00:00Z","channel":"wecom"}`, "x": "perhaps", "late": "given 2099-01-01",
	}, at)
	want := []privacy.Statement{
		{Purpose: "late", Given: true, At: at},
		{Purpose: "marketing", Given: true, At: time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC)},
		{Purpose: "marketing", Channel: "sms", At: at},
		{Purpose: "service", Channel: "wecom", Given: true, At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)},
	}
	if len(said) != len(want) {
		t.Fatalf("%+v", said)
	}
	for i := range want {
		if !said[i].At.Equal(want[i].At) || said[i].Purpose != want[i].Purpose || said[i].Channel != want[i].Channel || said[i].Given != want[i].Given {
			t.Errorf("%+v, want %+v", said[i], want[i])
		}
	}
}

func TestDeciding(t *testing.T) {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	marketing := privacy.Purpose{ID: "marketing", Basis: privacy.ByConsent, Most: 2, Days: 30}
	given := func(ch string, n int) privacy.Statement {
		return privacy.Statement{Purpose: "marketing", Channel: ch, Given: true, At: day(n)}
	}
	taken := func(ch string, n int) privacy.Statement {
		s := given(ch, n)
		s.Given = false
		return s
	}
	for name, c := range map[string]struct {
		p        privacy.Purpose
		channel  string
		said     []privacy.Statement
		contacts []time.Time
		code     string
		until    time.Time
	}{
		"nothing was said":                     {marketing, "sms", nil, nil, "no_consent", time.Time{}},
		"given":                                {marketing, "sms", []privacy.Statement{given("", -9)}, nil, "", time.Time{}},
		"given for another channel":            {marketing, "sms", []privacy.Statement{given("email", -9)}, nil, "no_consent", time.Time{}},
		"given for another purpose":            {marketing, "sms", []privacy.Statement{{Purpose: "service", Given: true, At: day(-9)}}, nil, "no_consent", time.Time{}},
		"taken back":                           {marketing, "sms", []privacy.Statement{given("", -9), taken("", -1)}, nil, "consent_withdrawn", time.Time{}},
		"taken back, told in the wrong order":  {marketing, "sms", []privacy.Statement{taken("", -1), given("", -9)}, nil, "consent_withdrawn", time.Time{}},
		"taken back for all channels":          {marketing, "sms", []privacy.Statement{given("sms", -9), taken("", -1)}, nil, "consent_withdrawn", time.Time{}},
		"taken back for another channel":       {marketing, "sms", []privacy.Statement{given("", -9), taken("email", -1)}, nil, "", time.Time{}},
		"given again":                          {marketing, "sms", []privacy.Statement{taken("", -9), given("", -1)}, nil, "", time.Time{}},
		"at one time the last noted counts":    {marketing, "sms", []privacy.Statement{given("", -1), taken("", -1)}, nil, "consent_withdrawn", time.Time{}},
		"reached too often":                    {marketing, "sms", []privacy.Statement{given("", -90)}, []time.Time{day(-1), day(-20)}, "contact_limit", day(10)},
		"reached long ago":                     {marketing, "sms", []privacy.Statement{given("", -90)}, []time.Time{day(-1), day(-30)}, "", time.Time{}},
		"a contract needs no consent":          {privacy.Purpose{ID: "marketing", Basis: privacy.ByContract}, "", nil, nil, "", time.Time{}},
		"a refusal counts whatever the ground": {privacy.Purpose{ID: "marketing", Basis: privacy.ByContract}, "", []privacy.Statement{taken("", -1)}, nil, "consent_withdrawn", time.Time{}},
		"a destination that names no channel":  {marketing, "", []privacy.Statement{given("sms", -9), taken("sms", -1)}, nil, "consent_withdrawn", time.Time{}},
	} {
		v := privacy.Decide(c.p, c.channel, c.said, c.contacts, now)
		if v.OK != (c.code == "") || v.Code != c.code || !v.Until.Equal(c.until) {
			t.Errorf("%s: %+v", name, v)
		}
	}
}
