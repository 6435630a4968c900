package console_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

const leadRules = `version: 1
stream: leads
drop:
  - {when: {path: kind, in: [test]}, reason: test}
entities:
  - kind: lead
    fields:
      contact_name: name
      mobile: {from: mobile, fn: mobile}
      tax_id: {from: tax, fn: tax_id}
      channel: channel
      created_at: at
`

type letterBody struct {
	Letter      views.DeadLetter
	Kept        bool
	Payload     string
	PayloadForm string `json:"payload_form"`
	Masked      bool
	Mapping     struct {
		Version int
		YAML    string
		Rules   []struct{ From, To int }
	}
	Now    dryBody
	Events []views.LetterEvent
}

type dryBody struct {
	Outcome  string
	Dropped  string
	Entities []struct {
		Kind string
		Data map[string]any
	}
	Fault  *struct{ Code, Field string }
	Values []struct{ Code, Field string }
}

// brokenLead puts a lead that lacks its channel, and gives its letter.
func (h *hub) brokenLead(d *data, key string) views.DeadLetter {
	h.t.Helper()
	d.land("leads", key, map[string]any{"name": "张三丰", "mobile": doctorMobile, "at": "2026-05-01T09:00:00+08:00", "note": "call " + doctorMobile},
		pipelines.Quarantined, "missing_field", pipelines.DeadLetter{Field: "channel", Fault: fault.New("missing_field", nil)})
	for _, l := range get[struct{ Items []views.DeadLetter }](h, "/api/v1/dead-letters?q="+key).Items {
		return l
	}
	h.t.Fatal("the letter is not listed")
	return views.DeadLetter{}
}

func (h *hub) letterData() *data {
	d := h.newData(h.a, "src")
	if _, err := h.store.PublishMapping(h.as(h.a), h.a, store.MappingOf{Connector: "crm", Stream: "leads"}, 1, leadRules, "real"); err != nil {
		h.t.Fatal(err)
	}
	return d
}

func TestALetterStandsBesideItsMapping(t *testing.T) {
	h := newHub(t)
	l := h.brokenLead(h.letterData(), "L-77")
	p := get[letterBody](h, "/api/v1/dead-letters/"+l.ID)
	if !p.Kept || !p.Masked || strings.Contains(p.Payload, doctorMobile) || strings.Contains(p.Payload, "张三丰") || p.PayloadForm != "json" {
		t.Errorf("payload %s", p.Payload)
	}
	if p.Mapping.Version != 2 || p.Mapping.YAML != leadRules || len(p.Mapping.Rules) != 1 || p.Mapping.Rules[0].From != 11 {
		t.Errorf("mapping %+v", p.Mapping)
	}
	if p.Now.Outcome != "refused" || p.Now.Fault.Code != "missing_field" || p.Now.Fault.Field != "channel" {
		t.Errorf("now %+v", p.Now)
	}
	if len(p.Events) != 1 || p.Events[0].What != "raised" || p.Letter.Count != 1 || p.Letter.Status != "open" {
		t.Errorf("%+v, %+v", p.Letter, p.Events)
	}
	if full := get[letterBody](h, "/api/v1/dead-letters/"+l.ID+"?personal=true"); !strings.Contains(full.Payload, doctorMobile) || full.Masked {
		t.Errorf("in full: %s", full.Payload)
	}
	h.call(http.MethodGet, "/api/v1/dead-letters/"+l.ID+"?personal=true", h.keys[access.IT], nil).fails(http.StatusForbidden, "forbidden")
	if _, err := h.store.PublishMapping(h.as(h.a), h.a, store.MappingOf{Connector: "crm", Stream: "leads"}, 2, strings.Replace(leadRules, "channel: channel", "channel: {const: website}", 1), "mended"); err != nil {
		t.Fatal(err)
	}
	p = get[letterBody](h, "/api/v1/dead-letters/"+l.ID)
	if p.Now.Outcome != "taken" || len(p.Now.Entities) != 1 || p.Now.Entities[0].Data["channel"] != "website" || p.Now.Entities[0].Data["mobile"] != "139****0001" {
		t.Errorf("after the mapping was mended: %+v", p.Now)
	}
	h.sql.Exec("delete from raw_record")
	if p = get[letterBody](h, "/api/v1/dead-letters/"+l.ID); p.Kept || p.Now.Outcome != "unknown" || p.PayloadForm != "none" {
		t.Errorf("without what came: %+v", p)
	}
	h.call(http.MethodPost, "/api/v1/dead-letters/"+l.ID+"/try", h.keys[access.IT], map[string]any{"payload": "{}"}).fails(http.StatusGone, "letter_payload_gone")
	h.call(http.MethodGet, "/api/v1/dead-letters/nothing", h.keys[access.IT], nil).fails(http.StatusNotFound, "not_found")
}

// step does what was asked for and gives what would be on the bus.
func (h *hub) step() (sent []record.Record) {
	h.t.Helper()
	for {
		worked, err := h.store.StepLetters(h.t.Context(), h.a, 10, func(_ context.Context, recs []record.Record) error {
			sent = append(sent, recs...)
			return nil
		})
		if err != nil {
			h.t.Fatal(err)
		}
		if !worked {
			return sent
		}
	}
}

// TestAnEditKeepsWhatItsWriterMayNotSee: IT edits a masked copy; what was left as it
// is shown stays the original's, and stars never become data.
func TestAnEditKeepsWhatItsWriterMayNotSee(t *testing.T) {
	h := newHub(t)
	l := h.brokenLead(h.letterData(), "L-78")
	path := "/api/v1/dead-letters/" + l.ID
	shown := decode[letterBody](h.call(http.MethodGet, path, h.keys[access.IT], nil), http.StatusOK)
	edited := strings.Replace(shown.Payload, "{", `{"channel":"website",`, 1)

	dry := decode[dryBody](h.call(http.MethodPost, path+"/try", h.keys[access.IT], map[string]any{"payload": edited}), http.StatusOK)
	if dry.Outcome != "taken" || dry.Entities[0].Data["mobile"] != "139****0001" || len(dry.Values) != 0 {
		t.Fatalf("%+v", dry)
	}
	for _, c := range map[string]struct{ payload, code string }{
		"a masked value in another field": {strings.Replace(edited, `"channel":"website"`, `"channel":"website","phone2":"139****0001"`, 1), "edit_masked"},
		"a masked value changed in part":  {strings.Replace(edited, "139****0001", "139****0002", 1), "edit_masked"},
		"no JSON":                         {edited + "}", "edit_not_json"},
	} {
		h.call(http.MethodPost, path+"/try", h.keys[access.IT], map[string]any{"payload": c.payload}).fails(http.StatusBadRequest, c.code)
	}
	send := func(payload, reason string, change ...func(*http.Request)) answer {
		return h.call(http.MethodPost, path+"/edit", h.keys[access.IT], map[string]any{"payload": payload, "reason": reason}, change...)
	}
	tag := header("If-Match", `"1-x"`)
	send(edited, "补渠道").fails(http.StatusPreconditionRequired, "precondition_required")
	send(edited, "补渠道", header("If-Match", `"7-x"`)).fails(http.StatusPreconditionFailed, "precondition_failed")
	send(edited, " ", tag).fails(http.StatusBadRequest, "reason_needed")
	send(shown.Payload, "补渠道", tag).fails(http.StatusBadRequest, "edit_unchanged")
	send(strings.Replace(edited, "{", `{"kind":"test",`, 1), "补渠道", tag).fails(http.StatusBadRequest, "edit_left_out")
	send(strings.Replace(shown.Payload, "{", `{"other":1,`, 1), "补渠道", tag).fails(http.StatusBadRequest, "missing_field")

	job := decode[views.LetterJob](send(edited, "补渠道", tag, header("Idempotency-Key", "k1")), http.StatusAccepted)
	if again := decode[views.LetterJob](send(edited, "补渠道", tag, header("Idempotency-Key", "k1")), http.StatusAccepted); again.ID != job.ID {
		t.Error("the same request under the same key is done twice")
	}
	if st := get[letterBody](h, path).Letter.Status; st != "replaying" {
		t.Errorf("status %s", st)
	}
	sent := h.step()
	if len(sent) != 1 || sent[0].Origin != record.Edit || sent[0].Version != record.EditedVersion(l.Version, 1) {
		t.Fatalf("sent: %+v", sent)
	}
	var got map[string]any
	if err := json.Unmarshal(sent[0].Raw, &got); err != nil || got["mobile"] != doctorMobile || got["name"] != "张三丰" || got["channel"] != "website" || got["note"] != "call "+doctorMobile {
		t.Errorf("sent %v, %v", got, err)
	}
	if trail := h.sql.One("select string_agg(action || ' ' || reason || coalesce(diff::text, ''), ';') from audit where object_kind = 'dead_letter'"); trail != "dead_letter.edit 补渠道" {
		t.Errorf("trail: %s", trail)
	}
	for _, secret := range []string{doctorMobile, "张三丰"} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

func TestManyLettersAtOnce(t *testing.T) {
	h := newHub(t)
	d := h.letterData()
	for _, k := range []string{"A-1", "A-2", "B-1"} {
		h.brokenLead(d, k)
	}
	n := get[views.DeadLetterCounts](h, "/api/v1/dead-letters/counts?status=open&q=A-")
	if len(n.Statuses) != 1 || n.Statuses[0].Count != 2 || len(n.Reasons) != 1 || n.Reasons[0].Code != "missing_field" || len(n.Connections) != 1 || n.Connections[0].Name != "src" {
		t.Errorf("%+v", n)
	}
	var all []string
	for cursor := ""; ; {
		p := get[struct {
			Items      []views.DeadLetter
			NextCursor string `json:"next_cursor"`
		}](h, "/api/v1/dead-letters?limit=2&status=open&cursor="+cursor)
		for _, l := range p.Items {
			all = append(all, l.Record.Key)
		}
		if cursor = p.NextCursor; cursor == "" {
			break
		}
	}
	if strings.Join(all, " ") != "B-1 A-2 A-1" {
		t.Errorf("paged: %v", all)
	}
	ask := func(verb string, body map[string]any) answer {
		return h.call(http.MethodPost, "/api/v1/dead-letters/"+verb, h.keys[access.IT], body)
	}
	ask("replay", map[string]any{}).fails(http.StatusBadRequest, "bad_request")
	ask("replay", map[string]any{"all": true, "ids": []string{"1"}}).fails(http.StatusBadRequest, "bad_request")
	ask("discard", map[string]any{"all": true}).fails(http.StatusBadRequest, "reason_needed")
	ask("replay", map[string]any{"ids": []string{"999999"}}).fails(http.StatusNotFound, "not_found")
	job := decode[struct{ Job views.LetterJob }](ask("discard", map[string]any{"filter": map[string]any{"q": "a-"}, "reason": "测试"}), http.StatusAccepted).Job
	if job.Total != 2 || job.State != "running" {
		t.Errorf("%+v", job)
	}
	h.step()
	job = get[views.LetterJob](h, "/api/v1/dead-letters/jobs/"+job.ID)
	if job.State != "done" || job.Discarded != 2 || job.Taken != 2 {
		t.Errorf("%+v", job)
	}
	if trail := h.sql.One("select diff::text from audit where action = 'dead_letter.discard'"); strings.Contains(trail, "a-") || !strings.Contains(trail, `"letters"`) {
		t.Errorf("trail %s", trail)
	}
	job = decode[views.LetterJob](ask("replay", map[string]any{"all": true}), http.StatusAccepted)
	if sent := h.step(); len(sent) != 1 || sent[0].Key != "B-1" || sent[0].Origin != record.Replay {
		t.Errorf("sent %+v", sent)
	}
	if job = get[views.LetterJob](h, "/api/v1/dead-letters/jobs/"+job.ID); job.State != "waiting" || job.Waiting != 1 {
		t.Errorf("%+v", job)
	}
	ask("replay", map[string]any{"all": true}).fails(http.StatusConflict, "no_letters")
	if jobs := get[struct{ Items []views.LetterJob }](h, "/api/v1/dead-letters/jobs").Items; len(jobs) != 2 || jobs[0].ID != job.ID {
		t.Errorf("%+v", jobs)
	}
}

func TestLimitsOfLetters(t *testing.T) {
	h := newHub(t)
	d := h.letterData()
	limits := func() []views.LetterLimit {
		return get[struct{ Items []views.LetterLimit }](h, "/api/v1/dead-letters/limits").Items
	}
	if l := limits(); len(l) != 1 || l[0].Percent != alerts.DefaultLetterLimit.Percent || l[0].Version != 0 {
		t.Fatalf("%+v", l)
	}
	put := func(l views.LetterLimit) answer {
		return h.call(http.MethodPut, "/api/v1/dead-letters/limits", h.keys[access.IT], l)
	}
	own := views.LetterLimit{Connection: string(d.conn), Percent: 1, AtLeast: 2, Letters: 0, Minutes: 60}
	decode[any](put(own), http.StatusOK)
	put(own).fails(http.StatusPreconditionFailed, "precondition_failed")
	own.Version, own.Letters = 1, 7
	decode[any](put(own), http.StatusOK)
	put(views.LetterLimit{Connection: "0c000000-0000-4000-8000-00000000000f", AtLeast: 1, Minutes: 1}).fails(http.StatusNotFound, "not_found")
	if l := limits(); len(l) != 2 || l[1].Letters != 7 || l[1].Version != 2 {
		t.Errorf("%+v", l)
	}
	for i := range 8 {
		h.brokenLead(d, string(rune('a'+i)))
	}
	if seen, err := h.store.Quarantined(t.Context(), h.a); err != nil || len(seen) != 1 || seen[0].Letters != 8 || seen[0].Code != "missing_field" || !seen[0].Limit.TooMany(8, seen[0].Records) {
		t.Errorf("%+v, %v", seen, err)
	}
	h.sql.Exec("alter table outcome disable trigger heliu_append_only")
	h.sql.Exec("update outcome set origin = 'history' where key <> 'a'")
	if seen, err := h.store.Quarantined(t.Context(), h.a); err != nil || len(seen) != 1 || seen[0].Letters != 1 {
		t.Errorf("what was loaded as the past counts: %+v, %v", seen, err)
	}
	if got := h.call(http.MethodDelete, "/api/v1/dead-letters/limits/"+string(d.conn), h.keys[access.IT], nil); got.Status != http.StatusNoContent || len(limits()) != 1 {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

func TestAlertsAreListedAndClosed(t *testing.T) {
	h := newHub(t)
	d := h.letterData()
	raise := func(k alerts.Kind, c record.ConnectionID) {
		t.Helper()
		if err := h.store.Raise(t.Context(), h.a, alerts.Event{Kind: k, Severity: alerts.Warning, Connection: c, Text: alerts.Text{Zh: "积压了", En: "it lags"}, Detail: map[string]any{"n": 3}}); err != nil {
			t.Fatal(err)
		}
	}
	raise(alerts.Lag, "")
	raise(alerts.DeadLetters, d.conn)
	raise(alerts.DeadLetters, d.conn)
	raise(alerts.Silence, d.conn)
	type page struct {
		Items        []views.Alert
		NextCursor   string `json:"next_cursor"`
		Open, Unseen int
	}
	p := get[page](h, "/api/v1/alerts?limit=2")
	if len(p.Items) != 2 || p.Items[0].Kind != "silence" || p.Items[1].Count != 2 || p.Items[1].ConnectionName != "src" || p.Open != 3 || p.Unseen != 3 {
		t.Fatalf("%+v", p)
	}
	if rest := get[page](h, "/api/v1/alerts?limit=2&cursor="+p.NextCursor); len(rest.Items) != 1 || rest.Items[0].Kind != "lag" || rest.NextCursor != "" {
		t.Errorf("%+v", rest)
	}
	silence, letters := p.Items[0].ID, p.Items[1].ID
	do := func(id, what string, body map[string]any) answer {
		return h.call(http.MethodPost, "/api/v1/alerts/"+id+"/"+what, h.keys[access.IT], body)
	}
	if got := do(silence, "acknowledge", map[string]any{"note": "在查"}); got.Status != http.StatusNoContent {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	do(letters, "close", map[string]any{"reason": " "}).fails(http.StatusBadRequest, "reason_needed")
	if got := do(letters, "close", map[string]any{"reason": "误报"}); got.Status != http.StatusNoContent {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	do(letters, "close", map[string]any{"reason": "误报"}).fails(http.StatusConflict, "alert_closed")
	do("99999", "acknowledge", map[string]any{}).fails(http.StatusNotFound, "not_found")
	p = get[page](h, "/api/v1/alerts")
	if p.Open != 2 || p.Unseen != 1 || len(p.Items) != 3 || p.Items[2].State != "closed" || !strings.HasPrefix(p.Items[2].ClosedBy, "key:") || p.Items[2].Note != "误报" || p.Items[0].State != "acknowledged" {
		t.Errorf("%+v", p)
	}
	if p = get[page](h, "/api/v1/alerts?state=open&kind=lag"); len(p.Items) != 1 {
		t.Errorf("%+v", p.Items)
	}
	if p = get[page](h, "/api/v1/alerts?state=closed&connection="+string(d.conn)); len(p.Items) != 1 || p.Items[0].ID != letters {
		t.Errorf("%+v", p.Items)
	}
	raise(alerts.DeadLetters, d.conn) // seen once more: a new one
	if p = get[page](h, "/api/v1/alerts?kind=dead_letters"); len(p.Items) != 2 || p.Items[0].State != "open" {
		t.Errorf("%+v", p.Items)
	}
}
