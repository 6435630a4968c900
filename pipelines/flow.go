// Package pipelines is the flow of a record through Heliu, and its running.
//
//	a source's change
//	  │  door (push: POST /in/{connection})  ·  schedule.go (pull: connectors.Source)
//	  ▼  record.Record on heliu.raw — fsynced before anybody is told so
//	map.go      the raw row, its dead letters and an outcome for what ends here, in one
//	  │         transaction; then record.Mapped on heliu.mapped
//	  ▼
//	apply.go    a batch of mapped records in one transaction a workspace: newest versions
//	  │         win, entities and their references are stored, identity-bearing ones go
//	  │         through mdm (golden.go), every raw record gets its one outcome, and what
//	  │         must be recomputed is marked dirty (before and after the change)
//	  ├─▶ roi.go    claims dirty accounts: touches, deals, credits
//	  ├─▶ recon.go  claims dirty accounts: payments, open items, matches
//	  └─▶ relay.go  the outbox to heliu.golden
//
// The stages speak to PostgreSQL through the small interfaces at the head of their
// files, which package store implements; they import no database and no connector.
package pipelines
