package dingtalk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// api speaks to both server APIs with the application's token.
type api struct {
	old, new *rest.Client
	clock    connectors.Clock
	c        settings

	// turn guards the token: a channel, so that waiting for it ends with the context.
	turn  chan struct{}
	token string
	until time.Time
}

func newAPI(env connectors.Env, c settings) (*api, error) {
	older, err := client(env, c.old)
	if err != nil {
		return nil, err
	}
	newer, err := client(env, c.api)
	if err != nil {
		return nil, err
	}
	return &api{old: older, new: newer, clock: env.Clock, c: c, turn: make(chan struct{}, 1)}, nil
}

// early is how long before its end a token is renewed.
const early = 5 * time.Minute

// post makes one call and reads its JSON answer, also beside an error status.
func post(ctx context.Context, h *rest.Client, path string, query url.Values, body, out any) (rest.Response, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return rest.Response{}, err
	}
	resp, err := h.Do(ctx, rest.Request{Method: http.MethodPost, Path: path, Query: query, Body: b})
	if err == nil {
		err = rest.Decode(resp.Body, out)
	}
	return resp, err
}

// call makes one call of the older API, and once more with a fresh token where the
// system does not know the one that was kept; the first was refused, so nothing is done
// twice. It gives the errcode.
func (a *api) call(ctx context.Context, path string, body, out any) (int, error) {
	for try := 0; ; try++ {
		token, err := a.signIn(ctx)
		if err != nil {
			return 0, err
		}
		code, err := envelope(ctx, a.old, path, url.Values{"access_token": {token}}, body, out)
		if err != nil || !deadToken(code) || try > 0 {
			return code, err
		}
		if err := a.forget(ctx, token); err != nil {
			return 0, err
		}
	}
}

// envelope makes one call of the older API and gives its errcode; that of trouble with
// the token may stand inside, as sub_code.
func envelope(ctx context.Context, h *rest.Client, path string, query url.Values, body, out any) (int, error) {
	var raw json.RawMessage
	if _, err := post(ctx, h, path, query, body, &raw); err != nil {
		return 0, err
	}
	var e struct {
		Code *int        `json:"errcode"`
		Sub  json.Number `json:"sub_code"`
	}
	if err := rest.Decode(raw, &e); err != nil {
		return 0, err
	}
	if e.Code == nil {
		return 0, fault.Newf("source_bad_answer", "the answer has no errcode")
	}
	if sub, err := e.Sub.Int64(); err == nil && *e.Code == codeWrapped {
		return int(sub), nil
	}
	if *e.Code == 0 && out != nil {
		return 0, rest.Decode(raw, out)
	}
	return *e.Code, nil
}

// signIn gives the token, fetched anew where none is kept or its end is near.
func (a *api) signIn(ctx context.Context) (string, error) {
	if err := a.enter(ctx); err != nil {
		return "", err
	}
	defer a.leave()
	now := a.clock.Now()
	if a.token != "" && now.Before(a.until) {
		return a.token, nil
	}
	var got struct {
		Token string `json:"accessToken"`
		Life  int    `json:"expireIn"`
	}
	_, err := post(ctx, a.new, "/v1.0/oauth2/accessToken", nil, map[string]string{"appKey": a.c.key, "appSecret": a.c.secret}, &got)
	switch {
	case refusedBy(err):
		return "", fault.Newf("source_unauthorized", "the application's key and secret were refused")
	case err != nil:
		return "", err
	case got.Token == "" || got.Life <= 0:
		return "", fault.Newf("source_bad_answer", "the answer has no token")
	}
	life := time.Duration(got.Life) * time.Second
	a.token, a.until = got.Token, now.Add(max(life-early, life/2))
	return a.token, nil
}

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

// refusedBy tells whether the newer API answered that it will not.
func refusedBy(err error) bool {
	if err == nil {
		return false
	}
	code := fault.As(err).Code
	return code == "source_refused" || code == "source_unauthorized"
}

// refusal reads the code of an answer of the newer API that is no success.
func refusal(resp rest.Response) string {
	var e struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(resp.Body, &e) != nil {
		return ""
	}
	return strings.ToLower(e.Code)
}
