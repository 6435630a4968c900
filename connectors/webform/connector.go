// Package webform takes leads that web sites post: forms of a browser under a public
// key, and servers that sign what they send, in Heliu's own way or by Standard Webhooks.
//
// A record's Raw is the posted object, byte for byte, with the member "_request"
// (what the request itself told) and, for a Standard Webhooks payload, "_event"
// added at its end. Forms that are no JSON become an object of texts first.
package webform

import (
	"context"
	_ "embed"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

//go:embed mapping.yaml
var mappingYAML []byte

// Stream is the only stream.
const Stream = "leads"

// Modes of telling who posts.
const (
	ModePublicKey        = "public_key"
	ModeHeliuHMAC        = "heliu_hmac"
	ModeStandardWebhooks = "standard_webhooks"
)

// Connector is the web form connector.
var Connector = connectors.Connector{
	Spec: spec,
	NewReceiver: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Receiver, error) {
		return newReceiver(env, s)
	},
}

var spec = connectors.Spec{
	Name:  "webform",
	Title: connectors.Text{Zh: "网站表单", En: "Web form"},
	Summary: connectors.Text{
		Zh: "接收网站表单和服务器推送的线索：浏览器表单用公开密钥，服务器用签名（合流签名或 Standard Webhooks）。",
		En: "Takes leads from web forms and servers: browser forms under a public key, servers by signature (Heliu's own or Standard Webhooks).",
	},
	Streams: []connectors.Stream{{
		Name: Stream, Title: connectors.Text{Zh: "线索", En: "Leads"}, Kinds: []string{record.KindLead}, Push: true,
		Key: "webhook-id | Idempotency-Key | event_id | external_id | HMAC(body, day)",
	}},
	Mappings: map[string][]byte{Stream: mappingYAML},
	Limits: []connectors.Text{
		{Zh: "请求体最大 1 MiB，最多 512 个字段，嵌套 64 层", En: "a body of 1 MiB, 512 fields, 64 levels at most"},
		{Zh: "签名时间戳与当前时间相差不超过 5 分钟", En: "a signed timestamp at most 5 minutes off"},
	},
	Params: []connectors.Param{
		{
			Name: "mode", Type: connectors.ParamEnum, Default: ModePublicKey,
			Enum:  []string{ModePublicKey, ModeHeliuHMAC, ModeStandardWebhooks},
			Title: connectors.Text{Zh: "接入方式", En: "Mode"},
			Help: connectors.Text{
				Zh: "浏览器表单选公开密钥；由服务器发送的选签名方式", En: "public key for forms in a browser; a signature for what a server sends",
			},
		},
		{
			Name: "public_key", Type: connectors.ParamText, Title: connectors.Text{Zh: "公开密钥", En: "Public key"},
			Help: connectors.Text{
				Zh: "8 至 128 个字符；写在网页里，人人可见，只用来区分表单，可信度为低",
				En: "8 to 128 characters; it stands in the page for all to see, tells forms apart and proves nothing",
			},
		},
		{
			Name: "origins", Type: connectors.ParamList, Title: connectors.Text{Zh: "允许的网站", En: "Allowed origins"},
			Help: connectors.Text{
				Zh: "如 https://www.example.com 或 https://*.example.com；* 表示全部；为空时浏览器跨站请求被拒绝",
				En: "such as https://www.example.com or https://*.example.com; * for all; empty refuses browsers of other sites",
			},
		},
		{
			Name: "secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "签名密钥", En: "Signing secret"},
			Help: connectors.Text{Zh: "Standard Webhooks 的密钥以 whsec_ 开头", En: "that of Standard Webhooks begins with whsec_"},
		},
		{
			Name: "previous_secret", Type: connectors.ParamText, Secret: true,
			Title: connectors.Text{Zh: "上一个签名密钥", En: "Previous signing secret"},
			Help:  connectors.Text{Zh: "轮换期间新旧密钥同时有效", En: "both are valid while you rotate"},
		},
		{
			Name: "previous_until", Type: connectors.ParamDate,
			Title: connectors.Text{Zh: "上一个密钥有效至", En: "Previous secret valid to"},
			Help: connectors.Text{
				Zh: "含当日（北京时间）；为空则一直有效，直到清除上一个密钥", En: "including that day (Shanghai); empty: until the previous secret is cleared",
			},
		},
		{
			Name: "rate_limit", Type: connectors.ParamInt, Default: 0, Title: connectors.Text{Zh: "每秒上限", En: "Requests a second"},
			Help: connectors.Text{Zh: "整个连接每秒最多接收的请求数，0 为不限", En: "of the whole connection, 0 for no limit"},
		},
		{
			Name: "ip_rate_limit", Type: connectors.ParamInt, Default: 120, Title: connectors.Text{Zh: "每个 IP 每分钟上限", En: "Requests a minute and address"},
			Help: connectors.Text{
				Zh: "只对公网地址计数，0 为不限；用于公开密钥方式", En: "counts public addresses only, 0 for no limit; for the public key",
			},
		},
		{
			Name: "trusted_proxies", Type: connectors.ParamList, Title: connectors.Text{Zh: "可信代理", En: "Trusted proxies"},
			Help: connectors.Text{
				Zh: "反向代理的地址或网段；只采信它们写的 X-Forwarded-For", En: "addresses or prefixes of your proxies; only their X-Forwarded-For is believed",
			},
		},
	},
}
