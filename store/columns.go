package store

import (
	"fmt"
	"reflect"
	"time"
)

// columns gathers rows as parallel slices, the arguments of an unnest. Every row
// has the same number of values and each column one Go type.
type columns struct{ cols []reflect.Value }

func (c *columns) add(values ...any) {
	if c.cols == nil {
		c.cols = make([]reflect.Value, len(values))
		for i, v := range values {
			c.cols[i] = reflect.MakeSlice(reflect.SliceOf(reflect.TypeOf(v)), 0, 16)
		}
	}
	if len(values) != len(c.cols) {
		panic(fmt.Sprintf("store: row of %d values in %d columns", len(values), len(c.cols)))
	}
	for i, v := range values {
		c.cols[i] = reflect.Append(c.cols[i], reflect.ValueOf(v))
	}
}

// args gives the leading arguments followed by the columns.
func (c *columns) args(leading ...any) []any {
	for _, col := range c.cols {
		leading = append(leading, col.Interface())
	}
	return leading
}

func (c *columns) empty() bool { return c.cols == nil }

// dayOf is the day under which a raw record lies.
func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }
