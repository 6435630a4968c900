// Package connectortest is the conformance suite of connectors. A connector's own
// tests call RunSource and RunReceiver with a fresh fake system for each check; the
// suite puts a proxy of its own between the two and owns the faults: limits, bursts of
// errors, connections that break, bodies that end in the middle, sessions that are lost
// inside a page, rows that change while they are being paged.
//
//	func TestSource(t *testing.T) {
//		connectortest.RunSource(t, connectortest.SourceCase{
//			Connector: crm.Connector,
//			Start: func(t testing.TB, env *connectortest.Env) *connectortest.System {
//				f := fake.New(data(), env.Now)
//				return &connectortest.System{
//					Handler:  f,
//					Settings: func(base string) map[string]any { return map[string]any{"base_url": base, "token": "…"} },
//					Rows:     func(stream string) []connectortest.Row { … },
//				}
//			},
//			Waive: map[string]string{"deletes": "the system cannot tell of deletes"},
//		})
//	}
//
// Each check has a name; what a system cannot do is waived by that name with a reason.
// A check whose hook is missing and that is not waived fails: nothing is left out in
// silence. The suite itself is tested by mutants of a small connector, each of which
// trips the check made for it.
//
// The suite counts goroutines and sets the time, so a test that calls it must not run
// in parallel with others of its package.
package connectortest
