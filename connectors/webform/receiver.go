package webform

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// version is that of every record: a form is posted once and never changes. The same
// id with other content is a conflict, which the door's index answers where it still
// knows the first one and the store settles in any case.
const version = "1"

// emitWait bounds the wait for the bus.
const emitWait = 30 * time.Second

// receiver takes the posts of one connection. It is safe for concurrent use.
type receiver struct {
	env    connectors.Env
	c      config
	limits *limits
	nonces *memory[usedNonce]
	seen   *memory[firstPost]
}

// usedNonce is the request that a nonce came with.
type usedNonce struct {
	signature [32]byte
	key       string
}

// firstPost is how an event came first, so that sending it again makes the very same
// record although the address of the sender changed or midnight passed.
type firstPost struct {
	key     string
	request []byte
}

func newReceiver(env connectors.Env, s connectors.Settings) (*receiver, error) {
	c, err := newConfig(s)
	if err != nil {
		return nil, err
	}
	return &receiver{
		env: env, c: c, limits: newLimits(c),
		nonces: newMemory[usedNonce](1<<16, 2*window),
		seen:   newMemory[firstPost](1<<14, 24*time.Hour),
	}, nil
}

// Check has nothing to try: the settings were checked when the receiver was made.
func (r *receiver) Check(context.Context) error { return nil }

// Handler answers posts.
func (r *receiver) Handler(emit connectors.Emit) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if err := r.cors(w, req); err != nil {
			fault.WriteProblem(w, err)
			return
		}
		switch {
		case req.Method == http.MethodOptions && r.c.mode == ModePublicKey:
			w.WriteHeader(http.StatusNoContent)
			return
		case req.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			fault.WriteProblem(w, fault.New("method_not_allowed", nil))
			return
		}
		key, duplicate, err := r.take(req, emit)
		if err != nil {
			if fault.As(err).Code == "slow_body" {
				w.Header().Set("Connection", "close")
			}
			fault.WriteProblem(w, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusAccepted)
		_ = json.NewEncoder(w).Encode(answer{Accepted: true, EventID: key, Duplicate: duplicate})
	})
}

// answer is the body of a 202.
type answer struct {
	Accepted  bool   `json:"accepted"`
	EventID   string `json:"event_id"` // the record's key
	Duplicate bool   `json:"duplicate,omitempty"`
}

// cors lets the pages of allowed origins read the answer and refuses the others.
// What is no browser sends no Origin.
func (r *receiver) cors(w http.ResponseWriter, req *http.Request) error {
	origin := req.Header.Get("Origin")
	if origin == "" || r.c.mode != ModePublicKey {
		return nil
	}
	h := w.Header()
	h.Add("Vary", "Origin")
	if !r.c.originAllowed(origin) {
		return fault.New("origin_refused", nil)
	}
	h.Set("Access-Control-Allow-Origin", origin)
	if req.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", http.MethodPost)
		h.Set("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, "+headerKey)
		h.Set("Access-Control-Max-Age", "600")
		return nil
	}
	h.Set("Access-Control-Expose-Headers", "Retry-After")
	return nil
}

// take handles one post up to the durable record.
func (r *receiver) take(req *http.Request, emit connectors.Emit) (key string, duplicate bool, err error) {
	now := r.env.Clock.Now()
	rec, err := r.read(req, now)
	if err != nil {
		return "", false, err
	}
	// Who has sent the whole body may hang up: the record still goes in as a whole.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(req.Context()), emitWait)
	defer cancel()
	switch err := emit(ctx, []record.Record{rec}, nil); {
	case errors.Is(err, connectors.ErrDuplicate):
		return rec.Key, true, nil
	case err == nil:
		return rec.Key, false, nil
	default:
		return "", false, notTaken(err)
	}
}

// notTaken makes the answer for a failed emit: what nobody classified says that the
// record was not taken and may be sent again.
func notTaken(err error) error {
	if f := fault.As(err); f.Code != "internal" {
		return f
	}
	return fault.New("bus_unavailable", err).After(2 * time.Second)
}

// read checks a post and makes its record.
func (r *receiver) read(req *http.Request, now time.Time) (record.Record, error) {
	var none record.Record
	if r.c.mode == ModePublicKey {
		if err := r.c.checkKey(req); err != nil {
			return none, err
		}
		if err := r.limits.address(r.c.clientIP(req), now); err != nil {
			return none, err
		}
		if err := r.limits.connection(now); err != nil {
			return none, err
		}
	}
	body, err := readBody(req)
	if err != nil {
		return none, err
	}
	var webhookID, nonce string
	var signature [32]byte
	switch r.c.mode {
	case ModeHeliuHMAC:
		nonce, signature, err = r.c.verifyHMAC(req.Header, body, now)
	case ModeStandardWebhooks:
		webhookID, err = r.c.verifyWebhook(req.Header, body, now)
	}
	if err != nil {
		return none, err
	}
	if r.c.mode != ModePublicKey {
		if err := r.limits.connection(now); err != nil {
			return none, err
		}
	}
	if body, err = unpack(req, body); err != nil {
		return none, err
	}
	obj, err := object(req, body)
	if err != nil {
		return none, err
	}
	l, err := parseLead(obj)
	if err != nil {
		return none, err
	}
	first := firstPost{key: r.key(webhookID, req.Header.Get("Idempotency-Key"), l, obj, now)}
	if first.request, err = r.c.describe(req, l); err != nil {
		return none, err
	}
	if nonce != "" {
		used, isNew := r.nonces.keep(nonce, usedNonce{signature, first.key}, now)
		if !isNew && used.signature != signature {
			return none, fault.New("nonce_reused", nil)
		}
		first.key = used.key // headers are not signed: a replay may not change its id
	}
	sum := sha256.Sum256(obj)
	memo := first.key
	if webhookID == "" && l.id == "" && req.Header.Get("Idempotency-Key") == "" {
		memo = "" // known by its body alone, whose key changes at midnight
	}
	first, _ = r.seen.keep(memo+"|"+string(sum[:]), first, now)
	raw, err := l.raw(first.request)
	if err != nil {
		return none, err
	}
	return record.Record{
		Stream: Stream, Key: first.key, Version: version, Op: record.Upsert, OccurredAt: l.occurred(now), Raw: raw,
	}, nil
}

func (r *receiver) key(webhookID, idempotencyKey string, l *lead, obj []byte, now time.Time) string {
	for _, id := range []string{webhookID, idempotencyKey, l.id} {
		if id != "" {
			return keyOf(id, r.env.Hash)
		}
	}
	return bodyKey(obj, record.DateOf(now), r.env.Hash)
}
