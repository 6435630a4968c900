package fault

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
)

// Step is what is done next about something that failed.
type Step int

// The steps.
const (
	Again Step = iota // the same once more, after a wait (see Ladder)
	Bury              // a dead letter now: a person must look at the record
	Halt              // pause the connection and tell IT: another try may lock the account
	Queue             // both sides changed: it is put before a person
)

// Decide says what to do about err by its kind, and is the only place that does:
// Transient and RateLimited are tried again for ever; Internal until it failed most
// times (tries counts this one; most 0: for ever), then it is a dead letter; Invalid,
// NotFound and Forbidden are one at once; Unauthorized halts the connection, Conflict
// goes into the queue. An unclassified error of the network or of a deadline is taken
// for transient: it is never the record's.
func Decide(err error, tries, most int) Step {
	if Passing(err) {
		return Again
	}
	switch KindOf(err) {
	case Unauthorized:
		return Halt
	case Conflict:
		return Queue
	case Internal:
		if most == 0 || tries < most {
			return Again
		}
	}
	return Bury
}

// Passing tells whether waiting may help, however often it takes.
func Passing(err error) bool {
	var f *Error
	if errors.As(err, &f) {
		return f.Kind == Transient || f.Kind == RateLimited
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || isNetwork(err)
}

func isNetwork(err error) bool {
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
