// Package fault says what kind of trouble something is, and with it what happens
// next: retry, wait, dead letter, pause, or which HTTP status. Every fault that a
// person may see has a stable code and a sentence in Chinese and in English.
package fault

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Kind decides what is done about a fault.
type Kind int

// The kinds. Internal is the zero value: what nobody classified is our bug.
const (
	Internal     Kind = iota // retried, then a dead letter
	Invalid                  // the record is bad: a dead letter now
	Transient                // the other side hiccuped: retry
	RateLimited              // the other side asks to wait: retry after Wait
	Unauthorized             // the connection's credentials are refused: pause it, tell IT
	Conflict                 // both sides changed: into the queue
	NotFound                 // what was asked for is not there
	Forbidden                // this actor may not
)

var kindNames = [...]string{"internal", "invalid", "transient", "rate_limited", "unauthorized", "conflict", "not_found", "forbidden"}

// String names the kind as logs, tables and metrics do.
func (k Kind) String() string { return kindNames[k] }

// HTTPStatus is the answer that fits the kind where no more exact one is set.
func (k Kind) HTTPStatus() int {
	return [...]int{
		http.StatusInternalServerError, http.StatusBadRequest, http.StatusServiceUnavailable, http.StatusTooManyRequests,
		http.StatusUnauthorized, http.StatusConflict, http.StatusNotFound, http.StatusForbidden,
	}[k]
}

// Error is a classified fault. Its Message texts are for the person who gets
// them and hold no secret and no full personal value.
type Error struct {
	Kind   Kind
	Code   string // stable, snake_case: uscc_checksum, empty_body
	Zh, En string // what happened and what to do
	Status int    // HTTP status, where it is not the Kind's own
	Wait   time.Duration
	Field  string // canonical field or JSON path, where there is one
	Value  string // the offending value, masked
	Where  string // connection, stream, record: filled in on the way up
	cause  error
}

// Error gives the code and the English sentence, then the cause.
func (e *Error) Error() string {
	s := e.Code
	if e.En != "" {
		s += ": " + e.En
	}
	if e.Field != "" {
		s += " [" + e.Field + "]"
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// HTTPStatus is the status to answer with.
func (e *Error) HTTPStatus() int {
	if e.Status != 0 {
		return e.Status
	}
	return e.Kind.HTTPStatus()
}

// New makes a fault of a catalogued code (see Catalog); cause may be nil.
// It panics on a code that is not in the catalogue: a code without sentences is a bug.
func New(code string, cause error) *Error {
	c, ok := Catalog[code]
	if !ok {
		panic("fault: code " + code + " is not in the catalogue")
	}
	return &Error{Kind: c.Kind, Code: code, Zh: c.Zh, En: c.En, Status: c.Status, cause: cause}
}

// Newf makes a fault whose cause is a formatted text.
func Newf(code, format string, args ...any) *Error { return New(code, fmt.Errorf(format, args...)) }

// At returns a copy that names the field and the masked value.
func (e *Error) At(field, maskedValue string) *Error {
	c := *e
	c.Field, c.Value = field, maskedValue
	return &c
}

// After returns a copy that asks to wait.
func (e *Error) After(d time.Duration) *Error {
	c := *e
	c.Wait = d
	return &c
}

// In returns a copy that says where it happened.
func (e *Error) In(where string) *Error {
	c := *e
	c.Where = where
	return &c
}

// As finds the classified fault in an error chain; an unclassified error becomes
// Internal with the code "internal".
func As(err error) *Error {
	if err == nil {
		return nil
	}
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return New("internal", err)
}

// KindOf classifies an error.
func KindOf(err error) Kind {
	if err == nil {
		return Internal
	}
	return As(err).Kind
}

// Retryable tells whether trying the same thing again may succeed.
func Retryable(err error) bool {
	switch KindOf(err) {
	case Transient, RateLimited, Internal:
		return true
	}
	return false
}
