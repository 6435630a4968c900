package console_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
)

type personalExport struct {
	Person string
	Rows   []struct {
		Table, Column, Record, Source, Basis, Activity string
		Own                                            bool
		Fragments                                      []privacy.Fragment
	}
}

const subjectsPath = "/api/v1/privacy/subjects/"

func TestEverythingAboutAPersonIsGiven(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.story(h.b)
	admin := h.keys[access.Admin]
	ask := map[string]string{"phone": "+86 139-0001-0001"}
	found := decode[struct{ Items []privacy.Candidate }](h.call(http.MethodPost, subjectsPath+"search", admin, ask), http.StatusOK)
	if len(found.Items) != 1 || found.Items[0].Golden != doctor.String() || found.Items[0].Name != "张**" {
		t.Fatalf("%+v", found)
	}
	a := h.call(http.MethodPost, subjectsPath+"export", admin, ask)
	x := decode[personalExport](a, http.StatusOK)
	tables := map[string]int{}
	for _, r := range x.Rows {
		tables[r.Table]++
		if r.Source == "" || r.Basis == "" || r.Activity == "" {
			t.Errorf("a row without source, ground or activity: %+v", r)
		}
	}
	for _, want := range []string{"golden", "identifier", "entity"} {
		if tables[want] == 0 {
			t.Errorf("nothing of table %s: %v", want, tables)
		}
	}
	if !bytes.Contains(a.Body, []byte(doctorMobile)) || bytes.Contains(a.Body, []byte("13900010002")) {
		t.Error("it lacks the person's number or tells another's")
	}
	if a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("it may be kept: %q", a.Header.Get("Cache-Control"))
	}
	byID := decode[personalExport](h.call(http.MethodPost, subjectsPath+"export", admin, map[string]string{"person": doctor.String()}), http.StatusOK)
	if len(byID.Rows) < len(x.Rows) { // and one entry of the trail more
		t.Errorf("by its id %d rows, by the number %d", len(byID.Rows), len(x.Rows))
	}
	sheet := h.call(http.MethodPost, subjectsPath+"export.xlsx", admin, ask)
	book, err := excelize.OpenReader(bytes.NewReader(sheet.Body))
	if err != nil || sheet.Status != http.StatusOK {
		t.Fatalf("%d, %v", sheet.Status, err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) <= len(x.Rows) || !slices.ContainsFunc(rows, func(r []string) bool { return slices.Contains(r, doctorMobile) }) {
		t.Errorf("the workbook has %d lines, %v", len(rows), err)
	}
	if n := h.sql.One("select count(*) from audit where workspace = $1 and action = 'subject.export' and object_id = $2", string(h.a), doctor.String()); n != "3" {
		t.Errorf("%s entries in the trail", n)
	}
	for path, body := range map[string]any{
		"search": map[string]string{}, "export": map[string]string{"phone": "12"}, "erase": map[string]string{"reason": "x"},
	} {
		if got := h.call(http.MethodPost, subjectsPath+path, admin, body); got.Status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", path, got.Status, got.Body)
		}
	}
	h.call(http.MethodPost, subjectsPath+"search", admin, map[string]string{"phone": doctorMobile, "email": "a@example.com"}).fails(http.StatusBadRequest, "subject_one_value")
	h.call(http.MethodPost, subjectsPath+"export", admin, map[string]string{"phone": "13999999998"}).fails(http.StatusNotFound, "subject_unknown")
	h.call(http.MethodPost, subjectsPath+"export", admin, map[string]string{"person": "0c000000-0000-4000-8000-0000000000ff"}).fails(http.StatusNotFound, "not_found")
	if strings.Contains(h.log.String(), "0001") && strings.Contains(h.log.String(), doctorMobile) {
		t.Error("the number stands in the log")
	}
	if n := h.sql.One("select count(*) from audit where coalesce(diff::text, '') || object_id || reason like '%" + doctorMobile + "%'"); n != "0" {
		t.Errorf("the number stands in %s entries of the trail", n)
	}
}

// TestErasingNeedsASecondPerson goes from the proposal to the report.
func TestErasingNeedsASecondPerson(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	admin := h.keys[access.Admin]
	erase := func(body map[string]string) answer { return h.call(http.MethodPost, subjectsPath+"erase", admin, body) }
	erase(map[string]string{"phone": doctorMobile, "reason": "打电话 " + doctorMobile}).fails(http.StatusBadRequest, "personal_in_reference")
	erase(map[string]string{"phone": doctorMobile, "reason": " "}).fails(http.StatusBadRequest, "reason_needed")
	hold := decode[struct{ ID string }](h.call(http.MethodPost, "/api/v1/privacy/holds", admin, map[string]string{"person": doctor.String(), "reason": "诉讼"}), http.StatusCreated)
	erase(map[string]string{"phone": doctorMobile, "reason": "本人要求"}).fails(http.StatusConflict, "subject_on_hold")
	if got := h.call(http.MethodPost, "/api/v1/privacy/holds/"+hold.ID+"/release", admin, map[string]string{"reason": "结案"}); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	got := decode[struct {
		Approval struct {
			ID, Kind, Status string
			Diff             map[string]any
		}
	}](erase(map[string]string{"phone": doctorMobile, "reason": "本人要求"}), http.StatusAccepted)
	if got.Approval.Kind != "subject.erase" || got.Approval.Status != "waiting" || len(got.Approval.Diff) == 0 {
		t.Fatalf("%+v", got)
	}
	if n := h.sql.One("select count(*) from subject_erasure"); n != "0" {
		t.Error("it begins without a second person")
	}
	if n := h.sql.One("select count(*) from approval where diff::text || ask::text || title_zh || reason like '%" + doctorMobile + "%'"); n != "0" {
		t.Error("the number stands in the approval")
	}
	h.call(http.MethodPost, "/api/v1/approvals/"+got.Approval.ID+"/approve", admin, map[string]string{"reason": "x"}).fails(http.StatusForbidden, "approval_person")
	bea := h.signIn("bea", access.Steward)
	if a := h.call(http.MethodPost, "/api/v1/approvals/"+got.Approval.ID+"/approve", "", map[string]string{"reason": "核对过身份"}, with(bea)); a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	e := get[privacy.Erasure](h, "/api/v1/privacy/erasures/"+got.Approval.ID)
	if e.Status != "waiting" || e.Golden != doctor.String() || e.Approval != got.Approval.ID || !strings.HasPrefix(e.By, "key:") {
		t.Errorf("%+v", e)
	}
	erase(map[string]string{"person": doctor.String(), "reason": "本人要求"}).fails(http.StatusConflict, "erasure_running")
	unknown := decode[struct{ Approval struct{ ID string } }](erase(map[string]string{"phone": "13999999998", "reason": "本人要求"}), http.StatusAccepted)
	if unknown.Approval.ID == "" {
		t.Error("what stands under a number alone cannot be erased")
	}
}

func TestConsentAndPeriodsOverTheAPI(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	admin, person := h.keys[access.Admin], "/api/v1/privacy/persons/"+doctor.String()+"/consents"
	note := func(body map[string]any) answer { return h.call(http.MethodPost, person, admin, body) }
	note(map[string]any{"purpose": "marketing", "given": true, "evidence": "微信 " + doctorMobile}).fails(http.StatusBadRequest, "personal_in_reference")
	note(map[string]any{"purpose": "nothing", "given": true}).fails(http.StatusBadRequest, "unknown_purpose")
	if got := note(map[string]any{"purpose": "marketing", "given": true, "evidence": "表单 7"}); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	if got := note(map[string]any{"purpose": "marketing", "channel": "sms", "given": false}); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	l := get[struct {
		Items []struct {
			Purpose, Channel, Source string
			Given                    bool
		}
	}](h, person)
	if len(l.Items) != 2 || l.Items[0].Given || l.Items[0].Channel != "sms" || !l.Items[1].Given || !strings.HasPrefix(l.Items[0].Source, "key:") {
		t.Errorf("%+v", l)
	}
	put := func(path string, body map[string]any) answer {
		return h.call(http.MethodPut, "/api/v1/privacy/"+path, admin, body)
	}
	if got := put("purposes/marketing", map[string]any{"zh": "营销", "en": "Marketing", "basis": "consent", "most": 2, "days": 7, "version": 0}); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	put("purposes/marketing", map[string]any{"zh": "营销", "en": "Marketing", "basis": "consent", "most": 3, "days": 7, "version": 0}).fails(http.StatusPreconditionFailed, "precondition_failed")
	if got := put("destinations/"+string(d.conn), map[string]any{"purpose": "marketing", "channel": "sms", "contacts": true}); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	p := get[struct {
		Purposes     []privacy.Purpose
		Destinations []privacy.Destination
	}](h, "/api/v1/privacy/purposes")
	if i := slices.IndexFunc(p.Purposes, func(x privacy.Purpose) bool { return x.ID == "marketing" }); p.Purposes[i].Most != 2 || p.Purposes[i].Version != 1 || len(p.Destinations) != 1 {
		t.Errorf("%+v", p)
	}
	put("retention/raw", map[string]any{"days": 1, "version": 0}).fails(http.StatusBadRequest, "retention_too_short")
	if got := put("retention/raw", map[string]any{"days": 400, "version": 0}); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	r := get[struct{ Classes []privacy.Class }](h, "/api/v1/privacy/retention")
	if len(r.Classes) != len(privacy.Classes) || r.Classes[0].Days != 400 {
		t.Errorf("%+v", r.Classes)
	}
	run := decode[struct {
		Deleted map[string]int64
	}](h.call(http.MethodPost, "/api/v1/privacy/retention/run", admin, map[string]any{"dry_run": true}), http.StatusOK)
	if n := h.sql.One("select count(*) from retention_run"); n != "0" || run.Deleted == nil {
		t.Errorf("a dry run leaves %s rows", n)
	}
	all := get[struct{ Items []privacy.Processing }](h, "/api/v1/privacy/processing")
	for _, x := range all.Items {
		if x.Zh == "" || x.En == "" || x.Basis == "" {
			t.Errorf("%+v", x)
		}
	}
	if len(all.Items) < 10 || len(all.Items[0].Columns) == 0 {
		t.Errorf("%+v", all)
	}
}
