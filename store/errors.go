package store

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/heliuhub/heliu/fault"
)

// codes says what a PostgreSQL error code (SQLSTATE, appendix A of its manual)
// means to us; a five-digit entry wins over its two-digit class.
var codes = map[string]string{
	"08":    "database_unavailable", // connection
	"53":    "database_unavailable", // out of connections, memory, disk
	"57P01": "database_unavailable", // shutting down
	"57P02": "database_unavailable",
	"57P03": "database_unavailable", // starting, recovering
	"57P05": "database_unavailable", // idle session cut
	"25P03": "database_unavailable", // idle transaction cut
	"40":    "database_unavailable", // lost against another transaction too often
	"55P03": "database_unavailable", // lock not to be had
	"58":    "database_unavailable", // I/O
	"22":    "database_refused_value",
	"23502": "database_refused_value", // not null
	"23503": "bad_reference",
	"23505": "already_exists",
	"23514": "database_refused_value", // check
	"54000": "database_refused_value", // beyond a limit: an index row too long
}

// classify turns what the database said into a fault, in this one place. A fault
// passes as it is; so does the end of the context. The text of a PostgreSQL error
// can hold values, so only its code and the names of what it concerns are kept.
func classify(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New("not_found", err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		code, ok := codes[pg.Code]
		if !ok {
			code, ok = codes[pg.Code[:min(2, len(pg.Code))]]
		}
		if !ok {
			return fault.New("internal", sanitized{err})
		}
		return fault.New(code, sanitized{err}).At(pg.ColumnName, "")
	}
	var conn *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &conn), errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed), strings.Contains(err.Error(), "conn closed"), strings.Contains(err.Error(), "closed pool"):
		return fault.New("database_unavailable", err)
	}
	return fault.New("internal", err)
}

// sanitized is a PostgreSQL error without its message and details. The original
// stays in the chain for errors.As.
type sanitized struct{ err error }

func (s sanitized) Error() string {
	var pg *pgconn.PgError
	if !errors.As(s.err, &pg) {
		return "database error"
	}
	out := "SQLSTATE " + pg.Code
	for _, part := range [][2]string{{"table", pg.TableName}, {"column", pg.ColumnName}, {"constraint", pg.ConstraintName}, {"type", pg.DataTypeName}} {
		if part[1] != "" {
			out += ", " + part[0] + " " + part[1]
		}
	}
	return out
}

func (s sanitized) Unwrap() error { return s.err }

// violates tells whether err breaks the named constraint or unique index.
func violates(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == constraint
}

func isNoRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) }
