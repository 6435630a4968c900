// Package identity says who may vouch for people: the identity providers and scan
// sign-ins of a workspace or of the whole hub, which person over there is which account
// here, and the round trips of browsers that are under way. It is pure: now is an
// argument, and what is kept is kept by its Store.
package identity
