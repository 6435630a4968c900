// Package truth is a second, independent reading of docs/rules.md: from the clean
// values of delivered records it works out which records prove to be one
// organisation or person, which touches earn which revenue, what the marketing cost
// and which payment pays which deal. It is written for clearness, with plain loops
// over sorted names, and shares no code with the hub's own mdm, roi and recon.
package truth

import (
	"cmp"
	"maps"
	"slices"

	"github.com/heliuhub/heliu/internal/world/model"
)

// Delivered is the state of all systems after some events: the newest version of
// each record. It is not safe for concurrent use.
type Delivered struct {
	Customers   map[model.Name]*model.Customer
	Contacts    map[model.Name]*model.Contact
	Leads       map[model.Name]*model.Lead
	Deals       map[model.Name]*model.Deal
	Orders      map[model.Name]*model.Order
	Receivables map[model.Name]*model.Receivable
	Payments    map[model.Name]*model.Payment
	Spend       map[model.Name]*model.Spend
}

// NewDelivered starts with nothing delivered.
func NewDelivered() *Delivered {
	return &Delivered{
		Customers: map[model.Name]*model.Customer{}, Contacts: map[model.Name]*model.Contact{},
		Leads: map[model.Name]*model.Lead{}, Deals: map[model.Name]*model.Deal{},
		Orders: map[model.Name]*model.Order{}, Receivables: map[model.Name]*model.Receivable{},
		Payments: map[model.Name]*model.Payment{}, Spend: map[model.Name]*model.Spend{},
	}
}

// Add delivers one event. Events of one record must come in their order.
func (d *Delivered) Add(e *model.Event) {
	switch r := e.Rec.(type) {
	case *model.Customer:
		d.Customers[r.Name] = r
	case *model.Contact:
		d.Contacts[r.Name] = r
	case *model.Lead:
		d.Leads[r.Name] = r
	case *model.Deal:
		d.Deals[r.Name] = r
	case *model.Order:
		d.Orders[r.Name] = r
	case *model.Receivable:
		d.Receivables[r.Name] = r
	case *model.Payment:
		d.Payments[r.Name] = r
	case *model.Spend:
		d.Spend[r.Name] = r
	case *model.File:
		for _, l := range r.Leads {
			d.Leads[l.Name] = l
		}
		for _, s := range r.Costs {
			d.Spend[s.Name] = s
		}
	}
}

// sorted gives the keys of a map in ascending order.
func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
