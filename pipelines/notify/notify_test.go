package notify_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/record"
)

// monday is a working moment: what is said of working minutes does not hang on today.
var monday = time.Date(2027, 3, 1, 2, 0, 0, 0, time.UTC)

// A fault arises, a message arrives; whoever acknowledges keeps it from the manager.
func TestAFaultReachesSomebody(t *testing.T) {
	l := newLab(t)
	wecom, erp := l.connection("wecom", "wecom"), l.connection("erp", "kingdee")
	l.employee("9", "", "") // the manager has no account
	l.member("it-one", "1", "9", access.IT)
	l.at = monday
	l.raise(event(alerts.Unauthorized, alerts.Critical, erp, ""))
	l.turn()
	got := l.inboxes[wecom].messages()
	if len(got) != 1 || got[0].To[0].ID != "wx1" || got[0].ID == "" || got[0].Severity != "critical" || got[0].URL == "" {
		t.Fatalf("%+v", got)
	}
	if a := l.alerts("open"); len(a) != 1 || a[0].ToldAt == nil || a[0].Untold != "" {
		t.Fatalf("%+v", a)
	}
	one := l.alerts("open")[0]
	_, messages, err := l.reader.Alert(t.Context(), l.ws, one.ID)
	if err != nil || len(messages) != 1 || messages[0].State != "sent" || messages[0].SentAt == nil || messages[0].ChannelName != "wecom" {
		t.Fatalf("%+v, %v", messages, err)
	}

	t.Run("nobody acknowledges", func(t *testing.T) {
		l.advance(29 * time.Minute)
		l.turn()
		if n := len(l.inboxes[wecom].messages()); n != 1 {
			t.Fatalf("%d messages after 29 minutes", n)
		}
		l.advance(2 * time.Minute)
		l.turn()
		got := l.inboxes[wecom].messages()
		if len(got) != 2 || got[1].To[0].ID != "wx9" {
			t.Fatalf("the manager is not told: %+v", got)
		}
		l.advance(24 * time.Hour)
		l.turn()
		if n := len(l.inboxes[wecom].messages()); n != 2 {
			t.Errorf("it escalates again: %d messages", n)
		}
	})
	t.Run("somebody acknowledges", func(t *testing.T) {
		l.at = monday.Add(48 * time.Hour)
		before := len(l.inboxes[wecom].messages())
		l.raise(event(alerts.LostCursor, alerts.Critical, erp, ""))
		l.turn()
		rows := l.alerts("unseen")
		ctx := access.With(t.Context(), access.Actor{Kind: access.User, ID: l.people["it-one"], Workspace: l.ws, Roles: []access.Role{access.IT}})
		for _, a := range rows {
			if err := l.reader.AckAlert(ctx, l.ws, a.ID, "我在看"); err != nil {
				t.Fatal(err)
			}
		}
		l.advance(8 * time.Hour)
		l.turn()
		if n := len(l.inboxes[wecom].messages()); n != before+1 {
			t.Errorf("%d messages, want %d", n, before+1)
		}
		if told, err := l.reader.WasTold(t.Context(), l.ws, rows[0].ID, l.people["it-one"]); err != nil || !told {
			t.Errorf("%t, %v", told, err)
		}
	})
}

// With the loops as they run, a person is told within a minute of the event.
func TestAPersonIsToldWithinAMinute(t *testing.T) {
	l := newLab(t)
	wecom, erp := l.connection("wecom", "wecom"), l.connection("erp", "kingdee")
	l.member("it-one", "1", "", access.IT)
	l.decider.Now, l.sender.Now, l.inboxes[wecom].now = time.Now, time.Now, time.Now
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = l.decider.Run(ctx) })
	running.Go(func() { _ = l.sender.Run(ctx) })
	defer running.Wait()
	defer cancel()
	var worst time.Duration
	for n := range 2 {
		began := time.Now()
		l.raise(event(alerts.Silence, alerts.Critical, erp, fmt.Sprint(n)))
		for len(l.inboxes[wecom].messages()) <= n {
			if time.Since(began) > time.Minute {
				t.Fatal("nobody was told within a minute")
			}
			time.Sleep(20 * time.Millisecond)
		}
		took := l.inboxes[wecom].at[n].Sub(began)
		worst = max(worst, took)
		t.Logf("event %d reached a person after %s", n, took.Round(10*time.Millisecond))
		if n == 0 && took > 15*time.Second {
			t.Errorf("the first event took %s", took)
		}
	}
	t.Logf("alert to person: worst %s of 2, limit 60s", worst.Round(10*time.Millisecond))
}

// One channel hangs, another fails: a third carries on, and tells of both.
func TestADeadChannelDelaysNoOther(t *testing.T) {
	l := newLab(t)
	dead, broken, well := l.connection("hanging", "robot"), l.connection("broken", "dingtalk"), l.connection("well", "robot")
	l.inboxes[dead].hang = make(chan struct{})
	l.inboxes[broken].fail = func(connectors.Message) (connectors.Outcome, error) {
		return connectors.Outcome{}, fault.New("source_unauthorized", nil)
	}
	l.raise(event(alerts.Lag, alerts.Critical, "", "map"))
	l.decider.Once(t.Context())
	began := time.Now()
	l.sender.Once(t.Context())
	for len(l.inboxes[well].messages()) == 0 {
		if time.Since(began) > 900*time.Millisecond {
			t.Fatal("the channel that is well waits for the others")
		}
		time.Sleep(5 * time.Millisecond)
	}
	l.sender.Wait()
	for range 8 {
		l.advance(time.Minute)
		l.turn()
	}
	failed := map[record.ConnectionID]bool{}
	for _, a := range l.alerts("open") {
		if a.Kind == string(alerts.ChannelFailed) {
			failed[record.ConnectionID(a.Connection)] = true
		}
	}
	if !failed[dead] || !failed[broken] || failed[well] {
		t.Fatalf("alerts of failing channels: %v", failed)
	}
	if n := len(l.inboxes[well].messages()); n < 2 {
		t.Errorf("the failure is not told through the channel that is well: %d messages", n)
	}
	close(l.inboxes[dead].hang)
	l.inboxes[broken].fail = nil
	for range 4 {
		l.advance(6 * time.Minute)
		l.turn()
	}
	for _, a := range l.alerts("open") {
		if a.Kind == string(alerts.ChannelFailed) {
			t.Errorf("it is well again, and the alert stays: %+v", a.Text)
		}
	}
	if n := len(l.inboxes[dead].messages()); n == 0 || n > 3 {
		t.Errorf("what waited for the dead channel comes in %d messages", n)
	}
}

// A crash between sending and noting it sends again, under the same id.
func TestAtLeastOnceUnderOneID(t *testing.T) {
	l := newLab(t)
	robot := l.connection("robot", "robot")
	l.raise(event(alerts.Lag, alerts.Critical, "", "map"))
	l.decider.Once(t.Context())
	forgetful := &notify.Sender{Store: forgets{l.store}, Alarm: l.store, Channels: channels, Make: l.sender.Make, Mine: l.sender.Mine, Now: l.now, Log: l.sender.Log, Sleep: l.sender.Sleep}
	forgetful.Once(t.Context())
	forgetful.Wait()
	l.turn()
	l.turn()
	got := l.inboxes[robot].messages()
	if len(got) != 2 || got[0].ID != got[1].ID {
		t.Fatalf("%+v", got)
	}
}

// forgets loses what became of a message, as a crash does.
type forgets struct{ notify.SendStore }

func (forgets) NoticeTried(context.Context, record.WorkspaceID, string, notify.Tried) error {
	return fault.New("internal", nil)
}

// A message that the other side refuses is not tried again, and says why.
func TestWhatIsRefusedIsNotTriedAgain(t *testing.T) {
	l := newLab(t)
	robot := l.connection("robot", "robot")
	n := 0
	l.inboxes[robot].fail = func(connectors.Message) (connectors.Outcome, error) {
		n++
		return connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("message_refused", nil)}, nil
	}
	l.raise(event(alerts.Lag, alerts.Critical, "", "map"))
	l.turn()
	l.advance(time.Hour)
	l.turn()
	messages, err := l.reader.Messages(t.Context(), l.ws, 10)
	if err != nil || n != 1 || len(messages) != 1 || messages[0].State != "failed" || messages[0].Message == nil {
		t.Errorf("%d tries: %+v, %v", n, messages, err)
	}
}

// A channel carries no more within a minute than it may; the rest goes afterwards.
func TestBudget(t *testing.T) {
	l := newLab(t)
	robot := l.connection("dingtalk", "dingtalk")
	ctx := l.as()
	for range 40 {
		if _, err := l.reader.SendTest(ctx, l.ws, target(robot), "t", "b", l.now()); err != nil {
			t.Fatal(err)
		}
	}
	for range 60 {
		l.turn()
		l.advance(3 * time.Second)
	}
	at := l.inboxes[robot].at
	if len(at) != 40 {
		t.Fatalf("%d of 40 got out within three minutes", len(at))
	}
	for i := range at {
		if j := i + 15; j < len(at) && at[j].Sub(at[i]) < time.Minute {
			t.Fatalf("16 messages within %s", at[j].Sub(at[i]))
		}
	}
}
