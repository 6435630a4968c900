// Package mdm makes golden records: which source records are one organisation or
// one person, under which stable id, and which value of each field survives. It is
// pure: clusters and fields are functions of the current source records alone, so
// any order, repetition or interleaving gives the same result. The rules stand in
// docs/rules.md.
package mdm
