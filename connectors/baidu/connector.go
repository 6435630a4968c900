// Package baidu reads what Baidu search advertising (SEM) cost, a day and campaign
// (or finer) at a time, from the report service of Baidu's marketing API.
//
// The platform restates days that are over (invalid clicks are paid back), so the
// last seven days are pulled again and again and the last month once a month. A
// record's key names account, day and ids; its version is the time of fetching; its
// Raw is the row as the report gave it, without that time, and beside it:
//
//	_cost                           cost in yuan, "0" where the report shows none
//	_campaign, _ad_group, _keyword  names without the mark of deleted things
package baidu

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/record"
)

// Connector is the value that connectors/all lists.
var Connector = connectors.Connector{Spec: spec, NewSource: newSource}

const (
	maxAccounts = 20  // bounds the state
	maxSpan     = 731 // days of one report
)

type source struct {
	env         connectors.Env
	s           connectors.Settings
	api         *rest.Client
	tokens      *tokens
	level       level
	accounts    []string
	since       record.Date
	pageSize    int
	chunk       int // days of one report
	repullEvery time.Duration
}

func newSource(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Source, error) {
	src := &source{
		env: env, s: s, level: levels[s.String("level")], accounts: s.List("accounts"), since: record.Date(s.String("since")),
		pageSize: s.Int("page_size"), chunk: s.Int("chunk_days"), repullEvery: s.Duration("repull_every"),
	}
	if src.chunk == 0 {
		src.chunk = src.level.chunk
	}
	bad := func(name, why string) error { return fault.Newf("bad_settings", "%s: %s", name, why).At(name, "") }
	switch {
	case len(src.accounts) == 0 || len(src.accounts) > maxAccounts:
		return nil, bad("accounts", "name 1 to 20 accounts")
	case slices.ContainsFunc(src.accounts, func(a string) bool { return strings.TrimSpace(a) == "" || strings.Contains(a, "/") }):
		return nil, bad("accounts", "an account name is empty or holds a /")
	case src.pageSize < 1 || src.pageSize > 10000:
		return nil, bad("page_size", "must be 1 to 10000")
	case src.chunk < 1 || src.chunk > maxSpan:
		return nil, bad("chunk_days", "must be 1 to 731")
	case src.repullEvery < 0:
		return nil, bad("repull_every", "must not be negative")
	case strings.Trim(s.String("user_id"), "0123456789") != "":
		return nil, bad("user_id", "must be a number")
	}
	for _, name := range []string{"tax_rate", "rebate"} {
		if d, err := decimal.NewFromString(s.String(name)); err != nil || d.IsNegative() || d.GreaterThanOrEqual(decimal.NewFromInt(1)) {
			return nil, bad(name, "must be a fraction such as 0.06")
		}
	}
	var err error
	if src.api, err = rest.New(rest.Options{BaseURL: s.String("base_url"), Transport: env.HTTP, Clock: env.Clock, Timeout: time.Minute}); err != nil {
		return nil, err
	}
	oauth, err := rest.New(rest.Options{BaseURL: s.String("oauth_url"), Transport: env.HTTP, Clock: env.Clock})
	if err != nil {
		return nil, fault.As(err).At("oauth_url", "")
	}
	src.tokens = newTokens(oauth, env, s)
	return src, nil
}

// Check gets a token and asks for one row of yesterday of each account.
func (s *source) Check(ctx context.Context) error {
	day := yesterday(s.env.Clock.Now())
	for _, a := range s.accounts {
		if _, err := s.page(ctx, a, day, day, 0, 1); err != nil {
			return fault.As(err).In(a)
		}
	}
	return nil
}

// Discover lists the one stream.
func (s *source) Discover(context.Context) ([]connectors.Stream, error) { return spec.Streams, nil }

// Read pulls what is due of each account.
func (s *source) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	if stream != streamSpend {
		return fault.Newf("bad_settings", "no stream %q", stream)
	}
	st, err := readState(from)
	if err != nil {
		return err
	}
	saved, err := json.Marshal(st) // a store may have written it otherwise
	if err != nil {
		return err
	}
	r := &reader{source: s, emit: emit, state: st, saved: saved}
	var trouble error
	for _, a := range s.accounts {
		later, err := r.account(ctx, a)
		if err != nil {
			return err
		}
		if trouble == nil {
			trouble = later
		}
	}
	return trouble
}

func yesterday(now time.Time) record.Date { return addDays(record.DateOf(now), -1) }

func addDays(d record.Date, n int) record.Date { return record.DateOf(d.Time().AddDate(0, 0, n)) }
