package world

import (
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	baidu "github.com/heliuhub/heliu/connectors/baidu/fake"
	crm "github.com/heliuhub/heliu/connectors/crm/fake"
	kingdee "github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/internal/world/model"
)

// Fakes are the local servers of the systems that the hub reads.
type Fakes struct {
	CRM     *crm.Server
	Kingdee *kingdee.Server
	Baidu   *baidu.Server
}

// newFakes makes servers that hold the past.
func newFakes(w *World, clock connectors.Clock) *Fakes {
	return &Fakes{CRM: crm.New(w.CRMData(), clock), Kingdee: kingdee.New(w.KingdeeData(), clock), Baidu: baidu.New(w.BaiduData(), clock)}
}

// apply lets a live event happen at its system. Each system shows it from then on.
func (f *Fakes) apply(e *model.Event) {
	switch e.Target {
	case model.ConnCRM:
		f.CRM.PutAt(e.Stream, crmObject(e), e.At)
	case model.ConnKingdee:
		switch r := e.Rec.(type) {
		case *model.Customer:
			f.Kingdee.PutCustomer(kdCustomer(e, r))
		case *model.Order:
			f.Kingdee.PutOrder(kdOrder(e, r))
		case *model.Receivable:
			f.Kingdee.PutReceivable(kdReceivable(e, r))
		case *model.Payment:
			f.Kingdee.PutReceipt(kdReceipt(e, r))
		}
	}
}

// pulled tells whether the hub reads the event's system by asking it.
func pulled(e *model.Event) bool { return e.Kind != model.Post && e.Kind != model.Upload }

// worldClock is the clock of the local servers: the real one, but never before the
// newest thing that happened in the world.
type worldClock struct {
	connectors.Clock
	mu  sync.Mutex
	now time.Time
}

func (c *worldClock) reach(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
}

// Now gives the later of the real time and the world's.
func (c *worldClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.Clock.Now(); t.After(c.now) {
		return t
	}
	return c.now
}
