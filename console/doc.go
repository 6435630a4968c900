// Package console is the HTTP face of Heliu: the API under /api/v1 with its OpenAPI
// document, live events, the web app, health, and the door that systems push to.
//
// It reads and changes things through small ports (ports.go) that package store and
// the program implement. Who may call what stands in one table (roles.go), which one
// middleware enforces; an operation without an entry is refused. Addresses are logged
// as routes, never with their values.
package console
