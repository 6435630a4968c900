// Package exports writes customers as sheets that people take out of the hub: CSV or
// XLSX, in pages and never whole in memory. Cells that a spreadsheet could take for a
// formula are guarded (record.GuardCell), numbers stay numbers.
package exports
