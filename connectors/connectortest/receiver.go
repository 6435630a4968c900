package connectortest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// ReceiverCase describes a connector's Receiver to the suite.
type ReceiverCase struct {
	Connector connectors.Connector
	// Settings gives complete raw settings.
	Settings func() map[string]any
	// BadSettings change good settings so that no Receiver can be made of them, each by the
	// name of the setting that the fault must name.
	BadSettings map[string]func(settings map[string]any)
	// Good are requests that are to be taken. Make builds and signs one as of now; called
	// again for the same now it must give the same request.
	Good []Push
	// Bad are requests that are to be refused.
	Bad []BadPush
	// Personal are personal values that stand in the good requests and must not stand in keys,
	// logs, errors or answers.
	Personal []string
	// Secrets are further values that must never be shown; secret settings are by
	// themselves.
	Secrets []string
}

// Push is a request that is to be taken.
type Push struct {
	Name string
	Make func(now time.Time) *http.Request
	// Keys are the records' "stream/key", in order; any when nil.
	Keys []string
}

// BadPush is a request that is to be refused.
type BadPush struct {
	Name   string
	Make   func(now time.Time) *http.Request
	Code   string // of the fault catalogue, in the problem's "code"
	Status int    // the catalogue's own when 0
}

// receiverCheck is one rule for receivers.
type receiverCheck struct {
	name string
	run  func(ctx context.Context, l *pushLab) error
}

func receiverChecks() []receiverCheck {
	return []receiverCheck{
		{"spec_complete", func(_ context.Context, l *pushLab) error { return specComplete(l.c.Connector) }},
		{"settings", receiverSettings},
		{"good_requests", goodRequests},
		{"durable_before_2xx", durableBefore2xx},
		{"bus_down", receiverBusDown},
		{"same_record_again", sameRecordAgain},
		{"duplicate", duplicateAnswered},
		{"bad_requests", badRequests},
		{"broken_body", brokenBody},
		{"nothing_shown", nothingShown},
		{"no_leaks", receiverLeaks},
	}
}

// RunReceiver runs every check of the suite on a connector's Receiver, each as a
// subtest.
func RunReceiver(t *testing.T, c ReceiverCase) {
	t.Helper()
	for _, k := range receiverChecks() {
		t.Run(k.name, func(t *testing.T) {
			if err := k.run(t.Context(), newPushLab(t, c)); err != nil {
				t.Error(err)
			}
		})
	}
}

// ReceiverFindings runs the same checks and gives what is wrong instead of failing t.
func ReceiverFindings(t testing.TB, c ReceiverCase) []Finding {
	t.Helper()
	var out []Finding
	for _, k := range receiverChecks() {
		scope := &scope{TB: t}
		if err := k.run(context.Background(), newPushLab(scope, c)); err != nil {
			out = append(out, Finding{Check: k.name, Err: err})
		}
		scope.end()
	}
	return out
}

// pushLab is one fresh receiver for one check.
type pushLab struct {
	c   ReceiverCase
	env *Env
	raw map[string]any
}

func newPushLab(t testing.TB, c ReceiverCase) *pushLab {
	return &pushLab{c: c, env: NewEnv(t), raw: c.Settings()}
}

func (l *pushLab) open(spoil func(map[string]any)) (connectors.Receiver, error) {
	b, err := json.Marshal(l.raw)
	if err != nil {
		return nil, err
	}
	raw := map[string]any{}
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, err
	}
	if spoil != nil {
		spoil(raw)
	}
	s, err := l.c.Connector.Spec.Validate(raw)
	if err != nil {
		return nil, err
	}
	return l.c.Connector.NewReceiver(context.Background(), l.env.Env, s)
}

func (l *pushLab) sink() *Sink {
	return &Sink{Connector: l.c.Connector.Spec.Name, Receiver: true, Env: l.env}
}

// send gives a request to a fresh Receiver's handler.
func (l *pushLab) send(req *http.Request, emit connectors.Emit) (*httptest.ResponseRecorder, error) {
	r, err := l.open(nil)
	if err != nil {
		return nil, fmt.Errorf("NewReceiver with good settings: %w", err)
	}
	return serve(r, req, emit), nil
}

func serve(r connectors.Receiver, req *http.Request, emit connectors.Emit) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	if req.Body != nil {
		req.Body = http.MaxBytesReader(w, req.Body, 1<<20) // as the door does
	}
	r.Handler(emit).ServeHTTP(w, req)
	return w
}

func taken(w *httptest.ResponseRecorder) bool { return w.Code >= 200 && w.Code < 300 }

// problemOf reads the code of a problem answer.
func problemOf(w *httptest.ResponseRecorder) (code string) {
	var p fault.Problem
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") || json.Unmarshal(w.Body.Bytes(), &p) != nil {
		return ""
	}
	return p.Code
}
