package recon

import (
	"cmp"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/record"
)

// Payment is money that came in.
type Payment struct {
	Record   string // record name; breaks every tie
	Payer    string // golden organisation; empty: not known
	Date     record.Date
	Amount   record.Money
	Contract string // the source's own contract field
	Memo     string
}

// Matchable makes the payment of its record and tells whether it may match: a
// receipt or a bill received, with a positive amount. payer is the golden
// organisation of its customer.
func Matchable(name, payer string, p record.Payment) (Payment, bool) {
	out := Payment{Record: name, Payer: payer, Date: p.ValueDate, Amount: p.Amount, Contract: p.ContractNo, Memo: p.Memo}
	return out, (p.Kind == "receipt" || p.Kind == "bill_received") && p.Amount.Minor > 0
}

// minWord is the least length of a word of a memo that may be a document number.
const minWord = 4

// References gives the numbers that the payment may name, in the form of
// record.NormalizeNumber, sorted and without repetition: its contract field, and
// the words of its memo, which are the longest runs of Latin letters, digits and
// dashes (so 货款HT-2026-018 names HT-2026-018), without the dashes at their ends, of
// four characters or more, with a digit among them. Whether a word names anything is
// decided by the items (docs/rules.md, Payments).
func References(p Payment) []string {
	found := []string{record.NormalizeNumber(p.Contract)}
	for _, w := range strings.FieldsFunc(record.NormalizeWidth(p.Memo), func(r rune) bool { return !inWord(r) }) {
		w = strings.Trim(record.NormalizeNumber(w), "-")
		if len(w) >= minWord && strings.ContainsAny(w, "0123456789") {
			found = append(found, w)
		}
	}
	return words(found...)
}

func inWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || record.NormalizeNumber(string(r)) == "-"
}

// words sorts texts and takes away repetitions and empty ones.
func words(ws ...string) []string {
	slices.Sort(ws)
	return slices.DeleteFunc(slices.Compact(ws), func(s string) bool { return s == "" })
}

// before orders payments by (value date, record name).
func before(a, b Payment) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Record, b.Record))
}
