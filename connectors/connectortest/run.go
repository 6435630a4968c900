package connectortest

import "testing"

// runAll runs checks by name, each as a subtest of t; waived ones say why and do not run.
func runAll(t *testing.T, waive map[string]string, names []string, try func(t testing.TB, check int) error) {
	t.Helper()
	if err := waiversKnown(waive, names); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			if why, waived := waive[name]; waived {
				t.Logf("waived: %s", why)
				return
			}
			if err := try(t, i); err != nil {
				t.Error(err)
			}
		})
	}
}

// findAll runs the same checks and gives what is wrong instead of failing t.
func findAll(t testing.TB, waive map[string]string, names []string, try func(t testing.TB, check int) error) (out []Finding) {
	t.Helper()
	if err := waiversKnown(waive, names); err != nil {
		return []Finding{{Check: "waivers", Err: err}}
	}
	for i, name := range names {
		if _, waived := waive[name]; waived {
			continue
		}
		scope := &scope{TB: t}
		if err := try(scope, i); err != nil {
			out = append(out, Finding{Check: name, Err: err})
		}
		scope.end()
	}
	return out
}
