package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// appMessage is the body of message/send.
type appMessage struct {
	ToUser    string `json:"touser"`
	MsgType   string `json:"msgtype"`
	AgentID   int    `json:"agentid"`
	Duplicate int    `json:"enable_duplicate_check"`
	Interval  int    `json:"duplicate_check_interval"`
	Card      struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		URL         string `json:"url"`
		Button      string `json:"btntxt"`
	} `json:"textcard"`
	Text     content `json:"text"`
	Markdown content `json:"markdown"`
}

type content struct {
	Content string `json:"content"`
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// send delivers to each valid member. It names the others in lower case, and refuses the
// message when there is no valid one.
func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	var m appMessage
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		reply(w, 47001, "data format error", nil)
		return
	}
	d := Delivery{At: s.clock.Now(), Kind: m.MsgType}
	switch {
	case m.AgentID != s.d.AgentID:
		reply(w, 301002, "no privilege for this agentid", nil)
		return
	case m.MsgType == "textcard" && (m.Card.Title == "" || m.Card.Description == "" || m.Card.URL == ""):
		reply(w, 40058, "textcard misses a field", nil)
		return
	case m.MsgType == "textcard":
		d.Title, d.Text, d.URL, d.Button = cut(m.Card.Title, titleRunes), cut(m.Card.Description, descRunes), m.Card.URL, m.Card.Button
	case m.MsgType == "text" && (m.Text.Content == "" || len(m.Text.Content) > textBytes):
		reply(w, 45002, "content size out of limit", nil)
		return
	case m.MsgType == "text":
		d.Text = m.Text.Content
	case m.MsgType == "markdown":
		d.Text = m.Markdown.Content
	default:
		reply(w, 40008, "invalid message type", nil)
		return
	}
	var invalid, unlicensed []string
	valid := s.members(m.ToUser, &invalid, &unlicensed)
	if len(valid)+len(unlicensed) == 0 {
		reply(w, 81013, "user & party & tag all invalid", map[string]any{"invaliduser": strings.Join(invalid, "|")})
		return
	}
	for _, to := range valid {
		mark := fmt.Sprint(to, "\n", d.Kind, "\n", d.Title, "\n", d.Text, "\n", d.URL)
		last, before := s.seen[mark]
		if m.Duplicate == 1 && before && d.At.Sub(last) < time.Duration(m.Interval)*time.Second {
			continue
		}
		s.seen[mark] = d.At
		d.To = to
		s.inbox = append(s.inbox, d)
	}
	s.msgs++
	reply(w, 0, "ok", map[string]any{"invaliduser": strings.Join(invalid, "|"), "unlicenseduser": strings.Join(unlicensed, "|"), "msgid": fmt.Sprintf("fake-%06d", s.msgs)})
}

// members parts a list of ids into those that get the message and the others, which come
// in lower case. Ids are not case sensitive.
func (s *Server) members(list string, invalid, unlicensed *[]string) []string {
	var valid []string
	for id := range strings.SplitSeq(list, "|") {
		found := false
		for _, m := range s.d.Members {
			all := list == "@all" && !m.Outside
			if m.Outside || !all && !strings.EqualFold(m.UserID, id) {
				continue
			}
			found = true
			if m.Unlicensed {
				*unlicensed = append(*unlicensed, strings.ToLower(m.UserID))
				continue
			}
			valid = append(valid, m.UserID)
		}
		if !found {
			*invalid = append(*invalid, strings.ToLower(id))
		}
	}
	return valid
}

// webhook is the group's robot: 20 messages a minute, no memory of what it has said.
func (s *Server) webhook(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Query().Get("key") != s.d.RobotKey {
		reply(w, 93000, "invalid webhook url, hint: [demo], from ip: 203.0.113.9", nil)
		return
	}
	var m appMessage
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		reply(w, 47001, "data format error", nil)
		return
	}
	text := m.Text.Content
	if m.MsgType == "markdown" {
		text = m.Markdown.Content
	}
	now := s.clock.Now()
	for len(s.robot) > 0 && now.Sub(s.robot[0]) >= time.Minute {
		s.robot = s.robot[1:]
	}
	switch {
	case text == "" || !utf8.ValidString(text) || m.MsgType == "text" && len(text) > textBytes:
		reply(w, 45002, "content size out of limit", nil)
	case now.Before(s.limited) || len(s.robot) >= RobotMinute:
		reply(w, 45009, "api freq out of limit", nil)
	default:
		s.robot = append(s.robot, now)
		s.inbox = append(s.inbox, Delivery{At: now, Kind: m.MsgType, Text: text})
		reply(w, 0, "ok", nil)
	}
}
