package fault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/heliuhub/heliu/internal/torture/client"
)

// zombieReader freezes the hub that reads the source, until the other has taken over
// all that it did, and lets it go on.
func zombieReader(ctx context.Context, l *Lab) (int64, error) {
	i, token, err := l.reader(ctx)
	if err != nil {
		return 0, err
	}
	if err := l.Source.Edit(250); err != nil {
		return 0, err
	}
	l.Source.Flow(true)
	time.Sleep(time.Duration(l.Rand.IntN(1200)) * time.Millisecond)
	n, err := l.Expose(ctx, 800) // last: what was exposed before the pause is applied by now
	if err != nil {
		return 0, err
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

// zombieApplier freezes a hub in the middle of an apply transaction, which holds the
// workspace's lock, until the other hub goes on without it, and lets it go on.
func zombieApplier(ctx context.Context, l *Lab) (int64, error) {
	for range 5 {
		n, err := l.Expose(ctx, 1200)
		if err != nil {
			return 0, err
		}
		for range 40 {
			i := l.Rand.IntN(len(l.Site.Hub))
			h := l.Site.Hub[i]
			if err := h.Signal(syscall.SIGSTOP); err != nil {
				return 0, err
			}
			held, err := l.applyHeld(ctx)
			if err == nil && held {
				n, _ = l.Exposed(ctx)
				return n, l.outlive(ctx, i)
			}
			if err = errors.Join(err, h.Signal(syscall.SIGCONT)); err != nil {
				return 0, err
			}
			if n, err = l.Exposed(ctx); err != nil || n < Enough {
				break
			}
		}
		l.say("no hub was met inside an apply transaction; %d records were exposed", n)
	}
	return 0, errors.New("no hub was ever met inside an apply transaction")
}

// applyHeld tells whether somebody sits on the lock of the workspace and does nothing.
func (l *Lab) applyHeld(ctx context.Context) (held bool, err error) {
	conn, err := l.sql(ctx)
	if err != nil {
		return false, err
	}
	time.Sleep(150 * time.Millisecond)
	err = conn.QueryRow(ctx, `select exists (select from pg_locks l join pg_stat_activity a using (pid)
		where l.locktype = 'advisory' and l.granted and a.state = 'idle in transaction' and now() - a.state_change > interval '100 milliseconds'
		and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('heliu.apply.' || $1, 0))`, l.Site.Workspace).Scan(&held)
	return held, err
}

// outlive waits until records are applied without the frozen hub, and wakes it.
func (l *Lab) outlive(ctx context.Context, hub int) error {
	began := time.Now()
	conn, err := l.sql(ctx)
	if err != nil {
		return err
	}
	applied := func() (n int64, err error) {
		err = conn.QueryRow(ctx, `select count(*) from outcome where outcome = 'applied'`).Scan(&n)
		return n, err
	}
	was, err := applied()
	if err != nil {
		return err
	}
	now := was
	for now == was && err == nil && time.Since(began) < 90*time.Second {
		time.Sleep(250 * time.Millisecond)
		now, err = applied()
	}
	took := time.Since(began).Round(100 * time.Millisecond)
	l.say("hub %d was frozen inside an apply transaction; the other one went on after %s", hub, took)
	time.Sleep(max(0, 16*time.Second-took)) // and the sessions ran out
	if err = errors.Join(err, l.Site.Hub[hub].Signal(syscall.SIGCONT)); err != nil {
		return err
	}
	if now == was {
		return errors.New("a frozen hub held up the other one for 90 seconds")
	}
	return nil
}
