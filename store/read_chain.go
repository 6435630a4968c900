package store

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// scopes are the chains that concern a workspace: its own and the hub's.
func scopes(ws record.WorkspaceID) []struct {
	name string
	ws   record.WorkspaceID
} {
	return []struct {
		name string
		ws   record.WorkspaceID
	}{{"workspace", ws}, {"hub", access.Hub}}
}

// Chains gives the state of the chains that concern a workspace. Sentences are the
// console's to fill in.
func (r *Reader) Chains(ctx context.Context, ws record.WorkspaceID) (out []views.Chain, err error) {
	for _, k := range scopes(ws) {
		c := views.Chain{Scope: k.name}
		tip, err := r.s.TrailTip(ctx, k.ws)
		if err != nil {
			return nil, err
		}
		if c.Rows = tip.N; tip.N > 0 {
			c.Hash = tip.Hash.String()
		}
		heads, err := r.s.TrailHeads(ctx, k.ws, 1)
		if err != nil {
			return nil, err
		}
		for _, h := range heads {
			c.Head = &views.ChainHead{N: h.N, Hash: h.Hash.String(), At: h.At.UTC(), Key: h.Key}
		}
		last, ok, err := r.s.LastTrailCheck(ctx, k.ws)
		if err != nil {
			return nil, err
		}
		if ok {
			c.Check = &views.ChainCheck{At: last.At.UTC(), By: last.By, OK: last.Damaged == 0, Rows: last.Rows, Until: last.Until, HeadN: last.HeadN, Damaged: last.Damaged}
			if last.Damage != "" {
				c.Check.First = &views.ChainDamage{Damage: string(last.Damage), N: last.FirstN, Seq: last.FirstSeq}
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// VerifyChains checks the chains that concern a workspace whole, against the heads of
// the database and further ones, and keeps what it found.
func (r *Reader) VerifyChains(ctx context.Context, ws record.WorkspaceID, heads []trail.Head, now time.Time) (out []views.ChainReport, err error) {
	by, err := access.From(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range scopes(ws) {
		rep, err := r.s.VerifyTrail(ctx, k.ws, heads)
		if err != nil {
			return nil, err
		}
		if err := r.s.SaveTrailCheck(ctx, k.ws, by, rep, now); err != nil {
			return nil, err
		}
		out = append(out, reportView(k.name, by, rep, now))
	}
	return out, nil
}

func reportView(scope string, by access.Actor, rep trail.Report, now time.Time) views.ChainReport {
	x := views.ChainReport{
		Scope: scope, Heads: rep.Heads, Findings: []views.ChainDamage{},
		Check: views.ChainCheck{At: now.UTC(), By: by.Ref(), OK: rep.OK(), Rows: rep.Rows, Until: timeOrNil(rep.Until.UTC()), HeadN: rep.HeadN, Damaged: rep.Damaged},
	}
	if rep.Rows > 0 {
		x.Hash = rep.Tip.Hash.String()
	}
	for _, f := range rep.Findings {
		x.Findings = append(x.Findings, views.ChainDamage{Damage: string(f.Damage), N: f.N, Seq: f.Seq, At: timeOrNil(f.At.UTC())})
	}
	if len(x.Findings) > 0 {
		x.Check.First = &x.Findings[0]
	}
	return x
}
