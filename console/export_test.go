package console

import (
	"context"
	"net/http"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

// PlantRule gives an operation another permission until close is called.
func PlantRule(operation string, do access.Action) (close func()) { return plant(operation, may(do)) }

// PlantOpen opens an operation to everybody until close is called.
func PlantOpen(operation string) (close func()) { return plant(operation, rule{open: true}) }

func plant(operation string, r rule) func() {
	was := rules[operation]
	rules[operation] = r
	return func() { rules[operation] = was }
}

// PlantOperation builds a console with an operation that the table does not know.
func PlantOperation() error {
	_, _, err := build(Config{}, func(c *console) {
		register(c, huma.Operation{OperationID: "plantedOperation", Method: http.MethodGet, Path: "/api/v1/planted"},
			func(context.Context, access.Actor, *struct{}) (*struct{}, error) { return nil, nil })
	})
	return err
}

// Routes gives the router of a console.
func Routes(t *testing.T, cfg Config) chi.Routes {
	c, r, err := build(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.mount(r, nil)
	return r
}

// MaskPayload and MaskText mask what stands in payloads and texts.
var (
	MaskPayload = maskPayload
	MaskText    = maskText
)

// WebOf serves a built web app.
var WebOf = webOf

// PlantRead builds a console with one more operation, which answers with what read gives
// for the caller's workspace; close takes its rule away.
func PlantRead(t *testing.T, cfg Config, do access.Action, read func(context.Context, record.WorkspaceID) (string, error)) (h http.Handler, close func()) {
	rules["plantedRead"] = may(do)
	type out struct{ Body struct{ Text string } }
	c, r, err := build(cfg, func(c *console) {
		register(c, huma.Operation{OperationID: "plantedRead", Method: http.MethodGet, Path: "/api/v1/planted", Summary: "planted"},
			func(ctx context.Context, by access.Actor, _ *struct{}) (*out, error) {
				o := &out{}
				var err error
				o.Body.Text, err = read(ctx, by.Workspace)
				return o, err
			})
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document(c.api)
	if err != nil {
		t.Fatal(err)
	}
	c.mount(r, doc)
	return c.around(r), func() { delete(rules, "plantedRead") }
}
