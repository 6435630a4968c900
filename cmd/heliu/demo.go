package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/access"
	baidufake "github.com/heliuhub/heliu/connectors/baidu/fake"
	crmfake "github.com/heliuhub/heliu/connectors/crm/fake"
	kingdeefake "github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// The workspaces that `heliu up` makes: the demo, and an empty one for real work.
const (
	demoSlug = "demo"
	mainSlug = "main"
)

// demoRoles are the users of the demo: one a role.
var demoRoles = []struct {
	role access.Role
	name string
}{
	{access.Admin, "示例管理员"},
	{access.IT, "示例信息部"},
	{access.Steward, "示例主数据"},
	{access.Marketing, "示例市场"},
	{access.Finance, "示例财务"},
	{access.Seller, "示例销售"},
	{access.Auditor, "示例审计"},
}

// setUp makes workspaces, users, the admin key and the demo's connections where they
// are missing; it may run at every start. A demo that was deleted stays deleted.
type setUp struct {
	store *store.Store
	gate  *access.Gate
	dir   dataDir
	now   func() time.Time
	hub   string // base address
	size  world.Size
	seed  uint64
	every time.Duration // between two live events
}

func (u setUp) run(ctx context.Context) (demo *demoWorld, err error) {
	system := access.With(ctx, access.SystemActor("up", access.Hub))
	all, err := u.store.WorkspaceList(system)
	if err != nil {
		return nil, err
	}
	var d demoWorld
	had, err := u.dir.load("demo.json", &d)
	if err != nil {
		return nil, err
	}
	has := map[string]store.Workspace{}
	for _, w := range all {
		if w.DeletedAt == nil {
			has[w.Slug] = w
		}
	}
	w, ok := has[demoSlug]
	switch {
	case !ok && had: // it was deleted: the user wants none
		return nil, nil
	case !ok:
		if w, err = u.store.CreateWorkspace(system, store.NewWorkspace{Slug: demoSlug, Name: "示例数据", Demo: true}); err != nil {
			return nil, err
		}
	}
	return u.demo(ctx, w.ID, d, had)
}

func (u setUp) demo(ctx context.Context, ws record.WorkspaceID, d demoWorld, had bool) (*demoWorld, error) {
	ctx = access.With(ctx, access.SystemActor("up", ws))
	if !had || d.Workspace != string(ws) {
		hook := make([]byte, 32)
		key := make([]byte, 12)
		_, _ = rand.Read(hook)
		_, _ = rand.Read(key)
		d = demoWorld{
			Seed: u.seed, Size: u.size, Listen: "127.0.0.1:0", FormKey: "pk_" + hex.EncodeToString(key),
			HookSecret: "whsec_" + base64.StdEncoding.EncodeToString(hook), Workspace: string(ws),
		}
	}
	d.Hub, d.Every = u.hub, u.every
	var err error
	if d.Listen, err = freeAddress(ctx, d.Listen); err != nil {
		return nil, err
	}
	if d.Mail == "" {
		d.Mail = "127.0.0.1:0"
	}
	if d.Mail, err = freeAddress(ctx, d.Mail); err != nil {
		return nil, err
	}
	if err := u.members(ctx, ws, "demo-", demoRoles); err != nil {
		return nil, err
	}
	if err := u.adminKey(ctx, &d); err != nil {
		return nil, err
	}
	if d.IDs, err = u.connections(ctx, ws, d); err != nil {
		return nil, err
	}
	return &d, u.dir.save("demo.json", d)
}

// members adds one user a role, signed in as prefix + role.
func (u setUp) members(ctx context.Context, ws record.WorkspaceID, prefix string, roles []struct {
	role access.Role
	name string
},
) error {
	ctx = access.With(ctx, access.SystemActor("up", ws))
	have, err := u.store.Members(ctx, ws)
	if err != nil || len(have) > 0 {
		return err
	}
	for _, r := range roles {
		if _, err := u.gate.AddMember(ctx, u.now(), access.NewMember{SignIn: prefix + string(r.role), Name: r.name, Roles: []access.Role{r.role}}); err != nil {
			return err
		}
	}
	return nil
}

// adminKey keeps an admin API key of the demo in admin.key, and makes a new one when
// the file is gone or its key no longer works.
func (u setUp) adminKey(ctx context.Context, d *demoWorld) error {
	if d.APIKey != "" {
		if _, err := u.gate.Key(ctx, u.now(), d.APIKey); err == nil {
			return u.dir.write("admin.key", []byte(d.APIKey+"\n"))
		}
	}
	text, _, err := u.gate.IssueKey(ctx, u.now(), access.NewKey{Name: "heliu up", Roles: []access.Role{access.Admin}})
	if err != nil {
		return err
	}
	d.APIKey = text
	return u.dir.write("admin.key", []byte(text+"\n"))
}

type demoConnection struct {
	name, title, connector string
	settings               map[string]any
	secrets                map[string]string
	door                   bool
	poll                   time.Duration
}

func demoConnections(d demoWorld) []demoConnection {
	base := "http://" + d.Listen
	k, b := kingdeefake.DefaultAccess(), baidufake.DefaultAccess()
	return append([]demoConnection{
		{"demo-form", "官网表单（示例）", "webform", map[string]any{"mode": "public_key", "public_key": d.FormKey, "ip_rate_limit": 0}, nil, true, 0},
		{"demo-hook", "合作网站推送（示例）", "webform", map[string]any{"mode": "standard_webhooks", "ip_rate_limit": 0}, map[string]string{"secret": d.HookSecret}, true, 0},
		{"demo-fair", "名单上传（示例）", "file", map[string]any{}, nil, false, time.Second},
		{"demo-baidu", "百度推广（示例）", "baidu", map[string]any{
			"app_id": b.AppID, "user_id": world.BaiduUser, "accounts": []any{world.BaiduAccount}, "since": world.FirstDay(), "rebate": world.BaiduRebateText, "repull_every": "0s",
			"base_url": base, "oauth_url": base,
		}, map[string]string{"secret_key": b.SecretKey, "refresh_token": b.RefreshToken}, false, 10 * time.Second},
		{"demo-crm", "客户关系系统（示例）", "crm", map[string]any{"base_url": base}, map[string]string{"token": crmfake.DefaultToken}, false, 2 * time.Second},
		{"demo-kingdee", "金蝶云星空（示例）", "kingdee", map[string]any{
			"base_url": base + "/K3Cloud", "acct_id": k.AcctID, "account_set": world.AccountSet, "username": k.Username,
			"app_id": k.AppID, "org_number": k.OrgNumber,
		}, map[string]string{"app_secret": k.AppSecret}, false, 2 * time.Second},
	}, demoChannels(d)...)
}

// connections makes the demo's connections with their default mappings, and moves
// them to where the local servers listen now.
func (u setUp) connections(ctx context.Context, ws record.WorkspaceID, d demoWorld) (map[string]string, error) {
	ids := map[string]string{}
	for _, want := range demoConnections(d) {
		c, err := u.store.ConnectionByName(ctx, ws, want.name)
		switch {
		case err != nil && fault.KindOf(err) == fault.NotFound:
			n := store.NewConnection{Name: want.name, Title: want.title, Connector: want.connector, Settings: want.settings, Secrets: want.secrets, PollEvery: want.poll}
			if want.door {
				n.Door = want.name
			}
			if c, err = u.store.CreateConnection(ctx, ws, n); err != nil {
				return nil, fmt.Errorf("connection %s: %w", want.name, err)
			}
			if err := installMappings(ctx, u.store, ws, c.Connector); err != nil {
				return nil, err
			}
		case err != nil:
			return nil, err
		case moved(want.settings, c.Settings):
			if c, err = u.store.UpdateConnection(ctx, ws, c.ID, c.Version, store.ConnectionChange{Settings: want.settings}); err != nil {
				return nil, err
			}
		}
		ids[want.name] = string(c.ID)
	}
	for _, door := range []string{"demo-form", "demo-hook"} { // the door goes by name
		ids[door] = door
	}
	return ids, nil
}

// moved tells whether the local servers listen elsewhere than a connection has it.
func moved(want, have map[string]any) bool {
	for _, name := range []string{"base_url", "url", "port"} {
		if v, there := want[name]; there && fmt.Sprint(v) != fmt.Sprint(have[name]) {
			return true
		}
	}
	return false
}

// installMappings publishes a connector's default mappings as version 1 where the
// workspace has none.
func installMappings(ctx context.Context, s *store.Store, ws record.WorkspaceID, connector string) error {
	k, err := connectorNamed(connector)
	if err != nil {
		return err
	}
	for _, st := range k.Spec.Streams {
		of := store.MappingOf{Connector: connector, Stream: st.Name}
		if _, err := s.Mapping(ctx, ws, of, 0); err == nil || fault.KindOf(err) != fault.NotFound {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := s.PublishMapping(ctx, ws, of, 0, string(k.Spec.Mappings[st.Name]), "default"); err != nil {
			return fmt.Errorf("mapping of %s %s: %w", connector, st.Name, err)
		}
	}
	return nil
}
