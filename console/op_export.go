package console

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/exports"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Exports counts, notes and keeps exports.
type Exports interface {
	CountExport(ctx context.Context, ws record.WorkspaceID, a exports.Ask) (exports.Count, error)
	// NoteExport leaves the entry of an export; nothing is given out unless it is nil.
	NoteExport(ctx context.Context, ws record.WorkspaceID, a exports.Ask, n exports.Count, reason string, now time.Time) error
	Exports(ctx context.Context, ws record.WorkspaceID, account string, now time.Time) ([]views.Export, error)
	// OpenExport gives the file of an export to the account that it was made for.
	OpenExport(ctx context.Context, ws record.WorkspaceID, id, account string, now time.Time) (format string, file []byte, err error)
}

type exportIn struct {
	Body struct {
		Format   string `json:"format" enum:"csv,xlsx"`
		Kind     string `json:"kind,omitempty" enum:"organisation,person" doc:"both without it"`
		Q        string `json:"q,omitempty" maxLength:"100" doc:"part of the name, or a tax ID"`
		Personal bool   `json:"personal,omitempty" doc:"personal values in full; needs the permission customer.personal"`
		Reason   string `json:"reason" maxLength:"500" doc:"what for; kept in the audit trail, required over 1,000 persons and where the workspace says so"`
	}
}

type exportsOut struct {
	Body struct {
		Items []views.Export `json:"items" nullable:"false" doc:"of the caller, the latest first; each can be fetched for 24 hours"`
	}
}

type exportFileIn struct {
	Export string `path:"export" doc:"id of the approval"`
}

func exportOps(c *console) {
	file := func() map[string]*huma.MediaType {
		out := map[string]*huma.MediaType{}
		for _, media := range exports.Formats {
			out[strings.TrimSuffix(media, "; charset=utf-8")] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
		}
		return out
	}
	register(c, huma.Operation{
		OperationID: "exportCustomers", Method: http.MethodPost, Path: "/api/v1/customers/export", Tags: []string{"customers"}, Summary: "Take customers out as a sheet",
		Description: "Personal values are masked unless they are asked for. Over 1,000 persons two people are needed: the answer is then an approval (202), and the file can be fetched once that was given. " +
			"Cells that a spreadsheet could take for a formula begin with an apostrophe.",
		Errors: []int{400},
		Responses: map[string]*huma.Response{
			"200": {Description: "the sheet", Content: file()},
			"202": {Description: "it waits for another person", Content: map[string]*huma.MediaType{"application/json": {Schema: documented[views.Approval](c)}}},
		},
	}, c.exportCustomers)
	register(c, huma.Operation{
		OperationID: "listExports", Method: http.MethodGet, Path: "/api/v1/exports", Tags: []string{"customers"}, Summary: "Approved exports that can be fetched",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*exportsOut, error) {
		all, err := c.Exports.Exports(ctx, by.Workspace, by.Account(), c.Now())
		out := &exportsOut{}
		out.Body.Items = all
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "fetchExport", Method: http.MethodGet, Path: "/api/v1/exports/{export}/file", Tags: []string{"customers"}, Summary: "Fetch an approved export",
		Description: "Only the account that proposed it, within 24 hours; each time leaves an entry in the audit trail.", Errors: []int{404},
		Responses: map[string]*huma.Response{"200": {Description: "the sheet", Content: file()}},
	}, c.fetchExport)
}

// documented describes a type in the document.
func documented[T any](c *console) *huma.Schema {
	return huma.SchemaFromType(c.api.OpenAPI().Components.Schemas, reflect.TypeFor[T]())
}

func (c *console) exportCustomers(ctx context.Context, by access.Actor, in *exportIn) (*huma.StreamResponse, error) {
	b := in.Body
	if b.Personal {
		if err := by.Require(access.CustomerPersonal); err != nil {
			return nil, err
		}
	}
	a := exports.Ask{Format: b.Format, Kind: b.Kind, Text: record.NormalizeWidth(b.Q), Personal: b.Personal}
	reason := strings.TrimSpace(b.Reason)
	n, err := c.Exports.CountExport(ctx, by.Workspace, a)
	if err != nil {
		return nil, err
	}
	if n.Persons > exports.Over {
		p, err := approvals.Export{}.Propose(a, n, reason)
		if err != nil {
			return nil, err
		}
		proposed, err := c.propose(ctx, by, p)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(h huma.Context) {
			h.SetHeader("Content-Type", "application/json")
			h.SetStatus(http.StatusAccepted)
			if text, err := encodeJSON(proposed); err == nil {
				_, _ = h.BodyWriter().Write(text)
			}
		}}, nil
	}
	if err := c.Exports.NoteExport(ctx, by.Workspace, a, n, reason, c.Now()); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		c.sheetHeaders(h, a.Format)
		_, w := humachi.Unwrap(h)
		if _, err := exports.Write(h.Context(), c.Customers, by.Workspace, a, n.Persons, MaskCustomer, w); err != nil {
			c.Log.WarnContext(h.Context(), "an export was cut off", "error", err)
			panic(http.ErrAbortHandler) // a sheet that ends early must not look whole
		}
	}}, nil
}

func (c *console) fetchExport(ctx context.Context, by access.Actor, in *exportFileIn) (*huma.StreamResponse, error) {
	format, file, err := c.Exports.OpenExport(ctx, by.Workspace, in.Export, by.Account(), c.Now())
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		c.sheetHeaders(h, format)
		_, _ = bytes.NewReader(file).WriteTo(h.BodyWriter())
	}}, nil
}

func (c *console) sheetHeaders(h huma.Context, format string) {
	h.SetHeader("Content-Type", exports.Formats[format])
	h.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="customers-%s.%s"`, c.Now().In(record.Shanghai).Format("20060102-1504"), format))
	h.SetHeader("Cache-Control", "no-store")
}

// MaskCustomer masks the personal values of a row of the list.
func MaskCustomer(r *views.CustomerRow) {
	r.Name = maskGolden(r.Kind, r.Name)
	r.Mobile, r.Email = maskPhone(r.Mobile), maskEmail(r.Email)
}
