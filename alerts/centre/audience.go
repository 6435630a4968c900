package centre

import (
	"slices"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/record"
)

// index finds people and channels.
type index struct {
	people    map[string]*Person
	employees map[string]*Person
	roles     map[access.Role][]*Person
	channels  map[record.ConnectionID]Channel
}

func indexOf(in Input) index {
	x := index{map[string]*Person{}, map[string]*Person{}, map[access.Role][]*Person{}, map[record.ConnectionID]Channel{}}
	for i := range in.People {
		p := &in.People[i]
		if p.Gone {
			continue
		}
		x.people[p.ID] = p
		if p.Employee != "" {
			x.employees[p.Employee] = p
		}
		for _, r := range p.Roles {
			x.roles[r] = append(x.roles[r], p)
		}
	}
	for _, c := range in.Channels {
		if c.On {
			x.channels[c.ID] = c
		}
	}
	return x
}

// audience gives who is told of an alert first: who owns it, and whom routes name;
// where there are neither, or no channel reaches them, who has the role of the kind,
// and in the last resort the administrators.
func (d *decider) audience(a Alert) (targets []Target, persons []*Person, why Why) {
	var found reach
	if p := d.owner(a); p != nil {
		found.person(d, a, p, "")
	}
	for _, r := range d.in.Routes {
		if r.takes(a.Event) {
			found.route(d, a, r)
		}
	}
	if len(found.targets) == 0 {
		roles := a.Roles
		if i, ok := alerts.InfoOf(a.Kind); ok && len(roles) == 0 {
			roles = []access.Role{i.Role}
		}
		for _, r := range roles {
			for _, p := range d.by.roles[r] {
				found.person(d, a, p, "")
			}
		}
		if len(found.targets) == 0 {
			for _, p := range d.by.roles[access.Admin] {
				found.person(d, a, p, "")
			}
		}
		found.groups(d, a)
	}
	switch {
	case len(found.targets) > 0:
		why = Reached
	case !slices.ContainsFunc(d.in.Channels, func(c Channel) bool { return c.On && usable(c, a) }):
		why = NoChannel
	case len(found.persons) == 0:
		why = NoAudience
	default:
		why = NoAddress
	}
	return found.targets, found.persons, why
}

// above gives whom an alert escalates to: the managers of those who were to look after
// it, else the administrators; nobody twice.
func (d *decider) above(a Alert, persons []*Person, level0 []Target) []Target {
	var up reach
	for _, p := range persons {
		if m := d.by.employees[p.Manager]; m != nil && m != p {
			up.person(d, a, m, "")
		}
	}
	if len(up.targets) == 0 {
		for _, p := range d.by.roles[access.Admin] {
			if !slices.ContainsFunc(level0, func(t Target) bool { return t.Person == p.ID }) {
				up.person(d, a, p, "")
			}
		}
	}
	return up.targets
}

func (d *decider) owner(a Alert) *Person {
	if p := d.by.employees[a.Owner]; a.Owner != "" && p != nil {
		return p
	}
	return d.by.people[d.in.Owners[a.Connection]]
}

// takes tells whether a route is for an event.
func (r Route) takes(e alerts.Event) bool {
	return e.Severity.Rank() >= r.Severity.Rank() && (len(r.Kinds) == 0 || slices.Contains(r.Kinds, e.Kind)) && (r.Connection == "" || r.Connection == e.Connection)
}

// usable keeps the news that a channel fails from that channel.
func usable(c Channel, a Alert) bool {
	return a.Kind != alerts.ChannelFailed || c.ID != a.Connection
}

// reach gathers targets, each once.
type reach struct {
	targets []Target
	persons []*Person
}

func (r *reach) add(t Target) {
	if !slices.Contains(r.targets, t) {
		r.targets = append(r.targets, t)
	}
}

// person adds somebody by one channel, or by the default ones that the person wants; where
// those reach nobody, by all default ones.
func (r *reach) person(d *decider, a Alert, p *Person, by record.ConnectionID) {
	if !slices.Contains(r.persons, p) {
		r.persons = append(r.persons, p)
	}
	try := func(wanted func(Channel) bool) (any bool) {
		for _, c := range d.in.Channels {
			if c.On && !c.Group && usable(c, a) && p.Address[c.Via] != "" && wanted(c) {
				r.add(Target{c.ID, p.ID})
				any = true
			}
		}
		return any
	}
	if by != "" {
		try(func(c Channel) bool { return c.ID == by })
		return
	}
	if len(p.Channels) > 0 && try(func(c Channel) bool { return slices.Contains(p.Channels, c.ID) }) {
		return
	}
	try(func(c Channel) bool { return c.Default })
}

func (r *reach) groups(d *decider, a Alert) {
	for _, c := range d.in.Channels {
		if c.On && c.Group && c.Default && usable(c, a) {
			r.add(Target{Channel: c.ID})
		}
	}
}

// route adds whom a route names. A group channel gets one message, whoever is named.
func (r *reach) route(d *decider, a Alert, x Route) {
	var who []*Person
	switch {
	case x.Person != "":
		if p := d.by.people[x.Person]; p != nil {
			who = append(who, p)
		} else if p := d.by.employees[trimEmployee(x.Person)]; p != nil {
			who = append(who, p)
		}
	case x.Role != "":
		who = d.by.roles[x.Role]
	}
	if c, ok := d.by.channels[x.Channel]; ok && c.Group {
		if usable(c, a) {
			r.add(Target{Channel: c.ID})
		}
		for _, p := range who {
			if !slices.Contains(r.persons, p) {
				r.persons = append(r.persons, p)
			}
		}
		return
	}
	for _, p := range who {
		r.person(d, a, p, x.Channel)
	}
	if x.Person == "" && x.Role == "" {
		r.groups(d, a)
	}
}

func trimEmployee(id string) string {
	const prefix = "employee:"
	if len(id) > len(prefix) && id[:len(prefix)] == prefix {
		return id[len(prefix):]
	}
	return ""
}
