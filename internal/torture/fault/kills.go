package fault

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/heliuhub/heliu/internal/torture/check"
)

// died notes that something is dead from now on; the result is told before it is started.
func (l *Lab) died(hub int) (started func()) {
	from := time.Now()
	return func() { l.down = append(l.down, check.Down{Hub: hub, From: from, To: time.Now()}) }
}

func killHub(ctx context.Context, l *Lab) (int64, error) {
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	i := l.Rand.IntN(len(l.Site.Hub))
	if err := l.Site.Hub[i].Kill(); err != nil {
		return 0, err
	}
	started := l.died(i)
	time.Sleep(time.Duration(l.Rand.IntN(1500)) * time.Millisecond)
	started()
	began := time.Now()
	if err := l.Site.StartHub(ctx, i); err != nil {
		return n, err
	}
	l.say("hub %d killed and ready again after %s", i, time.Since(began).Round(10*time.Millisecond))
	return n, nil
}

func killBroker(ctx context.Context, l *Lab) (int64, error) {
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	if err := l.Site.Broker.Kill(); err != nil {
		return 0, err
	}
	started := l.died(check.Bus)
	time.Sleep(time.Duration(500+l.Rand.IntN(2000)) * time.Millisecond)
	started()
	return n, l.Site.StartBroker(ctx)
}

func killPostmaster(ctx context.Context, l *Lab) (int64, error) {
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	if err := l.Site.PG.Kill(); err != nil {
		return 0, err
	}
	time.Sleep(time.Duration(l.Rand.IntN(2000)) * time.Millisecond)
	return n, l.Site.StartPostgres(ctx)
}

// killBackend kills the process of one session that is at work; the server then throws
// all sessions out and recovers.
func killBackend(ctx context.Context, l *Lab) (int64, error) {
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	conn, err := l.sql(ctx)
	if err != nil {
		return 0, err
	}
	var pid int
	if err := conn.QueryRow(ctx, `select pid from pg_stat_activity where application_name = 'heliu' order by (state = 'active') desc, state_change desc limit 1`).Scan(&pid); err != nil {
		return 0, err
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return 0, err
	}
	return n, p.Kill()
}

// killHubs kills all hubs; the result is told before they are started.
func (l *Lab) killHubs() (started func(), err error) {
	var told []func()
	for i, h := range l.Site.Hub {
		err = errors.Join(err, h.Kill())
		told = append(told, l.died(i))
	}
	return func() {
		for _, f := range told {
			f()
		}
	}, err
}

// killAll kills everything at once.
func killAll(ctx context.Context, l *Lab) (int64, error) {
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	if l.Site.Broker != nil {
		err = l.Site.Broker.Kill()
	}
	err = errors.Join(err, l.Site.PG.KillAll())
	started, kerr := l.killHubs()
	if err = errors.Join(err, kerr); err != nil {
		return 0, err
	}
	started()
	return n, l.Site.Keep(ctx)
}
