package connectors

import (
	"context"
	"encoding/json"

	"github.com/heliuhub/heliu/fault"
)

// Recipient is one person or one group that a channel can reach.
type Recipient struct {
	// ID is the channel's own id of the person: a WeCom or DingTalk userid, a mobile
	// number, an e-mail address. Empty for a group robot or a webhook, which reach
	// whoever is behind them. It may be a personal value: never in an error or a log.
	ID string
}

// Message is one message to people. It knows no language: who sends it has chosen one.
type Message struct {
	// ID is stable: the same message tried again has the same ID, and a system that can
	// leave out what it has seen is asked to.
	ID    string
	To    []Recipient // none for a channel that reaches a group
	Title string      // one line
	Body  string      // plain text, lines parted by \n
	URL   string      // of the page where it is dealt with; may be empty
	// Severity is the word of alerts (info, warning, critical); a channel may colour by it.
	Severity string
	// Data is the event behind the message, for machines (webhooks); may be empty.
	Data json.RawMessage
}

// Severities of a Message, from the least to the gravest.
const (
	SeverityInfo     = "info"
	SeverityWarning  = "warning"
	SeverityCritical = "critical"
)

// Notifier carries messages to people. It is safe for concurrent use, and one lives as
// long as its connection's settings stay the same: what limits its rate is kept inside.
type Notifier interface {
	// Check tries the settings against the system without anybody being told anything.
	// Its error is a fault that tells IT what to mend. A system that can only be asked by
	// sending is checked for what can be seen from here.
	Check(ctx context.Context) error
	// Notify sends one message and gives one Outcome for each recipient, in order, or one
	// where there is none: Written when the system took it; Retry with a fault that may
	// say how long to Wait; Rejected when that recipient can never get it. The error is
	// for what concerns none of them in particular (credentials, the system is down): then
	// nobody is known to have got the message, and there are no outcomes. A message whose
	// fate is unknown is Retry, never Written. No error holds a secret or an ID of a
	// recipient.
	Notify(ctx context.Context, m Message) ([]Outcome, error)
}

// Each gives every recipient of m the same outcome; one when there is none.
func (m Message) Each(o Outcome) []Outcome {
	out := make([]Outcome, max(1, len(m.To)))
	for i := range out {
		out[i] = o
	}
	return out
}

// Failed is the outcome that fits an error of sending: Retry where waiting may help, or
// where an answer that nobody can read leaves open what became of the message; else
// Rejected.
func Failed(err error) Outcome {
	if fault.Retryable(err) || fault.Passing(err) || fault.As(err).Code == "source_bad_answer" {
		return Outcome{Kind: Retry, Err: err}
	}
	return Outcome{Kind: Rejected, Err: err}
}

// Stranger is who came back from a scan sign-in, by the system's own id. Which of our
// accounts that is decides who asked.
type Stranger struct {
	ID   string // WeCom or DingTalk userid
	Name string // as the system shows it; may be empty
}

// SignIn lets people sign in with the account that they have in another system. It is
// safe for concurrent use. State and redirect are the caller's: it must check that the
// state that comes back is the one that it gave, to the same browser.
type SignIn interface {
	// AuthURL is the page to send the browser to. After the scan the system sends it to
	// redirect with a code and the same state.
	AuthURL(state, redirect string) string
	// Exchange changes the code of the redirect for who scanned; redirect is the one of
	// AuthURL. A code that is unknown, used or expired is the fault sign_in_code, somebody
	// who is no member of the organisation sign_in_stranger.
	Exchange(ctx context.Context, code, redirect string) (Stranger, error)
}

// Ability is one thing that a connector can do.
type Ability string

// The abilities.
const (
	Pulls      Ability = "pulls"
	Pushes     Ability = "pushes"
	WritesBack Ability = "writes_back"
	Notifies   Ability = "notifies"
	SignsIn    Ability = "signs_in"
)

// Abilities lists what the connector can do, in the order of the constants.
func (c Connector) Abilities() []Ability {
	var out []Ability
	for _, a := range []struct {
		can  bool
		name Ability
	}{
		{c.NewSource != nil, Pulls},
		{c.NewReceiver != nil, Pushes},
		{c.NewDestination != nil, WritesBack},
		{c.NewNotifier != nil, Notifies},
		{c.NewSignIn != nil, SignsIn},
	} {
		if a.can {
			out = append(out, a.name)
		}
	}
	return out
}
