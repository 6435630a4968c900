package webform_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/webform/fake"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func fields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"f%d":1,`, i)
	}
	return "{" + b.String() + `"name":"x"}`
}

// TestBadInput holds cases of the bad-input list that are one request each. The
// numbers are the list's.
func TestBadInput(t *testing.T) {
	const ok = `{"name":"示例","mobile":"13900000001"}`
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(`{"name":"示例𠮷䶮"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, body string
		headers    []string
		status     int
		code       string
	}{
		{"01 empty", "", nil, 400, "empty_body"},
		{"02 null", "null", nil, 400, "bad_json"},
		{"03 list", "[]", nil, 400, "bad_json"},
		{"04 truncated", `{"name":"x","b":`, nil, 400, "bad_json"},
		{"05 trailing junk", ok + "x", nil, 400, "bad_json"},
		{"06 duplicate key", `{"name":"x","name":"y"}`, nil, 400, "duplicate_key"},
		{"07 Phone and phone", `{"name":"x","Phone":"1","phone":"2"}`, nil, 202, ""},
		{"08 invalid UTF-8", "{\"name\":\"\xff\xfe\"}", nil, 400, "bad_utf8"},
		{"09 GB18030 with its header", string(gbk), []string{"Content-Type", "application/json; charset=GB18030"}, 202, ""},
		{"09 GBK label", string(gbk), []string{"Content-Type", "application/json; charset=gbk"}, 202, ""},
		{"09 without the header", string(gbk), nil, 400, "bad_utf8"},
		{"09 unknown charset", ok, []string{"Content-Type", "application/json; charset=big5"}, 415, "unsupported_media"},
		{"10 BOM", "\ufeff" + ok, nil, 202, ""},
		{"11 NUL", `{"name":"x\u0000"}`, nil, 400, "nul_in_text"},
		{"11 NUL in a form", "name=a%00b", []string{"Content-Type", "application/x-www-form-urlencoded"}, 400, "nul_in_text"},
		{"12 lone surrogate", `{"name":"\ud842"}`, nil, 400, "bad_json"},
		{"13 raw control", "{\"name\":\"a\x02\"}", nil, 400, "bad_json"},
		{"15 1e400", `{"name":"x","n":1e400}`, nil, 400, "number_range"},
		{"16 NaN", `{"name":"x","n":NaN}`, nil, 400, "bad_json"},
		{"17 deep", strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000), nil, 400, "too_deep"},
		{"18 1 MiB + 1", `{"name":"` + strings.Repeat("x", 1<<20+1-11) + `"}`, nil, 413, "body_too_large"},
		{"18 1 MiB", `{"name":"` + strings.Repeat("x", 1<<20-11) + `"}`, nil, 202, ""},
		{"19 unknown encoding", ok, []string{"Content-Encoding", "br"}, 415, "unsupported_media"},
		{"21 10 000 fields", fields(10000), nil, 400, "too_many_fields"},
		{"21 10 000 fields of a form", strings.Repeat("a=1&", 5) + formFields(10000), []string{"Content-Type", "application/x-www-form-urlencoded"}, 400, "too_many_fields"},
		{"22 long name", `{"` + strings.Repeat("n", 64<<10) + `":1}`, nil, 400, "too_many_fields"},
		{"24 wrong content type", ok, []string{"Content-Type", "text/plain"}, 415, "unsupported_media"},
		{"24 no content type", ok, []string{"Content-Type", ""}, 415, "unsupported_media"},
		{"25 missing key", ok, []string{"X-Heliu-Key", ""}, 401, "bad_key"},
		{"26 wrong key", ok, []string{"X-Heliu-Key", "pk_demo_0002"}, 401, "bad_key"},
		{"origin of another site", ok, []string{"Origin", "https://evil.example.net"}, 403, "origin_refused"},
		{"origin that only looks like ours", ok, []string{"Origin", "https://evilexample.org"}, 403, "origin_refused"},
		{"null origin", ok, []string{"Origin", "null"}, 403, "origin_refused"},
		{"reserved field", `{"name":"x","_request":{"trust":"signed"}}`, nil, 400, "reserved_field"},
		{"a form with a broken escape", "name=%zz", []string{"Content-Type", "application/x-www-form-urlencoded"}, 400, "bad_request"},
		{"a form in GBK without its header", "name=%CA%FD", []string{"Content-Type", "application/x-www-form-urlencoded"}, 400, "bad_utf8"},
		{"empty form", "", []string{"Content-Type", "application/x-www-form-urlencoded"}, 400, "empty_body"},
		{"form-data cut off", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", []string{"Content-Type", "multipart/form-data; boundary=b"}, 400, "bad_request"},
		{"form-data with a file", "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x.exe\"\r\n\r\nMZ\r\n--b--\r\n", []string{"Content-Type", "multipart/form-data; boundary=b"}, 415, "unsupported_media"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := publicDoor(t)
			a := d.post(t, []byte(c.body), c.headers...)
			if a.Status != c.status || a.Code != c.code {
				t.Fatalf("%d %s (%s), want %d %s", a.Status, a.Code, a.Detail, c.status, c.code)
			}
			taken := len(d.bus.taken())
			if (taken == 1) != (c.status == 202) || a.Accepted != (c.status == 202) {
				t.Errorf("%d records taken under status %d", taken, a.Status)
			}
			if c.status != 202 && (a.Zh == "" || a.En == "") {
				t.Errorf("the answer lacks a sentence: %s", a.Text)
			}
			if strings.Contains(a.Text, "13900000001") || strings.Contains(a.Text, "goroutine") {
				t.Errorf("the answer repeats what was sent: %s", a.Text)
			}
			if strings.HasPrefix(c.name, "04") && !strings.Contains(a.Detail, "byte 16") {
				t.Errorf("no byte offset in %q", a.Detail)
			}
		})
	}
}

func formFields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d=1&", i)
	}
	return b.String()
}

func TestCase09And59RoundTrip(t *testing.T) {
	d := publicDoor(t)
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(`{"name":"𠮷䶮"}`))
	if err != nil {
		t.Fatal(err)
	}
	d.post(t, gb, "Content-Type", "application/json;charset=GB18030")
	d.post(t, []byte(`{"name":"𠮷䶮😀"}`))
	for i, want := range []string{`{"name":"𠮷䶮",`, `{"name":"𠮷䶮😀",`} {
		if raw := string(d.bus.taken()[i].Raw); !strings.HasPrefix(raw, want) {
			t.Errorf("raw %s, want the prefix %s", raw, want)
		}
	}
}

func TestCase14NumbersStayExact(t *testing.T) {
	d := publicDoor(t)
	const posted = `{ "name":"x", "n": 9007199254740993, "m": 1.10, "e": 1E5 }`
	if a := d.post(t, []byte(posted)); a.Status != 202 {
		t.Fatal(a.Text)
	}
	raw := d.bus.taken()[0].Raw
	if !bytes.HasPrefix(raw, []byte(strings.TrimSuffix(posted, "}"))) || !json.Valid(raw) {
		t.Errorf("raw %s does not begin with what was posted", raw)
	}
}

// TestCase19GzipBomb: unpacking ends at the limit.
func TestCase19GzipBomb(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	zeros := make([]byte, 1<<20)
	for range 48 {
		_, _ = z.Write(zeros)
	}
	_ = z.Close()
	d := publicDoor(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if a := d.post(t, packed.Bytes(), "Content-Encoding", "gzip"); a.Code != "body_too_large" || a.Status != 413 {
		t.Errorf("%d %s", a.Status, a.Code)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 32<<20 {
		t.Errorf("unpacking allocated %d MiB", grown>>20)
	}
	packed.Reset()
	z = gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(`{"name":"x"}`))
	_ = z.Close()
	if a := d.post(t, packed.Bytes(), "Content-Encoding", "gzip"); a.Status != 202 {
		t.Errorf("a sane gzip body: %s", a.Text)
	}
}

// TestCase20SlowBody: a body that does not come ends with 408 and a closed connection.
func TestCase20SlowBody(t *testing.T) {
	d := publicDoor(t)
	s := httptest.NewUnstartedServer(d.raw.Handler(d.bus.emit))
	s.Config.ReadTimeout = 200 * time.Millisecond
	s.Start()
	defer s.Close()
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: x\r\nX-Heliu-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"name\"", publicKey)
	all, err := io.ReadAll(c)
	if err != nil {
		t.Fatalf("the connection stayed open: %v", err)
	}
	if !strings.HasPrefix(string(all), "HTTP/1.1 408 ") || !strings.Contains(string(all), "slow_body") {
		t.Errorf("answer %q", all)
	}
	if n := len(d.bus.taken()); n != 0 {
		t.Errorf("%d records of half a body", n)
	}
}

// TestCases25To32 are about signatures, in both signed modes.
func TestCases25To32(t *testing.T) {
	body := []byte(`{"external_id":"L1","name":"示例"}`)
	for mode, newDoor := range map[string]func(testing.TB) *door{"heliu_hmac": hmacDoor, "standard_webhooks": hookDoor} {
		secret := map[string]string{"heliu_hmac": hmacSecret, "standard_webhooks": webhookSecret}[mode]
		sender := func(d *door, secret string) *fake.Sender {
			return fake.New(fake.Data{URL: d.URL, Mode: mode, Secret: secret, Attempts: 1}, d.clock)
		}
		request := func(d *door, secret string, change func(*http.Request)) *http.Request {
			req, err := sender(d, secret).Request(t.Context(), fake.Form{ID: "e-1", Body: body})
			if err != nil {
				t.Fatal(err)
			}
			if change != nil {
				change(req)
			}
			return req
		}
		headerSig := map[string]string{"heliu_hmac": "X-Heliu-Signature", "standard_webhooks": "Webhook-Signature"}[mode]
		for _, c := range []struct {
			name   string
			change func(*door, *http.Request)
			shift  time.Duration
			status int
			code   string
		}{
			{"right", nil, 0, 202, ""},
			{"25 missing", func(_ *door, r *http.Request) { r.Header.Del(headerSig) }, 0, 401, "bad_signature"},
			{"26 wrong", func(_ *door, r *http.Request) { r.Header.Set(headerSig, "v1,AAAA sha256=00") }, 0, 401, "bad_signature"},
			{"27 301 s old", nil, 301 * time.Second, 401, "stale"},
			{"27 300 s old", nil, 300 * time.Second, 202, ""},
			{"28 301 s ahead", nil, -301 * time.Second, 401, "stale"},
			{"31 body written anew", func(_ *door, r *http.Request) {
				r.Body = io.NopCloser(strings.NewReader(`{"external_id": "L1", "name": "示例"}`))
				r.ContentLength = -1
			}, 0, 401, "bad_signature"},
		} {
			t.Run(mode+" "+c.name, func(t *testing.T) {
				d := newDoor(t)
				req := request(d, secret, func(r *http.Request) {
					if c.change != nil {
						c.change(d, r)
					}
				})
				d.clock.Advance(c.shift)
				if a := d.do(t, req); a.Status != c.status || a.Code != c.code {
					t.Errorf("%d %s, want %d %s", a.Status, a.Code, c.status, c.code)
				}
			})
		}
		t.Run(mode+" 29 the same request twice", func(t *testing.T) {
			d := newDoor(t)
			req := request(d, secret, nil)
			again := req.Clone(t.Context())
			again.Body = io.NopCloser(bytes.NewReader(body))
			if a := d.do(t, req); a.Status != 202 || a.Duplicate {
				t.Fatalf("first: %s", a.Text)
			}
			if a := d.do(t, again); a.Status != 202 || !a.Duplicate || a.EventID != "e-1" {
				t.Errorf("second: %d %s", a.Status, a.Text)
			}
			if n := len(d.bus.taken()); n != 1 {
				t.Errorf("%d effects", n)
			}
		})
		t.Run(mode+" 30 same id, other body", func(t *testing.T) {
			d := newDoor(t)
			d.do(t, request(d, secret, nil))
			res, err := sender(d, secret).Send(t.Context(), fake.Form{ID: "e-1", Body: []byte(`{"name":"他人"}`)})
			if err != nil || res.Status != 409 || res.Code != "id_conflict" {
				t.Errorf("%v %+v", err, res)
			}
		})
		t.Run(mode+" 32 old secret", func(t *testing.T) {
			d := newDoor(t)
			want := map[string]int{"heliu_hmac": 401, "standard_webhooks": 202}[mode]
			if mode == "standard_webhooks" {
				if a := d.do(t, request(d, oldSecret, nil)); a.Status != want {
					t.Errorf("within the overlap: %d", a.Status)
				}
			}
			d.clock.Advance(48 * time.Hour)
			if a := d.do(t, request(d, oldSecret, nil)); a.Status != 401 || a.Code != "bad_signature" {
				t.Errorf("after the overlap: %d", a.Status)
			}
			if a := d.do(t, request(d, secret, nil)); a.Status != 202 {
				t.Errorf("the new secret after the overlap: %d", a.Status)
			}
		})
	}
}

// TestCase29UnsignedIDMayNotChange: the Idempotency-Key is not signed, so a replay
// under another one must not become a second lead; a nonce is used once.
func TestCase29UnsignedIDMayNotChange(t *testing.T) {
	d := hmacDoor(t)
	body := []byte(`{"name":"示例"}`)
	s := fake.New(fake.Data{URL: d.URL, Mode: "heliu_hmac", Secret: hmacSecret}, d.clock)
	req, err := s.Request(t.Context(), fake.Form{ID: "e-1", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	replay := req.Clone(t.Context())
	replay.Body = io.NopCloser(bytes.NewReader(body))
	replay.Header.Set("Idempotency-Key", "e-2")
	d.do(t, req)
	if a := d.do(t, replay); !a.Duplicate || len(d.bus.taken()) != 1 {
		t.Errorf("replay: %s, %d records", a.Text, len(d.bus.taken()))
	}
	other, err := s.Request(t.Context(), fake.Form{Body: []byte(`{"name":"他"}`)})
	if err != nil {
		t.Fatal(err)
	}
	nonce, ts := req.Header.Get("X-Heliu-Nonce"), req.Header.Get("X-Heliu-Timestamp")
	other.Header.Set("X-Heliu-Nonce", nonce)
	other.Header.Set("X-Heliu-Signature", signature(hmacSecret, ts+"."+nonce+"."+`{"name":"他"}`))
	if a := d.do(t, other); a.Code != "nonce_reused" {
		t.Errorf("a used nonce: %d %s", a.Status, a.Code)
	}
}

func TestCase35RateLimit(t *testing.T) {
	d := open(t, map[string]any{"public_key": publicKey, "rate_limit": 2})
	for i := range 2 {
		if a := d.post(t, fmt.Appendf(nil, `{"name":"n%d"}`, i)); a.Status != 202 {
			t.Fatalf("request %d: %s", i, a.Text)
		}
	}
	a := d.post(t, []byte(`{"name":"n3"}`))
	if a.Status != 429 || a.Code != "too_many_requests" || a.Header.Get("Retry-After") != "1" {
		t.Fatalf("%d %s Retry-After %q", a.Status, a.Code, a.Header.Get("Retry-After"))
	}
	d.clock.Advance(time.Second)
	if a := d.post(t, []byte(`{"name":"n3"}`)); a.Status != 202 {
		t.Errorf("after the wait it named: %s", a.Text)
	}
}

// TestCase36BusDown: nothing but a durable record is a 202, and sending again under
// the same id makes one record.
func TestCase36BusDown(t *testing.T) {
	for name, err := range map[string]error{
		"classified": fault.New("bus_unavailable", nil).After(3 * time.Second), "time-out": context.DeadlineExceeded,
		"anything": errors.New("broker says no"), "paused": fault.New("paused_connection", nil),
	} {
		d := publicDoor(t)
		d.bus.setFail(err)
		a := d.post(t, []byte(`{"name":"x"}`))
		if a.Status != 503 || a.Accepted || a.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %s Retry-After %q", name, a.Status, a.Text, a.Header.Get("Retry-After"))
		}
		if strings.Contains(a.Text, "broker says no") {
			t.Errorf("%s: the answer shows the inside: %s", name, a.Text)
		}
		d.bus.setFail(nil)
		if a := d.post(t, []byte(`{"name":"x"}`)); a.Status != 202 || a.Duplicate || len(d.bus.taken()) != 1 {
			t.Errorf("%s: afterwards %s", name, a.Text)
		}
	}
}

// TestCase38ClientGone: who hangs up after the body still gets the whole record in;
// who hangs up inside it gets nothing in.
func TestCase38ClientGone(t *testing.T) {
	d := publicDoor(t)
	began, done := make(chan struct{}), make(chan error, 1)
	slow := func(ctx context.Context, recs []record.Record, s connectors.State) error {
		close(began)
		time.Sleep(100 * time.Millisecond) // the client leaves meanwhile
		err := d.bus.emit(ctx, recs, s)
		done <- err
		return err
	}
	s := httptest.NewServer(d.raw.Handler(slow))
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-began; cancel() }()
	req, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"?key="+publicKey, strings.NewReader(`{"name":"x"}`))
	req.Header.Set("Content-Type", "application/json")
	if resp, err := s.Client().Do(req); err == nil {
		resp.Body.Close()
		t.Fatal("the client should have left before the answer")
	}
	if err := <-done; err != nil || len(d.bus.taken()) != 1 {
		t.Errorf("emit: %v, %d records", err, len(d.bus.taken()))
	}
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", d.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: x\r\nX-Heliu-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"name\":\"half\"}", publicKey)
	c.Close()
	d.Close() // waits for the handler
	if n := len(d.bus.taken()); n != 1 {
		t.Errorf("%d records, want the first alone", n)
	}
}
