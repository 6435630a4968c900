package fake

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// MaxLimit is the largest page of a listing, and the page where none is asked for.
const MaxLimit = 200

// CursorLife is how long a next_cursor can be used.
const CursorLife = 10 * time.Minute

// position is what a cursor holds: where in the order the page before it ended.
// Rows that are changed meanwhile move behind it and are met again; rows that come
// in before it are not met in this listing.
type position struct {
	Object string    `json:"o"`
	At     time.Time `json:"a"`
	ID     string    `json:"i"`
	Until  time.Time `json:"u"`
}

func (p position) encode() string {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err) // a struct of texts and times
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodePosition(s string) (p position, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return p, false
	}
	return p, json.Unmarshal(b, &p) == nil
}

// list serves GET /api/v1/{object}?updated_since=&cursor=&limit=. updated_since is
// inclusive and is left out of the question once a cursor is given.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	object, q := r.PathValue("object"), r.URL.Query()
	if !known(object) {
		problem(w, http.StatusNotFound, "unknown_object", "there is no object of this name")
		return
	}
	limit := MaxLimit
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > MaxLimit {
			problem(w, http.StatusBadRequest, "bad_limit", "limit must be from 1 to "+strconv.Itoa(MaxLimit))
			return
		}
		limit = n
	}
	var from position
	if text := q.Get("updated_since"); text != "" {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			problem(w, http.StatusBadRequest, "bad_updated_since", "updated_since must be RFC 3339")
			return
		}
		from.At = at
	}
	if text := q.Get("cursor"); text != "" {
		p, ok := decodePosition(text)
		if !ok || p.Object != object {
			problem(w, http.StatusBadRequest, "bad_cursor", "this cursor is not one of this listing")
			return
		}
		if s.clock.Now().After(p.Until) {
			problem(w, http.StatusGone, "cursor_expired", "this cursor has expired; list again by updated_since")
			return
		}
		from = p
	}
	page, next := s.page(object, from, limit)
	reply(w, http.StatusOK, map[string]any{"data": page, "next_cursor": next})
}

// page gives up to limit rows after from and the cursor of the next page, nil at the end.
func (s *Server) page(object string, from position, limit int) ([]Object, *string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[object]
	i := t.find(from.At, from.ID)
	if i < len(t.order) && from.ID != "" && t.order[i].id == from.ID && t.order[i].updated.Equal(from.At) {
		i++
	}
	rows := t.order[i:min(len(t.order), i+limit)]
	page := make([]Object, 0, len(rows))
	for _, r := range rows {
		page = append(page, r.object())
	}
	if i+len(rows) == len(t.order) {
		return page, nil
	}
	last := rows[len(rows)-1]
	next := position{Object: object, At: last.updated, ID: last.id, Until: s.clock.Now().Add(CursorLife)}.encode()
	return page, &next
}
