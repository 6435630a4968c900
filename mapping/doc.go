// Package mapping turns what any system says into the canonical model: YAML rules,
// one document a stream, checked against record.Schema when they are read and run
// over each record without surprises. The language is described in docs/mapping.md.
//
// The package is pure: no clock, no file, no network. A *Mapping does not change
// after Parse and may be used by many goroutines at once.
//
// What a mapping promises about a record: a value that cannot be read exactly is
// never guessed. If its field is not required it is left out and reported as a
// record.ValueFault, and the record lives on; if it is required the record is
// refused with a *fault.Error that names the canonical field, the source path, a
// stable code and the value, masked.
package mapping
