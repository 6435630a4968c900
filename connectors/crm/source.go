package crm

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// source lists the objects of one CRM. It is safe for concurrent use.
type source struct {
	env    connectors.Env
	set    settings
	client *rest.Client
}

func newSource(env connectors.Env, s connectors.Settings) (*source, error) {
	set, err := newSettings(s)
	if err != nil {
		return nil, err
	}
	client, err := rest.New(rest.Options{
		BaseURL: set.base, Transport: env.HTTP, Clock: env.Clock,
		Header: http.Header{"Authorization": {"Bearer " + set.token}, "Accept": {"application/json"}},
	})
	if err != nil {
		return nil, err
	}
	return &source{env: env, set: set, client: client}, nil
}

// page is one page of a listing.
type page struct {
	Data       []json.RawMessage `json:"data"`
	NextCursor *string           `json:"next_cursor"`
	status     int
	date       time.Time // the CRM's clock
}

// page asks for one page.
func (s *source) page(ctx context.Context, object string, since time.Time, cursor string, limit int) (page, error) {
	q := url.Values{"limit": {strconv.Itoa(limit)}}
	if !since.IsZero() {
		q.Set("updated_since", since.UTC().Format(time.RFC3339Nano))
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	var p page
	resp, err := s.client.JSON(ctx, rest.Request{Path: "/api/v1/" + object, Query: q}, &p)
	p.status = resp.Status
	if err != nil {
		return p, explained(resp, err)
	}
	if p.Data == nil {
		return p, fault.Newf("source_bad_answer", "the listing has no data").In(object)
	}
	p.date = s.env.Clock.Now()
	if d, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		p.date = d
	}
	return p, nil
}

var problemCode = regexp.MustCompile(`^[A-Za-z0-9_.:/-]{1,80}$`)

// explained adds the code of the CRM's problem (RFC 9457) to an error. Its detail may
// repeat values and is left out.
func explained(resp rest.Response, err error) error {
	var p struct {
		Type string `json:"type"`
		Code string `json:"code"`
	}
	if resp.Status < 400 || json.Unmarshal(resp.Body, &p) != nil {
		return err
	}
	if p.Code == "" {
		p.Code = p.Type
	}
	if !problemCode.MatchString(p.Code) {
		return err
	}
	f := fault.As(err)
	return fault.Newf(f.Code, "the CRM says %s: %w", p.Code, f.Unwrap()).In(f.Where).After(f.Wait)
}

// Check lists one customer.
func (s *source) Check(ctx context.Context) error {
	_, err := s.page(ctx, spec.Streams[0].Name, time.Time{}, "", 1)
	return err
}

// Discover tries each object; a CRM may leave some out.
func (s *source) Discover(ctx context.Context) ([]connectors.Stream, error) {
	var out []connectors.Stream
	for _, st := range spec.Streams {
		p, err := s.page(ctx, st.Name, time.Time{}, "", 1)
		switch {
		case p.status == http.StatusNotFound:
		case err != nil:
			return nil, err
		default:
			out = append(out, st)
		}
	}
	if len(out) == 0 {
		return nil, fault.Newf("source_refused", "the CRM has none of the objects; is the address right?")
	}
	return out, nil
}

// Read lists one object from its position to the end.
func (s *source) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	if !known(stream) {
		return fault.Newf("source_refused", "there is no stream %q", stream)
	}
	st, err := parseState(from)
	if err != nil {
		return err
	}
	l := &listing{source: s, stream: stream, emit: emit, saved: st, never: from == nil}
	return l.read(ctx)
}
