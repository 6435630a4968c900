package recon

import (
	"cmp"

	"github.com/heliuhub/heliu/record"
)

// Item is an open item: something a customer owes.
type Item struct {
	Record   string // record name of the receivable; breaks every tie
	Customer string // golden organisation that owes; empty: not known yet
	Number   string // of the receivable
	Contract string // its own contract number, else that of its order
	Order    string // order number
	Deal     string // record name of the deal it belongs to; empty: none known
	Payers   []string
	Date     record.Date
	Due      record.Date // empty: Date decides
	Amount   record.Money
}

// OpenItem makes the item of a receivable and tells whether it is one: of kind
// receivable, fapiao or opening, with a positive amount, not void. What lies outside
// the receivable (Customer, Contract of its order, Order, Deal, Payers) is the
// caller's to fill in: Payers are the golden organisations that its deal names.
func OpenItem(name string, r record.Receivable) (Item, bool) {
	i := Item{Record: name, Number: r.Number, Contract: r.ContractNo, Date: r.Date, Due: r.Due, Amount: r.Amount}
	switch r.Kind {
	case "receivable", "fapiao", "opening":
		return i, r.Amount.Minor > 0 && r.Status != "void"
	}
	return i, false
}

// Numbers gives the document numbers under which the item is found, in the form of
// record.NormalizeNumber, without repetition.
func (i Item) Numbers() []string {
	return words(record.NormalizeNumber(i.Contract), record.NormalizeNumber(i.Number), record.NormalizeNumber(i.Order))
}

// kindOf says what a number is to the item: contract, receivable or order.
func (i Item) kindOf(number string) string {
	switch number {
	case record.NormalizeNumber(i.Contract):
		return "contract"
	case record.NormalizeNumber(i.Number):
		return "receivable"
	}
	return "order"
}

// sooner orders items by (due or date, record name).
func sooner(a, b Item) int {
	return cmp.Or(cmp.Compare(cmp.Or(a.Due, a.Date), cmp.Or(b.Due, b.Date)), cmp.Compare(a.Record, b.Record))
}
