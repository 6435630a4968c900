// Package access says who may do what: accounts and their roles in a workspace,
// sessions, API keys, one-time sign-in links, and the trail that every change leaves.
// It is pure: it reads no clock (now is an argument) and keeps nothing itself (see
// Store). Tokens and keys are stored as hashes only; their text is shown once.
package access
