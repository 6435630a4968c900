package letters_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/record"
)

// hub is what the watch sees, and what it did.
type hub struct {
	seen   []letters.Seen
	open   []alerts.Stored
	live   []letters.OpenCount
	did    []string
	gone   bool
	closed int
}

func (h *hub) LiveWorkspaces(context.Context) ([]record.WorkspaceID, error) {
	return []record.WorkspaceID{"w"}, nil
}

func (h *hub) Quarantined(context.Context, record.WorkspaceID) ([]letters.Seen, error) {
	return h.seen, nil
}

func (h *hub) OpenLetters(context.Context, record.WorkspaceID) ([]letters.OpenCount, error) {
	return h.live, nil
}

func (h *hub) ClosePassed(context.Context, record.WorkspaceID) (int64, error) {
	if h.gone {
		return 0, pipelines.ErrWorkspaceGone
	}
	h.closed++
	return 0, nil
}

func (h *hub) OpenAlerts(context.Context, record.WorkspaceID) ([]alerts.Stored, error) {
	return h.open, nil
}

func (h *hub) Raise(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	h.did = append(h.did, fmt.Sprintf("raise %s %v", e.Connection, e.Detail["letters"]))
	h.open = append(h.open, alerts.Stored{Event: e})
	return e.Validate()
}

func (h *hub) Clear(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	h.did = append(h.did, fmt.Sprintf("clear %s", e.Connection))
	h.open = nil
	return nil
}

func TestTheWatchTellsAndTakesBack(t *testing.T) {
	h := &hub{}
	var counted []letters.OpenCount
	w := &letters.Watch{Store: h, Alarm: h, Counted: func(c []letters.OpenCount) { counted = c }, Log: slog.Default()}
	look := func(n int64, want string) {
		t.Helper()
		h.did, h.seen = nil, []letters.Seen{{Connection: "c", Name: "crm", Limit: alerts.DefaultLetterLimit, Letters: n, Records: 1000, Code: "bad_enum"}}
		if err := w.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(h.did, "; "); got != want {
			t.Errorf("%d letters: %q, want %q", n, got, want)
		}
	}
	look(50, "")
	look(51, "raise c 51")
	look(51, "") // nothing new to say
	look(60, "raise c 60")
	h.live = []letters.OpenCount{{Connector: "crm", Code: "bad_enum", Letters: 7}}
	look(3, "clear c")
	if len(counted) != 1 || counted[0].Letters != 7 || h.closed != 5 {
		t.Errorf("counted %+v, swept %d times", counted, h.closed)
	}
	h.open = []alerts.Stored{{Event: alerts.Event{Kind: alerts.Lag}}} // not its own
	look(3, "")
	h.gone = true
	look(60, "")
}

func TestOnlyOneHubWatches(t *testing.T) {
	h := &hub{seen: []letters.Seen{{Connection: "c", Limit: alerts.DefaultLetterLimit, Letters: 60, Code: "bad_enum"}}}
	told := 0
	w := &letters.Watch{
		Store: h, Alarm: h, Log: slog.Default(), Every: time.Millisecond, Mine: func(context.Context) bool { return false },
		Counted: func(c []letters.OpenCount) {
			if len(c) > 0 {
				t.Error("a hub that does not watch shows letters")
			}
			told++
		},
		Sleep: func(context.Context, time.Duration) error { return context.Canceled },
	}
	if err := w.Run(t.Context()); err != nil || len(h.did) > 0 || told != 1 {
		t.Errorf("%v, did %v, told %d times", err, h.did, told)
	}
}
