package door

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Refusal is what is kept of requests that a door refused: no body, no personal value.
type Refusal struct {
	Workspace  record.WorkspaceID
	Connection record.ConnectionID
	Code       string
	Number     string // a document number that the request named; empty: none could be read
	Count      int64
	FirstAt    time.Time
	LastAt     time.Time
}

// RefusalStore keeps refusals. Those of one connection, day, code and number are one
// row; it bounds how many it keeps and for how long.
type RefusalStore interface {
	PutRefusals(ctx context.Context, ws record.WorkspaceID, refused []Refusal) error
}

// Refusals gathers what doors refuse and stores it now and then, beside the requests:
// a database that is away costs no answer, only what no longer fits in memory. It is
// safe for concurrent use.
type Refusals struct {
	Store RefusalStore
	Log   *slog.Logger

	mu   sync.Mutex
	kept map[refusalKey]*Refusal
}

type refusalKey struct {
	ws     record.WorkspaceID
	c      record.ConnectionID
	code   string
	number string
}

// maxRefusals bounds what waits to be stored.
const maxRefusals = 5000

// flushEvery is how often what was refused is stored.
const flushEvery = time.Second

// note keeps one refusal, once for each number that it names.
func (r *Refusals) note(e Entry, code string, numbers []string, now time.Time) {
	if r == nil || e.Workspace == "" {
		return
	}
	if len(numbers) == 0 {
		numbers = []string{""}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil {
		r.kept = map[refusalKey]*Refusal{}
	}
	for _, n := range numbers {
		k := refusalKey{e.Workspace, e.Connection, code, n}
		x := r.kept[k]
		if x == nil {
			if len(r.kept) >= maxRefusals {
				return
			}
			x = &Refusal{Workspace: e.Workspace, Connection: e.Connection, Code: code, Number: n, FirstAt: now}
			r.kept[k] = x
		}
		x.Count++
		x.LastAt = now
	}
}

// Run stores until ctx ends, and then what is left.
func (r *Refusals) Run(ctx context.Context) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			r.flush(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			r.flush(last)
			return nil
		}
	}
}

func (r *Refusals) flush(ctx context.Context) {
	r.mu.Lock()
	taken := r.kept
	r.kept = nil
	r.mu.Unlock()
	byWS := map[record.WorkspaceID][]Refusal{}
	for _, x := range taken {
		byWS[x.Workspace] = append(byWS[x.Workspace], *x)
	}
	for ws, list := range byWS {
		if err := r.Store.PutRefusals(ctx, ws, list); err != nil {
			r.Log.DebugContext(ctx, "refusals are not kept", "error", err)
		}
	}
}

// sniff is how much of a body is looked at for numbers, and of an answer for its code.
const sniff = 8 << 10

// sniffWithin is how long a body may take of which nothing was read before its refusal:
// its sender waits for the answer.
const sniffWithin = 100 * time.Millisecond

// teed keeps the first bytes that a receiver reads.
type teed struct {
	io.ReadCloser
	head bytes.Buffer
}

// Read implements io.Reader.
func (t *teed) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if room := sniff - t.head.Len(); room > 0 {
		t.head.Write(p[:min(n, room)])
	}
	return n, err
}

// answered keeps the status of an answer, and of a refusal the beginning of its body.
type answered struct {
	http.ResponseWriter
	status int
	head   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *answered) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if room := sniff - a.head.Len(); a.status >= 400 && room > 0 {
		a.head.Write(p[:min(len(p), room)])
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// refused gives the code of an answer that is a refusal.
func (a *answered) refused() (code string, ok bool) {
	if a.status < 400 {
		return "", false
	}
	var p struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(a.head.Bytes(), &p) != nil || p.Code == "" {
		p.Code = "bad_request"
	}
	return p.Code, true
}

// idHeaders are the headers in which senders name their event.
var idHeaders = []string{"Webhook-Id", "Idempotency-Key", "X-Request-Id"}

// namedBy gives the numbers that a request names: in the headers of its event and in
// what was read of its body.
func namedBy(r *http.Request, body *teed) []string {
	var out []string
	for _, h := range idHeaders {
		if n := documentNumber(r.Header.Get(h)); n != "" {
			out = append(out, n)
		}
	}
	if body.head.Len() == 0 { // refused before anybody read it
		_, _ = io.CopyN(io.Discard, body, sniff)
	}
	return append(out, numbersIn(body.head.String())...)
}
