package fake

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// scan is a code that was given out.
type scan struct {
	who   Member
	until time.Time
}

// userInfo tells whose code it is, once. The older interface spells its fields otherwise.
func (s *Server) userInfo(user, open string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		code := r.URL.Query().Get("code")
		c, known := s.codes[code]
		delete(s.codes, code)
		switch {
		case !known || !s.clock.Now().Before(c.until):
			reply(w, 40029, "invalid code", nil)
		case c.who.Outside:
			reply(w, 0, "ok", map[string]any{open: "o_fake_" + c.who.UserID})
		default:
			reply(w, 0, "ok", map[string]any{user: c.who.UserID})
		}
	}
}

// Scan is a person before the page at authURL who scans it: it gives where WeCom sends
// the browser then.
func (s *Server) Scan(authURL, userID string) (string, error) {
	u, err := url.Parse(authURL)
	if err != nil {
		return "", err
	}
	back, err := s.asked(u.Query())
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.d.Members {
		if m.UserID == userID {
			s.scanned++
			code := fmt.Sprintf("fake-wecom-code-%04d", s.scanned)
			s.codes[code] = scan{m, s.clock.Now().Add(CodeLife)}
			q := back.Query()
			q.Set("code", code)
			q.Set("state", u.Query().Get("state"))
			back.RawQuery = q.Encode()
			return back.String(), nil
		}
	}
	return "", errors.New("fake: nobody of this id has a phone")
}

// asked reads the query of the page: it must name the corporation's own application.
func (s *Server) asked(q url.Values) (*url.URL, error) {
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || back.Host == "" || q.Get("login_type") != "CorpApp" || q.Get("appid") != s.d.CorpID || q.Get("agentid") != strconv.Itoa(s.d.AgentID) {
		return nil, errors.New("fake: the page was asked for with wrong parameters")
	}
	return back, nil
}

// page shows a link for everybody who could scan, in place of the code.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if _, err := s.asked(q); err != nil {
		http.Error(w, "redirect_uri 或应用参数不正确（示例）", http.StatusBadRequest)
		return
	}
	if who := q.Get("as"); who != "" {
		back, err := s.Scan(r.URL.String(), who)
		if err != nil {
			http.Error(w, "没有这个人（示例）", http.StatusNotFound)
			return
		}
		http.Redirect(w, r, back, http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprint(w, `<!DOCTYPE html><html lang="zh"><meta name="viewport" content="width=device-width"><title>企业微信扫码（示例）</title><h1>谁来扫码？（示例）</h1><ul>`)
	for _, m := range s.d.Members {
		q.Set("as", m.UserID)
		_, _ = fmt.Fprintf(w, `<li><a href="?%s">%s</a></li>`, html.EscapeString(q.Encode()), html.EscapeString(m.Name))
	}
	_, _ = fmt.Fprint(w, `</ul></html>`)
}
