package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestConnectionCommands: what a person types becomes the call that it should, and what
// lacks a reason or a confirmation becomes none.
func TestConnectionCommands(t *testing.T) {
	var calls []string
	api := http.NewServeMux()
	api.HandleFunc("GET /api/v1/connections", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"items":[{"id":"c1","name":"erp","version":3}]}`)
	})
	api.HandleFunc("GET /api/v1/connections/c1", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"id":"c1","name":"erp","version":3,"quiet":[{"from":"22:00","to":"08:00"}],"streams":[{"name":"s","halted":{"code":"lost_cursor"}}]}`)
	})
	api.HandleFunc("GET /api/v1/connections/c1/states", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"items":[{"stream":"s","state":{"n":1},"tag":"T"}]}`)
	})
	api.HandleFunc("GET /api/v1/connections/c1/streams/s/state", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"stream":"s","state":{"n":1},"tag":"T"}`)
	})
	api.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		calls = append(calls, strings.TrimSpace(fmt.Sprint(r.Method, " ", r.URL.RequestURI(), " ", r.Header.Get("If-Match"), " ", strings.TrimSpace(string(body)))))
		_, _ = io.WriteString(w, `{}`)
	})
	srv := httptest.NewServer(api)
	defer srv.Close()
	for _, c := range []struct {
		args string
		exit int
		call string
	}{
		{"show erp", 0, ""},
		{"show nobody", exitUsage, ""},
		{"try erp --stream s", 0, `POST /api/v1/connections/c1/try?stream=s`},
		{"set erp", exitUsage, ""},
		{"set erp --quiet never", exitUsage, ""},
		{"set erp --quiet 22:00-08:00 --no-quiet", exitUsage, ""},
		{"set erp --history maybe", exitUsage, ""},
		{
			"set erp --every 5m --quiet 22:00-08:00 --quiet sat,sun@00:00-12:00 --history on", 0,
			`PATCH /api/v1/connections/c1 "3" {"history":true,"poll_seconds":300,"quiet":[{"from":"22:00","to":"08:00"},{"days":["sat","sun"],"from":"00:00","to":"12:00"}]}`,
		},
		{"set erp --schedule= --no-quiet", 0, `PATCH /api/v1/connections/c1 "3" {"quiet":[],"schedule":""}`},
		{"state list erp", 0, ""},
		{"state show erp s --json", 0, ""},
		{`state set erp s {"a":"x&y"} --yes`, exitUsage, ""},
		{`state set erp s {"a": --reason why --yes`, exitUsage, ""},
		{`state set erp s {"a":"x&y"} --reason why`, exitUsage, ""}, // nobody types the name
		{`state set erp s {"a":"x&y"} --reason why --yes`, 0, `PUT /api/v1/connections/c1/streams/s/state "T" {"reason":"why","state":{"a":"x&y"}}`},
		{"state reset erp s --reason why --yes", 0, `DELETE /api/v1/connections/c1/streams/s/state?reason=why "T"`},
	} {
		t.Run(c.args, func(t *testing.T) {
			bare(t, t.TempDir())
			calls = nil
			args := append([]string{"connection"}, strings.Fields(c.args)...)
			if got := run(t.Context(), append(args, "--url", srv.URL, "--key", "k")); got != c.exit {
				t.Errorf("exit %d, want %d", got, c.exit)
			}
			if got := strings.Join(calls, "; "); got != c.call {
				t.Errorf("called %s, want %s", got, c.call)
			}
		})
	}
}

// TestAStateIsConfirmedByName: the name of another connection confirms nothing.
func TestAStateIsConfirmedByName(t *testing.T) {
	a := streamArgs{Connection: "erp", Stream: "s"}
	for typed, ok := range map[string]bool{"erp\n": true, " erp \n": true, "erp": true, "": false, "y\n": false, "crm\n": false} {
		err := deciding{Reason: "why"}.confirm(strings.NewReader(typed), io.Discard, "x", a)
		if (err == nil) != ok {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
