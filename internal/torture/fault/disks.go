package fault

import (
	"context"
	"errors"
	"time"

	"github.com/heliuhub/heliu/internal/torture/check"
)

// power cuts the power of the broker's disk, of PostgreSQL's, or of both at once, and
// with it kills who works on it.
func power(broker, pg bool) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		n, err := l.Expose(ctx, 800)
		if err != nil {
			return 0, err
		}
		if broker {
			err = l.Site.BrokerDisk.Cut()
		}
		if pg {
			err = errors.Join(err, l.Site.PGDisk.Cut())
		}
		if err != nil {
			return 0, err
		}
		started := func() {}
		if broker {
			err = errors.Join(l.Site.Broker.Kill(), l.Site.BrokerDisk.Restore(ctx))
			started = l.died(check.Bus)
		}
		if pg {
			err = errors.Join(err, l.Site.PG.KillAll(), l.Site.PGDisk.Restore(ctx))
		}
		if err != nil {
			return n, err
		}
		started()
		if broker {
			err = l.Site.StartBroker(ctx)
		}
		if pg {
			err = errors.Join(err, l.Site.StartPostgres(ctx))
		}
		if err != nil {
			return n, &brokenError{err}
		}
		return n, nil
	}
}

// full leaves a disk without space for a while. The bus is not dead meanwhile: what still
// fits into the last block of its log is on disk and rightly answered 202; whether it
// stays there is for the checker, as of every other record.
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
		l.Client.Burst(200)
		time.Sleep(5 * time.Second)
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
