// Package views holds what pages and programs read: plain values that join the
// domains (a customer with its provenance, a deal with its path and its money, a
// document on its way). Their JSON form is the API's. Package store fills them in,
// package console serves them; neither knows the other.
//
// Money is a decimal string with its currency, times are UTC instants, days and
// months are those of Asia/Shanghai. A list is never null.
package views

import (
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Text is a sentence or a title in both languages.
type Text struct {
	Zh string `json:"zh" doc:"Chinese"`
	En string `json:"en" doc:"English"`
}

// TextOf gives the sentences of a fault's code; nil for no code.
func TextOf(code string) *Text {
	if code == "" {
		return nil
	}
	if e, ok := fault.Catalog[code]; ok {
		return &Text{e.Zh, e.En}
	}
	return &Text{code, code}
}

// Money is an exact amount on the wire.
type Money struct {
	Amount   string `json:"amount" pattern:"^-?[0-9]+(\\.[0-9]+)?$" doc:"decimal string with the currency's digits" example:"1234.50"`
	Currency string `json:"currency" doc:"ISO 4217" example:"CNY"`
}

// MoneyOf brings an amount to the wire; nil for no amount.
func MoneyOf(m record.Money) *Money {
	if m.IsZero() {
		return nil
	}
	return &Money{m.String(), m.Currency}
}

// MinorOf brings minor units to the wire; nil for no amount.
func MinorOf(minor *int64, currency string) *Money {
	if minor == nil || currency == "" {
		return nil
	}
	return MoneyOf(record.Money{Minor: *minor, Currency: currency})
}

// Page asks for one page of a list.
type Page struct {
	Limit int
	After []string // the sort values of the last row of the page before; empty: from the first
}

// Ref names a source record; its name is <connection name>/<stream>/<key>.
type Ref struct {
	Connection     string `json:"connection" format:"uuid" doc:"connection id"`
	ConnectionName string `json:"connection_name"`
	Connector      string `json:"connector" doc:"kind of system"`
	Stream         string `json:"stream"`
	Key            string `json:"key"`
	Name           string `json:"name" doc:"connection name/stream/key"`
}

// GoldenRef names a golden record.
type GoldenRef struct {
	ID   string `json:"id" format:"uuid"`
	Kind string `json:"kind" enum:"organisation,person"`
	Name string `json:"name"`
}

// Outcomes counts what became of raw records.
type Outcomes struct {
	Applied     int64 `json:"applied"`
	Duplicate   int64 `json:"duplicate" doc:"changed nothing"`
	Dropped     int64 `json:"dropped" doc:"left out with a reason"`
	Quarantined int64 `json:"quarantined" doc:"became dead letters"`
}

// Add counts n records of an outcome.
func (o *Outcomes) Add(outcome string, n int64) {
	switch outcome {
	case "applied":
		o.Applied += n
	case "duplicate":
		o.Duplicate += n
	case "dropped":
		o.Dropped += n
	case "quarantined":
		o.Quarantined += n
	}
}

// Sum gives all of them.
func (o Outcomes) Sum() int64 { return o.Applied + o.Duplicate + o.Dropped + o.Quarantined }

// Later gives the later of two moments, either of which may be missing.
func Later(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}
