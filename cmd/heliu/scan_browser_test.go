package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// scanBrowser is one person's browser: its cookies, and an address of its own.
type scanBrowser struct {
	l    *scanLab
	http *http.Client
	from string
}

func (l *scanLab) browser() *scanBrowser {
	l.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		l.t.Fatal(err)
	}
	l.browsers++
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &scanBrowser{l: l, http: &http.Client{Jar: jar, CheckRedirect: stay}, from: fmt.Sprintf("203.0.113.%d", l.browsers)}
}

// scanAnswer is what a browser got.
type scanAnswer struct {
	status int
	header http.Header
	body   []byte
}

func (b *scanBrowser) call(method, at string, body any, headers ...string) scanAnswer {
	b.l.t.Helper()
	if strings.HasPrefix(at, "/") {
		at = b.l.server.URL + at
	}
	var in io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			b.l.t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(b.l.t.Context(), method, at, in)
	if err != nil {
		b.l.t.Fatal(err)
	}
	req.Header.Set("X-Forwarded-For", b.from)
	if method != http.MethodGet { // as a page of the hub's own does
		req.Header.Set("Origin", b.l.server.URL)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := b.http.Do(req)
	if err != nil {
		b.l.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	a := scanAnswer{status: resp.StatusCode, header: resp.Header}
	if a.body, err = io.ReadAll(resp.Body); err != nil {
		b.l.t.Fatal(err)
	}
	return a
}

// scanBack is what a browser brings back to the hub.
type scanBack struct{ Way, State, Code string }

var linkPattern = regexp.MustCompile(`href="([^"]+)"`)

// scan goes to the vendor's page by the hub's start route, scans there as somebody, and
// follows the vendor back to the hub's page, which reads the address.
func (b *scanBrowser) scan(v *scanVendor, who string) scanBack {
	t := b.l.t
	t.Helper()
	var to struct{ URL string }
	if a := b.call(http.MethodPost, "/api/v1/session/start", map[string]string{"way": v.way}); a.status != http.StatusOK || json.Unmarshal(a.body, &to) != nil {
		t.Fatalf("start: %d %s", a.status, a.body)
	}
	page, err := url.Parse(to.URL)
	if err != nil || !strings.HasPrefix(to.URL, v.server.URL+"/") {
		t.Fatalf("the browser is sent to %s: %v", to.URL, err)
	}
	shown := b.call(http.MethodGet, to.URL, nil)
	for _, m := range linkPattern.FindAllStringSubmatch(string(shown.body), -1) {
		link, err := page.Parse(html.UnescapeString(m[1]))
		if err != nil || link.Query().Get("as") != v.ids[who] {
			continue
		}
		sent := b.call(http.MethodGet, link.String(), nil)
		back, err := url.Parse(sent.header.Get("Location"))
		if err != nil || sent.status != http.StatusFound {
			t.Fatalf("the vendor answers %d %s", sent.status, sent.body)
		}
		if home := b.call(http.MethodGet, back.String(), nil); home.status != http.StatusOK || !strings.HasPrefix(home.header.Get("Content-Type"), "text/html") || home.header.Get("Referrer-Policy") != "no-referrer" {
			t.Fatalf("the vendor sends the browser to %s: %d %v", back.Redacted(), home.status, home.header)
		}
		way, ok := strings.CutPrefix(back.Path, "/sign-in/return/")
		if got := (scanBack{way, back.Query().Get("state"), back.Query().Get(v.codeParam)}); ok && got.State != "" && got.Code != "" {
			return got
		}
		t.Fatalf("the vendor brings nothing along: %s", back.Redacted())
	}
	t.Fatalf("the vendor's page does not offer %s: %d %s", who, shown.status, shown.body)
	return scanBack{}
}

// finish hands in what the browser brought back.
func (b *scanBrowser) finish(s scanBack) scanAnswer {
	b.l.t.Helper()
	return b.call(http.MethodPost, "/api/v1/session/return", map[string]string{"way": s.Way, "state": s.State, "code": s.Code})
}

// cookies are what the browser has of the hub.
func (b *scanBrowser) cookies() []*http.Cookie { return b.http.Jar.Cookies(b.l.home()) }

// session tells whether a session's is among them.
func (b *scanBrowser) session() bool {
	return slices.ContainsFunc(b.cookies(), func(c *http.Cookie) bool { return c.Name == "heliu" })
}

// home is the hub's address.
func (l *scanLab) home() *url.URL {
	l.t.Helper()
	u, err := url.Parse(l.server.URL)
	if err != nil {
		l.t.Fatal(err)
	}
	return u
}
