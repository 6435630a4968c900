// Package recon says which payment pays which deal, or why it does not. It is pure:
// what it answers follows from its arguments alone, in any order they are given. A
// match made by a rule is derived: withdrawing a payment or an item and solving
// again gives what solving without it would have given.
//
// The way through it: References finds the document numbers a payment names, Solve
// follows the two rules of docs/rules.md, section "Payments" (Reference, then Amount
// for all that is left), and explains every match and every refusal. Gather collects
// the unit that has to be solved together when something changed; Diff says what to
// add and to withdraw.
//
// Nothing here posts anything, and nothing is guessed: where two explanations are
// possible, or the search for a second one did not finish, there is no match.
package recon
