package console_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

type connectionBody struct {
	ID, Name, Title, Connector, Status, Health, Door string
	StatusCode                                       string                   `json:"status_code"`
	NextStep                                         *struct{ Zh, En string } `json:"next_step"`
	Settings                                         map[string]any
	SecretsSet                                       []string `json:"secrets_set"`
	PollSeconds                                      int      `json:"poll_seconds"`
	Streams                                          []struct {
		Name    string
		Title   struct{ Zh string }
		Settled map[string]int
	}
	Settled     map[string]int
	InFlight    int `json:"in_flight"`
	DeadLetters int `json:"dead_letters"`
	PerMinute   int `json:"per_minute"`
	Version     int
}

func (h *hub) create(body map[string]any, change ...func(*http.Request)) answer {
	h.t.Helper()
	return h.call(http.MethodPost, "/api/v1/connections", h.keys[access.IT], body, change...)
}

// A connection without streams waits for no data: it is well until it is paused.
func TestAConnectionWithoutStreams(t *testing.T) {
	h := newHub(t)
	c := decode[connectionBody](h.create(map[string]any{"name": "post", "connector": "toypost", "settings": map[string]any{"key": "k3y-value"}}), http.StatusCreated)
	if c.Health != "ok" || c.NextStep != nil || len(c.Streams) != 0 || c.Door != "" || !slices.Equal(c.SecretsSet, []string{"key"}) {
		t.Errorf("%+v", c)
	}
	form := decode[connectionBody](h.create(map[string]any{"name": "form", "connector": "toyform", "settings": map[string]any{"secret": "s3cret-value"}}), http.StatusCreated)
	for _, id := range []string{c.ID, form.ID} {
		h.call(http.MethodPost, "/api/v1/connections/"+id+"/try", h.keys[access.IT], nil).fails(http.StatusConflict, "nothing_to_read")
	}
	kinds := decode[struct {
		Items []struct {
			Name                    string
			Pulls, Pushes, Notifies bool
			SignsIn                 bool `json:"signs_in"`
			Streams                 []any
		}
	}](h.call(http.MethodGet, "/api/v1/connectors", h.keys[access.IT], nil), http.StatusOK)
	for _, k := range kinds.Items {
		channel := k.Name == "toypost"
		if k.Notifies != channel || k.SignsIn != channel || channel && (k.Pulls || k.Pushes || k.Streams == nil || len(k.Streams) > 0) {
			t.Errorf("%+v", k)
		}
	}
}

// A system that is read may push its changes besides: through the door that is asked for.
func TestAConnectionThatIsReadGetsItsDoorByName(t *testing.T) {
	h := newHub(t)
	body := func(name, door string) map[string]any {
		return map[string]any{"name": name, "connector": "toypull", "door": door, "settings": map[string]any{"base_url": "https://example.com", "password": "p"}}
	}
	for door, want := range map[string]string{"": "", "crm-pushes": "/in/crm-pushes"} {
		c := decode[connectionBody](h.create(body("crm"+door, door)), http.StatusCreated)
		if c.Door != want {
			t.Errorf("asked for the door %q and got %q", door, c.Door)
		}
	}
}

func TestAConnectionIsMade(t *testing.T) {
	h := newHub(t)
	a := h.create(map[string]any{"name": "form", "title": "官网表单", "connector": "toyform", "settings": map[string]any{"secret": "s3cret-value", "limit": 12}})
	c := decode[connectionBody](a, http.StatusCreated)
	if c.Door != "/in/form" || c.Title != "官网表单" || c.Health != "waiting" || c.NextStep == nil || !slices.Equal(c.SecretsSet, []string{"secret"}) || c.Settings["limit"] != 12.0 || c.Settings["secret"] != nil {
		t.Errorf("%+v", c)
	}
	if a.Header.Get("Location") != "/api/v1/connections/"+c.ID || a.Header.Get("ETag") == "" {
		t.Errorf("headers %v", a.Header)
	}
	if len(c.Streams) != 1 || c.Streams[0].Title.Zh != "线索" {
		t.Errorf("streams %+v", c.Streams)
	}
	secrets, err := h.store.Secrets(t.Context(), h.a, record.ConnectionID(c.ID))
	if err != nil || secrets["secret"] != "s3cret-value" {
		t.Errorf("sealed: %v, %v", secrets, err)
	}
	if got := h.sql.One("select count(*) from mapping where workspace = $1 and connector = 'toyform' and stream = 'leads' and version = 1", string(h.a)); got != "1" {
		t.Errorf("%s default mappings", got)
	}
	if d, err := h.store.DoorBySlug(t.Context(), "form"); err != nil || string(d.Connection) != c.ID {
		t.Errorf("door %+v, %v", d, err)
	}
	for _, role := range []access.Role{access.Admin, access.IT, access.Auditor} {
		for _, path := range []string{"/api/v1/connections", "/api/v1/connections/" + c.ID} {
			if b := h.call(http.MethodGet, path, h.keys[role], nil).Body; bytes.Contains(b, []byte("s3cret")) {
				t.Errorf("%s shows %s a secret", path, role)
			}
		}
	}
	trail := h.call(http.MethodGet, "/api/v1/audit", h.keys[access.Auditor], nil)
	if !bytes.Contains(trail.Body, []byte("connection.create")) || bytes.Contains(trail.Body, []byte("s3cret")) {
		t.Errorf("trail: %s", trail.Body)
	}

	h.create(map[string]any{"name": "form", "connector": "toyform"}).fails(http.StatusConflict, "name_taken")
	h.create(map[string]any{"name": "form2", "door": "form", "connector": "toyform"}).fails(http.StatusConflict, "door_taken")
	h.create(map[string]any{"name": "x", "connector": "none"}).fails(http.StatusBadRequest, "unknown_connector")
	h.create(map[string]any{"name": "Bad Name", "connector": "toyform"}).fails(http.StatusBadRequest, "bad_name")
	p := h.create(map[string]any{"name": "pull", "connector": "toypull", "settings": map[string]any{"base_url": "ftp://x", "colour": "red"}}).fails(http.StatusBadRequest, "bad_settings")
	if p.Field == "" {
		t.Error("bad settings name no field")
	}
}

func TestTheSamePostIsDoneOnce(t *testing.T) {
	h := newHub(t)
	body := map[string]any{"name": "form", "connector": "toyform", "settings": map[string]any{"secret": "s3cret-value"}}
	first := decode[connectionBody](h.create(body, header("Idempotency-Key", "k1")), http.StatusCreated)
	again := h.create(body, header("Idempotency-Key", "k1"))
	if second := decode[connectionBody](again, http.StatusCreated); second.ID != first.ID || again.Header.Get("Location") == "" {
		t.Errorf("%+v, then %+v", first, second)
	}
	h.create(map[string]any{"name": "other", "connector": "toyform"}, header("Idempotency-Key", "k1")).fails(http.StatusUnprocessableEntity, "idempotency_mismatch")
	h.create(map[string]any{"name": "form", "connector": "toyform"}, header("Idempotency-Key", "k2")).fails(http.StatusConflict, "name_taken")
	decode[connectionBody](h.create(map[string]any{"name": "form3", "connector": "toyform"}, header("Idempotency-Key", "k2")), http.StatusCreated) // it did nothing before
	if kept := h.sql.One("select string_agg(convert_from(body, 'UTF8'), ' ') from idempotency_key"); strings.Contains(kept, "s3cret") {
		t.Error("an answer that is kept holds a secret")
	}
}

func TestAConnectionIsChanged(t *testing.T) {
	h := newHub(t)
	made := h.create(map[string]any{"name": "erp", "connector": "toypull", "settings": map[string]any{"base_url": "https://erp.example.com", "password": "one"}})
	c := decode[connectionBody](made, http.StatusCreated)
	path, it := "/api/v1/connections/"+c.ID, h.keys[access.IT]
	h.call(http.MethodPatch, path, it, map[string]any{"title": "x"}).fails(http.StatusPreconditionRequired, "precondition_required")
	etag := made.Header.Get("ETag")
	a := h.call(http.MethodPatch, path, it, map[string]any{"title": "金蝶", "settings": map[string]any{"base_url": "https://new.example.com"}, "poll_seconds": 30}, header("If-Match", etag))
	is := decode[connectionBody](a, http.StatusOK)
	if is.Title != "金蝶" || is.PollSeconds != 30 || is.Settings["base_url"] != "https://new.example.com" || is.Version != c.Version+1 || a.Header.Get("ETag") == etag {
		t.Errorf("%+v", is)
	}
	if s, err := h.store.Secrets(t.Context(), h.a, record.ConnectionID(c.ID)); err != nil || s["password"] != "one" {
		t.Errorf("a secret that was not named: %v, %v", s, err)
	}
	h.call(http.MethodPatch, path, it, map[string]any{"title": "y"}, header("If-Match", etag)).fails(http.StatusPreconditionFailed, "precondition_failed")
	h.call(http.MethodPatch, path, it, map[string]any{"settings": map[string]any{"base_url": 5}}, header("If-Match", a.Header.Get("ETag"))).fails(http.StatusBadRequest, "bad_settings")
	a = h.call(http.MethodPatch, path, it, map[string]any{"settings": map[string]any{"base_url": "https://new.example.com", "password": "two"}}, header("If-Match", a.Header.Get("ETag")))
	if s, err := h.store.Secrets(t.Context(), h.a, record.ConnectionID(c.ID)); a.Status != http.StatusOK || err != nil || s["password"] != "two" {
		t.Errorf("%d, %v, %v", a.Status, s, err)
	}

	paused := decode[connectionBody](h.call(http.MethodPost, path+"/pause", it, nil), http.StatusOK)
	if paused.Status != "paused" || paused.Health != "paused" {
		t.Errorf("%+v", paused)
	}
	if on := decode[connectionBody](h.call(http.MethodPost, path+"/resume", it, nil), http.StatusOK); on.Status != "enabled" {
		t.Errorf("%+v", on)
	}

	type checked struct {
		OK      bool
		Code    string
		Message *struct{ Zh, En string }
	}
	if r := decode[checked](h.call(http.MethodPost, path+"/check", it, nil), http.StatusOK); !r.OK {
		t.Errorf("%+v", r)
	}
	h.live.err = fault.New("source_unauthorized", nil)
	if r := decode[checked](h.call(http.MethodPost, path+"/check", it, nil), http.StatusOK); r.OK || r.Code != "source_unauthorized" || r.Message == nil || r.Message.Zh == "" {
		t.Errorf("%+v", r)
	}
}

func TestConnectionsShowHowTheyStand(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.story(h.b)
	list := get[struct{ Items []connectionBody }](h, "/api/v1/connections")
	if len(list.Items) != 1 {
		t.Fatalf("%+v", list)
	}
	c := list.Items[0]
	applied := h.sql.One("select count(*) from outcome where workspace = $1 and outcome = 'applied'", string(h.a))
	if got := c.Settled; got["quarantined"] != 1 || got["applied"] < 10 || applied != strconv.Itoa(got["applied"]) {
		t.Errorf("settled %v, SQL says %s applied", got, applied)
	}
	if c.InFlight != 1 || c.DeadLetters != 2 || c.PerMinute != c.Settled["applied"]+1 {
		t.Errorf("in flight %d, dead letters %d, a minute %d", c.InFlight, c.DeadLetters, c.PerMinute)
	}
	h.sql.Exec(`insert into connection_state (workspace, connection, stream, last_read_at, last_error, last_error_at) values ($1, $2, 'leads', $3, 'source_unreachable', $3)`, string(h.a), c.ID, h.clock.Now())
	c = get[connectionBody](h, "/api/v1/connections/"+c.ID)
	if c.Health != "failing" || c.NextStep == nil {
		t.Errorf("%+v", c)
	}
	if again := get[struct{ Items []connectionBody }](h, "/api/v1/connections"); again.Items[0].Health != "ok" {
		t.Errorf("a list is counted anew within a second: %s", again.Items[0].Health)
	}
	h.clock.Advance(time.Second)
	if again := get[struct{ Items []connectionBody }](h, "/api/v1/connections"); again.Items[0].Health != "failing" {
		t.Errorf("a list stays for longer than a second: %s", again.Items[0].Health)
	}
	h.sql.Exec("update connection set status = 'unauthorized', status_code = 'source_unauthorized' where id = $1", c.ID)
	if c = get[connectionBody](h, "/api/v1/connections/"+c.ID); c.Health != "stopped" || c.StatusCode != "source_unauthorized" {
		t.Errorf("%+v", c)
	}
}

// multi makes an upload of fields and a file.
func multi(t *testing.T, fields map[string]string, name string, content []byte) (body *bytes.Buffer, contentType string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := m.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	if name != "" {
		w, err := m.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, m.FormDataContentType()
}

func TestAListIsUploaded(t *testing.T) {
	h := newHub(t)
	h.live.source = fileSource{}
	c := decode[connectionBody](h.create(map[string]any{"name": "lists", "connector": "toyfile"}), http.StatusCreated)
	path := "/api/v1/connections/" + c.ID + "/files"
	upload := func(fields map[string]string, name string, content []byte) answer {
		body, kind := multi(t, fields, name, content)
		return h.call(http.MethodPost, path, h.keys[access.Marketing], nil, func(r *http.Request) {
			*r = *httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, body)
			r.Header.Set("Content-Type", kind)
			r.Header.Set("Authorization", "Bearer "+h.keys[access.Marketing])
		})
	}
	type file struct {
		Seq                int
		SHA256, Name, Kind string
		Size               int
		Params             map[string]string
	}
	fields := map[string]string{"kind": "fair", "list": "春季医疗展", "campaign": "CMEF"}
	f := decode[file](upload(fields, `C:\temp\名单.csv`, []byte("姓名,手机\n")), http.StatusAccepted)
	if f.Seq != 1 || f.Kind != "fair" || f.Name != "名单.csv" || f.Params["list"] != "春季医疗展" || f.Params["campaign"] != "CMEF" || f.Params["kind"] != "" || len(f.SHA256) != 64 {
		t.Errorf("%+v", f)
	}
	upload(fields, "again.csv", []byte("姓名,手机\n")).fails(http.StatusConflict, "duplicate_file")
	upload(fields, "x.xls", []byte("old")).fails(http.StatusUnsupportedMediaType, "old_excel")
	upload(map[string]string{"kind": "nothing"}, "x.csv", []byte("x")).fails(http.StatusBadRequest, "bad_request")
	upload(map[string]string{}, "x.csv", []byte("x")).fails(http.StatusBadRequest, "missing_field")
	upload(fields, "", nil).fails(http.StatusBadRequest, "missing_field")
	upload(map[string]string{"kind": "fair", "note": strings.Repeat("x", 2000)}, "x.csv", []byte("x")).fails(http.StatusBadRequest, "bad_request")
	upload(fields, "big.csv", bytes.Repeat([]byte("x"), 20<<20+1)).fails(http.StatusRequestEntityTooLarge, "file_too_large")
	upload(fields, "huge.csv", bytes.Repeat([]byte("x"), 22<<20)).fails(http.StatusRequestEntityTooLarge, "file_too_large")
	h.call(http.MethodPost, path, h.keys[access.Marketing], map[string]string{"a": "b"}).fails(http.StatusUnsupportedMediaType, "unsupported_media")
	list := get[struct{ Items []file }](h, path)
	if len(list.Items) != 1 || list.Items[0].SHA256 != f.SHA256 {
		t.Errorf("%+v", list)
	}
	if next := get[struct{ Items []file }](h, path+"?after=1"); len(next.Items) != 0 {
		t.Errorf("%+v", next)
	}
	h.live.source = nil
	upload(fields, "y.csv", []byte("y")).fails(http.StatusBadRequest, "not_a_file_connection")
}

func TestConnectorsDescribeThemselves(t *testing.T) {
	h := newHub(t)
	list := get[struct {
		Items []struct {
			Name          string
			Pulls, Pushes bool
			TakesFiles    bool `json:"takes_files"`
			PollSeconds   int  `json:"poll_seconds"`
			Schema        struct {
				Properties map[string]struct {
					Type      string
					WriteOnly bool `json:"writeOnly"`
				}
				Required []string
			}
		}
	}](h, "/api/v1/connectors").Items
	if len(list) != 4 || !list[0].Pushes || list[0].Pulls || !list[1].Pulls || list[1].TakesFiles || list[1].PollSeconds != int(time.Minute.Seconds()) || !list[2].TakesFiles {
		t.Errorf("%+v", list)
	}
	if s := list[1].Schema; !slices.Equal(s.Required, []string{"base_url", "password"}) || !s.Properties["password"].WriteOnly || s.Properties["base_url"].Type != "string" {
		t.Errorf("%+v", s)
	}
}
