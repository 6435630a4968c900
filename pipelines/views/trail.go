package views

import "time"

// AuditQuery narrows the trail; empty fields narrow nothing.
type AuditQuery struct {
	Page
	ObjectKind string
	ObjectID   string
	ActorID    string   // account id, key id or the name of a part of the hub
	Actions    []string // one of these, such as customer.export; one that ends in "." is a beginning
	From, To   *time.Time
}

// AuditEntry is one change that somebody made.
type AuditEntry struct {
	Seq        int64          `json:"seq"`
	At         time.Time      `json:"at"`
	ActorKind  string         `json:"actor_kind" enum:"user,key,system"`
	ActorID    string         `json:"actor_id"`
	ActorName  string         `json:"actor_name" doc:"what the account or key is called here now; empty: not known any more"`
	Action     string         `json:"action"`
	ObjectKind string         `json:"object_kind"`
	ObjectID   string         `json:"object_id"`
	Reason     string         `json:"reason"`
	Diff       map[string]any `json:"diff,omitempty"`
}

// ChainedEntry is an entry with its place in the chain.
type ChainedEntry struct {
	AuditEntry
	N    int64  `json:"n" doc:"place in the chain, from 1"`
	Hash string `json:"hash" doc:"hexadecimal"`
}

// AuditFacets are what a trail can be narrowed to.
type AuditFacets struct {
	Actors      []AuditActor `json:"actors" nullable:"false"`
	Actions     []string     `json:"actions" nullable:"false"`
	ObjectKinds []string     `json:"object_kinds" nullable:"false"`
}

// AuditActor is somebody who has left an entry.
type AuditActor struct {
	Kind string `json:"kind" enum:"user,key,system"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Chain is the state of one chain of the trail. Scope says whose: the workspace's, or the
// hub's own (sign-ins that failed, accounts, workspaces).
type Chain struct {
	Scope string      `json:"scope" enum:"workspace,hub"`
	Rows  int64       `json:"rows" doc:"places in the chain"`
	Hash  string      `json:"hash" doc:"of the last one, hexadecimal; empty: there is none yet"`
	Head  *ChainHead  `json:"head,omitempty" doc:"the newest signed head; absent: none was signed yet"`
	Check *ChainCheck `json:"check,omitempty" doc:"the last check of the whole chain; absent: none was made yet"`
}

// ChainHead is a signed head.
type ChainHead struct {
	N    int64     `json:"n"`
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
	Key  string    `json:"key" doc:"fingerprint of the public key"`
}

// ChainCheck is what a check of a whole chain found.
type ChainCheck struct {
	At      time.Time    `json:"at"`
	By      string       `json:"by" doc:"who asked for it: user:…, key:… or system:…"`
	OK      bool         `json:"ok"`
	Rows    int64        `json:"rows"`
	Until   *time.Time   `json:"until,omitempty" doc:"time of the last row that is proven"`
	HeadN   int64        `json:"head_n" doc:"the place up to which signed heads vouch; 0: none"`
	Damaged int64        `json:"damaged" doc:"places and rows that are damaged"`
	First   *ChainDamage `json:"first,omitempty" doc:"the first damage"`
}

// ChainDamage is one damage, at the first row that it concerns.
type ChainDamage struct {
	Damage string     `json:"damage" enum:"edited,deleted,inserted,reordered,truncated,rewritten,forged"`
	Text   Text       `json:"text"`
	N      int64      `json:"n" doc:"place in the chain; 0: in none"`
	Seq    int64      `json:"seq" doc:"of the entry; 0: not known"`
	At     *time.Time `json:"at,omitempty" doc:"of the entry"`
}

// ChainReport is the result of a check that was just made.
type ChainReport struct {
	Scope    string        `json:"scope" enum:"workspace,hub"`
	Check    ChainCheck    `json:"check"`
	Hash     string        `json:"hash" doc:"of the last row"`
	Heads    int           `json:"heads" doc:"genuine heads that were held against the chain"`
	Findings []ChainDamage `json:"findings" nullable:"false" doc:"the first 100"`
}
