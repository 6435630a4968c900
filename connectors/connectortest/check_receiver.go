package connectortest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func receiverSettings(ctx context.Context, l *pushLab) error {
	r, err := l.open(nil)
	if err != nil {
		return fmt.Errorf("good settings are refused: %w", err)
	}
	if err := r.Check(ctx); err != nil {
		return fmt.Errorf("good settings fail the check: %w", err)
	}
	for field, spoil := range l.c.BadSettings {
		if _, err := l.open(spoil); err == nil || fault.As(err).Code != "bad_settings" || fault.As(err).Field != field {
			return fmt.Errorf("spoiled setting %s: want bad_settings [%s], got %w", field, field, orNothing(err))
		}
	}
	return nil
}

func goodRequests(_ context.Context, l *pushLab) error {
	if len(l.c.Good) == 0 {
		return errors.New("ReceiverCase.Good is empty: nothing is proved")
	}
	for _, g := range l.c.Good {
		s := l.sink()
		w, err := l.send(g.Make(l.env.Now.Now()), s.Emit)
		if err != nil {
			return err
		}
		if !taken(w) {
			return fmt.Errorf("%s: answered %d %s", g.Name, w.Code, problemOf(w))
		}
		if p := s.Problems(); len(p) > 0 {
			return fmt.Errorf("%s: %s", g.Name, strings.Join(p, "; "))
		}
		var keys []string
		for _, r := range s.Records() {
			if _, ok := l.c.Connector.Spec.StreamNamed(r.Stream); !ok {
				return fmt.Errorf("%s: stream %q is not in the Spec", g.Name, r.Stream)
			}
			keys = append(keys, r.Stream+"/"+r.Key)
		}
		if len(keys) == 0 || g.Keys != nil && strings.Join(keys, " ") != strings.Join(g.Keys, " ") {
			return fmt.Errorf("%s: gave the records %v, want %v", g.Name, keys, g.Keys)
		}
	}
	return nil
}

// durableBefore2xx: no byte of a success goes out before emit has returned.
func durableBefore2xx(_ context.Context, l *pushLab) error {
	for _, g := range l.c.Good {
		r, err := l.open(nil)
		if err != nil {
			return err
		}
		w := &watched{ResponseRecorder: httptest.NewRecorder()}
		emitted, early := 0, false
		r.Handler(func(context.Context, []record.Record, connectors.State) error {
			emitted++
			early = early || w.written
			return nil
		}).ServeHTTP(w, g.Make(l.env.Now.Now()))
		if early || taken(w.ResponseRecorder) && emitted == 0 {
			return fmt.Errorf("%s: success was answered before the record was durable", g.Name)
		}
	}
	return nil
}

// watched notes whether something was answered.
type watched struct {
	*httptest.ResponseRecorder
	written bool
}

func (w *watched) WriteHeader(code int) { w.written = true; w.ResponseRecorder.WriteHeader(code) }
func (w *watched) Write(b []byte) (int, error) {
	w.written = true
	return w.ResponseRecorder.Write(b)
}

// receiverBusDown: when the bus does not take the record the sender hears 503 with Retry-After, and
// the same request is taken later.
func receiverBusDown(_ context.Context, l *pushLab) error {
	r, err := l.open(nil)
	if err != nil {
		return err
	}
	for _, g := range l.c.Good {
		for what, emitErr := range map[string]error{"bus_unavailable": fault.New("bus_unavailable", nil).After(3 * time.Second), "an unknown error": errors.New("broken pipe")} {
			w := serve(r, g.Make(l.env.Now.Now()), func(context.Context, []record.Record, connectors.State) error { return emitErr })
			if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || problemOf(w) != "bus_unavailable" {
				return fmt.Errorf("%s: emit failed with %s; want 503 bus_unavailable with Retry-After, got %d %s (Retry-After %q)", g.Name, what, w.Code, problemOf(w), w.Header().Get("Retry-After"))
			}
		}
		s := l.sink()
		if w := serve(r, g.Make(l.env.Now.Now()), s.Emit); !taken(w) || len(s.Records()) == 0 {
			return fmt.Errorf("%s: sent again after the bus came back: answered %d %s", g.Name, w.Code, problemOf(w))
		}
	}
	return nil
}

// sameRecordAgain: the same request makes the same record, whichever process takes it.
func sameRecordAgain(_ context.Context, l *pushLab) error {
	for _, g := range l.c.Good {
		now := l.env.Now.Now()
		var ids []string
		for range 2 {
			s := l.sink()
			if _, err := l.send(g.Make(now), s.Emit); err != nil {
				return err
			}
			id := ""
			for _, r := range s.Records() {
				id += r.ID().String()
			}
			ids = append(ids, id)
			l.env.Now.Advance(time.Second)
		}
		if ids[0] == "" || ids[0] != ids[1] {
			return fmt.Errorf("%s: the same request made different records: its key, version and payload must come from what was sent", g.Name)
		}
	}
	return nil
}

// duplicateAnswered: a record that is durable already is answered with success.
func duplicateAnswered(_ context.Context, l *pushLab) error {
	for _, g := range l.c.Good {
		w, err := l.send(g.Make(l.env.Now.Now()), func(context.Context, []record.Record, connectors.State) error { return connectors.ErrDuplicate })
		if err != nil {
			return err
		}
		if !taken(w) {
			return fmt.Errorf("%s: a record that is durable already was answered %d %s", g.Name, w.Code, problemOf(w))
		}
	}
	return nil
}

// badRequests: each is refused with its code, in both languages, and emits nothing.
func badRequests(_ context.Context, l *pushLab) error {
	if len(l.c.Bad) == 0 {
		return errors.New("ReceiverCase.Bad is empty: nothing is proved")
	}
	for _, b := range l.c.Bad {
		entry, ok := fault.Catalog[b.Code]
		if !ok {
			return fmt.Errorf("%s: the code %q is not in the catalogue", b.Name, b.Code)
		}
		want := b.Status
		if want == 0 {
			if want = entry.Status; want == 0 {
				want = entry.Kind.HTTPStatus()
			}
		}
		s := l.sink()
		w, err := l.send(b.Make(l.env.Now.Now()), s.Emit)
		if err != nil {
			return err
		}
		var p fault.Problem
		_ = json.Unmarshal(w.Body.Bytes(), &p)
		switch {
		case w.Code != want || problemOf(w) != b.Code:
			return fmt.Errorf("%s: answered %d %s, want %d %s", b.Name, w.Code, problemOf(w), want, b.Code)
		case p.MessageZh == "" || p.MessageEn == "":
			return fmt.Errorf("%s: the answer lacks its Chinese or English sentence", b.Name)
		case s.Calls() > 0:
			return fmt.Errorf("%s: was refused and emitted", b.Name)
		}
	}
	return nil
}

// brokenBody: a body that ends in the middle is refused and emits nothing.
func brokenBody(_ context.Context, l *pushLab) error {
	for _, g := range l.c.Good {
		req := g.Make(l.env.Now.Now())
		if req.Body == nil {
			continue
		}
		all, err := io.ReadAll(req.Body)
		if err != nil {
			return err
		}
		req.Body = io.NopCloser(io.MultiReader(bytes.NewReader(all[:len(all)/2]), broken{}))
		s := l.sink()
		w, err := l.send(req, s.Emit)
		if err != nil {
			return err
		}
		if taken(w) || s.Calls() > 0 {
			return fmt.Errorf("%s: a body that broke off was answered %d and emitted %d times", g.Name, w.Code, s.Calls())
		}
	}
	return nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// nothingShown: keys and logs hold no personal value; answers neither; and no secret
// stands anywhere.
func nothingShown(_ context.Context, l *pushLab) error {
	secrets := append([]string(nil), l.c.Secrets...)
	for _, p := range l.c.Connector.Spec.Params {
		if v, ok := l.raw[p.Name].(string); ok && p.Secret && len(v) >= 4 {
			secrets = append(secrets, v)
		}
	}
	inPayload := false
	look := func(name string, w *httptest.ResponseRecorder, recs []record.Record) error {
		said := w.Body.String() + l.env.Output.String()
		for _, v := range append(secrets, l.c.Personal...) {
			if strings.Contains(said, v) {
				return fmt.Errorf("%s: a secret or personal value stands in the answer or the log", name)
			}
		}
		for _, v := range l.c.Personal {
			for _, r := range recs {
				if strings.Contains(r.Key, v) || strings.Contains(r.Version, v) {
					return fmt.Errorf("%s: a key or version holds a personal value", name)
				}
				inPayload = inPayload || strings.Contains(string(r.Raw), v)
			}
		}
		return nil
	}
	for _, g := range l.c.Good {
		s := l.sink()
		w, err := l.send(g.Make(l.env.Now.Now()), s.Emit)
		if err != nil {
			return err
		}
		if err := look(g.Name, w, s.Records()); err != nil {
			return err
		}
	}
	for _, b := range l.c.Bad {
		w, err := l.send(b.Make(l.env.Now.Now()), l.sink().Emit)
		if err != nil {
			return err
		}
		if err := look(b.Name, w, nil); err != nil {
			return err
		}
	}
	if !inPayload {
		return errors.New("none of ReceiverCase.Personal stands in a payload: nothing is proved")
	}
	return nil
}

func receiverLeaks(_ context.Context, l *pushLab) error {
	before := goroutines()
	for _, g := range l.c.Good {
		if _, err := l.send(g.Make(l.env.Now.Now()), l.sink().Emit); err != nil {
			return err
		}
	}
	for _, b := range l.c.Bad {
		if _, err := l.send(b.Make(l.env.Now.Now()), l.sink().Emit); err != nil {
			return err
		}
	}
	return noneLeft(before)
}
