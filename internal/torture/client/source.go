package client

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// Source is the CRM that the hub reads. Beside it stands an empty one for the
// connection that pushes.
type Source struct {
	crm, empty *fake.Server
	ledger     *ledger.Ledger
	rnd        *rand.Rand
	flowing    atomic.Bool
	edits      atomic.Int64
}

// sourceKeys is how many customers the CRM has.
const sourceKeys = 300

// firstSource keeps the CRM's organisations apart from those that are pushed.
const firstSource = 900_000

// NewSource makes the CRM, empty.
func NewSource(l *ledger.Ledger, seed uint64) *Source {
	return &Source{
		crm: fake.New(fake.Data{}, clock.System{}), empty: fake.New(fake.Data{}, clock.System{}), ledger: l,
		rnd: rand.New(rand.NewPCG(seed, 11)), //nolint:gosec // a repeatable load
	}
}

// Handler serves the CRM, and the empty one under /empty.
func (s *Source) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/empty/") {
			http.StripPrefix("/empty", s.empty).ServeHTTP(w, r)
			return
		}
		s.crm.ServeHTTP(w, r)
	})
}

// Flow starts or stops the edits.
func (s *Source) Flow(on bool) { s.flowing.Store(on) }

// Edits is how many edits were made.
func (s *Source) Edits() int64 { return s.edits.Load() }

// Run edits customers, rate a second, until ctx ends.
func (s *Source) Run(ctx context.Context, rate float64) error {
	tick := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if s.flowing.Load() {
			if err := s.Edit(1); err != nil {
				return err
			}
		}
	}
}

// Edit changes n customers. The ledger is told when a change can be read, which is
// early enough: what the hub read and nobody wrote down would be found invented.
func (s *Source) Edit(n int) error {
	lines := make([]ledger.Line, 0, n)
	for range n {
		i := firstSource + s.rnd.IntN(sourceKeys)
		id, fen := fmt.Sprintf("p-%d", i), s.rnd.Int64N(100_000_000)+1
		name, tax := fmt.Sprintf("读取%d号医疗器械有限公司", i), taxOf(i)
		line := ledger.Line{Kind: ledger.Edit, Conn: Pull, Stream: "customers", Key: id, Fen: fen, Name: name, Tax: tax}
		op := "upsert"
		if s.rnd.IntN(20) == 0 && s.crm.Delete("customers", id) {
			line.Deleted, op = true, "delete"
		} else {
			s.crm.Put("customers", fields(id, name, tax, fen))
		}
		o, _ := s.crm.Get("customers", id)
		raw, err := json.Marshal(o)
		if err != nil {
			return err
		}
		number, _ := o["version"].(json.Number)
		v, err := number.Int64()
		if err != nil {
			return err
		}
		line.Version, line.Hash, line.At = VersionText(v), hashOf(op, raw), time.Now()
		lines = append(lines, line)
	}
	s.edits.Add(int64(n))
	return s.ledger.Append(lines...)
}

func fields(id, name, tax string, fen int64) fake.Object {
	o := fake.Object{"id": id}
	for k, v := range customerFields(name, tax, fen) {
		o[k] = v
	}
	return o
}
