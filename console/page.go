package console

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

// Paging is the input of every list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"rows of a page"`
	Cursor string `query:"cursor" maxLength:"1024" doc:"next_cursor of the page before, with the same filters"`
}

// cursor is where a page ends. It is opaque to callers and bound to the list and
// its filters.
type cursor struct {
	Filter string   `json:"f"`
	After  []string `json:"a"`
}

// filterHash names a list with its filters.
func filterHash(op string, filters ...any) string {
	sum := sha256.Sum256(fmt.Append([]byte(op), filters...))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// page reads the input of a list; a cursor of another list or filter is bad_cursor.
func (p Paging) page(filter string) (views.Page, error) {
	out := views.Page{Limit: p.Limit}
	if out.Limit <= 0 || out.Limit > 200 {
		out.Limit = 50
	}
	if p.Cursor == "" {
		return out, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return out, fault.New("bad_cursor", nil).At("cursor", "")
	}
	var c cursor
	if json.Unmarshal(b, &c) != nil || c.Filter != filter || len(c.After) == 0 {
		return out, fault.New("bad_cursor", nil).At("cursor", "")
	}
	out.After = c.After
	return out, nil
}

// nextCursor makes the cursor after a page; empty at the end.
func nextCursor(filter string, after []string) string {
	if len(after) == 0 {
		return ""
	}
	b, err := json.Marshal(cursor{filter, after})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}
