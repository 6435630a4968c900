package connectortest_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// pushToy takes JSON posts with a secret in a header; flaw spoils it.
func pushToy(flaw string) connectors.Connector {
	c := toy("")
	c.NewSource = nil
	c.Spec.Streams[0].Push = true
	c.Spec.Params = c.Spec.Params[1:] // the token
	c.NewReceiver = func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Receiver, error) {
		return pushReceiver{env, s.String("token"), flaw}, nil
	}
	return c
}

type pushReceiver struct {
	env         connectors.Env
	token, flaw string
}

func (pushReceiver) Check(context.Context) error { return nil }

func (p pushReceiver) Handler(emit connectors.Emit) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.flaw == "answers early" {
			w.WriteHeader(http.StatusAccepted)
		}
		if r.Header.Get("X-Token") != p.token && p.flaw != "lets everyone in" {
			fault.WriteProblem(w, fault.New("bad_signature", nil))
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil && p.flaw != "takes half a body" {
			fault.WriteProblem(w, fault.New("bad_request", nil))
			return
		}
		var row toyRow
		if json.Unmarshal(body, &row) != nil && p.flaw != "takes half a body" {
			fault.WriteProblem(w, fault.New("bad_json", nil))
			return
		}
		sum := sha256.Sum256(body)
		rec := record.Record{Stream: "things", Key: hex.EncodeToString(sum[:8]), Version: "1", Op: record.Upsert, OccurredAt: p.env.Clock.Now(), Raw: body}
		p.spoil(&rec, row)
		switch err := emit(r.Context(), []record.Record{rec}, nil); {
		case err == nil, p.flaw == "forgets the bus", errors.Is(err, connectors.ErrDuplicate) && p.flaw != "refuses duplicates":
			w.WriteHeader(http.StatusAccepted)
		default:
			fault.WriteProblem(w, fault.New("bus_unavailable", err))
		}
	})
}

func (p pushReceiver) spoil(rec *record.Record, row toyRow) {
	switch p.flaw {
	case "phone in the key":
		rec.Key = row.Mobile
	case "key by the clock":
		rec.Key = p.env.Clock.Now().Format("150405")
	case "secret in the log":
		p.env.Log.Debug("took a push", "token", p.token)
	case "leaks":
		go func() { select {} }()
	}
}

func pushCase(flaw string) connectortest.ReceiverCase {
	post := func(token, body string) func(time.Time) *http.Request {
		return func(time.Time) *http.Request {
			r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/in/toy", bytes.NewReader([]byte(body)))
			r.Header.Set("X-Token", token)
			return r
		}
	}
	return connectortest.ReceiverCase{
		Connector: pushToy(flaw),
		Settings:  func() map[string]any { return map[string]any{"token": toyToken} },
		Good:      []connectortest.Push{{Name: "a row", Make: post(toyToken, `{"id":"r1","mobile":"`+toyMobile+`"}`)}},
		Bad: []connectortest.BadPush{
			{Name: "wrong token", Make: post("other", `{"id":"r1"}`), Code: "bad_signature"},
			{Name: "no JSON", Make: post(toyToken, `{`), Code: "bad_json"},
		},
		Personal: []string{toyMobile},
	}
}

func TestPushToyPassesTheSuite(t *testing.T) { connectortest.RunReceiver(t, pushCase("")) }

func TestReceiverMutantsAreCaught(t *testing.T) {
	for flaw, want := range map[string]string{
		"answers early":      "durable_before_2xx",
		"lets everyone in":   "bad_requests",
		"takes half a body":  "broken_body",
		"forgets the bus":    "bus_down",
		"refuses duplicates": "duplicate",
		"phone in the key":   "nothing_shown",
		"secret in the log":  "nothing_shown",
		"key by the clock":   "same_record_again",
		"leaks":              "no_leaks",
	} {
		t.Run(strings.ReplaceAll(flaw, " ", "_"), func(t *testing.T) {
			found := connectortest.ReceiverFindings(t, pushCase(flaw))
			if !slices.ContainsFunc(found, func(f connectortest.Finding) bool { return f.Check == want }) {
				t.Errorf("want a finding of %s, got %v", want, found)
			}
		})
	}
}
