//go:build heliu_rls_alone

package main

// The build without the program's own filters is for tests: it must not become a program.
var _ int = "the tag heliu_rls_alone is for go test ./console and ./store alone"
