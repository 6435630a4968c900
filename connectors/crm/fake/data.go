// Package fake is a faithful local server of the generic REST CRM: its paging,
// bearer token, versions, conditional upserts, webhooks, limits and errors.
//
// Seed it with Data, mount the Server (it is an http.Handler) and move the world on
// by Put and Delete; every change gets a new version and a new updated_at.
package fake

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// The objects of the CRM; the streams of the connector have the same names.
const (
	Customers    = "customers"
	Contacts     = "contacts"
	Leads        = "leads"
	Deals        = "deals"
	StageChanges = "stage-changes"
	Activities   = "activities"
	Employees    = "employees"
	OrgUnits     = "org-units"
)

// Objects lists every object of the CRM.
var Objects = []string{Customers, Contacts, Leads, Deals, StageChanges, Activities, Employees, OrgUnits}

// Object is one object of the CRM: what stands between the braces of its JSON.
//
// "id" (text) is required. "version" (whole number from 1) and "updated_at"
// (RFC 3339 text or time.Time) may be given for the past and default to 1 and to
// now; "deleted": true makes a tombstone. Every other member is a canonical field
// (record/canonical.go gives the JSON names) with references as
// {"object","id"} (see Ref), money as {"amount","currency"} with the amount as
// text, days as YYYY-MM-DD, moments as RFC 3339. Of makes an Object of a canonical
// struct. Any value that encoding/json can write is taken; members that are no
// canonical fields are allowed, as a customer's own fields are in a real CRM.
type Object map[string]any

// Data is what the CRM holds at the start.
type Data struct {
	// Token is the bearer token that the API demands; DefaultToken when empty.
	Token string
	// Objects holds the rows by object name, in any order.
	Objects map[string][]Object
}

// DefaultToken is the bearer token of a Data that names none.
const DefaultToken = "demo-crm-token"

// Ref is a reference as the CRM writes it.
type Ref struct {
	Object string `json:"object"`
	ID     string `json:"id"`
}

// Of makes an Object of a canonical struct (record.Customer, record.Deal, …): its
// JSON members, with every record.Ref that has a Stream and a Key rewritten to
// {"object": Stream, "id": Key} and "extra" spread out as members of its own.
// updatedAt may be zero for "now". It panics when v is no struct that encodes to a
// JSON object, which is a programming error.
func Of(id string, updatedAt time.Time, v any) Object {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("fake: object %s: %v", id, err))
	}
	m, err := decode(b)
	if err != nil {
		panic(fmt.Sprintf("fake: object %s: %v", id, err))
	}
	o := Object{}
	for k, v := range m {
		if k == "extra" {
			continue
		}
		o[k] = refs(v)
	}
	if extra, ok := m["extra"].(map[string]any); ok {
		for k, v := range extra {
			o[k] = v
		}
	}
	o["id"] = id
	if !updatedAt.IsZero() {
		o["updated_at"] = updatedAt
	}
	return o
}

// refs rewrites record.Ref members, at any depth, to the CRM's form.
func refs(v any) any {
	switch x := v.(type) {
	case map[string]any:
		_, isRef := x["entity"].(string)
		stream, key := x["stream"], x["key"]
		if isRef && stream != nil && key != nil {
			return map[string]any{"object": stream, "id": key}
		}
		for k := range x {
			x[k] = refs(x[k])
		}
	case []any:
		for i := range x {
			x[i] = refs(x[i])
		}
	}
	return v
}

func known(object string) bool { return slices.Contains(Objects, object) }
