// Package rest is the one HTTP client of the hub (resty on retryablehttp): bounded
// answers, bounded retries that honour Retry-After, and every failure classified
// into a fault. Guard beside it keeps what a workspace configures from reaching
// addresses that it has no business with.
//
// Nothing of a URL's query and nothing of a body enters an error, a log or a trace:
// both may hold tokens and personal values. Path and host do.
package rest
