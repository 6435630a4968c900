package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"time"
)

// scan is a code that was given out.
type scan struct {
	who   Member
	until time.Time
}

// userToken changes a code for the person's own token, once.
func (s *Server) userToken(w http.ResponseWriter, r *http.Request) {
	var in struct{ ClientID, ClientSecret, Code, GrantType string }
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.GrantType != "authorization_code" {
		refuse(w, http.StatusBadRequest, "invalidParameter")
		return
	}
	if in.ClientID != s.d.AppKey || in.ClientSecret != s.d.AppSecret {
		refuse(w, http.StatusBadRequest, "invalidClientIdOrSecret")
		return
	}
	c, known := s.codes[in.Code]
	delete(s.codes, in.Code)
	if !known || !s.clock.Now().Before(c.until) {
		refuse(w, http.StatusBadRequest, "invalidParameter.authCode.notFound")
		return
	}
	token := fmt.Sprintf("fake-ding-person-%04d", len(s.persons)+1)
	s.persons[token] = c.who
	write(w, http.StatusOK, map[string]any{"accessToken": token, "refreshToken": "fake-ding-refresh", "expireIn": 7200})
}

func (s *Server) me(w http.ResponseWriter, r *http.Request) {
	m, known := s.persons[r.Header.Get("x-acs-dingtalk-access-token")]
	if !known {
		refuse(w, http.StatusUnauthorized, "InvalidAuthentication")
		return
	}
	write(w, http.StatusOK, map[string]any{"nick": m.Nick, "unionId": m.UnionID, "openId": "o" + m.UnionID, "mobile": "13900000000"})
}

func (s *Server) byUnionID(w http.ResponseWriter, r *http.Request) {
	var in struct{ UnionID string }
	_ = json.NewDecoder(r.Body).Decode(&in)
	for _, m := range s.d.Members {
		if m.UnionID != in.UnionID || m.Outside {
			continue
		}
		contact := 0
		if m.Contact {
			contact = 1
		}
		reply(w, 0, "ok", map[string]any{"result": map[string]any{"contact_type": contact, "userid": m.UserID}})
		return
	}
	reply(w, 60121, "找不到该用户", nil)
}

// Scan is a person before the page at authURL who scans it: it gives where DingTalk
// sends the browser then.
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
			code := fmt.Sprintf("fake-ding-code-%04d", s.scanned)
			s.codes[code] = scan{m, s.clock.Now().Add(CodeLife)}
			q := back.Query()
			q.Set("authCode", code)
			q.Set("state", u.Query().Get("state"))
			back.RawQuery = q.Encode()
			return back.String(), nil
		}
	}
	return "", errors.New("fake: nobody of this id has a phone")
}

func (s *Server) asked(q url.Values) (*url.URL, error) {
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || back.Host == "" || q.Get("client_id") != s.d.AppKey || q.Get("response_type") != "code" || q.Get("scope") != "openid" {
		return nil, errors.New("fake: the page was asked for with wrong parameters")
	}
	return back, nil
}

// page shows a link for everybody who could scan, in place of the code.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if _, err := s.asked(q); err != nil {
		http.Error(w, "回调地址或应用参数不正确（示例）", http.StatusBadRequest)
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
	_, _ = fmt.Fprint(w, `<!DOCTYPE html><html lang="zh"><meta name="viewport" content="width=device-width"><title>钉钉扫码（示例）</title><h1>谁来扫码？（示例）</h1><ul>`)
	for _, m := range s.d.Members {
		q.Set("as", m.UserID)
		_, _ = fmt.Fprintf(w, `<li><a href="?%s">%s</a></li>`, html.EscapeString(q.Encode()), html.EscapeString(m.Nick))
	}
	_, _ = fmt.Fprint(w, `</ul></html>`)
}
