// Package approvals joins the domains to package access/approval: for each kind it makes
// the proposal from what a person asked for, and carries out what was approved. What a
// proposal shows is made by one function from the ask and the present state, so that
// the hash made anew at the decision covers the same.
package approvals

import (
	"context"
	"encoding/json"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
)

// asProposer puts who proposed the approval into the context: what it does is their
// doing, and the approval says who agreed.
func asProposer(ctx context.Context, a approval.Approval) context.Context {
	return access.With(ctx, a.Actor())
}

func encode(v any) (json.RawMessage, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fault.New("internal", err)
	}
	return b, nil
}

func decode(a approval.Approval, into any) error {
	if err := json.Unmarshal(a.Ask, into); err != nil {
		return fault.New("internal", err)
	}
	return nil
}

// change is one field of a diff.
type change struct {
	From any `json:"from,omitempty"`
	To   any `json:"to,omitempty"`
}

// hidden is a field whose value the diff does not hold.
var hidden = map[string]bool{"changed": true}
