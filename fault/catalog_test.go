package fault

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestEntriesAreFitToShow: package archtest looks at the languages and at the use of
// each code; here is what makes an entry stable and short enough for a screen.
func TestEntriesAreFitToShow(t *testing.T) {
	code := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	for c, e := range Catalog {
		if !code.MatchString(c) {
			t.Errorf("%q is not snake_case", c)
		}
		if e.Kind < Internal || e.Kind > Forbidden {
			t.Errorf("%s has the kind %d", c, e.Kind)
		}
		if e.Status != 0 && (e.Status < 400 || e.Status > 599) {
			t.Errorf("%s answers %d, which is no error", c, e.Status)
		}
		if n := utf8.RuneCountInString(e.Zh); n > 80 {
			t.Errorf("%s: %d characters of Chinese", c, n)
		}
		if len(e.En) > 200 || strings.HasSuffix(e.En, ".") || strings.HasSuffix(e.Zh, "。") {
			t.Errorf("%s: a sentence is too long or ends with a full stop: %q, %q", c, e.Zh, e.En)
		}
		if strings.ContainsAny(e.Zh+e.En, "\n\t%") {
			t.Errorf("%s: a sentence has a line end, a tab or a verb to fill in", c)
		}
	}
}

// TestRetryAfterFitsTheStatus: who is told to wait gets a status that means it.
func TestRetryAfterFitsTheStatus(t *testing.T) {
	for c, e := range Catalog {
		status := New(c, nil).HTTPStatus()
		switch e.Kind {
		case Transient:
			if status != 503 {
				t.Errorf("%s may be tried again and answers %d", c, status)
			}
		case RateLimited:
			if status != 429 {
				t.Errorf("%s limits the rate and answers %d", c, status)
			}
		case Internal:
			if status < 500 {
				t.Errorf("%s is our fault and answers %d", c, status)
			}
		default:
			if status >= 500 {
				t.Errorf("%s is not our fault and answers %d", c, status)
			}
		}
	}
}
