// Package oidctest is a small OpenID provider for tests: discovery, authorization code
// flow with PKCE, a token endpoint that takes a code once, keys that rotate, and answers
// that are wrong in a chosen way. It shares no code with the product, so it cannot share
// its mistakes: the tokens are made with the standard library alone.
package oidctest
