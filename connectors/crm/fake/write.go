package fake

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// idemLife is how long the answer to an Idempotency-Key is kept.
const idemLife = 24 * time.Hour

// answer is a kept answer to an Idempotency-Key.
type answer struct {
	request [32]byte // hash of method, path, condition and body
	status  int
	object  Object
	until   time.Time
}

// upsert serves PUT /api/v1/{object}/by-external/{system}/{id}: it creates the object
// with that external id or changes the members that the body names. If-Match holds
// the version that the caller saw, in quotes. A repeated Idempotency-Key gives the
// first answer again; with another request it is refused.
func (s *Server) upsert(w http.ResponseWriter, r *http.Request) {
	object, system, ext := r.PathValue("object"), r.PathValue("system"), r.PathValue("id")
	if !known(object) {
		problem(w, http.StatusNotFound, "unknown_object", "there is no object of this name")
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20+1))
	if err != nil || len(body) > 1<<20 {
		problem(w, http.StatusRequestEntityTooLarge, "body_too_large", "the body cannot be read or is larger than 1 MiB")
		return
	}
	fields, err := decode(body)
	if err != nil {
		problem(w, http.StatusBadRequest, "bad_json", "the body must be one JSON object")
		return
	}
	for _, own := range [...]string{"id", "version", "updated_at", "deleted", "external_ids"} {
		if _, there := fields[own]; there {
			problem(w, http.StatusUnprocessableEntity, "read_only", own+" cannot be written")
			return
		}
	}
	match := strings.Trim(r.Header.Get("If-Match"), `"`)
	key := r.Header.Get("Idempotency-Key")
	request := sha256.Sum256(bytes.Join([][]byte{[]byte(r.URL.Path), []byte(match), body}, []byte{0}))

	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	if first, kept := s.idem[key]; key != "" && kept && now.Before(first.until) {
		if first.request != request {
			problem(w, http.StatusUnprocessableEntity, "idempotency_key_reused", "this Idempotency-Key came with another request")
			return
		}
		w.Header().Set("Idempotency-Replayed", "true")
		replyObject(w, first.status, first.object)
		return
	}
	t := s.tables[object]
	old := t.byID[t.exts[system+"\x00"+ext]]
	if match != "" && (old == nil || strconv.FormatInt(old.version, 10) != match) {
		problem(w, http.StatusPreconditionFailed, "version_mismatch", "the object has another version by now")
		return
	}
	next, status := s.merged(object, old, system, ext, fields), http.StatusOK
	if old == nil {
		status = http.StatusCreated
	}
	next.updated = now.UTC().Truncate(time.Microsecond)
	s.store(object, next)
	if key != "" {
		s.idem[key] = answer{request: request, status: status, object: next.object(), until: now.Add(idemLife)}
	}
	replyObject(w, status, next.object())
}

// merged gives old with the new members, or a new row; s.mu is held.
func (s *Server) merged(object string, old *row, system, ext string, fields map[string]any) *row {
	all := map[string]any{"external_ids": map[string]any{system: ext}}
	if old == nil {
		s.minted++
		for k, v := range fields {
			all[k] = v
		}
		return &row{id: fmt.Sprintf("%s-x%06d", strings.TrimSuffix(object, "s"), s.minted), fields: all}
	}
	for k, v := range old.fields {
		all[k] = v
	}
	for k, v := range fields {
		all[k] = v
	}
	return &row{id: old.id, fields: all}
}

func replyObject(w http.ResponseWriter, status int, o Object) {
	if v, ok := o["version"].(json.Number); ok {
		w.Header().Set("ETag", strconv.Quote(v.String()))
	}
	reply(w, status, o)
}
