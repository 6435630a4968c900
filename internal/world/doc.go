// Package world makes the demo world: a year of a mid-size maker of medical devices
// as the systems around a CRM saw it, and live events after it without end. It also
// plays the world to a hub: it fills the local servers of the systems that the hub
// reads, posts forms, uploads lists, and tells the truth about what it delivered.
//
// The same seed, size and end make the same world, byte for byte: each subject draws
// from a random stream of its own (source), nothing reads a real clock and nothing
// depends on the order of a map. Names, numbers and tax IDs are made up: words put
// together at random, mobile numbers of the kind 139 0000 1234, tax IDs of regions
// (99…) that do not exist, with both check characters computed.
//
// The generator knows the clean value behind every messy text that it sends, and who
// and what is truly meant. From that it tells the truth in two layers:
//
//   - happened: whose each record truly is, which inquiries truly came before a deal
//     and what each payment was truly for. No program can know all of it.
//   - provable: what the delivered records prove by identifiers and references after
//     docs/rules.md, worked out by package truth in code of its own. The hub must
//     come to exactly this.
//
// What lies between the layers is judgement: for each record or payment that
// provable leaves open, the kind of rule that could decide it (name, amount, none),
// or that it was made so that nobody can.
//
// Nothing of the hub reads this package, and it imports none of mapping, mdm, roi,
// recon and store.
//
// Files: gen.go is the order of making; parties, staff, campaigns, spend, touches,
// fairs, specials, sales, deals, plans, booking, receipts and customers make one
// subject each; messy.go is how people type; live.go goes on after the past;
// to_*.go bring records into the shape of each system; player, play, send, pause and
// control play the world.
package world
