package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Server is the local platform: api.baidu.com and u.baidu.com in one http.Handler.
// It is safe for concurrent use, also while its rows change.
type Server struct {
	mu       sync.Mutex
	clock    Clock
	access   Access
	accounts []Account
	single   bool
	rows     map[string]map[record.Date][]*Row // by account and day
	deleted  []Deletion

	refresh       string
	refreshUntil  time.Time
	granted       func(refreshToken string)
	tokens        map[string]time.Time // access tokens with their end
	rotations     int
	second        int64 // of the QPS count
	inSecond      int
	limited, part int // answers to come that are limited, that are partial
	calls         int
}

// New makes a server that holds d.
func New(d Data, clock Clock) *Server {
	s := &Server{
		clock: clock, access: withDefaults(d.Access), accounts: d.Accounts, single: d.SingleObject,
		rows: map[string]map[record.Date][]*Row{}, deleted: append([]Deletion(nil), d.Deleted...), tokens: map[string]time.Time{},
	}
	if len(s.accounts) == 0 {
		s.accounts = []Account{{UserName: "demo-account", UserID: s.access.UserID}}
	}
	s.refresh, s.refreshUntil = s.access.RefreshToken, clock.Now().Add(s.access.RefreshLife)
	for _, r := range d.Rows {
		s.put(r)
	}
	return s
}

func withDefaults(a Access) Access {
	d := DefaultAccess()
	if a == (Access{}) {
		return d
	}
	if a.AccessLife == 0 {
		a.AccessLife = d.AccessLife
	}
	if a.RefreshLife == 0 {
		a.RefreshLife = d.RefreshLife
	}
	if a.QPS == 0 {
		a.QPS = d.QPS
	}
	if a.MaxRowCount == 0 {
		a.MaxRowCount = d.MaxRowCount
	}
	return a
}

// Access gives the OAuth application.
func (s *Server) Access() Access { return s.access }

// PutRow adds a row, or replaces the row of the same identity together with its restatements.
func (s *Server) PutRow(r Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(r)
}

func (s *Server) put(r Row) {
	if r.Account == "" {
		r.Account = s.accounts[0].UserName
	}
	days := s.rows[r.Account]
	if days == nil {
		days = map[record.Date][]*Row{}
		s.rows[r.Account] = days
	}
	r.Restated = append([]Restatement(nil), r.Restated...)
	if old := s.find(r.Account, r.Day, r.CampaignID, r.AdGroupID, r.KeywordID); old != nil {
		*old = r
		return
	}
	days[r.Day] = append(days[r.Day], &r)
}

func (s *Server) find(account string, day record.Date, campaign, adGroup, keyword int64) *Row {
	for _, r := range s.rows[account][day] {
		if r.CampaignID == campaign && r.AdGroupID == adGroup && r.KeywordID == keyword {
			return r
		}
	}
	return nil
}

// Restate adds a later value to a row; false when there is no such row. Values
// must be added in the order of their At.
func (s *Server) Restate(account string, day record.Date, campaign, adGroup, keyword int64, to Restatement) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.find(account, day, campaign, adGroup, keyword)
	if r == nil {
		return false
	}
	r.Restated = append(r.Restated, to)
	return true
}

// Delete marks something as deleted.
func (s *Server) Delete(d Deletion) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deleted = append(s.deleted, d)
}

// LimitNext makes the next n report calls answer that the rate is too high.
func (s *Server) LimitNext(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = n
}

// PartialNext makes the next n report calls answer with status 1: half of the rows and a failure.
func (s *Server) PartialNext(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.part = n
}

// Reports counts the report calls that were answered with rows.
func (s *Server) Reports() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// ServeHTTP answers the report service and OAuth.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || !json.Valid(raw) {
		answer(w, envelope{Header: header{Desc: "system error", Status: 3, Failures: []failure{{Code: 8000, Message: "the request is no JSON"}}}})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.URL.Path {
	case "/oauth/accessToken":
		s.accessToken(w, raw)
	case "/oauth/refreshToken":
		s.refreshToken(w, raw)
	case "/oauth/getUserInfo":
		s.userInfo(w, raw)
	case "/json/sms/service/OpenApiReportService/getReportData":
		s.report(w, raw)
	case "/json/feed/v1/MccFeedService/getUserListByMccid":
		s.managed(w, raw)
	default:
		http.NotFound(w, r)
	}
}

type envelope struct {
	Header header `json:"header"`
	Body   any    `json:"body"`
}

type header struct {
	Desc     string    `json:"desc"`
	Failures []failure `json:"failures"`
	Oprs     int       `json:"oprs"`
	Succ     int       `json:"succ"`
	Oprtime  int       `json:"oprtime"`
	Quota    int       `json:"quota"`
	Rquota   int       `json:"rquota"`
	Status   int       `json:"status"`
	TraceID  string    `json:"traceid"`
}

type failure struct {
	Code     int    `json:"code"`
	Field    string `json:"field,omitempty"`
	ID       int64  `json:"id,omitempty"`
	Message  string `json:"message"`
	Position string `json:"position,omitempty"`
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}

// refuse answers with status 2 (all failed) and one failure. The codes are made up
// where no public source names one.
func refuse(w http.ResponseWriter, code int, field, message string) {
	answer(w, envelope{Header: header{
		Desc: "failure", Status: 2, Oprs: 1, TraceID: "t1",
		Failures: []failure{{Code: code, Field: field, Message: message}},
	}, Body: map[string]any{}})
}

// signedIn checks the credentials inside the body and gives the account asked for.
func (s *Server) signedIn(w http.ResponseWriter, h requestHeader) (Account, bool) {
	until, known := s.tokens[h.AccessToken]
	if !known || !s.clock.Now().Before(until) {
		refuse(w, 8102, "accessToken", "access token is invalid or expired")
		return Account{}, false
	}
	for _, a := range s.accounts {
		if strings.EqualFold(a.UserName, h.UserName) {
			return a, true
		}
	}
	refuse(w, 8101, "userName", "account does not exist or is not authorized")
	return Account{}, false
}

type requestHeader struct {
	UserName    string `json:"userName"`
	AccessToken string `json:"accessToken"`
}

func (s *Server) managed(w http.ResponseWriter, raw []byte) {
	var q struct {
		Header requestHeader `json:"header"`
	}
	_ = json.Unmarshal(raw, &q)
	if _, ok := s.signedIn(w, q.Header); !ok {
		return
	}
	list := []any{}
	for _, a := range s.accounts {
		list = append(list, map[string]any{"userid": a.UserID, "username": a.UserName, "mccid": s.access.UserID})
	}
	answer(w, envelope{Header: success(), Body: map[string]any{"data": list}})
}

func success() header {
	return header{Desc: "success", Failures: []failure{}, Oprs: 1, Succ: 1, Quota: 1, Rquota: 49999, TraceID: "t1"}
}
