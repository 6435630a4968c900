// Package pgload measures PostgreSQL by itself: what it does with the same rows when
// nothing stands before it. Benchmarks hold the hub against it.
package pgload
