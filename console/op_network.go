package console

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/record"
)

// Network keeps the private networks that a workspace has opened to its connections.
type Network interface {
	approvals.Ranges
	// CloseRange takes the leave back; what is not open is the fault not_found.
	CloseRange(ctx context.Context, ws record.WorkspaceID, p netip.Prefix, reason string) error
}

// networkRange is one private network that connections may reach.
type networkRange struct {
	Range     string    `json:"range" doc:"CIDR"`
	Note      string    `json:"note" doc:"what is there, as it was asked for"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy string    `json:"created_by"`
}

type networkRangesOut struct {
	Body struct {
		Items []networkRange `json:"items" nullable:"false" doc:"in the order of addresses"`
		Local bool           `json:"local" doc:"the connections of this workspace may reach this machine too: it is the demo"`
	}
}

type openRangeIn struct {
	Body struct {
		Range  string `json:"range" minLength:"1" maxLength:"64" doc:"an address or a prefix such as 10.1.0.0/16, of a private network"`
		Reason string `json:"reason" maxLength:"500" doc:"what is there and who needs it; shown with the range"`
	}
}

type closeRangeIn struct {
	Body struct {
		Range  string `json:"range" minLength:"1" maxLength:"64"`
		Reason string `json:"reason" maxLength:"500" doc:"goes into the audit trail"`
	}
}

func networkOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listNetworkRanges", Method: http.MethodGet, Path: "/api/v1/network-ranges", Tags: []string{"access"},
		Summary: "Private networks that connections may reach",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*networkRangesOut, error) {
		open, err := c.Network.NetworkRanges(ctx, by.Workspace)
		if err != nil {
			return nil, err
		}
		w, err := c.Workspaces.WorkspaceOf(ctx, by.Workspace)
		if err != nil {
			return nil, err
		}
		out := &networkRangesOut{}
		out.Body.Local, out.Body.Items = w.Demo, make([]networkRange, len(open))
		for i, r := range open {
			out.Body.Items[i] = networkRange{r.Prefix.String(), r.Note, r.CreatedAt, r.CreatedBy}
		}
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "openNetworkRange", Method: http.MethodPost, Path: "/api/v1/network-ranges", Tags: []string{"access"}, Summary: "Propose to open a private network",
		Description:   "Somebody else has to approve it. This machine, link-local and public addresses cannot be opened.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 409},
	}, func(ctx context.Context, by access.Actor, in *openRangeIn) (*approvalOut, error) {
		p, err := approvals.Network{Ranges: c.Network}.Propose(ctx, by.Workspace, in.Body.Range, in.Body.Reason)
		if err != nil {
			return nil, err
		}
		a, err := c.propose(ctx, by, p)
		if err != nil {
			return nil, err
		}
		return &approvalOut{Body: *a}, nil
	})
	register(c, huma.Operation{
		OperationID: "closeNetworkRange", Method: http.MethodPost, Path: "/api/v1/network-ranges/close", Tags: []string{"access"}, Summary: "Close a private network again",
		Description: "It counts for the next connection that is made; nobody has to approve it.", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *closeRangeIn) (*struct{}, error) {
		p, err := access.ParseRange(in.Body.Range)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(in.Body.Reason) == "" {
			return nil, fault.New("reason_needed", nil).At("reason", "")
		}
		return nil, c.Network.CloseRange(ctx, by.Workspace, p, strings.TrimSpace(in.Body.Reason))
	})
}
