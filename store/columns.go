package store

import (
	"fmt"
	"reflect"
	"time"

	"github.com/google/uuid"
)

// columns gathers rows as parallel slices, the arguments of an unnest. Every row
// has the same number of values and each column one Go type.
type columns struct{ cols []column }

// column is one slice that grows.
type column interface {
	add(v any)
	slice() any
}

func (c *columns) add(values ...any) {
	if c.cols == nil {
		c.cols = make([]column, len(values))
		for i, v := range values {
			c.cols[i] = columnOf(v)
		}
	}
	if len(values) != len(c.cols) {
		panic(fmt.Sprintf("store: row of %d values in %d columns", len(values), len(c.cols)))
	}
	for i, v := range values {
		c.cols[i].add(v)
	}
}

// args gives the leading arguments followed by the columns.
func (c *columns) args(leading ...any) []any {
	for _, col := range c.cols {
		leading = append(leading, col.slice())
	}
	return leading
}

func (c *columns) empty() bool { return c.cols == nil }

// columnOf gives an empty column for values of v's type: without reflection for the
// types of which there are many.
func columnOf(v any) column {
	switch v.(type) {
	case string:
		return &columnOfType[string]{}
	case int32:
		return &columnOfType[int32]{}
	case int64:
		return &columnOfType[int64]{}
	case bool:
		return &columnOfType[bool]{}
	case []byte:
		return &columnOfType[[]byte]{}
	case time.Time:
		return &columnOfType[time.Time]{}
	case uuid.UUID:
		return &columnOfType[uuid.UUID]{}
	}
	return &columnOfAny{reflect.MakeSlice(reflect.SliceOf(reflect.TypeOf(v)), 0, 16)}
}

type columnOfType[T any] struct{ values []T }

func (c *columnOfType[T]) add(v any)  { c.values = append(c.values, v.(T)) }
func (c *columnOfType[T]) slice() any { return c.values }

type columnOfAny struct{ values reflect.Value }

func (c *columnOfAny) add(v any)  { c.values = reflect.Append(c.values, reflect.ValueOf(v)) }
func (c *columnOfAny) slice() any { return c.values.Interface() }

// dayOf is the day under which a raw record lies.
func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }
