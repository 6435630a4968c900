package dingtalk

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// me is where the newer API tells who a person's token belongs to.
const me = "/v1.0/contact/users/me"

type signIn struct{ api *api }

func newSignIn(env connectors.Env, s connectors.Settings) (*signIn, error) {
	c, err := newSettings(s)
	if err != nil {
		return nil, err
	}
	if !c.app() {
		return nil, fault.Newf("bad_settings", "sign-in needs the application").At("app_key", "")
	}
	a, err := newAPI(env, c)
	if err != nil {
		return nil, err
	}
	return &signIn{a}, nil
}

// AuthURL is the page with the code to scan.
func (s *signIn) AuthURL(state, redirect string) string {
	return strings.TrimRight(s.api.c.login, "/") + "/oauth2/auth?" + url.Values{
		"redirect_uri": {redirect}, "response_type": {"code"}, "client_id": {s.api.c.key}, "scope": {"openid"}, "state": {state}, "prompt": {"consent"},
	}.Encode()
}

// Exchange changes the code for a token of the person, the token for the person, and the
// person for the member. The redirect is not part of the questions.
func (s *signIn) Exchange(ctx context.Context, code, _ string) (connectors.Stranger, error) {
	var none connectors.Stranger
	if code == "" {
		return none, fault.New("sign_in_code", nil)
	}
	token, err := s.personal(ctx, code)
	if err != nil {
		return none, err
	}
	var person struct {
		Nick    string `json:"nick"`
		UnionID string `json:"unionId"`
	}
	if _, err := s.api.new.JSON(ctx, rest.Request{Path: me, Header: http.Header{"X-Acs-Dingtalk-Access-Token": {token}}}, &person); err != nil {
		return none, err
	}
	if person.UnionID == "" {
		return none, fault.Newf("source_bad_answer", "the answer names nobody")
	}
	var member struct {
		Result struct {
			UserID  string `json:"userid"`
			Contact int    `json:"contact_type"`
		} `json:"result"`
	}
	errcode, err := s.api.call(ctx, "/topapi/user/getbyunionid", map[string]string{"unionid": person.UnionID}, &member)
	switch {
	case err != nil:
		return none, err
	case errcode == codeNoMember || errcode == 0 && member.Result.Contact != 0:
		return none, fault.New("sign_in_stranger", nil)
	case errcode != 0:
		return none, faultOf(errcode)
	case member.Result.UserID == "":
		return none, fault.Newf("source_bad_answer", "the answer names nobody")
	}
	return connectors.Stranger{ID: member.Result.UserID, Name: person.Nick}, nil
}

// personal changes the code for the person's own token. A refusal is the code's fault
// unless it names the application.
func (s *signIn) personal(ctx context.Context, code string) (string, error) {
	var got struct {
		Token string `json:"accessToken"`
	}
	body := map[string]string{"clientId": s.api.c.key, "clientSecret": s.api.c.secret, "code": code, "grantType": "authorization_code"}
	resp, err := post(ctx, s.api.new, "/v1.0/oauth2/userAccessToken", nil, body, &got)
	switch {
	case refusedBy(err):
		why := refusal(resp)
		if strings.Contains(why, "client") || why == "" {
			return "", fault.Newf("source_unauthorized", "the application's key and secret were refused")
		}
		return "", fault.New("sign_in_code", nil)
	case err != nil:
		return "", err
	case got.Token == "":
		return "", fault.Newf("source_bad_answer", "the answer has no token")
	}
	return got.Token, nil
}
