package world

import (
	"cmp"
	"slices"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
	"github.com/heliuhub/heliu/record"
)

// Happened is what truly happened behind the delivered records.
type Happened struct {
	Records  []TrueRecord  `json:"records"`
	Deals    []TrueDeal    `json:"deals"`
	Payments []TruePayment `json:"payments"`
}

// TrueRecord says whose a record is. Empty means nobody's: rubbish.
type TrueRecord struct {
	Record       model.Name `json:"record"`
	Organisation string     `json:"organisation,omitempty"`
	Person       string     `json:"person,omitempty"`
}

// TrueDeal says who used what was sold and which inquiries of theirs came before it.
type TrueDeal struct {
	Deal         string       `json:"deal"`
	Organisation string       `json:"organisation"`
	FirstTouch   model.Name   `json:"first_touch,omitempty"`
	Touches      []model.Name `json:"touches"`
}

// TruePayment says what a payment was for; no parts means nothing (paid by mistake).
type TruePayment struct {
	Payment model.Name   `json:"payment"`
	Payer   string       `json:"payer"`
	Parts   []model.Part `json:"parts"`
}

// happened tells the story of what was delivered.
func happened(d *truth.Delivered) *Happened {
	h := &Happened{}
	for n, c := range d.Customers {
		h.Records = append(h.Records, TrueRecord{Record: n, Organisation: c.Org})
	}
	for n, c := range d.Contacts {
		h.Records = append(h.Records, TrueRecord{n, c.Org, c.Person})
	}
	touches := map[string][]*model.Lead{}
	for n, l := range d.Leads {
		h.Records = append(h.Records, TrueRecord{n, l.Org, l.Person})
		touches[l.Org] = append(touches[l.Org], l)
	}
	slices.SortFunc(h.Records, func(a, b TrueRecord) int { return cmp.Compare(a.Record, b.Record) })
	for _, ls := range touches {
		slices.SortFunc(ls, func(a, b *model.Lead) int {
			return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.Name, b.Name))
		})
	}
	for _, x := range d.Deals {
		if x.Status != "won" || x.SignedAt.IsZero() {
			continue
		}
		t := TrueDeal{Deal: x.Number, Organisation: x.EndOrg, Touches: []model.Name{}}
		from := x.SignedAt.Add(-365 * 24 * time.Hour)
		for _, l := range touches[x.EndOrg] {
			if !l.CreatedAt.Before(from) && l.CreatedAt.Before(x.SignedAt) {
				t.Touches = append(t.Touches, l.Name)
			}
		}
		if len(t.Touches) > 0 {
			t.FirstTouch = t.Touches[0]
		}
		h.Deals = append(h.Deals, t)
	}
	slices.SortFunc(h.Deals, func(a, b TrueDeal) int { return cmp.Compare(a.Deal, b.Deal) })
	for n, p := range d.Payments {
		parts := p.True
		if parts == nil {
			parts = []model.Part{}
		}
		h.Payments = append(h.Payments, TruePayment{n, p.PayerOrg, parts})
	}
	slices.SortFunc(h.Payments, func(a, b TruePayment) int { return cmp.Compare(a.Payment, b.Payment) })
	return h
}

// Judgement is something that the rules of identifiers and references leave open.
type Judgement struct {
	Record  model.Name `json:"record"`
	Subject string     `json:"subject"` // organisation, person, payment
	// By is the kind of rule that could decide it: name, amount or none.
	By          string        `json:"by"`
	Undecidable bool          `json:"undecidable,omitempty"` // made so on purpose
	Reason      string        `json:"reason,omitempty"`      // why a payment stays unmatched
	Match       []truth.Match `json:"match,omitempty"`       // what the amount rule would decide
}

// judgements lists what provable leaves open.
func judgements(d *truth.Delivered, r *truth.Result) []Judgement {
	out := openOrganisations(d, r.Provable)
	out = append(out, openPersons(d, r.Provable)...)
	out = append(out, openPayments(d, r)...)
	slices.SortFunc(out, func(a, b Judgement) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// openOrganisations lists the records that stand apart from the largest part of
// their true organisation.
func openOrganisations(d *truth.Delivered, p *truth.Provable) []Judgement {
	who := func(n model.Name) (id string, names []string, undecidable bool) {
		if c := d.Customers[n]; c != nil {
			return c.Org, append([]string{c.CleanName}, c.Former...), false
		}
		l := d.Leads[n]
		return l.Org, []string{l.CleanName}, l.Undecidable
	}
	return standApart("organisation", p.Organisations, who)
}

// openPersons does the same for persons; a name tells with the organisation's name.
func openPersons(d *truth.Delivered, p *truth.Provable) []Judgement {
	who := func(n model.Name) (id string, names []string, undecidable bool) {
		if c := d.Contacts[n]; c != nil {
			return c.Person, []string{c.Who + "@" + d.Customers[c.Customer].CleanName}, false
		}
		l := d.Leads[n]
		if l.CleanName == "" {
			return l.Person, nil, l.Undecidable
		}
		return l.Person, []string{l.Who + "@" + l.CleanName}, l.Undecidable
	}
	return standApart("person", p.Persons, who)
}

func standApart(subject string, parts [][]model.Name, who func(model.Name) (string, []string, bool)) []Judgement {
	main := map[string]int{} // true id → its largest part
	size := map[string]int{}
	for i, part := range parts {
		of := map[string]int{}
		for _, n := range part {
			id, _, _ := who(n)
			of[id]++
		}
		for id, k := range of {
			if k > size[id] {
				main[id], size[id] = i, k
			}
		}
	}
	known := map[string]map[string]bool{} // true id → names in its largest part
	for id, i := range main {
		known[id] = map[string]bool{}
		for _, n := range parts[i] {
			if of, names, _ := who(n); of == id {
				for _, name := range names {
					known[id][record.NormalizeName(name)] = true
				}
			}
		}
	}
	var out []Judgement
	for i, part := range parts {
		for _, n := range part {
			id, names, undecidable := who(n)
			if id == "" || main[id] == i && !undecidable {
				continue
			}
			j := Judgement{Record: n, Subject: subject, By: "none", Undecidable: undecidable}
			for _, name := range names {
				if !undecidable && known[id][record.NormalizeName(name)] {
					j.By = "name"
				}
			}
			out = append(out, j)
		}
	}
	return out
}

// openPayments lists the payments that no reference places.
func openPayments(d *truth.Delivered, r *truth.Result) []Judgement {
	placed := map[model.Name]bool{}
	for _, m := range r.Provable.Matches {
		placed[m.Payment] = true
	}
	amount := map[model.Name][]truth.Match{}
	for _, m := range r.ByAmount {
		amount[m.Payment] = append(amount[m.Payment], m)
	}
	var out []Judgement
	for n, p := range d.Payments {
		if placed[n] {
			continue
		}
		j := Judgement{Record: n, Subject: "payment", By: "none", Undecidable: p.Undecidable, Reason: r.Reasons[n]}
		if m := amount[n]; m != nil {
			j.By, j.Match, j.Undecidable = "amount", m, false
		}
		out = append(out, j)
	}
	return out
}
