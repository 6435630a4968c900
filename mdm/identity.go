package mdm

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Kind tells the two kinds of golden record apart.
type Kind string

// The kinds of golden record.
const (
	Organisation Kind = "organisation"
	Person       Kind = "person"
)

// IdentifierType names a kind of identifier; its order of strength is Strength.
type IdentifierType string

// The identifiers. A tax ID is no identifier here: it is the anchor.
const (
	IDCode        IdentifierType = "code"         // cross-reference: system|account set|code
	IDNameMobile  IdentifierType = "name_mobile"  // mobile|company name, of leads
	IDNameEmail   IdentifierType = "name_email"   // e-mail|company name, of leads
	IDMobile      IdentifierType = "mobile"       // persons
	IDEmail       IdentifierType = "email"        // persons
	IDWecom       IdentifierType = "wecom"        // persons: WeCom external id
	IDWechatUnion IdentifierType = "wechat_union" // persons: WeChat union id
)

var strength = map[IdentifierType]int{IDCode: 1, IDNameMobile: 2, IDNameEmail: 3, IDWecom: 4, IDWechatUnion: 5, IDMobile: 6, IDEmail: 7}

// MaxHolders is how many records may hold one weak identifier before it stops joining them.
const MaxHolders = 20

// Identifier is one value by which records of a kind are found to be the same.
type Identifier struct {
	Type  IdentifierType
	Value string
}

// Holders counts, over a whole workspace, who holds an identifier directly.
type Holders struct {
	Records int // distinct records
	Anchors int // distinct valid tax IDs among them
}

// HoldersAmong counts over sources that are a whole workspace and name each of their
// identifiers once.
func HoldersAmong(sources []Source) func(Identifier) Holders {
	holders := map[Identifier]Holders{}
	anchors := map[Identifier]map[record.TaxID]bool{}
	for _, s := range sources {
		for _, id := range s.Identifiers {
			if anchors[id] == nil {
				anchors[id] = map[record.TaxID]bool{}
			}
			if s.Anchor != "" {
				anchors[id][s.Anchor] = true
			}
			holders[id] = Holders{Records: holders[id].Records + 1, Anchors: len(anchors[id])}
		}
	}
	return func(id Identifier) Holders { return holders[id] }
}

// Active tells whether an identifier joins its holders. A cross-reference always
// does; the others stop when too many records or two tax IDs share them, so that a
// switchboard number cannot swallow anybody.
func Active(t IdentifierType, h Holders) bool {
	return t == IDCode || h.Records <= MaxHolders && h.Anchors <= 1
}

// Claim is what one source record says of one field. Value is text, or for a set
// field (see setFields) one member of the set.
type Claim struct {
	Field string `json:"f"`
	Value string `json:"v"`
}

// Source is one source record in its role as an organisation or a person.
type Source struct {
	Name        string // record name: <connection>/<stream>/<key>, with #part where the record makes several
	Kind        Kind
	Connector   string
	OccurredAt  time.Time
	Anchor      record.TaxID // valid, or empty
	IsCustomer  bool         // a customer record, not only a lead
	Identifiers []Identifier
	Claims      []Claim
}

// Envelope is what Identities needs to know of the record around an entity.
type Envelope struct {
	Name       string // record name
	Connector  string
	OccurredAt time.Time
}

// Identities derives the organisation and person that an entity speaks of: none for
// most kinds, one for a customer or a contact, up to two for a lead.
func Identities(env Envelope, e record.Entity) ([]Source, error) {
	name := env.Name
	if e.Part != "" {
		name += "#" + e.Part
	}
	base := Source{Name: name, Connector: env.Connector, OccurredAt: env.OccurredAt}
	switch e.Kind {
	case record.KindCustomer:
		c, err := record.DecodeEntity[record.Customer](e)
		if err != nil {
			return nil, err
		}
		return []Source{customerOrg(base, c)}, nil
	case record.KindContact:
		c, err := record.DecodeEntity[record.Contact](e)
		if err != nil {
			return nil, err
		}
		return []Source{contactPerson(base, c)}, nil
	case record.KindLead:
		l, err := record.DecodeEntity[record.Lead](e)
		if err != nil {
			return nil, err
		}
		var out []Source
		if p, ok := leadPerson(base, l); ok {
			out = append(out, p)
		}
		if o, ok := leadOrg(base, l); ok {
			out = append(out, o)
		}
		return out, nil
	}
	return nil, nil
}

func (s *Source) claim(field, value string) {
	if value != "" {
		s.Claims = append(s.Claims, Claim{field, value})
	}
}

func (s *Source) identify(t IdentifierType, value string) {
	id := Identifier{t, value}
	for _, x := range s.Identifiers {
		if x == id {
			return
		}
	}
	s.Identifiers = append(s.Identifiers, id)
}

func (s *Source) anchorOn(taxID string) {
	if id, grade := record.ParseTaxID(taxID); grade == record.TaxIDOK {
		s.Anchor = id
		s.claim("tax_id", string(id))
	}
}

func customerOrg(s Source, c record.Customer) Source {
	s.Kind, s.IsCustomer = Organisation, true
	s.anchorOn(c.TaxID)
	for _, code := range c.Codes {
		if code.System != "" && code.Code != "" {
			s.identify(IDCode, code.System+"|"+code.AccountSet+"|"+record.NormalizeNumber(code.Code))
			s.claim("codes", code.System+"/"+code.AccountSet+"/"+code.Code)
		}
	}
	for field, v := range map[string]string{
		"legal_name": c.LegalName, "short_name": c.ShortName, "registration_no": c.RegistrationNo, "org_kind": c.OrgKind, "industry": c.Industry,
		"legal_representative": c.LegalRepresentative, "region_code": c.RegionCode, "address": c.Address, "website": c.Website,
		"level": c.Level, "hospital_grade": c.HospitalGrade, "purchase_cycle": c.PurchaseCycle, "payment_terms": c.PaymentTerms,
		"status": c.Status, "invoice_title": c.InvoiceTitle,
	} {
		s.claim(field, v)
	}
	if c.Employees != nil {
		s.claim("employees", fmt.Sprint(*c.Employees))
	}
	for field, m := range map[string]*record.Money{"registered_capital": c.RegisteredCapital, "credit_limit": c.CreditLimit} {
		if m != nil {
			s.claim(field, m.String()+" "+m.Currency)
		}
	}
	if c.Owner != nil && !c.Owner.IsZero() {
		s.claim("owner", c.Owner.Key+c.Owner.Value)
	}
	for _, v := range c.FormerNames {
		s.claim("former_names", v)
	}
	for _, v := range c.Phones {
		s.claim("phones", v)
	}
	for _, v := range c.Emails {
		s.claim("emails", v)
	}
	for _, b := range c.BankAccounts {
		if j, err := json.Marshal(b); err == nil {
			s.claim("bank_accounts", string(j))
		}
	}
	sortClaims(s.Claims)
	return s
}

func contactPerson(s Source, c record.Contact) Source {
	s.Kind = Person
	for _, m := range c.Mobiles {
		s.personMobile(m)
	}
	for _, e := range c.Emails {
		s.personEmail(e)
	}
	s.personID(IDWecom, c.WecomExternalID)
	s.personID(IDWechatUnion, c.WechatUnionID)
	for _, p := range c.Phones {
		s.claim("phones", p)
	}
	for _, r := range c.Roles {
		s.claim("roles", r)
	}
	s.claim("name", c.Name)
	s.claim("department", c.Department)
	s.claim("title", c.Title)
	sortClaims(s.Claims)
	return s
}

func leadPerson(s Source, l record.Lead) (Source, bool) {
	s.Kind = Person
	s.personMobile(l.Mobile)
	s.personEmail(l.Email)
	s.personID(IDWecom, l.WecomExternalID)
	if len(s.Identifiers) == 0 && l.ContactName == "" && l.Mobile == "" && l.Email == "" {
		return Source{}, false
	}
	s.claim("name", l.ContactName)
	s.claim("department", l.Department)
	if l.Phone != "" {
		s.claim("phones", l.Phone)
	}
	sortClaims(s.Claims)
	return s, true
}

func leadOrg(s Source, l record.Lead) (Source, bool) {
	s.Kind = Organisation
	s.anchorOn(l.TaxID)
	if l.CompanyName == "" && s.Anchor == "" {
		return Source{}, false
	}
	if name := record.NormalizeName(l.CompanyName); name != "" {
		if m, ok := record.ParseMobile(l.Mobile); ok {
			s.identify(IDNameMobile, string(m)+"|"+name)
		}
		if e, ok := record.ParseEmail(l.Email); ok {
			s.identify(IDNameEmail, e+"|"+name)
		}
	}
	s.claim("legal_name", record.NormalizeWidth(l.CompanyName))
	s.claim("region", l.Region)
	sortClaims(s.Claims)
	return s, true
}

func (s *Source) personMobile(v string) {
	if m, ok := record.ParseMobile(v); ok {
		s.identify(IDMobile, string(m))
		s.claim("mobiles", string(m))
	} else if v != "" {
		s.claim("phones", v)
	}
}

func (s *Source) personEmail(v string) {
	if e, ok := record.ParseEmail(v); ok {
		s.identify(IDEmail, e)
		s.claim("emails", e)
	}
}

func (s *Source) personID(t IdentifierType, v string) {
	if v != "" {
		s.identify(t, v)
		s.claim(string(t)+"_id", v)
	}
}
