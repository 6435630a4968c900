package door

import (
	"net"
	"net/http"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

// Limits say how often requests are taken from one public address, and for all the
// connections of one workspace together.
type Limits struct {
	Address, Workspace access.Rate
}

// DefaultLimits are above what well-made senders need and one hub takes.
var DefaultLimits = Limits{
	Address:   access.Rate{PerSecond: 200, Burst: 1000},
	Workspace: access.Rate{PerSecond: 20_000, Burst: 40_000},
}

// slowAddress refuses an address that sends too often, whatever it sends to: who tries
// names out is slowed as well.
func (d *Door) slowAddress(r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip := access.PublicAddress(host, r.Header.Values("X-Forwarded-For"))
	if !ip.IsValid() {
		return nil
	}
	return d.rates.Take(d.now(), access.Bucket{Name: "address " + ip.String(), Rate: d.Limits.Address})
}

// slowWorkspace refuses what would be too much for one workspace: others have their turn.
func (d *Door) slowWorkspace(ws record.WorkspaceID) error {
	return d.rates.Take(d.now(), access.Bucket{Name: "workspace " + string(ws), Rate: d.Limits.Workspace})
}
