// Package kingdee reads Kingdee K3 Cloud / 云星空 (Galaxy, Cosmic Xingkong) through
// its WebAPI: customers, sales orders, receivables and receipts. It writes nothing.
//
// A record's Raw is a JSON object with the field keys that were asked for as names
// ("FCustId.FNumber") and the entry lines under "entries". What the connection's
// settings decide stands beside them under names that begin with an underscore:
//
//	_contract   text of the contract field
//	_tax_id     of a customer: the tax number to trust (see taxID)
//	_status     of an order open, closed, cancelled; of a receivable open, partial, closed, void
//	_seller     of an order: the seller's code, as employees' codes are written: kingdee/account set/number
//	_kind       of a receivable; of each receipt entry
//	_order      of a receivable: the first order number of its entries
//	_id, _part, _cash_date  of each receipt entry
//
// Numbers are brought from doubles back to the decimals that the server stores.
package kingdee

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// Connector is the value that connectors/all lists.
var Connector = connectors.Connector{Spec: spec, NewSource: newSource}

type source struct {
	env      connectors.Env
	s        connectors.Settings
	session  *session
	forms    map[string]form
	pageSize int
	overlap  time.Duration
}

// needed are the settings that a way of signing in cannot do without.
var needed = map[string][]string{
	authPassword: {"password"}, authAppSecret: {"app_id", "app_secret"}, authLoginSign: {"app_id", "app_secret"}, authSignature: {"app_id", "app_secret"},
}

func newSource(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Source, error) {
	for _, name := range needed[s.String("auth")] {
		if s.String(name) == "" {
			return nil, fault.Newf("bad_settings", "%s: is required for this way of signing in", name).At(name, "")
		}
	}
	src := &source{env: env, s: s, forms: forms(s), pageSize: s.Int("page_size"), overlap: s.Duration("overlap")}
	if src.pageSize < 2 || src.pageSize > 10000 {
		return nil, fault.Newf("bad_settings", "page_size: must be 2 to 10000").At("page_size", "")
	}
	if src.overlap < 0 || src.overlap > 24*time.Hour {
		return nil, fault.Newf("bad_settings", "overlap: must be 0s to 24h").At("overlap", "")
	}
	for _, name := range []string{"contract_field", "uscc_field"} {
		if v := s.String(name); v != noField && strings.IndexFunc(v, notInName) >= 0 {
			return nil, fault.Newf("bad_settings", "%s: must be a field key such as F_HL_CONTRACT, or - for none", name).At(name, "")
		}
	}
	client, err := rest.New(rest.Options{BaseURL: s.String("base_url"), Transport: env.HTTP, Clock: env.Clock, HTTP1: true, Timeout: 120 * time.Second})
	if err != nil {
		return nil, err
	}
	src.session, err = newSession(client, env, s)
	return src, err
}

func notInName(r rune) bool {
	return r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// Check signs in and asks each form for one row with every field, so that a field
// which this site does not have is found now.
func (s *source) Check(ctx context.Context) error {
	for _, st := range spec.Streams {
		f := s.forms[st.Name]
		rows, err := s.query(ctx, f, query{filter: f.filter, order: f.order(), limit: 1})
		if err == nil {
			_, err = f.group(rows)
		}
		if err != nil {
			return fault.As(err).In(st.Name)
		}
	}
	return nil
}

// Discover lists the streams.
func (s *source) Discover(context.Context) ([]connectors.Stream, error) { return spec.Streams, nil }

// Read reads a stream to the end of what there is.
func (s *source) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	r, err := s.reader(stream, from, emit)
	if err != nil {
		return err
	}
	return r.run(ctx)
}

// reader makes the reader of a stream that goes on from a state.
func (s *source) reader(stream string, from connectors.State, emit connectors.Emit) (*reader, error) {
	f, ok := s.forms[stream]
	if !ok {
		return nil, fault.Newf("bad_settings", "no stream %q", stream)
	}
	st, err := readState(from)
	if err != nil {
		return nil, err
	}
	saved, err := json.Marshal(st) // a store may have written it otherwise
	if err != nil {
		return nil, err
	}
	return &reader{source: s, form: f, stream: stream, emit: emit, state: st, saved: saved, began: s.env.Clock.Now()}, nil
}

// state is how far a stream was read. Cursor is the greatest (FModifyDate, FID)
// emitted, Seen what was emitted within the overlap before it, Dense how far a second
// with more rows than a page was read. Floor, when set, is a time before the cursor
// from which on more may have come while that was read.
type state struct {
	V      int        `json:"v"`
	Cursor position   `json:"cursor"`
	Floor  string     `json:"floor,omitempty"`
	Seen   []position `json:"seen,omitempty"`
	Dense  *position  `json:"dense,omitempty"`
}

// low is where the next Read begins, a whole second; the zero time for the start.
func (st state) low(overlap time.Duration) time.Time {
	if st.Cursor.Modified == "" {
		return time.Time{}
	}
	at := st.Cursor.at()
	if f := serverTime(st.Floor); !f.IsZero() && f.Before(at) {
		at = f
	}
	return at.Add(-overlap).Truncate(time.Second)
}

const stateVersion = 1

// maxSeen keeps a state under connectors.MaxState; what falls out is emitted again, harmlessly.
const maxSeen = 800

func readState(from connectors.State) (state, error) {
	st := state{V: stateVersion}
	if len(from) == 0 || string(from) == "null" {
		return st, nil
	}
	if err := json.Unmarshal(from, &st); err != nil || st.V != stateVersion {
		return st, fault.Newf("lost_state", "the saved position cannot be read")
	}
	return st, nil
}
