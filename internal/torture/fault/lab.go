// Package fault does to a site what fails in the field, at a moment at which enough
// is on its way to lose, and asks the checker what became of it.
package fault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/torture/check"
	"github.com/heliuhub/heliu/internal/torture/client"
	"github.com/heliuhub/heliu/internal/torture/ledger"
	"github.com/heliuhub/heliu/internal/torture/site"
)

// Enough is how many records must be unacknowledged or not yet applied for a fault to
// count.
const Enough = 200

// Config says how a lab is built.
type Config struct {
	Dir  string // for everything
	Site site.Config
	Seed uint64
	Rate float64
	Out  io.Writer // where progress is told
}

// Lab is a site with its load, its ledger and its checker.
type Lab struct {
	Site   *site.Site
	Client *client.Client
	Source *client.Source
	Rand   *rand.Rand
	Out    io.Writer

	ledger *ledger.Ledger
	path   string // of the ledger
	bus    *check.Client
	// borrowed tells that the bus is a cluster of somebody else.
	borrowed bool
	conn     *pgx.Conn
	down     []check.Down
	stop     context.CancelFunc
	wg       sync.WaitGroup
}

// NewLab builds a site and starts its load, which does not flow yet.
func NewLab(ctx context.Context, cfg Config) (l *Lab, err error) {
	l = &Lab{Out: cfg.Out, Rand: rand.New(rand.NewPCG(cfg.Seed, 3))} //nolint:gosec // a repeatable run
	defer func() {
		if err != nil {
			err = errors.Join(err, l.Close())
		}
	}()
	l.path = filepath.Join(cfg.Dir, fmt.Sprintf("ledger-%d.jsonl", time.Now().UnixNano()))
	if l.ledger, err = ledger.Create(l.path); err != nil {
		return l, err
	}
	if cfg.Site.Kafka != "" {
		if err := l.borrow(ctx, cfg.Site.Kafka); err != nil {
			return l, err
		}
	}
	l.Source = client.NewSource(l.ledger, cfg.Seed)
	cfg.Site.Source, cfg.Site.Secret = l.Source.Handler(), site.NewSecret()
	if l.Site, err = site.New(ctx, cfg.Dir, cfg.Site); err != nil {
		return l, err
	}
	if l.bus == nil {
		if l.bus, err = check.NewClient([]string{l.Site.Kafka}, l.Site.Kafka); err != nil {
			return l, err
		}
	}
	urls := make([]string, site.Hubs)
	for i := range urls {
		urls[i] = l.Site.HubURL(i)
	}
	l.Client = client.New(client.Config{Hubs: urls, Secret: cfg.Site.Secret, Ledger: l.ledger, Seed: cfg.Seed, Rate: cfg.Rate})
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = stop
	l.wg.Go(l.Client.Run)
	l.wg.Go(func() {
		if err := l.Source.Run(run, 20); err != nil {
			l.say("the source: %v", err)
		}
	})
	return l, nil
}

// borrow uses a cluster of somebody else, which must be empty and is left empty.
func (l *Lab) borrow(ctx context.Context, brokers string) (err error) {
	if l.bus, err = check.NewClient(strings.Split(brokers, ","), ""); err != nil {
		return err
	}
	empty, err := l.bus.Empty(ctx)
	if err == nil && !empty {
		err = fmt.Errorf("the cluster %s holds records of a hub already; a run needs one of its own", brokers)
	}
	l.borrowed = err == nil
	return err
}

// Close ends everything and removes it.
func (l *Lab) Close() error {
	var errs []error
	if l.stop != nil {
		l.stop()
		l.Client.Stop()
		l.wg.Wait()
	}
	if l.conn != nil {
		_ = l.conn.Close(context.Background())
	}
	if l.Site != nil {
		errs = append(errs, l.Site.Close())
	}
	if l.bus != nil {
		if l.borrowed {
			errs = append(errs, l.bus.Clear(context.Background()))
		}
		l.bus.Close()
	}
	if l.ledger != nil {
		errs = append(errs, l.ledger.Close())
	}
	return errors.Join(errs...)
}

func (l *Lab) say(format string, args ...any) {
	_, _ = fmt.Fprintf(l.Out, "    "+format+"\n", args...)
}

// sql gives a connection past the proxies.
func (l *Lab) sql(ctx context.Context) (*pgx.Conn, error) {
	if l.conn != nil {
		if l.conn.Ping(ctx) == nil {
			return l.conn, nil
		}
		_ = l.conn.Close(ctx)
		l.conn = nil
	}
	conn, err := pgx.Connect(ctx, l.Site.DSN())
	if err == nil {
		l.conn = conn
	}
	return conn, err
}

// Exposed is how many records are unacknowledged or not yet applied right now.
func (l *Lab) Exposed(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := l.sql(ctx)
	if err != nil {
		return 0, err
	}
	settled, err := check.Settled(ctx, conn)
	if err != nil {
		return 0, err
	}
	outstanding := l.Client.Outstanding()
	accepted, err := l.bus.Accepted(ctx)
	if err != nil {
		return 0, err
	}
	return outstanding + max(accepted-settled, 0), nil
}

// Expose lets the load flow, builds a backlog and returns at a moment at which enough
// is exposed.
func (l *Lab) Expose(ctx context.Context, burst int) (int64, error) {
	l.Client.Flow(true)
	l.Source.Flow(true)
	for try := range 6 {
		time.Sleep(time.Duration(50+l.Rand.IntN(250)) * time.Millisecond)
		if err := l.Source.Edit(20); err != nil {
			return 0, err
		}
		l.Client.Burst(burst * (try + 1))
		var most int64
		for until := time.Now().Add(3 * time.Second); time.Now().Before(until); {
			n, err := l.Exposed(ctx)
			if err != nil {
				return 0, err
			}
			if n >= Enough+50 {
				return n, nil
			}
			most = max(most, n)
		}
		l.say("only %d records were exposed; trying another moment", most)
	}
	return 0, fmt.Errorf("never were %d records exposed", Enough)
}

// stake brings some records all the way into the database and lets the groups commit
// their offsets: whoever loses what was written since cannot read it again.
func (l *Lab) stake(ctx context.Context) error {
	l.Client.Burst(600)
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		conn, err := l.sql(ctx)
		if err != nil {
			return err
		}
		n, err := check.Settled(ctx, conn)
		if err != nil {
			return err
		}
		if n >= 300 {
			time.Sleep(500 * time.Millisecond) // they commit five times a second
			return nil
		}
	}
	return errors.New("hardly a record was settled")
}

// Rest lets everything come to rest: the load stops, every send is answered, every
// record settled, everything derived and published, every edit read. It gives up when
// nothing has moved for as long as patience.
func (l *Lab) Rest(ctx context.Context, within, patience time.Duration) error {
	l.Client.Flow(false)
	l.Source.Flow(false)
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if !l.Client.Drained(ctx) {
		return fmt.Errorf("%d sends were not answered within %s", l.Client.Outstanding(), within)
	}
	edits, err := l.lastEdits()
	if err != nil {
		return err
	}
	why, since := "", time.Now()
	for ctx.Err() == nil {
		was := why
		if why = l.restless(ctx, edits); why == "" {
			return l.Client.Err()
		}
		if why != was {
			since = time.Now()
		}
		if time.Since(since) > patience {
			return fmt.Errorf("nothing has moved for %s: %s", patience, why)
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("no rest within %s: %s", within, why)
}

func (l *Lab) lastEdits() (map[string]string, error) {
	lines, err := ledger.Read(l.path)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, x := range lines {
		if x.Kind == ledger.Edit {
			out[x.Key] = x.Version
		}
	}
	return out, nil
}

func (l *Lab) restless(ctx context.Context, edits map[string]string) string {
	conn, err := l.sql(ctx)
	if err != nil {
		return err.Error()
	}
	settled, err := check.Settled(ctx, conn)
	if err != nil {
		return err.Error()
	}
	accepted, err := l.bus.Accepted(ctx)
	if err != nil {
		return err.Error()
	}
	if accepted != settled {
		return fmt.Sprintf("%d of %d records are settled", settled, accepted)
	}
	if n, err := check.Rest(ctx, conn); err != nil || n > 0 {
		return fmt.Sprintf("%d things are still to do, %v", n, err)
	}
	have, err := check.Current(ctx, conn, l.Site.Conns[client.Pull])
	if err != nil {
		return err.Error()
	}
	for k, v := range edits {
		if have[k] != v {
			return fmt.Sprintf("%s was read up to %q, not %s", k, have[k], v)
		}
	}
	return ""
}

// Judge asks the checker.
func (l *Lab) Judge(ctx context.Context) (check.Report, error) {
	f := check.Facts{Conns: map[string]string{}, Down: l.down}
	for name, id := range l.Site.Conns {
		f.Conns[id] = name
	}
	conn, err := l.sql(ctx)
	if err != nil {
		return check.Report{}, err
	}
	if err := f.ReadSQL(ctx, conn); err != nil {
		return check.Report{}, err
	}
	if f.Raw, err = l.bus.Dump(ctx, check.TopicRaw); err != nil {
		return check.Report{}, err
	}
	if f.GoldenEvents, err = l.bus.Dump(ctx, check.TopicGolden); err != nil {
		return check.Report{}, err
	}
	if f.Ledger, err = ledger.Read(l.path); err != nil {
		return check.Report{}, err
	}
	return check.Run(f), nil
}
