package privacy

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Statement is one thing that a person agreed to, or took back. Channel is empty for
// every channel.
type Statement struct {
	Purpose string
	Channel string
	Given   bool
	At      time.Time
}

// Statements reads a canonical consent map: purpose or purpose/channel to "given" or
// "withdrawn", with a date and a word on how behind it ("given 2026-01-01 form"), or to
// a JSON object {given, at, channel}. at is when the record says so, for values without
// a date. What cannot be understood is no consent and gives no statement.
func Statements(m map[string]string, at time.Time) []Statement {
	out := make([]Statement, 0, len(m))
	for k, v := range m {
		purpose, channel, _ := strings.Cut(strings.ToLower(strings.TrimSpace(k)), "/")
		s := Statement{Purpose: purpose, Channel: channel, At: at}
		if purpose != "" && s.read(v) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Statement) int {
		return cmp.Or(cmp.Compare(a.Purpose, b.Purpose), cmp.Compare(a.Channel, b.Channel))
	})
	return out
}

func (s *Statement) read(v string) bool {
	if strings.HasPrefix(strings.TrimSpace(v), "{") {
		var o struct {
			Given   *bool  `json:"given"`
			At      string `json:"at"`
			Channel string `json:"channel"`
		}
		if json.Unmarshal([]byte(v), &o) != nil || o.Given == nil {
			return false
		}
		s.Given = *o.Given
		s.when(o.At)
		s.Channel = cmp.Or(strings.ToLower(o.Channel), s.Channel)
		return true
	}
	words := strings.Fields(strings.ToLower(record.NormalizeWidth(v)))
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "given", "true", "yes", "y", "1", "granted", "同意", "是", "on":
		s.Given = true
	case "withdrawn", "false", "no", "n", "0", "denied", "revoked", "拒绝", "不同意", "撤回", "否", "off":
	default:
		return false
	}
	if len(words) > 1 {
		s.when(strings.ToUpper(words[1]))
	}
	return true
}

// when takes a time over; one that lies behind the record's own is not believed.
func (s *Statement) when(text string) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t, err = time.ParseInLocation(time.DateOnly, text, record.Shanghai)
	}
	if err == nil && t.Before(s.At) {
		s.At = t
	}
}

// Basis is on what ground something is done with personal data (PIPL, article 13).
type Basis string

// The bases.
const (
	ByConsent   Basis = "consent"
	ByContract  Basis = "contract"
	ByLaw       Basis = "legal_duty"
	ByEmployer  Basis = "employment"
	ByDisclosed Basis = "disclosed" // what the person or the law has made public
)

// Bases lists them.
var Bases = []Basis{ByConsent, ByContract, ByLaw, ByEmployer, ByDisclosed}

// Purpose is what something is done for.
type Purpose struct {
	ID      string `json:"id"`
	Zh      string `json:"zh"`
	En      string `json:"en"`
	Basis   Basis  `json:"basis" enum:"consent,contract,legal_duty,employment,disclosed"`
	Most    int    `json:"most" doc:"contacts with one person within the days; 0: any number"`
	Days    int    `json:"days"`
	Version int    `json:"version" doc:"0: the program's own"`
}

// Purposes are those that a workspace has until it sets its own.
var Purposes = []Purpose{
	{ID: "marketing", Zh: "营销推广", En: "Marketing", Basis: ByConsent, Most: 4, Days: 30},
	{ID: "contact", Zh: "回复咨询", En: "Answering an inquiry", Basis: ByConsent},
	{ID: "service", Zh: "客户服务", En: "Customer service", Basis: ByContract},
	{ID: "contract", Zh: "合同履行", En: "Carrying out contracts", Basis: ByContract},
	{ID: "accounting", Zh: "会计核算", En: "Accounting", Basis: ByLaw},
}

// Ask is the one question that whoever is about to reach a person puts first.
type Ask struct {
	Golden     string // golden record
	Connection record.ConnectionID
	Version    int64 // of the golden record: the same ask again is no second contact
}

// Verdict is the answer.
type Verdict struct {
	OK      bool
	Code    string // no_consent, consent_withdrawn, contact_limit; empty when OK
	Purpose string
	Channel string
	Until   time.Time // when a contact_limit ends
}

// Decide says whether a person may be reached for a purpose over a channel now.
// statements are all that are known of the person, the last to be written down last;
// contacts are the times at which the person was reached for the purpose. Of statements
// that cover the channel the latest counts, of two at one time the one written down last.
func Decide(p Purpose, channel string, statements []Statement, contacts []time.Time, now time.Time) Verdict {
	v := Verdict{Purpose: p.ID, Channel: channel}
	var last *Statement
	for i, s := range statements {
		if s.Purpose == p.ID && (s.Channel == "" || channel == "" || s.Channel == channel) && (last == nil || !s.At.Before(last.At)) {
			last = &statements[i]
		}
	}
	switch {
	case last != nil && !last.Given:
		v.Code = "consent_withdrawn"
		return v
	case last == nil && p.Basis == ByConsent:
		v.Code = "no_consent"
		return v
	}
	if p.Most > 0 {
		window := time.Duration(p.Days) * 24 * time.Hour
		var recent []time.Time
		for _, t := range contacts {
			if t.After(now.Add(-window)) {
				recent = append(recent, t)
			}
		}
		if len(recent) >= p.Most {
			slices.SortFunc(recent, time.Time.Compare)
			v.Code, v.Until = "contact_limit", recent[len(recent)-p.Most].Add(window)
			return v
		}
	}
	v.OK = true
	return v
}
