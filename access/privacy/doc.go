// Package privacy keeps what the law asks of personal data: who a person is by which
// values (Value), what was erased and must not come back (Set), how erased values are
// taken out of what sources say (Redact), what somebody has agreed to and how often
// they may be contacted (Decide), and how long what is kept (Class).
//
// It is pure: it reads no clock and keeps nothing itself. A Set holds keyed hashes
// and never a value.
package privacy
