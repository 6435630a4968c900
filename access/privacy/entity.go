package privacy

import (
	"encoding/json"
	"slices"

	"github.com/heliuhub/heliu/record"
)

// personal are the kinds of entity that are about one person alone: without the person
// nothing of them stays.
func personal(kind string) bool { return kind == record.KindContact || kind == record.KindLead }

// known are the fields of a contact or a lead that say who it is.
type known struct {
	Name            string      `json:"name"`
	ContactName     string      `json:"contact_name"`
	Mobile          string      `json:"mobile"`
	Phone           string      `json:"phone"`
	Email           string      `json:"email"`
	Mobiles         []string    `json:"mobiles"`
	Phones          []string    `json:"phones"`
	Emails          []string    `json:"emails"`
	WecomExternalID string      `json:"wecom_external_id"`
	WechatUnionID   string      `json:"wechat_unionid"`
	WechatOpenID    string      `json:"wechat_openid"`
	On              *record.Ref `json:"on"`
}

// ValuesOf gives the values by which a contact or a lead is known.
func ValuesOf(e record.Entity) []Value {
	if !personal(e.Kind) {
		return nil
	}
	var k known
	if json.Unmarshal(e.Data, &k) != nil {
		return nil
	}
	var out []Value
	add := func(parse func(string) (Value, bool), texts ...string) {
		for _, t := range texts {
			if v, ok := parse(t); ok && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	add(ParsePhone, append(append(slices.Clone(k.Mobiles), k.Phones...), k.Mobile, k.Phone)...)
	add(ParseEmail, append(slices.Clone(k.Emails), k.Email)...)
	add(ParseID, k.WecomExternalID, k.WechatUnionID, k.WechatOpenID)
	add(ParseName, k.Name, k.ContactName)
	return out
}

// About tells whose an entity is as a whole: the person that a contact or a lead is, or
// on whose contact or lead an activity was.
func (s *Set) About(c record.ConnectionID, stream, key string, e record.Entity) []string {
	if s.Empty() {
		return nil
	}
	switch {
	case personal(e.Kind):
		if own := s.Record(c, stream, key); len(own) > 0 {
			return own
		}
		for _, v := range ValuesOf(e) {
			if own := s.Holds(v); len(own) > 0 && v.Kind != Name {
				return own
			}
		}
	case e.Kind == record.KindActivity:
		var k known
		if json.Unmarshal(e.Data, &k) != nil || k.On == nil || !personal(k.On.Entity) || k.On.Key == "" {
			return nil
		}
		if k.On.Connection != "" {
			c = record.ConnectionID(k.On.Connection)
		}
		return s.Record(c, k.On.Stream, k.On.Key)
	}
	return nil
}

// erasedName tells whether a contact or lead is what was left of an erased one.
func erasedName(e record.Entity) bool {
	var k known
	return personal(e.Kind) && json.Unmarshal(e.Data, &k) == nil && (k.Name == Mark || k.ContactName == Mark)
}

// Entities gives the entities of a source record without the persons of the set.
// whole says that nothing is left of a record that had something. Employees stay: that
// they work here is a reason of its own to keep them.
func (s *Set) Entities(c record.ConnectionID, stream, key string, in []record.Entity) (out []record.Entity, owners []string, whole bool) {
	if s.Empty() && !slices.ContainsFunc(in, erasedName) {
		return in, nil, false
	}
	owners = slices.Clone(s.Record(c, stream, key))
	for _, e := range in {
		owners = union(owners, s.About(c, stream, key, e))
	}
	changed := false
	for _, e := range in {
		if len(s.About(c, stream, key, e)) > 0 || erasedName(e) {
			changed = true
			continue
		}
		if e.Kind != record.KindEmployee {
			if r := s.Redact(e.Data, owners...); r.Changed() {
				e.Data, owners, changed = r.Content, union(owners, r.Owners), true
			}
		}
		out = append(out, e)
	}
	if !changed {
		return in, nil, false
	}
	return out, owners, len(out) == 0
}
