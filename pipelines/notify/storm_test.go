package notify_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/record"
)

func target(c record.ConnectionID) centre.Target { return centre.Target{Channel: c} }

// Ten thousand alerts within a minute: few messages, all of them listed, each told
// within a minute of its raising.
func TestTenThousandAlerts(t *testing.T) {
	const storm, ticks = 10_000, 20
	l := newLab(t)
	l.connection("wecom", "wecom")
	l.connection("robot", "robot")
	l.member("it-1", "1", "", access.IT)
	l.member("it-2", "2", "", access.IT)
	var sources []record.ConnectionID
	for i := range 25 {
		sources = append(sources, l.connection(fmt.Sprintf("erp-%d", i), "kingdee"))
	}
	kinds := []alerts.Kind{alerts.DeadLetters, alerts.Difference, alerts.Unreachable, alerts.Silence}
	raised := make([]time.Time, storm)
	began := time.Now()
	for tick := range ticks {
		var all sync.WaitGroup
		for part := range 4 {
			all.Go(func() {
				for i := part; i < storm/ticks; i += 4 {
					n := tick*storm/ticks + i
					raised[n] = l.now()
					e := event(kinds[n%4], alerts.Critical, sources[n%25], fmt.Sprint(n))
					if err := l.store.Raise(t.Context(), l.ws, e); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		l.turn()
		l.advance(time.Minute / ticks)
	}
	raising := time.Since(began)
	for range 40 { // two minutes in which nothing more comes
		l.turn()
		l.advance(3 * time.Second)
	}
	messages := 0
	for _, box := range l.inboxes {
		messages += len(box.messages())
	}
	listed := l.sql.One("select count(*) from alert_event where workspace = $1 and closed_at is null", string(l.ws))
	told := l.sql.One("select count(*) from alert_event where workspace = $1 and cardinality(told) = 3 and why = ''", string(l.ws))
	inMessages := l.sql.One("select count(distinct a) from alert_notice n, unnest(n.alerts) a where n.workspace = $1 and n.state = 'sent'", string(l.ws))
	t.Logf("%d alerts within a minute: %d messages to 3 recipients, %s listed, %s told to all, %s named by messages that got out (%s of machine time)", storm, messages, listed, told, inMessages, raising.Round(time.Millisecond))
	if messages >= 20 {
		t.Errorf("%d messages, fewer than 20 are wanted", messages)
	}
	if want := fmt.Sprint(storm); listed != want || told != want || inMessages != want {
		t.Errorf("some are lost: %s listed, %s told, %s in messages", listed, told, inMessages)
	}
	worst := l.sql.One("select coalesce(max(extract(epoch from (n.sent_at - a.first_at)))::int, 0) from alert_event a join alert_notice n on n.alerts @> array[a.id] where a.workspace = $1 and a.id in (select min(id) from alert_event)", string(l.ws))
	t.Logf("the first of them reached everybody after %s s", worst)
}

// The same storm without gathering is what the limit guards against.
func TestAStormThatIsNotGatheredIsSeen(t *testing.T) {
	l := newLab(t)
	robot := l.connection("robot", "robot")
	messages := 0
	for tick := range 20 {
		l.raise(event(alerts.Lag, alerts.Critical, "", fmt.Sprint(tick)))
		_, err := l.store.DecideAlerts(t.Context(), l.ws, l.now(), channels, func(in centre.Input) centre.Plan {
			in.LastTold = nil
			p := centre.Decide(in)
			messages += len(p.Notices)
			return p
		})
		if err != nil {
			t.Fatal(err)
		}
		l.advance(3 * time.Second)
	}
	if messages < 20 {
		t.Errorf("%d messages to %s: gathering changes nothing", messages, robot)
	}
}
