package fake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// say is the group's robot: its security check, then 20 messages a minute, then ten
// minutes of silence.
func (s *Server) say(w http.ResponseWriter, r *http.Request) {
	s.calls++
	q, now := r.URL.Query(), s.clock.Now()
	var m struct {
		MsgType string `json:"msgtype"`
		Text    struct {
			Content string `json:"content"`
		} `json:"text"`
		Markdown struct {
			Title string `json:"title"`
			Text  string `json:"text"`
		} `json:"markdown"`
	}
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		reply(w, 43004, "无效的HTTP HEADER Content-Type", nil)
		return
	}
	text := m.Text.Content + m.Markdown.Text
	for len(s.robot) > 0 && now.Sub(s.robot[0]) >= time.Minute {
		s.robot = s.robot[1:]
	}
	switch {
	case q.Get("access_token") == "":
		reply(w, 300001, "token is not exist", nil)
	case q.Get("access_token") != s.d.RobotToken:
		reply(w, 300005, "token is not exist", nil)
	case s.d.RobotSecret != "" && !s.signed(q, now):
		reply(w, 310000, "sign not match", nil)
	case s.d.Keyword != "" && !strings.Contains(text, s.d.Keyword):
		reply(w, 310000, "keywords not in content", nil)
	case now.Before(s.muted):
		reply(w, 130101, "send too fast", nil)
	case len(s.robot) >= RobotMinute:
		s.muted = now.Add(Muted)
		reply(w, 130101, "send too fast", nil)
	case text == "":
		reply(w, 400101, "empty content", nil)
	default:
		s.robot = append(s.robot, now)
		s.inbox = append(s.inbox, Delivery{At: now, Kind: m.MsgType, Title: m.Markdown.Title, Text: text})
		reply(w, 0, "ok", nil)
	}
}

// signed checks timestamp and sign, which may be an hour old.
func (s *Server) signed(q url.Values, now time.Time) bool {
	ms, err := strconv.ParseInt(q.Get("timestamp"), 10, 64)
	if err != nil || now.Sub(time.UnixMilli(ms)).Abs() > signWindow {
		return false
	}
	mac := hmac.New(sha256.New, []byte(s.d.RobotSecret))
	mac.Write([]byte(q.Get("timestamp") + "\n" + s.d.RobotSecret))
	got, err := base64.StdEncoding.DecodeString(q.Get("sign"))
	return err == nil && hmac.Equal(got, mac.Sum(nil))
}
