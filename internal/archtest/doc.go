// Package archtest holds the shape of the tree as data and checks the files against
// it: who may import whom, which module has one home only, who may listen and who
// may read the clock, how long a file may be, whether every connector is listed and
// every fault code is known.
//
// It parses the files itself. A test that asks the go command is answered from the
// test cache as long as its own package stays the same, and so stays green on a
// violation elsewhere; what a test reads with os is part of its cache key.
//
// The table is in table.go; docs/adr says where and why it differs from the design
// the project started with. To change a rule, change the table and write down why.
package archtest
