// Package roi says which marketing money earned which revenue. It is pure: what it
// answers follows from its arguments alone, in any order they are given, so a
// recomputed account equals one computed for the first time.
//
// The way through it: Count leaves out the touches that say the same thing twice,
// Path picks those of a deal's account that came in time, a Model weighs them,
// Attribute does all of it and keeps the reason of everything left out. SpendDays
// brings a spend row to days and to both VAT bases. BuildMatrix adds facts up into
// the channel matrix.
//
// The rules are those of docs/rules.md, sections "Touches that count", "Revenue",
// "Cost" and "Matrix"; the comments here name the section they carry out. Amounts
// keep their currency and two currencies are never added.
package roi
