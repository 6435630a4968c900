package fault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/internal/torture/check"
	"github.com/heliuhub/heliu/internal/torture/client"
)

// died notes that something is dead from now on; the result is told when it is started.
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

// power cuts the power of a disk, and with it kills who works on it.
func power(broker bool) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		n, err := l.Expose(ctx, 800)
		if err != nil {
			return 0, err
		}
		disk := l.Site.PGDisk
		if broker {
			disk = l.Site.BrokerDisk
		}
		if err := disk.Cut(); err != nil {
			return 0, err
		}
		started := func() {}
		if broker {
			err = l.Site.Broker.Kill()
			started = l.died(check.Bus)
		} else {
			err = l.Site.PG.KillAll()
		}
		if err = errors.Join(err, disk.Restore(ctx)); err != nil {
			return n, err
		}
		started()
		if broker {
			err = l.Site.StartBroker(ctx)
		} else {
			err = l.Site.StartPostgres(ctx)
		}
		if err != nil {
			return n, &brokenError{err}
		}
		return n, nil
	}
}

// full leaves a disk without space for a while.
func full(broker bool) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		n, err := l.Expose(ctx, 800)
		if err != nil {
			return 0, err
		}
		disk := l.Site.PGDisk
		if broker {
			disk = l.Site.BrokerDisk
		}
		before := l.Client.Statuses()[503]
		if err := disk.Fill(); err != nil {
			return 0, err
		}
		time.Sleep(time.Second) // the last block of a file may still have room
		l.Client.Burst(200)
		started := l.died(check.Bus)
		time.Sleep(4 * time.Second)
		if broker {
			started()
		}
		if err := disk.Free(); err != nil {
			return n, err
		}
		if broker && l.Client.Statuses()[503] == before {
			return n, errors.New("nobody was answered 503 while the bus had no space")
		}
		if broker && !l.Site.Broker.Running() {
			return n, errors.New("the broker did not survive a full disk")
		}
		return n, l.Site.Keep(ctx)
	}
}

// zombie freezes the hub that reads the source, until the other has taken over all
// that it did, and lets it go on.
func zombie(ctx context.Context, l *Lab) (int64, error) {
	i, token, err := l.reader(ctx)
	if err != nil {
		return 0, err
	}
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	if err := l.Source.Edit(250); err != nil {
		return 0, err
	}
	time.Sleep(time.Duration(l.Rand.IntN(1200)) * time.Millisecond)
	if now, err := l.Exposed(ctx); err == nil {
		n = now
	}
	if err := l.Site.Hub[i].Signal(syscall.SIGSTOP); err != nil {
		return 0, err
	}
	began := time.Now()
	took := false
	for time.Since(began) < 60*time.Second && !took {
		time.Sleep(500 * time.Millisecond)
		j, now, err := l.reader(ctx)
		took = err == nil && j != i && now > token && time.Since(began) > 16*time.Second // and the sessions ran out
	}
	if err := l.Source.Edit(50); err != nil {
		return 0, err
	}
	time.Sleep(2 * time.Second)
	if err := l.Site.Hub[i].Signal(syscall.SIGCONT); err != nil {
		return 0, err
	}
	if !took {
		return n, errors.New("nobody took over what the frozen hub read")
	}
	l.say("hub %d was frozen for %s", i, time.Since(began).Round(time.Second))
	time.Sleep(2 * time.Second)
	return n, nil
}

// reader finds the hub that holds the lease of the connection that is read.
func (l *Lab) reader(ctx context.Context) (hub int, token int64, err error) {
	conn, err := l.sql(ctx)
	if err != nil {
		return 0, 0, err
	}
	for until := time.Now().Add(20 * time.Second); ; {
		var holder string
		err = conn.QueryRow(ctx, `select holder, token from lease where name = $1 and until > now()`, "connection/"+l.Site.Conns[client.Pull]).Scan(&holder, &token)
		if err == nil {
			for i, h := range l.Site.Hub {
				if slices.Contains(strings.Split(holder, "/"), strconv.Itoa(h.PID())) {
					return i, token, nil
				}
			}
			err = fmt.Errorf("the lease is held by %s, none of ours", holder)
		}
		if time.Now().After(until) || ctx.Err() != nil {
			return 0, 0, err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// crashAt ends a hub at a named step.
func crashAt(p crash.Point) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		when := filepath.Join(l.Site.Dir, "crash-now")
		env := []string{"HELIU_CRASH_AT=" + string(p), "HELIU_CRASH_WHEN=" + when}
		hubs := []int{l.Rand.IntN(len(l.Site.Hub))}
		if strings.HasPrefix(string(p), "pull.") { // whoever reads
			hubs = []int{0, 1}
		}
		for _, i := range hubs {
			if err := errors.Join(l.Site.Hub[i].Stop(20*time.Second), l.Site.StartHub(ctx, i, env...)); err != nil {
				return 0, err
			}
		}
		if _, _, err := l.reader(ctx); err != nil { // work is shared out
			return 0, err
		}
		if _, err := l.Expose(ctx, 1500); err != nil {
			return 0, err
		}
		if err := os.WriteFile(when, nil, 0o600); err != nil {
			return 0, err
		}
		i, err := l.firstDead(ctx, hubs)
		if err != nil {
			return 0, errors.Join(fmt.Errorf("%s: %w", p, err), os.Remove(when))
		}
		started := l.died(i)
		n, err := l.Exposed(ctx)
		if err = errors.Join(err, os.Remove(when)); err != nil {
			return 0, err
		}
		started()
		for _, j := range hubs { // none stays armed
			if err := errors.Join(l.Site.Hub[j].Stop(20*time.Second), l.Site.StartHub(ctx, j)); err != nil {
				return n, err
			}
		}
		return n, nil
	}
}

func (l *Lab) firstDead(ctx context.Context, hubs []int) (int, error) {
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until) && ctx.Err() == nil; {
		for _, i := range hubs {
			if !l.Site.Hub[i].Running() {
				return i, nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return 0, errors.New("the step was not passed")
}
