package console

import "github.com/heliuhub/heliu/access"

// Limits says how often the API may be called: by one caller (a key, or a person over all
// their sessions), by all callers of a workspace, and from one public address.
type Limits struct {
	Caller, Workspace, Address access.Rate
}

// DefaultLimits are far above what people and well-made programs need.
var DefaultLimits = Limits{
	Caller:    access.Rate{PerSecond: 100, Burst: 300},
	Workspace: access.Rate{PerSecond: 500, Burst: 1500},
	Address:   access.Rate{PerSecond: 200, Burst: 600},
}

// slowAddress refuses an address that calls too often, before it is known who calls.
func (c *console) slowAddress(peer string, forwarded []string) error {
	ip := access.PublicAddress(peer, forwarded)
	if !ip.IsValid() {
		return nil
	}
	return c.rates.Take(c.Now(), access.Bucket{Name: "address " + ip.String(), Rate: c.Limits.Address})
}

// slowCaller refuses a caller, or a workspace, that calls too often.
func (c *console) slowCaller(a access.Actor) error {
	return c.rates.Take(c.Now(),
		access.Bucket{Name: "caller " + a.Ref(), Rate: c.Limits.Caller},
		access.Bucket{Name: "workspace " + string(a.Workspace), Rate: c.Limits.Workspace})
}
