package alerts_test

import (
	"testing"

	"github.com/heliuhub/heliu/alerts"
)

func TestValidate(t *testing.T) {
	good := alerts.Event{
		Kind: alerts.Silence, Severity: alerts.Critical, Connection: "c", Stream: "leads",
		Text: alerts.Text{Zh: "静默", En: "silent"},
	}
	if err := good.Validate(); err != nil {
		t.Fatalf("a good event: %v", err)
	}
	for name, spoil := range map[string]func(*alerts.Event){
		"an unknown kind":               func(e *alerts.Event) { e.Kind = "noise" },
		"no severity":                   func(e *alerts.Event) { e.Severity = "" },
		"no Chinese sentence":           func(e *alerts.Event) { e.Text.Zh = "" },
		"no English sentence":           func(e *alerts.Event) { e.Text.En = "" },
		"a stream without a connection": func(e *alerts.Event) { e.Connection = "" },
	} {
		bad := good
		spoil(&bad)
		if bad.Validate() == nil {
			t.Errorf("%s passes", name)
		}
	}
}
