// Package record holds what everything in Heliu speaks: the envelope of a source
// change, the canonical entities that a mapping makes of it, and the exact types
// for money, tax IDs, phones and dates. It imports nothing of ours.
package record
