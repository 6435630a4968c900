// Package oidc signs people in by OpenID Connect: the authorization code flow with PKCE
// of one client at one issuer. It finds the endpoints, makes the address to send a
// browser to, changes the code for an ID token and holds that against everything that
// was asked. It keeps no state of a sign-in: that is package access/identity's.
package oidc
