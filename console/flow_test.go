package console_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console"
)

type balanceBody struct {
	Balanced bool
	Topic    struct {
		Accepted, Settled, Unread, Waiting int64
		InFlight                           int64 `json:"in_flight"`
		Balanced                           bool
	}
	Streams []struct {
		Stream             string
		ConnectionName     string `json:"connection_name"`
		Accepted, InFlight int64
		Settled            map[string]int64
		Balanced           bool
	}
	Wrong  []map[string]any
	Totals struct {
		Accepted int64
		InFlight int64 `json:"in_flight"`
		Settled  map[string]int64
	}
}

func TestTheBalanceFindsWhatIsLost(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.story(h.b)
	landed := h.landed
	with := func(end int64) balanceBody {
		h.http = h.console(func(c *console.Config) { c.Bus = ends{0: end} })
		return get[balanceBody](h, "/api/v1/audit/balance")
	}
	b := with(landed + 3)
	if !b.Balanced || b.Topic.Accepted != landed+3 || b.Topic.Unread != 3 || b.Topic.Waiting != 2 || b.Topic.InFlight != 5 || b.Topic.Settled != landed-2 {
		t.Errorf("%+v", b)
	}
	if got := h.sql.One("select count(*) from outcome"); b.Topic.Settled != fen(t, got+".00")/100 {
		t.Errorf("settled %d, SQL says %s", b.Topic.Settled, got)
	}
	if b.Totals.Accepted != landed/2 || b.Totals.InFlight != 1 || b.Totals.Settled["quarantined"] != 1 {
		t.Errorf("of the workspace: %+v", b.Totals)
	}
	for _, s := range b.Streams {
		if s.ConnectionName != "src" || !s.Balanced {
			t.Errorf("%+v", s)
		}
	}
	if b := with(landed - 1); b.Balanced || b.Topic.Balanced {
		t.Errorf("a broker that lost a record balances: %+v", b.Topic)
	}
	full := func() balanceBody {
		h.http = h.console(func(c *console.Config) { c.Bus = ends{0: landed} })
		return get[balanceBody](h, "/api/v1/audit/balance?full=true")
	}
	if b := full(); !b.Balanced || len(b.Wrong) > 0 {
		t.Errorf("counting every row: %+v", b)
	}
	h.sql.Exec("update flow_count set records = records - 1 where ctid = (select ctid from flow_count where what <> 'landed' limit 1)") // not settled: it waits
	if b := with(landed); !b.Balanced || b.Topic.Waiting != 3 {
		t.Errorf("%+v", b.Topic)
	}
	h.sql.Exec("update flow_count set records = records - 1 where ctid = (select ctid from flow_count where what = 'landed' limit 1)") // now it is nowhere
	if b := with(landed); b.Balanced {
		t.Errorf("a record that is nowhere balances: %+v", b.Topic)
	}
	h.sql.Exec("delete from raw_record where koff = 0") // behind the counts
	if b := full(); b.Balanced || len(b.Wrong) == 0 {
		t.Errorf("a row that went away is not found by counting: %+v", b)
	}
}

type recordBody struct {
	Record      struct{ Name string }
	Payload     string
	PayloadForm string `json:"payload_form"`
	Current     bool
	Masked      bool
	Entities    []struct {
		Kind   string
		Data   map[string]any
		Golden []struct{ ID, Name string }
	}
	Arrivals    []struct{ Outcome, Reason string }
	DeadLetters []struct {
		Kind, Code, Field string
		Message           struct{ Zh, En string }
	} `json:"dead_letters"`
}

func TestARecordOpensDownToItsPayload(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	r := get[recordBody](h, "/api/v1/records/"+string(d.conn)+"/leads/L1")
	if r.Record.Name != "src/leads/L1" || !r.Current || r.PayloadForm != "json" || len(r.Entities) != 1 || len(r.Entities[0].Golden) != 2 || len(r.Arrivals) != 1 || r.Arrivals[0].Outcome != "applied" {
		t.Errorf("%+v", r)
	}
	if strings.Contains(r.Payload, doctorMobile) || !strings.Contains(r.Payload, "139****0001") || !strings.Contains(r.Payload, hospitalTaxID) || strings.Contains(r.Payload, "张三丰") {
		t.Errorf("payload %s", r.Payload)
	}
	if m := r.Entities[0].Data["mobile"]; m != "139****0001" || r.Entities[0].Data["contact_name"] != "张**" || r.Entities[0].Data["company_name"] != "启明医院(总院)" {
		t.Errorf("entity %v", r.Entities[0].Data)
	}
	full := get[recordBody](h, "/api/v1/records/src/leads/L1?personal=true")
	if !strings.Contains(full.Payload, doctorMobile) || full.Masked || full.Entities[0].Data["contact_name"] != "张三丰" {
		t.Errorf("in full: %+v", full)
	}
	h.call(http.MethodGet, "/api/v1/records/src/leads/L1?personal=true", h.keys[access.Marketing], nil).fails(http.StatusForbidden, "forbidden")

	bad := get[recordBody](h, "/api/v1/records/src/leads/BAD1")
	if bad.Current || len(bad.DeadLetters) != 1 || bad.DeadLetters[0].Code != "missing_field" || bad.DeadLetters[0].Message.Zh == "" || bad.Arrivals[0].Outcome != "quarantined" || strings.Contains(bad.Payload, doctorMobile) {
		t.Errorf("quarantined: %+v", bad)
	}
	h.call(http.MethodGet, "/api/v1/records/src/leads/nothing", h.keys[access.Admin], nil).fails(http.StatusNotFound, "not_found")

	ann := h.teams(d)["ann"]
	for path, want := range map[string]map[access.Role]int{ // a record opens to whoever may see its number
		"leads/L1":      {access.Marketing: 200, access.Seller: 200, access.Finance: 200, access.IT: 200},
		"payments/SK-1": {access.Marketing: 403, access.Seller: 200, access.Finance: 200, access.IT: 200},
		"spend/X1":      {access.Marketing: 200, access.Seller: 404, access.Finance: 200, access.IT: 200},
		"leads/BAD1":    {access.Marketing: 403, access.Seller: 404, access.Auditor: 200, access.Steward: 200},
	} {
		for role, status := range want {
			key, as := h.keys[role], func(*http.Request) {}
			if role == access.Seller {
				key, as = "", with(ann.cookie)
			}
			if a := h.call(http.MethodGet, "/api/v1/records/src/"+path, key, nil, as); a.Status != status {
				t.Errorf("%s: %s gets %d, want %d", path, role, a.Status, status)
			}
		}
	}
	key := "A/1 号?x#y"
	d.put("leads", key, "lead", map[string]any{"channel": "website", "created_at": "2026-01-01T00:00:00Z"}, nil)
	if r := get[recordBody](h, "/api/v1/records/src/leads/"+url.PathEscape(key)); r.Record.Name != "src/leads/"+key {
		t.Errorf("an escaped key: %+v", r.Record)
	}
}

func TestADocumentIsTraced(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.story(h.b)
	type trace struct {
		Found     bool
		Summary   struct{ Zh, En string }
		Documents []struct {
			Kind, Number string
			Record       struct{ Name string }
			Steps        []struct {
				Stage, State string
				Text         struct{ Zh, En string }
				Golden       *struct{ ID string }
				DealID       string `json:"deal_id"`
			}
		}
	}
	ask := func(number string, key access.Role) trace {
		return decode[trace](h.call(http.MethodGet, "/api/v1/pipeline/trace?number="+url.QueryEscape(number), h.keys[key], nil), http.StatusOK)
	}
	stages := func(tr trace, kind string) string {
		var out []string
		for _, d := range tr.Documents {
			if d.Kind != kind {
				continue
			}
			for _, s := range d.Steps {
				if s.Text.Zh == "" || s.Text.En == "" {
					t.Errorf("step %s of %s says nothing", s.Stage, d.Number)
				}
				out = append(out, s.Stage)
			}
		}
		return strings.Join(out, " ")
	}
	order := ask(" xsdd000123", access.Admin) // as somebody types it
	if got := stages(order, "order"); !order.Found || got != "received mapped settled golden entity" {
		t.Errorf("order: %s, %+v", got, order)
	}
	contract := ask("HT-2026-001", access.Admin)
	for kind, want := range map[string]string{
		"deal": "received mapped settled golden credited matched", "receivable": "received mapped settled golden entity matched", "payment": "received mapped settled golden matched",
	} {
		if got := stages(contract, kind); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
	var kinds []string
	for _, d := range contract.Documents {
		kinds = append(kinds, d.Kind)
	}
	if got := strings.Join(kinds, " "); got != "deal order receivable payment" {
		t.Errorf("documents in the order %s", got)
	}
	if got := stages(ask("SK-2", access.Admin), "payment"); got != "received mapped settled golden matched" {
		t.Errorf("an unmatched payment: %s", got)
	}
	bad := ask("BAD1", access.Admin)
	if got := stages(bad, ""); got != "received mapped settled dead_letter" || !strings.Contains(bad.Summary.En, "could not") {
		t.Errorf("a dead letter: %s, %+v", got, bad.Summary)
	}
	if way := ask("WAY1", access.Admin); stages(way, "") != "received mapped waiting" || !strings.Contains(way.Summary.En, "way") {
		t.Errorf("under way: %+v", way)
	}
	if none := ask("NOTHING-1", access.Admin); none.Found || none.Summary.Zh == "" {
		t.Errorf("%+v", none)
	}
	if m := ask("SK-1", access.Marketing); m.Found || len(m.Documents) != 0 {
		t.Errorf("marketing traces a payment: %+v", m)
	}
	if percent := ask("%", access.Admin); percent.Found {
		t.Errorf("%+v", percent)
	}
}

func TestPaymentsSayWhereTheyWent(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	type payments struct {
		Items []struct {
			ID, Number, Status, Reason string
			Amount, Matched            struct{ Amount, Currency string }
			ReasonText                 *struct{ Zh string } `json:"reason_text"`
			Payer                      *struct{ Name string }
			Deals                      []string
		}
		Sums []struct {
			Status string
			Count  int
			Amount struct{ Amount string }
		}
		NextCursor string `json:"next_cursor"`
	}
	p := get[payments](h, "/api/v1/payments")
	if len(p.Items) != 2 || len(p.Sums) != 2 {
		t.Fatalf("%+v", p)
	}
	for _, x := range p.Items {
		switch x.Number {
		case "SK-1":
			if x.Status != "matched" || x.Matched.Amount != "1000.01" || x.Payer == nil || x.Payer.Name != "启明医院" || len(x.Deals) != 1 || x.Deals[0] != "D-001" {
				t.Errorf("%+v", x)
			}
		case "SK-2":
			if x.Status != "unmatched" || x.Reason != "payer_unknown" || x.ReasonText == nil || x.Payer != nil || x.Amount.Amount != "77.00" {
				t.Errorf("%+v", x)
			}
		}
	}
	for query, want := range map[string]int{
		"status=unmatched": 1, "reason=payer_unknown": 1, "q=sk-1": 1, "q=ht-2026": 0, "from=2026-04-03": 0, "to=2026-04-02": 2, "q=_": 0,
	} {
		if p := get[payments](h, "/api/v1/payments?"+query); len(p.Items) != want {
			t.Errorf("%s finds %d, want %d", query, len(p.Items), want)
		}
	}
	first := get[payments](h, "/api/v1/payments?limit=1")
	second := get[payments](h, "/api/v1/payments?limit=1&cursor="+first.NextCursor)
	if len(first.Items) != 1 || len(second.Items) != 1 || first.Items[0].ID == second.Items[0].ID || second.NextCursor != "" || second.Sums[0].Count != first.Sums[0].Count {
		t.Errorf("pages %+v, %+v", first, second)
	}
	type payment struct {
		Matches []struct {
			Item     struct{ Number string }
			Deal     string
			Rule     string
			Why      struct{ Zh, En string }
			Customer *struct{ ID string }
		}
		Why          struct{ Zh, En string }
		PayerAccount string `json:"payer_account"`
		Memo         string
	}
	path := "/api/v1/payments/" + h.places(h.a, d, "").payment
	x := get[payment](h, path)
	if len(x.Matches) != 1 || x.Matches[0].Item.Number != "AR-0001" || x.Matches[0].Deal != "D-001" || x.Matches[0].Rule != "reference@1" || x.Matches[0].Why.Zh == "" || x.Matches[0].Customer.ID != hospital.String() {
		t.Errorf("%+v", x)
	}
	if x.PayerAccount != "************0123" || strings.Contains(x.Memo, doctorMobile) {
		t.Errorf("account %s, memo %s", x.PayerAccount, x.Memo)
	}
	if x := get[payment](h, path+"?personal=true"); x.PayerAccount != "6222021234567890123" {
		t.Errorf("in full: %+v", x)
	}
}

func TestDeadLettersAndTheTrailAreListed(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	type dead struct {
		Items []struct {
			ID, Kind, Code, Value string
			Message               struct{ Zh string }
			Record                struct{ Name string }
		}
		NextCursor string `json:"next_cursor"`
	}
	all := get[dead](h, "/api/v1/dead-letters")
	if len(all.Items) != 2 || all.Items[0].Kind != "value" || all.Items[1].Record.Name != "src/leads/BAD1" || all.Items[1].Message.Zh == "" {
		t.Errorf("%+v", all)
	}
	for query, want := range map[string]int{"kind=value": 1, "code=missing_field": 1, "connection=" + string(d.conn): 2, "stream=orders": 0, "limit=1": 1} {
		if p := get[dead](h, "/api/v1/dead-letters?"+query); len(p.Items) != want {
			t.Errorf("%s finds %d, want %d", query, len(p.Items), want)
		}
	}
	one := get[dead](h, "/api/v1/dead-letters?limit=1")
	if two := get[dead](h, "/api/v1/dead-letters?limit=1&cursor="+one.NextCursor); len(two.Items) != 1 || two.Items[0].ID == one.Items[0].ID || two.NextCursor != "" {
		t.Errorf("%+v, then %+v", one, two)
	}
	trail := get[struct {
		Items []struct {
			Seq                           int
			Action, ObjectKind, ActorKind string
		}
		NextCursor string `json:"next_cursor"`
	}](h, "/api/v1/audit?object_kind=connection&limit=10")
	if len(trail.Items) != 1 || trail.Items[0].Action != "connection.create" {
		t.Errorf("%+v", trail)
	}
}

func TestADemoGoesInOneStep(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.story(h.b)
	h.call(http.MethodDelete, "/api/v1/workspaces/alpha", h.keys[access.Admin], nil).fails(http.StatusConflict, "confirm_needed")
	entries := h.sql.One("select count(*) from audit where workspace = $1", string(h.b))
	a := h.call(http.MethodDelete, "/api/v1/workspaces/beta", h.bAdmin, nil)
	if a.Status != http.StatusOK || !bytes.Contains(a.Body, []byte(h.b)) {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if got := h.sql.One("select count(*) from entity where workspace = $1", string(h.b)); got != "0" {
		t.Errorf("%s entities are left", got)
	}
	if got := h.sql.One("select count(*) > $2::int from audit where workspace = $1", string(h.b), entries); got != "true" {
		t.Error("the trail went as well, or says nothing of the removal")
	}
	h.call(http.MethodGet, "/api/v1/me", h.bAdmin, nil).fails(http.StatusUnauthorized, "key_refused")
	if m := get[matrix](h, "/api/v1/roi/matrix"); m.Totals.Deals != 2 {
		t.Errorf("the other workspace has %d deals", m.Totals.Deals)
	}
	if a := h.call(http.MethodDelete, "/api/v1/workspaces/alpha?confirm=alpha", h.keys[access.Admin], nil); a.Status != http.StatusOK {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestPersonalValuesInPayloads(t *testing.T) {
	for in, want := range map[string]string{
		`{"姓名":"张三丰","手机":"13900010001","备注":"请拨 +86 139-0001-0001 谢谢"}`:            `{"备注":"请拨 139****0001 谢谢","姓名":"张**","手机":"139****0001"}`,
		`{"FCONTACT":{"FTEL":"021-55550001"},"n":13900010001,"x":1.50}`:             `{"FCONTACT":{"FTEL":"021****0001"},"n":"139****0001","x":1.50}`,
		`{"税号":"91440300708461136T","no":"XSDD000123","email":"a.b@x.example.com"}`: `{"email":"a***@x.example.com","no":"XSDD000123","税号":"91440300708461136T"}`,
		`name=张三&mobile=13900010001`:                                                `name=张三&mobile=139****0001`,
		`{"id_card":"110101199003070000"}`:                                          `{"id_card":"************0000"}`,
		``:                                                                          ``,
	} {
		if got, _ := console.MaskPayload(in, true); got != want {
			t.Errorf("%s\n gives %s\n  want %s", in, got, want)
		}
	}
	if got, form := console.MaskPayload("a\x00b", true); form != "binary" || got != "" {
		t.Errorf("%q %s", got, form)
	}
	if got := console.MaskText("证件 110101199003070000 和 13900010001"); strings.Contains(got, "19900307") || strings.Contains(got, "00010001") {
		t.Errorf("%s", got)
	}
}
