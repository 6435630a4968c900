// Package crm reads the generic REST CRM: the contract that a customer's own CRM, or
// a small service before it, serves where there is no connector for the vendor.
//
// Objects are listed by GET /api/v1/{object}?updated_since&cursor&limit in the order
// (updated_at, id); changes may be pushed besides, signed. A push carries the whole
// object and becomes the very record that reading gives, so the two settle as one.
// Reading stays the truth: a push that never came is found by the next listing.
package crm

import (
	"context"
	"embed"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

//go:embed mapping_customers.yaml mapping_contacts.yaml mapping_leads.yaml mapping_deals.yaml
//go:embed mapping_stage-changes.yaml mapping_activities.yaml mapping_employees.yaml mapping_org-units.yaml
var mappings embed.FS

// Connector is the generic REST CRM.
var Connector = connectors.Connector{
	Spec: spec,
	NewSource: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Source, error) {
		return newSource(env, s)
	},
	NewReceiver: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Receiver, error) {
		return newReceiver(env, s)
	},
}

const (
	// maxLimit is the largest page that the contract allows.
	maxLimit = 200
	// defaultOverlap is how far before its last row a new listing begins.
	defaultOverlap = 2 * time.Minute
)

var streams = []connectors.Stream{
	stream("customers", record.KindCustomer, "客户", "Customers"),
	stream("contacts", record.KindContact, "联系人", "Contacts"),
	stream("leads", record.KindLead, "线索", "Leads"),
	stream("deals", record.KindDeal, "商机与合同", "Deals"),
	stream("stage-changes", record.KindStageChange, "阶段变更", "Stage changes"),
	stream("activities", record.KindActivity, "跟进", "Activities"),
	stream("employees", record.KindEmployee, "员工", "Employees"),
	stream("org-units", record.KindOrgUnit, "组织", "Org units"),
}

var spec = connectors.Spec{
	Name:  "crm",
	Title: connectors.Text{Zh: "通用CRM", En: "Generic CRM"},
	Summary: connectors.Text{
		Zh: "按本项目公布的REST约定读取客户、联系人、线索、商机、跟进、员工与组织，可接收变更推送",
		En: "Reads customers, contacts, leads, deals, activities, employees and org units by the REST contract of this project, and takes pushed changes",
	},
	PollEvery: time.Minute,
	Streams:   streams,
	Params: []connectors.Param{
		{
			Name: "base_url", Type: connectors.ParamURL, Required: true, Title: connectors.Text{Zh: "服务地址", En: "Address"},
			Help: connectors.Text{Zh: "到 /api/v1 之前为止，如 https://crm.example.com", En: "up to before /api/v1, such as https://crm.example.com"},
		},
		{Name: "token", Type: connectors.ParamText, Required: true, Secret: true, Title: connectors.Text{Zh: "访问令牌", En: "Bearer token"}},
		{
			Name: "webhook_secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "推送签名密钥", En: "Webhook secret"},
			Help: connectors.Text{Zh: "填写后才接收推送；与CRM中设置的密钥一致", En: "pushes are taken only when this is set, to what the CRM signs with"},
		},
		{
			Name: "overlap", Type: connectors.ParamDuration, Default: defaultOverlap.String(), Title: connectors.Text{Zh: "重读窗口", En: "Overlap"},
			Help: connectors.Text{Zh: "每次从上次位置之前多久开始重读，以免漏掉晚提交的修改；1s 到 24h", En: "how far back each listing begins, so that changes committed late are not lost; 1s to 24h"},
		},
		{Name: "page_size", Type: connectors.ParamInt, Default: maxLimit, Title: connectors.Text{Zh: "每页行数", En: "Rows a page"}},
	},
	Limits: []connectors.Text{
		{Zh: "每页最多200行", En: "200 rows a page at most"},
		{Zh: "429时按Retry-After等待", En: "on 429 the hub waits as Retry-After says"},
		{Zh: "next_cursor只在一次列表内有效，会过期；过期后从最后一行继续", En: "next_cursor lives inside one listing and expires; the hub then goes on from the last row"},
	},
	Mappings: mappingFiles(),
	Assumptions: []connectors.Assumption{
		{ID: "order", Text: connectors.Text{
			Zh: "列表按(updated_at, id)升序；若不是，中断后从本次列表的起点重读",
			En: "listings come in ascending (updated_at, id); where they do not, an interrupted listing is read from its beginning again",
		}},
		{ID: "overlap", Text: connectors.Text{
			Zh: "修改在updated_at之后不超过重读窗口的时间内可见", En: "a change becomes visible no later after its updated_at than the overlap",
		}},
		{ID: "tombstones", Text: connectors.Text{
			Zh: "被删除的对象以 deleted:true 留在列表中", En: "deleted objects stay in the listing with deleted:true",
		}},
		{ID: "whole-push", Text: connectors.Text{
			Zh: "推送的data与列表中的对象完全一致", En: "the data of a push is the object exactly as the listing shows it",
		}},
	},
}

func stream(name, kind, zh, en string) connectors.Stream {
	return connectors.Stream{
		Name: name, Title: connectors.Text{Zh: zh, En: en}, Kinds: []string{kind}, Key: "id", Cursor: "(updated_at, id)", Deletes: true, Windows: true,
	}
}

func mappingFiles() map[string][]byte {
	out := map[string][]byte{}
	for _, st := range streams {
		b, err := mappings.ReadFile("mapping_" + st.Name + ".yaml")
		if err != nil {
			panic(err) // the file is embedded
		}
		out[st.Name] = b
	}
	return out
}

// settings are those of one connection, checked together.
type settings struct {
	base, token, secret string
	overlap             time.Duration
	limit               int
}

func newSettings(s connectors.Settings) (settings, error) {
	c := settings{
		base: s.String("base_url"), token: s.String("token"), secret: s.String("webhook_secret"),
		overlap: s.Duration("overlap"), limit: s.Int("page_size"),
	}
	switch {
	case c.overlap < time.Second || c.overlap > 24*time.Hour:
		return c, fault.Newf("bad_settings", "the overlap must be from 1s to 24h").At("overlap", "")
	case c.limit < 1 || c.limit > maxLimit:
		return c, fault.Newf("bad_settings", "a page has from 1 to %d rows", maxLimit).At("page_size", "")
	}
	return c, nil
}
