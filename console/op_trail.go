package console

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type auditIn struct {
	Paging
	ObjectKind string    `query:"object_kind" maxLength:"60" doc:"connection, account, key, mapping, file, workspace …"`
	ObjectID   string    `query:"object_id" maxLength:"200"`
	Actor      string    `query:"actor" maxLength:"100" doc:"id of an account or key, or the name of a part of the hub"`
	Action     []string  `query:"action,explode" maxItems:"50" doc:"one of these; one that ends in a full stop is a beginning, such as session."`
	From       time.Time `query:"from" doc:"at or after"`
	To         time.Time `query:"to" doc:"before"`
}

type auditOut struct {
	Body struct {
		Items      []views.AuditEntry `json:"items" nullable:"false" doc:"latest first"`
		NextCursor string             `json:"next_cursor" doc:"empty at the end"`
	}
}

type auditEntryOut struct{ Body views.ChainedEntry }

type auditFacetsOut struct{ Body views.AuditFacets }

type chainOut struct {
	Body struct {
		Chains      []views.Chain `json:"chains" nullable:"false"`
		PublicKey   string        `json:"public_key" doc:"proves the signatures of heads: Ed25519, hexadecimal"`
		SignMinutes int           `json:"sign_minutes" doc:"what changed is signed so often; what is younger hangs on the chain alone"`
	}
}

type verifyIn struct {
	Body struct {
		Heads []string `json:"heads,omitempty" maxItems:"5000" doc:"lines of a file of heads that was kept elsewhere"`
	}
}

type verifyOut struct {
	Body struct {
		OK     bool                `json:"ok"`
		Chains []views.ChainReport `json:"chains" nullable:"false"`
	}
}

// Trails reads the trail and proves its chain.
type Trails interface {
	Trail(ctx context.Context, ws record.WorkspaceID, q views.AuditQuery) (rows []views.AuditEntry, next []string, err error)
	TrailEntry(ctx context.Context, ws record.WorkspaceID, seq int64) (views.ChainedEntry, error)
	TrailFacets(ctx context.Context, ws record.WorkspaceID) (views.AuditFacets, error)
	Chains(ctx context.Context, ws record.WorkspaceID) ([]views.Chain, error)
	// VerifyChains checks the chains of the workspace and the hub against all heads that
	// are known and the given ones, and keeps the result under the actor of the context.
	VerifyChains(ctx context.Context, ws record.WorkspaceID, heads []trail.Head, now time.Time) ([]views.ChainReport, error)
	TrailKey() (trail.Key, error)
}

func trailOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listAudit", Method: http.MethodGet, Path: "/api/v1/audit", Tags: []string{"access"}, Summary: "Who did what",
	}, c.listAudit)
	register(c, huma.Operation{
		OperationID: "listAuditFacets", Method: http.MethodGet, Path: "/api/v1/audit/facets", Tags: []string{"access"}, Summary: "Who and what the audit trail knows",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*auditFacetsOut, error) {
		f, err := c.Trails.TrailFacets(ctx, by.Workspace)
		return &auditFacetsOut{f}, err
	})
	register(c, huma.Operation{
		OperationID: "getAuditEntry", Method: http.MethodGet, Path: "/api/v1/audit/entries/{seq}", Tags: []string{"access"}, Summary: "One entry with its place in the chain",
		Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *struct {
		Seq int64 `path:"seq" minimum:"1"`
	},
	) (*auditEntryOut, error) {
		x, err := c.Trails.TrailEntry(ctx, by.Workspace, in.Seq)
		return &auditEntryOut{x}, err
	})
	register(c, huma.Operation{
		OperationID: "getAuditChain", Method: http.MethodGet, Path: "/api/v1/audit/chain", Tags: []string{"access"},
		Summary: "How far the audit trail is proven", Description: "That of the workspace, and the hub's own.",
	}, c.chain)
	register(c, huma.Operation{
		OperationID: "verifyAudit", Method: http.MethodPost, Path: "/api/v1/audit/verify", Tags: []string{"access"}, Summary: "Check the audit trail whole",
		Description: "Finds what was edited, deleted, inserted, reordered, cut off or written anew behind the hub's back. It reads every entry.", Errors: []int{400},
	}, c.verifyTrail)
}

func (c *console) listAudit(ctx context.Context, by access.Actor, in *auditIn) (*auditOut, error) {
	q := views.AuditQuery{ObjectKind: in.ObjectKind, ObjectID: in.ObjectID, ActorID: in.Actor, Actions: in.Action}
	if !in.From.IsZero() {
		q.From = &in.From
	}
	if !in.To.IsZero() {
		q.To = &in.To
	}
	key, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	filter := filterHash("audit", string(key))
	if q.Page, err = in.page(filter); err != nil {
		return nil, err
	}
	rows, next, err := c.Trails.Trail(ctx, by.Workspace, q)
	if err != nil {
		return nil, err
	}
	out := &auditOut{}
	out.Body.Items, out.Body.NextCursor = rows, nextCursor(filter, next)
	return out, nil
}

func (c *console) chain(ctx context.Context, by access.Actor, _ *struct{}) (*chainOut, error) {
	all, err := c.Trails.Chains(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if k := all[i].Check; k != nil && k.First != nil {
			k.First.Text = damageText(*k.First)
		}
	}
	key, err := c.Trails.TrailKey()
	if err != nil {
		return nil, err
	}
	out := &chainOut{}
	out.Body.Chains, out.Body.PublicKey, out.Body.SignMinutes = all, key.PublicText(), trail.SignMinutes
	return out, nil
}

func (c *console) verifyTrail(ctx context.Context, by access.Actor, in *verifyIn) (*verifyOut, error) {
	var heads []trail.Head
	for _, line := range in.Body.Heads {
		h, err := trail.ParseHead([]byte(strings.TrimSpace(line)))
		if err != nil {
			return nil, fault.New("bad_head", nil).At("heads", "")
		}
		heads = append(heads, h)
	}
	found, err := c.Trails.VerifyChains(ctx, by.Workspace, heads, c.Now())
	if err != nil {
		return nil, err
	}
	out := &verifyOut{}
	out.Body.OK, out.Body.Chains = true, found
	for i := range found {
		out.Body.OK = out.Body.OK && found[i].Check.OK
		for j := range found[i].Findings {
			found[i].Findings[j].Text = damageText(found[i].Findings[j])
		}
	}
	return out, nil
}

var damageTexts = map[string]views.Text{
	"edited":    {Zh: "该条记录的内容被改动过", En: "the entry is not what it was"},
	"deleted":   {Zh: "该条记录被删除", En: "the entry was deleted"},
	"inserted":  {Zh: "有人绕过本系统插入了记录", En: "an entry was put in behind the hub's back"},
	"reordered": {Zh: "记录的先后次序被调换", En: "entries stand in each other's place"},
	"truncated": {Zh: "从此处起，末尾的记录被截去", En: "from here on the end was cut off"},
	"rewritten": {Zh: "从此处起，记录与当时的签名不一致，已被整体改写", En: "from here on the entries were written anew: a signed head says otherwise"},
	"forged":    {Zh: "有一条签名不是本系统签出的", En: "a head was not signed by this hub"},
}

func damageText(d views.ChainDamage) views.Text { return word(damageTexts, d.Damage) }
