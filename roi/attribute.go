package roi

import (
	"cmp"
	"slices"
)

// The reasons for which a deal that counts has no path.
const (
	NoAccount     = "no_account"      // neither its end customer nor its buyer is known
	NoTouch       = "no_touch"        // the account has no touch that counts
	OutsideWindow = "touches_outside" // all of them are too old, or at or after the signature
)

// Unattributed is revenue that no touch can claim.
type Unattributed struct {
	Deal
	Reason string
}

// Uncounted is a deal that is no revenue (DealNotWon, DealNotSigned).
type Uncounted struct {
	Deal
	Reason string
}

// DealPath is a deal with the keys of the touches on its path, in path order.
type DealPath struct {
	Deal    string
	Touches []string
}

// Result is everything that attribution says about the accounts it was given.
// Every touch is in Counted or Left, every deal in Paths, Unattributed or Uncounted.
type Result struct {
	Counted      []Touch // by account, time, key
	Left         []Left  // by account, time, key
	Paths        []DealPath
	Credits      []Credit // by deal, model, then path order
	Unattributed []Unattributed
	Uncounted    []Uncounted
}

// Attribute computes credits of every model for deals and touches given in any
// order. It takes whole accounts: all deals and all touches of an account belong
// into one call. Accounts do not influence each other, so one at a time and all at
// once give the same. A deal key or touch key given twice counts once.
func Attribute(deals []Deal, touches []Touch) Result {
	var r Result
	r.Counted, r.Left = Count(touches)
	byAccount := map[string][]Touch{}
	for from := 0; from < len(r.Counted); {
		to := from
		for to < len(r.Counted) && r.Counted[to].Account == r.Counted[from].Account {
			to++
		}
		byAccount[r.Counted[from].Account] = r.Counted[from:to]
		from = to
	}
	ds := slices.Clone(deals)
	slices.SortFunc(ds, func(a, b Deal) int { return cmp.Compare(a.Key, b.Key) })
	ds = slices.CompactFunc(ds, func(a, b Deal) bool { return a.Key == b.Key })
	for _, d := range ds {
		r.add(d, byAccount[d.Account])
	}
	return r
}

func (r *Result) add(d Deal, counted []Touch) {
	if why := d.Uncounted(); why != "" {
		r.Uncounted = append(r.Uncounted, Uncounted{d, why})
		return
	}
	path := Path(d, counted)
	if len(path) == 0 {
		why := OutsideWindow
		switch {
		case d.Account == "":
			why = NoAccount
		case len(counted) == 0:
			why = NoTouch
		}
		r.Unattributed = append(r.Unattributed, Unattributed{d, why})
		return
	}
	keys := make([]string, len(path))
	for i, t := range path {
		keys[i] = t.Key
	}
	r.Paths = append(r.Paths, DealPath{d.Key, keys})
	for _, m := range Models() {
		r.Credits = append(r.Credits, m.Credits(d, path)...)
	}
}
