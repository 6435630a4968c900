package world

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// refusal is an answer of the hub after which sending again would change nothing.
type refusal struct {
	status int
	code   string
}

func (r *refusal) Error() string { return fmt.Sprintf("the hub answered %d %s", r.status, r.code) }

// send sends an event until it is taken, with the same event id and body each time.
// It waits as Retry-After says, else longer each time. It returns a *refusal for an
// answer that is final, and ctx's error.
func (p *Player) send(ctx context.Context, e *model.Event) error {
	body, contentType, err := p.body(e)
	if err != nil {
		return err
	}
	pause := 100 * time.Millisecond
	for {
		wait, err := p.try(ctx, e, body, contentType)
		if wait < 0 {
			return err
		}
		if wait == 0 {
			wait, pause = pause, min(2*pause, 5*time.Second)
		}
		if err := p.c.Clock.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// final says that an attempt was the last one.
const final = time.Duration(-1)

// try sends once. wait is final, or how long to wait before the next attempt, where
// the hub says it.
func (p *Player) try(ctx context.Context, e *model.Event, body []byte, contentType string) (wait time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.address(e), bytes.NewReader(body))
	if err != nil {
		return final, err
	}
	req.Header.Set("Content-Type", contentType)
	p.authorise(req, e, body)
	resp, err := p.c.HTTP.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return final, ctx.Err()
		}
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, readErr := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	switch s := resp.StatusCode; {
	case s >= 200 && s < 300:
		if readErr != nil {
			return 0, readErr // cut: nobody knows whether it was taken
		}
		return final, nil
	case s == http.StatusConflict && e.Kind == model.Upload:
		return final, nil // the very same list is there
	case s == http.StatusTooManyRequests, s == http.StatusRequestTimeout, s >= 500:
		secs, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return time.Duration(secs) * time.Second, nil
	default:
		var problem struct {
			Code string `json:"code"`
		}
		_ = json.Unmarshal(answer, &problem)
		if problem.Code == "stale" {
			return 0, nil // it waited too long on its way: sign it anew
		}
		return final, &refusal{s, problem.Code}
	}
}

func (p *Player) address(e *model.Event) string {
	id := p.c.Connections[e.Target]
	if id == "" {
		id = e.Target
	}
	if e.Kind == model.Upload {
		return strings.TrimSuffix(p.c.Hub, "/") + "/api/v1/connections/" + id + "/files"
	}
	return strings.TrimSuffix(p.c.Hub, "/") + "/in/" + id
}

// authorise signs a request as its connection wants it.
func (p *Player) authorise(req *http.Request, e *model.Event, body []byte) {
	switch e.Target {
	case model.ConnForm:
		req.Header.Set("X-Heliu-Key", p.c.FormKey)
	case model.ConnHook:
		ts := strconv.FormatInt(p.c.Clock.Now().Unix(), 10)
		key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(p.c.HookSecret, "whsec_"))
		mac := hmac.New(sha256.New, key)
		_, _ = fmt.Fprintf(mac, "%s.%s.%s", e.Key, ts, body)
		req.Header.Set("Webhook-Id", e.Key)
		req.Header.Set("Webhook-Timestamp", ts)
		req.Header.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	default:
		req.Header.Set("Authorization", "Bearer "+p.c.APIKey)
		req.Header.Set("Idempotency-Key", "world-"+e.Key)
	}
}

// body gives the bytes of a form or of a list with its parts.
func (p *Player) body(e *model.Event) (body []byte, contentType string, err error) {
	switch r := e.Rec.(type) {
	case *model.Lead:
		body, err = formBody(r)
		return body, "application/json", err
	case *model.File:
		return listBody(r)
	}
	return nil, "", fmt.Errorf("event %d cannot be pushed", e.Seq)
}

func listBody(f *model.File) ([]byte, string, error) {
	name, content, err := listFile(f)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.SetBoundary("heliu-world-" + f.List)
	_ = m.WriteField("kind", f.Kind)
	_ = m.WriteField("list", f.List)
	part, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = m.Close()
	}
	return b.Bytes(), m.FormDataContentType(), err
}
