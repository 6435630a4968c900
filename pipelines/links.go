package pipelines

import (
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
)

// Link is one reference of an entity: in which role it points at which alias.
type Link struct{ Role, Alias string }

// Roles of references. RoleWord is a document number somewhere in a payment.
const (
	RoleCustomer    = "customer"
	RoleBuyer       = "buyer"
	RoleEndCustomer = "end_customer"
	RolePartner     = "partner"
	RolePayer       = "payer"
	RoleDeal        = "deal"
	RoleOrder       = "order"
	RoleLead        = "lead"
	RoleOwner       = "owner"
	RoleOn          = "on"
	RoleWord        = "word"
)

// RelationLink is one relation that a customer states.
type RelationLink struct{ Kind, Alias, Since, Until string }

// Links is how an entity is found and what it points at.
type Links struct {
	Aliases   []string
	Refs      []Link
	Relations []RelationLink
}

// DocumentAlias is the alias under which anything that carries a document number is
// found by the words of a payment's memo.
func DocumentAlias(number string) string { return record.NaturalAlias("document", "no", number) }

// LinksOf derives the aliases and references of an entity. c is the connection it
// came from, stream and key its source record.
func LinksOf(c record.ConnectionID, stream, key string, e record.Entity) (Links, error) {
	l := linker{self: c}
	if e.Part == "" {
		l.alias(record.SourceAlias(c, stream, key, e.Kind))
	}
	var err error
	switch e.Kind {
	case record.KindCustomer:
		err = decode(e, l.customer)
	case record.KindContact:
		err = decode(e, func(v record.Contact) { l.ref(RoleCustomer, v.Customer) })
	case record.KindEmployee:
		err = decode(e, func(v record.Employee) { l.natural(e.Kind, "number", v.Number) })
	case record.KindCampaign:
		err = decode(e, func(v record.Campaign) { l.ref(RoleOwner, v.Owner) })
	case record.KindLead:
		err = decode(e, func(v record.Lead) { l.ref(RoleOwner, v.Owner); l.ref(RolePartner, v.Partner) })
	case record.KindActivity:
		err = decode(e, func(v record.Activity) { l.ref(RoleOn, v.On); l.ref(RoleOwner, v.Owner) })
	case record.KindStageChange:
		err = decode(e, func(v record.StageChange) { l.ref(RoleOn, v.On) })
	case record.KindDeal:
		err = decode(e, l.deal)
	case record.KindOrder:
		err = decode(e, l.order)
	case record.KindReceivable:
		err = decode(e, l.receivable)
	case record.KindPayment:
		err = decode(e, l.payment)
	}
	return l.links, err
}

func decode[T any](e record.Entity, use func(T)) error {
	v, err := record.DecodeEntity[T](e)
	if err == nil {
		use(v)
	}
	return err
}

type linker struct {
	self  record.ConnectionID
	links Links
}

func (l *linker) alias(a string) { l.links.Aliases = append(l.links.Aliases, a) }

func (l *linker) natural(entity, natural, value string) {
	if value != "" {
		l.alias(record.NaturalAlias(entity, natural, value))
	}
}

func (l *linker) document(number string) {
	if number != "" {
		l.alias(DocumentAlias(number))
	}
}

func (l *linker) ref(role string, r *record.Ref) {
	if r != nil && !r.IsZero() {
		l.links.Refs = append(l.links.Refs, Link{role, r.Alias(l.self)})
	}
}

func (l *linker) contract(number string) {
	if number != "" {
		l.links.Refs = append(l.links.Refs, Link{RoleDeal, record.NaturalAlias(record.KindDeal, "contract_no", number)})
	}
}

func (l *linker) customer(v record.Customer) {
	l.natural(record.KindCustomer, "tax_id", v.TaxID)
	for _, c := range v.Codes {
		l.natural(record.KindCustomer, "code", c.System+"/"+c.AccountSet+"/"+c.Code)
	}
	l.ref(RoleOwner, v.Owner)
	for _, r := range v.Relations {
		if !r.To.IsZero() {
			l.links.Relations = append(l.links.Relations, RelationLink{r.Kind, r.To.Alias(l.self), string(r.Since), string(r.Until)})
		}
	}
}

func (l *linker) deal(v record.Deal) {
	l.natural(record.KindDeal, "number", v.Number)
	l.natural(record.KindDeal, "contract_no", v.ContractNo)
	l.document(v.ContractNo)
	l.ref(RoleBuyer, v.Buyer)
	l.ref(RoleEndCustomer, v.EndCustomer)
	l.ref(RolePartner, v.Partner)
	l.ref(RoleLead, v.Lead)
	l.ref(RoleOwner, v.Owner)
	for i := range v.Payers {
		l.ref(RolePayer, &v.Payers[i])
	}
}

func (l *linker) order(v record.Order) {
	l.natural(record.KindOrder, "number", v.Number)
	l.document(v.Number)
	l.document(v.ContractNo)
	l.ref(RoleCustomer, v.Customer)
	l.ref(RoleEndCustomer, v.EndCustomer)
	l.ref(RoleDeal, v.Deal)
	l.ref(RoleOwner, v.Owner)
	l.contract(v.ContractNo)
}

func (l *linker) receivable(v record.Receivable) {
	l.natural(record.KindReceivable, "number", v.Number)
	l.document(v.Number)
	l.document(v.ContractNo)
	l.ref(RoleCustomer, v.Customer)
	l.ref(RoleOrder, v.Order)
	if v.Order != nil && v.Order.Natural == "number" { // the order's number names it before the order is here
		l.document(v.Order.Value)
	}
	l.ref(RoleDeal, v.Deal)
	l.contract(v.ContractNo)
}

func (l *linker) payment(v record.Payment) {
	l.ref(RoleCustomer, v.Customer)
	for _, w := range recon.References(recon.Payment{Contract: v.ContractNo, Memo: v.Memo}) {
		l.links.Refs = append(l.links.Refs, Link{RoleWord, DocumentAlias(w)})
	}
}
