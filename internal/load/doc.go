// Package load measures a hub from outside, as its callers see it.
//
// The generator is open-loop: requests are due by the clock and not by answers, and
// the latency of each counts from when it was due. A system that stalls is therefore
// charged for everything that would have come meanwhile; a closed loop, which waits
// for an answer before it sends again, hides exactly that.
package load
