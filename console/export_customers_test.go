package console_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/record"
)

// sheetOf exports and reads the sheet.
func (h *hub) sheetOf(role access.Role, body map[string]any) [][]string {
	h.t.Helper()
	a := h.call(http.MethodPost, "/api/v1/customers/export", h.keys[role], body)
	if a.Status != http.StatusOK {
		h.t.Fatalf("%d %s", a.Status, a.Body)
	}
	return readSheet(h.t, body["format"].(string), a.Body)
}

func readSheet(t *testing.T, format string, b []byte) [][]string {
	t.Helper()
	if format == "xlsx" {
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		if kind, err := f.GetCellType("Sheet1", "J2"); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
			t.Errorf("a number is a text: %v %v", kind, err)
		}
		return rows
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestExportsAreMaskedGuardedAndNoted(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	evil := uuid.MustParse("0b000000-0000-4000-8000-0000000000e1")
	d.put("customers", "EVIL", record.KindCustomer, record.Customer{LegalName: "=cmd|'/c calc'!A1", Industry: "＠SUM(A1)"}, map[mdm.Kind]uuid.UUID{mdm.Organisation: evil})
	for _, format := range []string{"csv", "xlsx"} {
		rows := h.sheetOf(access.Steward, map[string]any{"format": format, "reason": "盘点"})
		text := fmt.Sprint(rows)
		if len(rows) != 5 || strings.Contains(text, strangerMobile) || !strings.Contains(text, "139****0002") || !strings.Contains(text, "王*") {
			t.Errorf("%s: %d rows: %s", format, len(rows), text)
		}
		i := slices.IndexFunc(rows, func(r []string) bool { return r[0] == evil.String() })
		if i < 0 || rows[i][2] != "'=cmd|'/c calc'!A1" || rows[i][7] != "'＠SUM(A1)" {
			t.Errorf("%s: %q", format, rows[max(i, 0)])
		}
		full := fmt.Sprint(h.sheetOf(access.Admin, map[string]any{"format": format, "personal": true, "kind": "person", "reason": "x"}))
		if !strings.Contains(full, strangerMobile) || strings.Contains(full, "启明医院") {
			t.Errorf("%s: %s", format, full)
		}
	}
	trail := h.sql.Rows("select action, reason, diff->'persons'->>'to', diff->'organisations'->>'to', diff->'personal'->>'to' from audit where action = 'customer.export' order by seq")
	if len(trail) != 4 || strings.Join(trail[0], " ") != "customer.export 盘点 1 3 false" || strings.Join(trail[1], " ") != "customer.export x 1 0 true" {
		t.Errorf("%q", trail)
	}
	h.call(http.MethodPost, "/api/v1/customers/export", h.keys[access.Marketing], map[string]any{"format": "csv", "reason": ""}).fails(http.StatusForbidden, "forbidden")
	h.call(http.MethodPost, "/api/v1/customers/export", h.keys[access.Admin], map[string]any{"format": "pdf", "reason": ""}).fails(http.StatusUnprocessableEntity, "bad_request")
}

func TestAnExportOfManyPersonsNeedsTwoAndIsFetchedByOne(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.sql.Exec(`insert into golden (workspace, id, kind, status, name, fields, first_seen, version, created_at, updated_at)
		select $1, gen_random_uuid(), 'person', 'active', '甲' || n, jsonb_build_object('mobiles', jsonb_build_object('values', jsonb_build_array((13900100000 + n)::text))), 1, 1, now(), now() from generate_series(1, 1000) n`, string(h.a))
	ask := map[string]any{"format": "csv", "kind": "person", "reason": "年度回访"}
	as := func(name string) func(*http.Request) {
		c := h.signIn(name, access.Admin)
		return func(r *http.Request) { r.AddCookie(c) }
	}
	proposer, approver := as("export-a"), as("export-b")
	a := h.call(http.MethodPost, "/api/v1/customers/export", "", ask, proposer)
	if a.Status != http.StatusAccepted {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	var p struct{ ID, Status, Kind string }
	if err := json.Unmarshal(a.Body, &p); err != nil || p.Kind != "customer.export" {
		t.Fatalf("%v %s", err, a.Body)
	}
	if n := h.sql.One("select count(*) from audit where action = 'customer.export'"); n != "0" {
		t.Error("what waits left the entry of an export")
	}
	file := "/api/v1/exports/" + p.ID + "/file"
	h.call(http.MethodGet, file, "", nil, proposer).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodPost, "/api/v1/approvals/"+p.ID+"/approve", "", map[string]any{"reason": "x"}, proposer).fails(http.StatusConflict, "approval_own")
	if a := h.call(http.MethodPost, "/api/v1/approvals/"+p.ID+"/approve", "", map[string]any{"reason": "同意"}, approver); a.Status != http.StatusOK || !bytes.Contains(a.Body, []byte(`"applied"`)) {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.call(http.MethodGet, file, "", nil, approver).fails(http.StatusNotFound, "not_found")
	got := h.call(http.MethodGet, file, "", nil, proposer)
	if rows := readSheet(t, "csv", got.Body); got.Status != http.StatusOK || len(rows) != 1002 || strings.Contains(string(got.Body), "13900100001") {
		t.Errorf("%d, %d rows", got.Status, len(rows))
	}
	list := decode[struct{ Items []struct{ Persons int } }](h.call(http.MethodGet, "/api/v1/exports", "", nil, proposer), http.StatusOK)
	if len(list.Items) != 1 || list.Items[0].Persons != 1001 {
		t.Errorf("%+v", list)
	}
	if trail := h.sql.One("select string_agg(action || ' ' || (diff->'persons'->>'to'), ', ' order by seq) from audit where action in ('customer.export', 'export.fetch')"); trail != "customer.export 1001, export.fetch 1001" {
		t.Errorf("%s", trail)
	}
	if alarms := h.sql.One("select count(*) from alert_event where kind = 'bulk_export'"); alarms != "1" {
		t.Errorf("%s alarms", alarms)
	}
	if clear := h.sql.One("select count(*) from customer_export where envelope::text like '%' || encode('甲1', 'hex') || '%'"); clear != "0" {
		t.Error("a kept export is not sealed")
	}
	h.sql.Exec("update customer_export set expires_at = $1", h.clock.Now().Add(-time.Second))
	h.call(http.MethodGet, file, "", nil, proposer).fails(http.StatusNotFound, "not_found")
}
