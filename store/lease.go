package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Lease lets its holder do something that only one may do at a time. Token grows with
// every change of holder, forever: what guards itself by it refuses an earlier
// holder, whatever that one still believes.
type Lease struct {
	Name   string
	Holder string
	Token  int64
	Until  time.Time // by the database's clock; set by Leases alone
}

// ConnectionLease names the lease of a connection.
func ConnectionLease(c record.ConnectionID) string { return "connection/" + string(c) }

var (
	qLeaseAcquire = sql("LeaseAcquire")
	qLeaseRenew   = sql("LeaseRenew")
	qLeaseRelease = sql("LeaseRelease")
	qLeaseHeld    = sql("LeaseHeld")
	qLeases       = sql("Leases")
)

// AcquireLease takes a lease for ttl, by the database's clock. ok is false when
// somebody else holds it. A holder that still has it gets the same token and more
// time; give every process a holder name of its own.
func (s *Store) AcquireLease(ctx context.Context, name, holder string, ttl time.Duration) (l Lease, ok bool, err error) {
	l = Lease{Name: name, Holder: holder}
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, qLeaseAcquire, name, holder, ttl).Scan(&l.Token)
		if ok = err == nil; isNoRows(err) {
			return nil
		}
		return err
	})
	return l, ok, err
}

// RenewLease gives a lease ttl more from now. One that ran out or went to somebody
// else is the fault stale_lease.
func (s *Store) RenewLease(ctx context.Context, l Lease, ttl time.Duration) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qLeaseRenew, l.Name, l.Holder, l.Token, ttl)
		if err == nil && tag.RowsAffected() == 0 {
			return fault.Newf("stale_lease", "lease %s", l.Name)
		}
		return err
	})
}

// ReleaseLease gives a lease back before its time; one that is lost is no error.
func (s *Store) ReleaseLease(ctx context.Context, l Lease) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qLeaseRelease, l.Name, l.Holder, l.Token)
		return err
	})
}

// Leases lists the leases that somebody holds now.
func (s *Store) Leases(ctx context.Context) (out []Lease, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qLeases)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Lease])
		return err
	})
	return out, err
}

// Guard fails with stale_lease unless token is the lease's current one, and keeps it
// current until the transaction ends. A lease that ran out but that nobody took over
// still guards: no other holder can have acted.
func Guard(ctx context.Context, tx pgx.Tx, name string, token int64) error {
	var now int64
	err := tx.QueryRow(ctx, qLeaseHeld, name).Scan(&now)
	if isNoRows(err) || err == nil && now != token {
		return fault.Newf("stale_lease", "lease %s", name)
	}
	return err
}
