package crm

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/record/strictjson"
)

// tolerance is how far the time of a signature may be from now.
const tolerance = 5 * time.Minute

// emitWait bounds the wait for the bus.
const emitWait = 30 * time.Second

// pushLimits are those of the door, with room for an object's lists.
var pushLimits = strictjson.Limits{Fields: 4096}

// receiver takes webhooks of one CRM. It is safe for concurrent use.
type receiver struct {
	env    connectors.Env
	secret string
}

func newReceiver(env connectors.Env, s connectors.Settings) (*receiver, error) {
	set, err := newSettings(s)
	if err != nil {
		return nil, err
	}
	if set.secret == "" {
		return nil, fault.Newf("bad_settings", "pushes are taken only with a webhook secret").At("webhook_secret", "")
	}
	return &receiver{env: env, secret: set.secret}, nil
}

// Check has nothing to try: the secret shows itself with the first push.
func (r *receiver) Check(context.Context) error { return nil }

// Handler answers webhooks: 202 when the record is durable, 200 when it was before.
func (r *receiver) Handler(emit connectors.Emit) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		rec, err := r.read(req)
		if err != nil {
			fault.WriteProblem(w, err)
			return
		}
		// Who has sent the whole body may hang up: the record still goes in.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(req.Context()), emitWait)
		defer cancel()
		switch err := emit(ctx, []record.Record{rec}, nil); {
		case err == nil:
			answer(w, http.StatusAccepted, "accepted")
		case errors.Is(err, connectors.ErrDuplicate):
			answer(w, http.StatusOK, "duplicate")
		case errors.As(err, new(*fault.Error)):
			fault.WriteProblem(w, err)
		default:
			fault.WriteProblem(w, fault.New("bus_unavailable", err).After(5*time.Second))
		}
	})
}

func answer(w http.ResponseWriter, status int, what string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"status": what})
}

// push is the body of a webhook.
type push struct {
	ID     string          `json:"id"`
	Object string          `json:"object"`
	Op     string          `json:"op"`
	Data   json.RawMessage `json:"data"`
}

// read checks a webhook and makes the record that a listing would give.
func (r *receiver) read(req *http.Request) (record.Record, error) {
	if req.Method != http.MethodPost {
		return record.Record{}, fault.New("method_not_allowed", nil)
	}
	body, err := io.ReadAll(req.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return record.Record{}, fault.New("body_too_large", nil)
	case err != nil:
		return record.Record{}, fault.Newf("bad_request", "the body broke off")
	}
	if err := r.signed(req.Header.Get("X-Signature"), body); err != nil {
		return record.Record{}, err
	}
	if err := connectors.CheckJSON(body, pushLimits); err != nil {
		return record.Record{}, err
	}
	var p push
	if err := rest.Decode(body, &p); err != nil {
		return record.Record{}, fault.Newf("bad_value", "id, object and op must be text, data an object")
	}
	switch {
	case !known(p.Object):
		return record.Record{}, fault.New("bad_enum", nil).At("object", "")
	case p.Op != "upsert" && p.Op != "delete":
		return record.Record{}, fault.New("bad_enum", nil).At("op", "")
	case len(p.Data) == 0 || p.Data[0] != '{':
		return record.Record{}, fault.New("missing_field", nil).At("data", "")
	}
	rec, h, err := objectRecord(p.Object, p.Data)
	if err != nil {
		f := fault.As(err)
		return record.Record{}, f.At(strings.TrimSuffix("data."+f.Field, "."), "")
	}
	if h.ID != p.ID {
		return record.Record{}, fault.New("bad_value", errors.New("id and data.id differ")).At("id", "")
	}
	if h.Deleted != (p.Op == "delete") {
		return record.Record{}, fault.New("bad_value", errors.New("op and data.deleted differ")).At("op", "")
	}
	return rec, nil
}

// signed checks X-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">. A CRM
// that changes its secret may send several v1.
func (r *receiver) signed(header string, body []byte) error {
	var t string
	var given [][]byte
	for _, part := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			t = value
		case "v1":
			if sum, err := hex.DecodeString(value); err == nil {
				given = append(given, sum)
			}
		}
	}
	secs, err := strconv.ParseInt(t, 10, 64)
	if err != nil || len(given) == 0 {
		return fault.New("bad_signature", nil)
	}
	mac := hmac.New(sha256.New, []byte(r.secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	want, right := mac.Sum(nil), false
	for _, sum := range given {
		right = hmac.Equal(sum, want) || right
	}
	if !right {
		return fault.New("bad_signature", nil)
	}
	if d := r.env.Clock.Now().Sub(time.Unix(secs, 0)); d > tolerance || d < -tolerance {
		return fault.New("stale", nil)
	}
	return nil
}
