package fault

import (
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/crash"
)

// All lists every fault, those that share a site in the order in which they happen.
func All() []Fault {
	own := Need{Broker: true}
	disks := Need{Broker: true, Disks: true}
	out := []Fault{
		{Name: "poison", Do: poisoned},
		{Name: "kill:hub", Do: killHub},
		{Name: "kill:broker", Do: killBroker, Needs: own},
		{Name: "kill:pg-backend", Do: killBackend},
		{Name: "kill:postmaster", Do: killPostmaster},
		{Name: "kill:all", Do: killAll},
		{Name: "power:broker", Do: power(true, false), Needs: disks, Control: func(c *Config) { c.Site.NoSync = true }},
		{Name: "power:pg", Do: power(false, true), Needs: disks, Control: func(c *Config) { c.Site.NoFsync = true }},
		{Name: "power:both", Do: power(true, true), Needs: disks},
		{Name: "full:broker", Do: full(true), Needs: disks},
		{Name: "full:pg", Do: full(false), Needs: disks},
		{Name: "net:slow-bus", Do: bad("bus", 5*time.Second, slow), Needs: own},
		{Name: "net:slow-pg", Do: bad("pg", 5*time.Second, slow)},
		{Name: "net:reset-bus", Do: bad("bus", 4*time.Second, reset), Needs: own},
		{Name: "net:reset-pg", Do: bad("pg", 4*time.Second, reset)},
		{Name: "net:truncated-bus", Do: bad("bus", 4*time.Second, truncated), Needs: own},
		{Name: "net:truncated-pg", Do: bad("pg", 4*time.Second, truncated)},
		{Name: "net:half-open-bus", Do: bad("bus", 8*time.Second, halfOpen), Needs: own},
		{Name: "net:half-open-pg", Do: bad("pg", 8*time.Second, halfOpen)},
		{Name: "net:cut-bus", Do: bad("bus", 6*time.Second, cut), Needs: own},
		{Name: "net:cut-pg", Do: bad("pg", 6*time.Second, cut)},
		{Name: "net:cut-pg-of-one-hub", Do: bad("pg-of-one", 20*time.Second, cut)},
		{Name: "zombie:reader", Do: zombieReader},
		{Name: "zombie:applier", Do: zombieApplier},
		{Name: "duplicates:rewind", Do: rewind},
		{Name: "duplicates:again", Do: again(false)},
		{Name: "reorder", Do: again(true)},
		{Name: "clock", Do: skew},
	}
	for _, p := range crash.Points {
		out = append(out, Fault{Name: "crash:" + string(p), Do: crashAt(p)})
	}
	return out
}

// Short picks what every change is held against: of the crash points one a stage, of
// the bad networks one slow and one cut, one zombie, in turn by the seed; and every kill,
// the power cuts with their controls, a full disk, duplicates and poison.
func Short(all []Fault, seed uint64) []Fault {
	keep := map[string]bool{}
	for _, name := range []string{
		"poison", "kill:hub", "kill:broker", "kill:pg-backend", "kill:postmaster", "kill:all", "power:broker", "power:pg", "full:broker", "duplicates:rewind",
	} {
		keep[name] = true
	}
	slow := []string{"net:slow-bus", "net:slow-pg"}
	cuts := []string{"net:cut-bus", "net:cut-pg", "net:half-open-bus", "net:half-open-pg", "net:reset-bus", "net:reset-pg"}
	zombies := []string{"zombie:reader", "zombie:applier"}
	keep[slow[seed%2]], keep[cuts[seed%6]], keep[zombies[seed%2]] = true, true, true
	stages := map[string][]string{}
	var order []string
	for _, p := range crash.Points {
		stage, _, _ := strings.Cut(string(p), ".")
		if stages[stage] == nil {
			order = append(order, stage)
		}
		stages[stage] = append(stages[stage], "crash:"+string(p))
	}
	for _, stage := range order {
		of := stages[stage]
		keep[of[int(seed%uint64(len(of)))]] = true //nolint:gosec // small
	}
	var out []Fault
	for _, f := range all {
		if keep[f.Name] {
			out = append(out, f)
		}
	}
	return out
}
