// Package totp is the second factor of local accounts: time-based one-time passwords
// (RFC 6238), recovery codes, who has to have one, and the sign-ins that wait for a code.
// It is pure: now is an argument, and what is kept is kept by its Store.
package totp
