package connectortest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

func basicChecks() []check {
	return []check{
		{name: "spec_complete", whole: true, run: func(_ context.Context, l *lab) error { return specComplete(l.c.Connector) }},
		{name: "settings", whole: true, run: settingsChecked},
		{name: "check_credentials", whole: true, run: credentialsChecked, missing: func(l *lab) string {
			if len(l.sys.BadCredentials) == 0 {
				return "BadCredentials"
			}
			return ""
		}},
		{name: "check_unreachable", whole: true, http: true, run: unreachableChecked},
		{name: "discover", whole: true, run: discovered},
		{name: "unknown_stream", whole: true, run: unknownStream},
	}
}

// settingsChecked takes away each required setting, adds an unknown one and tries the
// combinations that the case names: each must be refused by name.
func settingsChecked(ctx context.Context, l *lab) error {
	if _, err := l.open(); err != nil {
		return fmt.Errorf("good settings are refused: %w", err)
	}
	spoils := map[string]func(map[string]any){"no_such_setting": func(s map[string]any) { s["no_such_setting"] = "x" }}
	for _, p := range l.c.Connector.Spec.Params {
		if p.Required {
			spoils[p.Name] = func(s map[string]any) { delete(s, p.Name) }
		}
	}
	for name, spoil := range l.sys.BadSettings {
		spoils[name] = spoil
	}
	for _, field := range slices.Sorted(maps.Keys(spoils)) {
		src, err := l.openWith(spoils[field])
		if err == nil {
			err = src.Check(ctx)
		}
		f := fault.As(err)
		if err == nil || f.Code != "bad_settings" || f.Field != field {
			return fmt.Errorf("spoiled setting %s: want bad_settings [%s], got %w", field, field, orNothing(err))
		}
	}
	return nil
}

var errNothing = errors.New("no error")

func orNothing(err error) error {
	if err == nil {
		return errNothing
	}
	return err
}

func credentialsChecked(ctx context.Context, l *lab) error {
	src, err := l.open()
	if err != nil {
		return err
	}
	if err := src.Check(ctx); err != nil {
		return fmt.Errorf("good credentials: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(l.sys.BadCredentials)) {
		bad := newLab(l.t, l.c, l.stream) // tokens that good credentials got must not help
		src, err := bad.openWith(l.sys.BadCredentials[name])
		if err == nil {
			err = src.Check(ctx)
		}
		if err == nil || fault.KindOf(err) != fault.Unauthorized {
			return fmt.Errorf("credentials with %s: Check must say unauthorized, got %w", name, orNothing(err))
		}
	}
	return nil
}

func unreachableChecked(ctx context.Context, l *lab) error {
	src, err := l.open()
	if err != nil {
		return err
	}
	l.proxy.close()
	if err := src.Check(ctx); err == nil || fault.KindOf(err) != fault.Transient {
		return fmt.Errorf("with the system down Check must say transient, got %w", orNothing(err))
	}
	return nil
}

func discovered(ctx context.Context, l *lab) error {
	src, err := l.open()
	if err != nil {
		return err
	}
	found, err := src.Discover(ctx)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, s := range found {
		if _, ok := l.c.Connector.Spec.StreamNamed(s.Name); !ok {
			return fmt.Errorf("stream %s is not in the Spec", s.Name)
		}
		names[s.Name] = true
	}
	for _, s := range l.c.streams() {
		if !names[s.Name] {
			return fmt.Errorf("stream %s is in the system and was not found", s.Name)
		}
	}
	return nil
}

func unknownStream(ctx context.Context, l *lab) error {
	l.stream = connectors.Stream{Name: "no-such-stream"}
	s := l.sink()
	if err := l.read(ctx, nil, s); err == nil {
		return errors.New("reading a stream that does not exist gave no error")
	}
	if n := len(s.Records()); n > 0 {
		return fmt.Errorf("reading a stream that does not exist gave %d records", n)
	}
	return nil
}

func both(what string, t connectors.Text) error {
	if strings.TrimSpace(t.Zh) == "" || strings.TrimSpace(t.En) == "" {
		return fmt.Errorf("%s lacks its Chinese or English text", what)
	}
	return nil
}
