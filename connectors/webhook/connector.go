// Package webhook posts messages as JSON to an address of the customer's own, signed as
// the Standard Webhooks specification has it (standardwebhooks.com): headers webhook-id,
// webhook-timestamp and webhook-signature. It reaches whoever is behind the address; a
// message's recipients are not told to it.
package webhook

import (
	"context"
	"encoding/base64"
	"net/url"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// Connector is the webhook.
var Connector = connectors.Connector{
	Spec: spec,
	NewNotifier: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Notifier, error) {
		return newNotifier(env, s)
	},
}

var spec = connectors.Spec{
	Name:  "webhook",
	Title: connectors.Text{Zh: "Webhook（出站）", En: "Webhook (outgoing)"},
	Summary: connectors.Text{
		Zh: "把消息以签名的JSON发到自有系统的地址", En: "Posts messages as signed JSON to an address of your own",
	},
	Params: []connectors.Param{
		{
			Name: "url", Type: connectors.ParamURL, Required: true, Title: connectors.Text{Zh: "接收地址", En: "Address"},
			Help: connectors.Text{Zh: "完整地址；不要把密钥放在地址里", En: "the full address; put no secret into it"},
		},
		{
			Name: "secret", Type: connectors.ParamText, Required: true, Secret: true, Title: connectors.Text{Zh: "签名密钥", En: "Signing secret"},
			Help: connectors.Text{Zh: "whsec_ 开头的base64密钥，24到64字节", En: "base64 of 24 to 64 bytes behind whsec_"},
		},
		{Name: "per_minute", Type: connectors.ParamInt, Default: 60, Title: connectors.Text{Zh: "每分钟最多条数", En: "Messages a minute"}},
	},
	Limits: []connectors.Text{
		{Zh: "2xx为送达；429和503按Retry-After等待；410表示接收方已停用", En: "2xx is delivered; 429 and 503 wait as Retry-After says; 410 says that the receiver is gone"},
		{Zh: "同一消息重发时webhook-id不变，接收方据此去重", En: "a message sent again has the same webhook-id, by which the receiver leaves out what it has"},
	},
}

// restABit is the pause where the receiver limits and does not say for how long.
const restABit = time.Minute

// place is what an error says of the address: not its path, which may hold a secret.
func place(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

type notifier struct {
	http   *rest.Client
	clock  connectors.Clock
	url    string
	key    []byte
	pacing connectors.Pace
}

func newNotifier(env connectors.Env, s connectors.Settings) (*notifier, error) {
	text, marked := strings.CutPrefix(s.String("secret"), "whsec_")
	key, err := base64.StdEncoding.DecodeString(text)
	if !marked || err != nil || len(key) < 24 || len(key) > 64 {
		return nil, fault.Newf("bad_settings", "the secret is whsec_ and the base64 of 24 to 64 bytes").At("secret", "")
	}
	if s.Int("per_minute") < 1 {
		return nil, fault.Newf("bad_settings", "it is at least 1").At("per_minute", "")
	}
	if u, err := url.Parse(s.String("url")); err != nil || u.Host == "" || u.User != nil {
		return nil, fault.Newf("bad_settings", "a full address without user and password").At("url", "")
	}
	h, err := rest.New(rest.Options{Transport: env.HTTP, Clock: env.Clock, Retries: -1, MaxResponse: 1 << 20})
	if err != nil {
		return nil, err
	}
	n := &notifier{http: h, clock: env.Clock, url: s.String("url"), key: key}
	n.pacing.Most, n.pacing.Per = s.Int("per_minute"), time.Minute
	return n, nil
}
