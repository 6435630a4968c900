package connectortest

import (
	"maps"
	"testing"

	"github.com/heliuhub/heliu/connectors"
)

// OpenSource makes a source of c in env. Later settings win over earlier ones, so that
// a test names only what it changes.
func OpenSource(t testing.TB, c connectors.Connector, env *Env, settings ...map[string]any) connectors.Source {
	t.Helper()
	src, err := c.NewSource(t.Context(), env.Env, validated(t, c, settings))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// OpenReceiver is OpenSource for a receiver.
func OpenReceiver(t testing.TB, c connectors.Connector, env *Env, settings ...map[string]any) connectors.Receiver {
	t.Helper()
	rec, err := c.NewReceiver(t.Context(), env.Env, validated(t, c, settings))
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func validated(t testing.TB, c connectors.Connector, settings []map[string]any) connectors.Settings {
	t.Helper()
	all := map[string]any{}
	for _, s := range settings {
		maps.Copy(all, s)
	}
	set, err := c.Spec.Validate(all)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// OpenNotifier is OpenSource for a notifier.
func OpenNotifier(t testing.TB, c connectors.Connector, env *Env, settings ...map[string]any) connectors.Notifier {
	t.Helper()
	n, err := c.NewNotifier(t.Context(), env.Env, validated(t, c, settings))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// OpenSignIn is OpenSource for sign-in.
func OpenSignIn(t testing.TB, c connectors.Connector, env *Env, settings ...map[string]any) connectors.SignIn {
	t.Helper()
	s, err := c.NewSignIn(t.Context(), env.Env, validated(t, c, settings))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
