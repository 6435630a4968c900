package truth

import (
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// organisations follows "Golden organisations".
func organisations(d *Delivered) *partition {
	p := newPartition()
	byTax, byCode, byPerson := holders{}, holders{}, holders{}
	own := map[model.Name]string{}
	for _, n := range sorted(d.Customers) {
		c := d.Customers[n]
		p.add(n, c.CleanTax)
		own[n] = c.CleanTax
		byTax.hold(c.CleanTax, n)
		for _, k := range c.Codes {
			byCode.hold(k.System+"\x00"+k.AccountSet+"\x00"+k.Code, n)
		}
	}
	for _, n := range sorted(d.Leads) {
		l := d.Leads[n]
		if !hasCompany(l) {
			continue
		}
		p.add(n, l.CleanTax)
		own[n] = l.CleanTax
		byTax.hold(l.CleanTax, n)
		if name := record.NormalizeName(l.CleanName); name != "" {
			if l.CleanMobile != "" {
				byPerson.hold("m\x00"+l.CleanMobile+"\x00"+name, n)
			}
			if l.CleanEmail != "" {
				byPerson.hold("e\x00"+l.CleanEmail+"\x00"+name, n)
			}
		}
	}
	p.joinAll(byTax, nil)
	p.joinAll(byCode, nil)
	p.joinAll(byPerson, func(_ string, ns []model.Name) bool {
		if len(ns) > tooMany {
			return true
		}
		tax := ""
		for _, n := range ns {
			if own[n] != "" && tax != "" && own[n] != tax {
				return true
			}
			if tax == "" {
				tax = own[n]
			}
		}
		return false
	})
	return p
}

func hasCompany(l *model.Lead) bool { return l.CleanName != "" || l.CleanTax != "" }

// persons follows "Golden persons".
func persons(d *Delivered) *partition {
	p := newPartition()
	h := holders{}
	hold := func(n model.Name, mobile, email, wecom string) {
		p.add(n, "")
		for kind, id := range map[string]string{"m": mobile, "e": email, "w": wecom} {
			if id != "" {
				h.hold(kind+"\x00"+id, n)
			}
		}
	}
	for _, n := range sorted(d.Contacts) {
		c := d.Contacts[n]
		hold(n, c.CleanMobile, c.CleanEmail, c.Wecom)
	}
	for _, n := range sorted(d.Leads) {
		l := d.Leads[n]
		if l.Who != "" || l.CleanMobile != "" || l.CleanEmail != "" {
			hold(n, l.CleanMobile, l.CleanEmail, l.Wecom)
		}
	}
	p.joinAll(h, func(_ string, ns []model.Name) bool { return len(ns) > tooMany })
	return p
}

// parties is who is who among the delivered records.
type parties struct {
	org, person *partition
	anchored    map[model.Name]bool                    // organisations with a tax ID or a customer
	worksFor    map[model.Name]map[model.Name]struct{} // person → organisations
}

func whoIsWho(d *Delivered) *parties {
	w := &parties{org: organisations(d), person: persons(d), anchored: map[model.Name]bool{}, worksFor: map[model.Name]map[model.Name]struct{}{}}
	for n := range w.org.parent {
		r := w.org.root(n)
		if _, isCustomer := d.Customers[n]; isCustomer || w.org.tax[r] != "" {
			w.anchored[r] = true
		}
	}
	works := func(person, org model.Name) {
		if w.worksFor[person] == nil {
			w.worksFor[person] = map[model.Name]struct{}{}
		}
		w.worksFor[person][org] = struct{}{}
	}
	for n, c := range d.Contacts {
		if w.org.has(c.Customer) {
			works(w.person.root(n), w.org.root(c.Customer))
		}
	}
	for n := range d.Leads {
		if w.person.has(n) && w.org.has(n) && w.anchored[w.org.root(n)] {
			works(w.person.root(n), w.org.root(n))
		}
	}
	return w
}

// account follows "The account of a touch": o:<organisation>, p:<person> or nothing.
func (w *parties) account(n model.Name) string {
	inOrg := w.org.has(n)
	if inOrg && w.anchored[w.org.root(n)] {
		return "o:" + string(w.org.root(n))
	}
	if w.person.has(n) {
		person := w.person.root(n)
		switch employers := w.worksFor[person]; len(employers) {
		case 0:
		case 1:
			return "o:" + string(sorted(employers)[0])
		default:
			return ""
		}
		if !inOrg {
			return "p:" + string(person)
		}
	}
	if inOrg {
		return "o:" + string(w.org.root(n))
	}
	return ""
}
