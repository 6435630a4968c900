package wecom

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// api speaks to the server API with the application's token.
type api struct {
	http  *rest.Client
	clock connectors.Clock
	c     settings

	// turn guards the token: a channel, so that waiting for it ends with the context.
	turn  chan struct{}
	token string
	until time.Time // of the token

	pace connectors.Pace // holds everything back after a frequency limit

	mu     sync.Mutex
	limits int // frequency limits in a row
}

func newAPI(env connectors.Env, c settings) (*api, error) {
	h, err := client(env, c.base)
	if err != nil {
		return nil, err
	}
	return &api{http: h, clock: env.Clock, c: c, turn: make(chan struct{}, 1)}, nil
}

// backOff spaces what follows frequency limits; the limit may last to the next minute
// or to the next hour.
var backOff = fault.Ladder{First: time.Minute, Floor: time.Minute, Cap: time.Hour}

// early is how long before its end a token is renewed.
const early = 5 * time.Minute

// call makes one call with the token, and once more with a fresh one where the system
// does not know the token any more; the first was refused, so nothing is done twice.
func (a *api) call(ctx context.Context, method, path string, query url.Values, body, out any) error {
	for try := 0; ; try++ {
		token, err := a.signIn(ctx)
		if err != nil {
			return err
		}
		q := url.Values{"access_token": {token}}
		maps.Copy(q, query)
		code, err := a.once(ctx, method, path, q, body, out)
		if err != nil {
			return err
		}
		if (code == codeBadToken || code == codeTokenExpired) && try == 0 {
			if err := a.forget(ctx, token); err != nil {
				return err
			}
			continue
		}
		return a.judge(code)
	}
}

// once makes one call and gives the errcode of its answer.
func (a *api) once(ctx context.Context, method, path string, query url.Values, body, out any) (int, error) {
	r := rest.Request{Method: method, Path: path, Query: query}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		r.Body = b
	}
	resp, err := a.http.Do(ctx, r)
	if err != nil {
		return 0, err
	}
	var envelope struct {
		Code *int `json:"errcode"`
	}
	if err := rest.Decode(resp.Body, &envelope); err != nil {
		return 0, err
	}
	if envelope.Code == nil {
		return 0, fault.Newf("source_bad_answer", "the answer has no errcode")
	}
	if *envelope.Code == 0 && out != nil {
		if err := rest.Decode(resp.Body, out); err != nil {
			return 0, err
		}
	}
	return *envelope.Code, nil
}

// judge makes a fault of an errcode, and minds the frequency limit.
func (a *api) judge(code int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch code {
	case codeFrequency:
		wait := backOff.Wait(a.limits, nil, rand.Float64)
		a.limits++
		a.pace.Hold(a.clock.Now(), wait)
		return fault.Newf("source_rate_limited", "errcode %d", code).After(wait)
	case 0:
		a.limits = 0
		return nil
	}
	return faultOf(code)
}

// signIn gives the token, fetched anew where none is kept or its end is near. While the
// system wants less, nothing is asked at all.
func (a *api) signIn(ctx context.Context) (string, error) {
	if wait, ok := a.pace.Take(a.clock.Now()); !ok {
		return "", fault.Newf("source_rate_limited", "WeCom asked for less; nothing was sent").After(wait)
	}
	if err := a.enter(ctx); err != nil {
		return "", err
	}
	defer a.leave()
	now := a.clock.Now()
	if a.token != "" && now.Before(a.until) {
		return a.token, nil
	}
	var got struct {
		Token string `json:"access_token"`
		Life  int    `json:"expires_in"`
	}
	code, err := a.once(ctx, http.MethodGet, "/cgi-bin/gettoken", url.Values{"corpid": {a.c.corp}, "corpsecret": {a.c.secret}}, nil, &got)
	if err == nil {
		err = a.judge(code)
	}
	if err != nil {
		return "", err
	}
	if got.Token == "" || got.Life <= 0 {
		return "", fault.Newf("source_bad_answer", "gettoken gave no token")
	}
	life := time.Duration(got.Life) * time.Second
	a.token, a.until = got.Token, now.Add(max(life-early, life/2))
	return a.token, nil
}

// forget drops a token that the system refused, unless another is kept already.
func (a *api) forget(ctx context.Context, token string) error {
	if err := a.enter(ctx); err != nil {
		return err
	}
	defer a.leave()
	if a.token == token {
		a.token = ""
	}
	return nil
}

func (a *api) enter(ctx context.Context) error {
	select {
	case a.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.New("source_unreachable", ctx.Err())
	}
}

func (a *api) leave() { <-a.turn }
