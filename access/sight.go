package access

import "context"

// Realm is a part of the data whose reach permissions decide.
type Realm string

// The realms.
const (
	RealmCustomer Realm = "customer" // golden records, their records, leads, contacts, touches, activities
	RealmDeal     Realm = "deal"     // deals and their credits
	RealmPayment  Realm = "payment"  // orders, receivables, payments and matches
)

// Realms lists all of them.
var Realms = []Realm{RealmCustomer, RealmDeal, RealmPayment}

// realmActions says which permissions open a realm: the widest one counts.
var realmActions = map[Realm][]Action{
	RealmCustomer: {CustomerRead},
	RealmDeal:     {CustomerRead, ROIRead, PaymentRead},
	RealmPayment:  {PaymentRead},
}

// ReachIn tells how far the actor sees in a realm. Where no permission opens it to an
// actor who is narrowed elsewhere, it is as narrow as there: what is shown beside other
// things reaches no further than they do.
func (a Actor) ReachIn(r Realm) Scope {
	out := None
	for _, do := range realmActions[r] {
		if s := a.Reach(do); out.Within(s) {
			out = s
		}
	}
	if out != None {
		return out
	}
	out = All
	for _, other := range Realms {
		for _, do := range realmActions[other] {
			if s := a.Reach(do); s != None && s.Within(out) {
				out = s
			}
		}
	}
	return out
}

// Narrowed tells whether there is something in the workspace that the actor may read of
// some and not of others.
func (a Actor) Narrowed() bool {
	for _, r := range Realms {
		if a.ReachIn(r) != All {
			return true
		}
	}
	return false
}

// Sight is whom a narrowed actor's permissions reach. It is found once a request. The
// zero value reaches nobody: that of an account that is linked to no employee.
type Sight struct {
	Employee string   // the actor's own
	Team     []string // everybody below
}

// Owners gives the employees whose things the actor sees in a realm; all: everybody's.
func (s Sight) Owners(a Actor, r Realm) (owners []string, all bool) {
	switch reach := a.ReachIn(r); {
	case reach == All:
		return nil, true
	case s.Employee == "":
		return []string{}, false
	case reach == Team:
		return append([]string{s.Employee}, s.Team...), false
	default:
		return []string{s.Employee}, false
	}
}

type sightKey struct{}

// WithSight puts the sight of the context's actor into the context.
func WithSight(ctx context.Context, s Sight) context.Context {
	return context.WithValue(ctx, sightKey{}, s)
}

// SightIn gives the sight of the context; without one it is the zero value.
func SightIn(ctx context.Context) Sight {
	s, _ := ctx.Value(sightKey{}).(Sight)
	return s
}
