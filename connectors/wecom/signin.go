package wecom

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

type signIn struct{ api *api }

func newSignIn(env connectors.Env, s connectors.Settings) (*signIn, error) {
	c, err := newSettings(s)
	if err != nil {
		return nil, err
	}
	if !c.app() {
		return nil, fault.Newf("bad_settings", "sign-in needs the application").At("corp_id", "")
	}
	a, err := newAPI(env, c)
	if err != nil {
		return nil, err
	}
	return &signIn{a}, nil
}

// AuthURL is the page with the code to scan.
func (s *signIn) AuthURL(state, redirect string) string {
	return strings.TrimRight(s.api.c.login, "/") + "/wwlogin/sso/login?" + url.Values{
		"login_type": {"CorpApp"}, "appid": {s.api.c.corp}, "agentid": {strconv.Itoa(s.api.c.agent)}, "redirect_uri": {redirect}, "state": {state},
	}.Encode()
}

// Exchange asks whose code it is. The redirect is not part of the question.
func (s *signIn) Exchange(ctx context.Context, code, _ string) (connectors.Stranger, error) {
	if code == "" {
		return connectors.Stranger{}, fault.New("sign_in_code", nil)
	}
	var who struct {
		UserID string `json:"userid"`
		OpenID string `json:"openid"`
	}
	if err := s.api.call(ctx, http.MethodGet, "/cgi-bin/auth/getuserinfo", url.Values{"code": {code}}, nil, &who); err != nil {
		return connectors.Stranger{}, err
	}
	switch {
	case who.UserID != "":
		return connectors.Stranger{ID: who.UserID}, nil
	case who.OpenID != "":
		return connectors.Stranger{}, fault.New("sign_in_stranger", nil)
	}
	return connectors.Stranger{}, fault.Newf("source_bad_answer", "the answer names nobody")
}
