package connectortest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

var (
	snake   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	secrets = regexp.MustCompile(`(^|_)(secret|password|passwd|token|private_key|api_key|access_key)(_|$)`)
	types   = []connectors.ParamType{
		connectors.ParamText, connectors.ParamInt, connectors.ParamBool, connectors.ParamEnum, connectors.ParamURL,
		connectors.ParamDuration, connectors.ParamDate, connectors.ParamList,
	}
)

// SpecFindings tells what a Spec lacks: texts in both languages, kinds and a default
// mapping of each stream, types and secrets of the settings. nil when it is complete.
func SpecFindings(c connectors.Connector) error { return specComplete(c) }

func specComplete(c connectors.Connector) error {
	sp := c.Spec
	errs := []error{both("the title", sp.Title), both("the summary", sp.Summary)}
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if sp.Name == "" || strings.ToLower(sp.Name) != sp.Name {
		bad("the name %q must be its folder's", sp.Name)
	}
	if len(c.Abilities()) == 0 {
		bad("the connector can neither read nor receive nor write, neither send messages nor sign anybody in")
	}
	if c.NewDestination != nil && !slices.ContainsFunc(sp.Params, func(p connectors.Param) bool {
		return p.Name == connectors.WriteBack && p.Type == connectors.ParamBool && (p.Default == nil || p.Default == false)
	}) {
		bad("a Destination needs the setting %s, a bool that is false by default", connectors.WriteBack)
	}
	pulled, pushed, seen := 0, 0, map[string]bool{}
	for _, s := range sp.Streams {
		errs = append(errs, specStream(sp, s))
		if seen[s.Name] {
			bad("stream %s is named twice", s.Name)
		}
		seen[s.Name] = true
		if s.Push {
			pushed++
		} else {
			pulled++
		}
	}
	for name := range sp.Mappings {
		if !seen[name] {
			bad("a default mapping belongs to no stream: %s", name)
		}
	}
	if c.NewSource != nil && (pulled == 0 || sp.PollEvery <= 0) {
		bad("a Source needs a stream to pull and PollEvery")
	}
	if c.NewSource == nil && pulled > 0 {
		bad("%d streams are to be pulled, but there is no Source", pulled)
	}
	if pushed > 0 && c.NewReceiver == nil {
		bad("%d streams are pushed, but there is no Receiver", pushed)
	}
	seen = map[string]bool{}
	for _, p := range sp.Params {
		errs = append(errs, specParam(p))
		if seen[p.Name] {
			bad("setting %s is named twice", p.Name)
		}
		seen[p.Name] = true
	}
	for i, l := range sp.Limits {
		errs = append(errs, both(fmt.Sprintf("limit %d", i+1), l))
	}
	seen = map[string]bool{}
	for _, a := range sp.Assumptions {
		errs = append(errs, both("assumption "+a.ID, a.Text))
		if a.ID == "" || seen[a.ID] {
			bad("assumption %q needs an id of its own", a.ID)
		}
		seen[a.ID] = true
	}
	return errors.Join(errs...)
}

func specStream(sp connectors.Spec, s connectors.Stream) error {
	what := "stream " + s.Name
	errs := []error{both("the title of "+what, s.Title)}
	if s.Name == "" || s.Key == "" || len(s.Kinds) == 0 {
		errs = append(errs, fmt.Errorf("%s needs a name, what its key is made of and the kinds it makes", what))
	}
	for _, k := range s.Kinds {
		if !slices.Contains(record.Kinds(), k) {
			errs = append(errs, fmt.Errorf("%s: %q is no canonical kind", what, k))
		}
	}
	var head struct {
		Version int    `yaml:"version"`
		Stream  string `yaml:"stream"`
	}
	switch err := yaml.Unmarshal(sp.Mappings[s.Name], &head); {
	case len(sp.Mappings[s.Name]) == 0:
		errs = append(errs, fmt.Errorf("%s has no default mapping", what))
	case err != nil:
		errs = append(errs, fmt.Errorf("the default mapping of %s: %w", what, err))
	case head.Version != 1 || head.Stream != s.Name:
		errs = append(errs, fmt.Errorf("the default mapping of %s says version %d of stream %q", what, head.Version, head.Stream))
	}
	return errors.Join(errs...)
}

func specParam(p connectors.Param) error {
	what := "setting " + p.Name
	errs := []error{both("the title of "+what, p.Title)}
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(what+" "+format, args...)) }
	if !snake.MatchString(p.Name) {
		bad("must be named in snake_case")
	}
	if !slices.Contains(types, p.Type) {
		bad("has no known type: %q", p.Type)
	}
	if (p.Type == connectors.ParamEnum) != (len(p.Enum) > 0) {
		bad("must be of type enum and list its values, or neither")
	}
	if secrets.MatchString(p.Name) && !p.Secret {
		bad("sounds secret and is not marked so")
	}
	if p.Help != (connectors.Text{}) {
		errs = append(errs, both("the help of "+what, p.Help))
	}
	if p.Default == nil {
		return errors.Join(errs...)
	}
	if p.Secret || p.Required {
		bad("is secret or required and has a default")
	}
	probe := connectors.Spec{Params: []connectors.Param{p}}
	if _, err := probe.Validate(map[string]any{p.Name: p.Default}); err != nil {
		bad("has a default that is not of its type: %w", err)
	}
	return errors.Join(errs...)
}
