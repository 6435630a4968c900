package fake

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// task is a work notice that was taken.
type task struct {
	ready              time.Time // when its result can be asked for
	invalid, forbidden []string
	unread             []string
}

// notice is the body of asyncsend_v2.
type notice struct {
	AgentID string `json:"agent_id"`
	Users   string `json:"userid_list"`
	Msg     struct {
		Type string `json:"msgtype"`
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
		OA struct {
			URL  string `json:"message_url"`
			Head struct {
				Color string `json:"bgcolor"`
			} `json:"head"`
			Body struct {
				Title   string `json:"title"`
				Content string `json:"content"`
			} `json:"body"`
		} `json:"oa"`
	} `json:"msg"`
}

func (s *Server) member(userID string) (Member, bool) {
	for _, m := range s.d.Members {
		if m.UserID == userID && !m.Outside && !m.Contact {
			return m, true
		}
	}
	return Member{}, false
}

// send takes a notice without looking at its members: the result tells of them later.
// The same content reaches a member once a day.
func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	var n notice
	switch err := json.NewDecoder(r.Body).Decode(&n); {
	case err != nil:
		reply(w, 40035, "不合法的参数", nil)
		return
	case n.AgentID != s.d.AgentID:
		reply(w, 60011, "no permission", nil)
		return
	case n.Users == "" || strings.Count(n.Users, ",") >= 100:
		reply(w, 40035, "不合法的参数", nil)
		return
	}
	d := Delivery{At: s.clock.Now(), Kind: n.Msg.Type, Text: n.Msg.Text.Content + n.Msg.OA.Body.Content, Title: n.Msg.OA.Body.Title, URL: n.Msg.OA.URL, Color: n.Msg.OA.Head.Color}
	if d.Text == "" || n.Msg.Type != "oa" && n.Msg.Type != "text" {
		reply(w, 40035, "不合法的参数", nil)
		return
	}
	t := task{ready: d.At.Add(time.Second)}
	day := d.At.Format(time.DateOnly)
	for id := range strings.SplitSeq(n.Users, ",") {
		mark := id + "\n" + d.Kind + d.Title + d.Text + d.URL
		_, known := s.member(id)
		switch {
		case !known:
			t.invalid = append(t.invalid, id)
		case s.seen[mark] == day:
			t.forbidden = append(t.forbidden, id)
		default:
			s.seen[mark] = day
			t.unread = append(t.unread, id)
			d.To = id
			s.inbox = append(s.inbox, d)
		}
	}
	s.tasks = append(s.tasks, t)
	reply(w, 0, "ok", map[string]any{"task_id": len(s.tasks)})
}

// result tells what became of a notice, empty lists while it is on its way.
func (s *Server) result(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Task json.Number `json:"task_id"`
	}
	n := 0
	if err := json.NewDecoder(r.Body).Decode(&in); err == nil {
		n, _ = strconv.Atoi(in.Task.String())
	}
	if n < 1 || n > len(s.tasks) {
		reply(w, 40035, "不合法的参数", nil)
		return
	}
	t := s.tasks[n-1]
	out := map[string]any{"invalid_user_id_list": []string{}, "forbidden_user_id_list": []string{}, "failed_user_id_list": []string{}, "read_user_id_list": []string{}, "unread_user_id_list": []string{}}
	if !s.clock.Now().Before(t.ready) {
		why := []map[string]any{}
		for _, id := range t.forbidden {
			why = append(why, map[string]any{"code": "143106", "count": 1, "userid": id})
		}
		out["invalid_user_id_list"], out["forbidden_user_id_list"], out["unread_user_id_list"], out["forbidden_list"] = t.invalid, t.forbidden, t.unread, why
	}
	reply(w, 0, "ok", map[string]any{"send_result": out})
}
