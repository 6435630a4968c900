package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/views"
)

// Limits of an upload.
const (
	maxFile   = 20 << 20
	maxField  = 1 << 10
	maxFields = 32
	uploadFor = 2 * time.Minute
)

type uploadIn struct {
	ID   string `path:"id" doc:"connection id"`
	req  *http.Request
	resp http.ResponseWriter
}

// Resolve keeps the request: its body is streamed into memory, never onto the disk.
func (in *uploadIn) Resolve(ctx huma.Context) []error {
	in.req, in.resp = humachi.Unwrap(ctx)
	return nil
}

var uploadBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
	Type: huma.TypeObject, Required: []string{"file", "kind"}, AdditionalProperties: &huma.Schema{Type: huma.TypeString},
	Properties: map[string]*huma.Schema{
		"file": {Type: huma.TypeString, Format: "binary", Description: "20 MB, 50,000 rows at most"},
		"kind": {Type: huma.TypeString, Description: "which list it is: a stream of the connector"},
		"list": {Type: huma.TypeString, Description: "name of the list; the same row of the same list is one record"},
	},
}}}}

type fileOut struct{ Body views.File }

type filesIn struct {
	ID    string `path:"id" doc:"connection id"`
	After int64  `query:"after" minimum:"0" doc:"seq of the last file of the page before"`
}

type filesOut struct {
	Body struct {
		Items []views.File `json:"items" nullable:"false" doc:"up to 100, in the order of upload"`
	}
}

func fileOps(c *console) {
	register(c, huma.Operation{
		OperationID: "uploadConnectionFile", Method: http.MethodPost, Path: "/api/v1/connections/{id}/files", Tags: []string{"connections"},
		Summary: "Upload a list", Description: "Stores a CSV or XLSX file, sealed, for the connection to read; its rows appear as records soon after. Every other field is kept beside it, such as list, campaign or channel.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 404, 409, 413, 415},
	}, c.upload)
	// Described afterwards: the framework would read the body of an operation that
	// declares one, and the handler streams it.
	c.api.OpenAPI().Paths["/api/v1/connections/{id}/files"].Post.RequestBody = uploadBody
	register(c, huma.Operation{
		OperationID: "listConnectionFiles", Method: http.MethodGet, Path: "/api/v1/connections/{id}/files", Tags: []string{"connections"}, Summary: "Uploaded files",
		Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *filesIn) (*filesOut, error) {
		if _, err := c.Connections.Get(ctx, by.Workspace, in.ID, c.Now()); err != nil {
			return nil, err
		}
		out := &filesOut{}
		var err error
		out.Body.Items, err = c.Connections.Files(ctx, by.Workspace, in.ID, in.After)
		return out, err
	})
}

func (c *console) upload(ctx context.Context, by access.Actor, in *uploadIn) (*fileOut, error) {
	conn, err := c.Connections.Get(ctx, by.Workspace, in.ID, c.Now())
	if err != nil {
		return nil, err
	}
	if c.Live == nil {
		return nil, fault.New("cannot_check", nil)
	}
	src, err := c.Live.Source(ctx, by.Workspace, in.ID)
	if err != nil {
		return nil, err
	}
	taker, ok := src.(connectors.FileTaker)
	if !ok {
		return nil, fault.New("not_a_file_connection", nil)
	}
	f, err := readUpload(in.resp, in.req)
	if err != nil {
		return nil, err
	}
	if _, ok := c.specs[conn.Connector].StreamNamed(f.kind); !ok {
		return nil, fault.Newf("bad_request", "the connector has no list of this kind").At("kind", "")
	}
	if err := taker.CheckFile(ctx, f.name, f.kind, bytes.NewReader(f.content), int64(len(f.content))); err != nil {
		return nil, err
	}
	kept, err := c.Connections.PutFile(ctx, by.Workspace, in.ID, f.name, f.kind, f.params, f.content)
	if err != nil {
		return nil, err
	}
	c.notify(by.Workspace, "connections", map[string]string{"connection": in.ID})
	return &fileOut{kept}, nil
}

type uploaded struct {
	name, kind string
	params     map[string]string
	content    []byte
}

func readUpload(w http.ResponseWriter, r *http.Request) (uploaded, error) {
	f := uploaded{params: map[string]string{}}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		return f, fault.Newf("unsupported_media", "send multipart/form-data")
	}
	if r.ContentLength > maxFile+(1<<20) {
		return f, fault.New("file_too_large", nil)
	}
	_ = http.NewResponseController(w).SetReadDeadline(clock.System{}.Now().Add(uploadFor)) // not every writer can
	parts := multipart.NewReader(http.MaxBytesReader(w, r.Body, maxFile+(1<<20)), params["boundary"])
	for n := 0; ; n++ {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return f, broken(err)
		}
		if n >= maxFields {
			return f, fault.Newf("bad_request", "more than %d fields", maxFields)
		}
		if err := f.take(p); err != nil {
			return f, err
		}
	}
	if f.content == nil {
		return f, fault.New("missing_field", nil).At("file", "")
	}
	if f.kind == "" {
		return f, fault.New("missing_field", nil).At("kind", "")
	}
	return f, nil
}

func (f *uploaded) take(p *multipart.Part) error {
	name := p.FormName()
	if name == "file" {
		if f.content != nil {
			return fault.Newf("bad_request", "one file at a time").At("file", "")
		}
		b, err := io.ReadAll(io.LimitReader(p, maxFile+1))
		if err != nil {
			return broken(err)
		}
		if len(b) > maxFile {
			return fault.New("file_too_large", nil)
		}
		f.content, f.name = b, path.Base(strings.ReplaceAll(p.FileName(), `\`, "/"))
		return nil
	}
	b, err := io.ReadAll(io.LimitReader(p, maxField+1))
	if err != nil {
		return broken(err)
	}
	if len(b) > maxField || name == "" || len(name) > 64 {
		return fault.Newf("bad_request", "a field has %d bytes at most", maxField).At(name[:min(len(name), 64)], "")
	}
	if name == "kind" {
		f.kind = string(b)
	} else {
		f.params[name] = string(b)
	}
	return nil
}

// broken says why the body of an upload cannot be read.
func broken(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.New("file_too_large", nil)
	}
	return fault.New("bad_request", err)
}
