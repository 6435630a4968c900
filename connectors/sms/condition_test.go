package sms

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestConditions(t *testing.T) {
	const body = `{"code":0,"ok":true,"list":[{"id":"x-1","n":12345678901234567890}],"none":null,"text":"a and b","deep":{"a":{"b":"c"}}}`
	for text, want := range map[string]bool{
		"$.code = 0":                         true,
		"$.code != 0":                        false,
		"$.code=0 and status = 200":          true,
		"$.code = 0 and status = 500":        false,
		"$.ok = true":                        true,
		"$.list[0].id ^= x-":                 true,
		"$.list[0].id = \"x-1\"":             true,
		"$.list[0].n = 12345678901234567890": true, // by its digits, not as a float
		"$.list[1].id = x":                   false,
		"$.list[1].id != x":                  false, // what is not there is neither
		"$.none = null":                      true,
		"$.deep.a.b = c":                     true,
		"$.deep.a = c":                       false,
		`body ^= "{"`:                        true,
		"status = 200":                       true,
	} {
		c, err := parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := c.holds(200, []byte(body)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"$.code == 0", "code = 0", "$.a[x] = 1", "$..a = 1", "$.a = ", `$.a = "open`, "$.a = b c", "$.a = 1 or $.b = 2", "status", strings.Repeat("$.a = 1 and ", 60) + "$.a = 1"} {
		if _, err := parse(text); err == nil {
			t.Errorf("%.40s is taken", text)
		}
	}
	if c, _ := parse("$.code != 1"); c.holds(200, []byte("<html>")) {
		t.Error("!= holds of an answer that cannot be read")
	}
	if c, err := parse("  "); err != nil || c.holds(200, []byte(body)) {
		t.Error("no condition holds")
	}
}

// TestConditionsStandAnything: no text and no answer makes it panic.
func TestConditionsStandAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`\$(\.[a-z]{1,2}|\[[0-9]\]){0,4} (=|!=|\^=) ("[a-z]*"|[a-z0-9]{1,3})( and status = [0-9]{3})?`)).Draw(t, "text")
		c, err := parse(text)
		if err == nil {
			c.holds(200, []byte(rapid.SampledFrom([]string{"", "{}", "[]", `[[1]]`, `{"a":{"b":[{"c":1}]}}`, "null", "x"}).Draw(t, "body")))
		}
	})
}
