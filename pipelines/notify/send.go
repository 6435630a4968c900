package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Sender sends what waits, one hub at a time. Every channel has a goroutine, waits and
// breaker of its own.
type Sender struct {
	Store    SendStore
	Alarm    pipelines.Alarm
	Channels Channels
	// Make gives the notifier of a connection as it is set up now.
	Make func(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (connectors.Notifier, error)
	// URL is where people reach the pages, without a slash at its end; empty: messages
	// have no link.
	URL   string
	Mine  func(ctx context.Context) bool
	Now   func() time.Time
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error
	// Within is how long one message may take; default 20 s.
	Within time.Duration
	// Changed hears of workspaces of which messages got out; may be nil.
	Changed func(ws record.WorkspaceID)

	mu        sync.Mutex
	lanes     map[record.ConnectionID]*lane
	running   sync.WaitGroup
	forgotten time.Time
}

// lane is one channel.
type lane struct {
	busy    bool
	breaker fault.Breaker
	since   time.Time // it fails since then
	cleared bool      // what an earlier process left is cleared
}

const (
	sendWithin  = 20 * time.Second
	giveUpAfter = 24 * time.Hour
	forgetEvery = 24 * time.Hour
	lockedOut   = 5 * time.Minute // another try with refused credentials may lock the account
)

var (
	sendLadder = fault.Ladder{First: 4 * time.Second, Cap: 5 * time.Minute}
	sendBreak  = fault.BreakerRule{After: 3, Ladder: fault.Ladder{First: 10 * time.Second, Cap: 5 * time.Minute}, ProbeFor: time.Minute}
)

// Run sends until ctx ends and what is under way has ended.
func (s *Sender) Run(ctx context.Context) error {
	defer s.running.Wait()
	for {
		if s.Mine(ctx) {
			s.Once(ctx)
		}
		if s.Sleep(ctx, Every) != nil {
			return nil
		}
	}
}

// Once starts sending what waits in every workspace. It does not wait for the channels.
func (s *Sender) Once(ctx context.Context) {
	all, err := s.Store.LiveWorkspaces(ctx)
	if err != nil {
		s.warn(ctx, "", err)
		return
	}
	now := s.Now()
	for _, ws := range all {
		w, err := s.Store.WaitingNotices(ctx, ws, now, s.Channels)
		if err != nil {
			s.warn(ctx, ws, err)
			continue
		}
		if now.Sub(s.forgotten) >= forgetEvery {
			if err := s.Store.ForgetNotices(ctx, ws); err != nil {
				s.warn(ctx, ws, err)
			}
		}
		by := map[record.ConnectionID][]Stored{}
		for _, n := range w.Notices {
			by[n.Target.Channel] = append(by[n.Target.Channel], n)
		}
		for id, notices := range by {
			s.start(ctx, ws, id, w, notices)
		}
	}
	if now.Sub(s.forgotten) >= forgetEvery {
		s.forgotten = now
	}
}

// Wait waits until what Once started has ended.
func (s *Sender) Wait() { s.running.Wait() }

func (s *Sender) start(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, w Waiting, notices []Stored) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lanes == nil {
		s.lanes = map[record.ConnectionID]*lane{}
	}
	l := s.lanes[id]
	if l == nil {
		l = &lane{}
		s.lanes[id] = l
	}
	if l.busy { // the messages stay; they are looked at when it is through
		return
	}
	l.busy = true
	t := &turn{s: s, l: l, ws: ws, w: w, channel: channelOf(w, id), now: s.Now}
	s.running.Go(func() {
		defer func() {
			s.mu.Lock()
			l.busy = false
			s.mu.Unlock()
		}()
		t.send(ctx, notices)
		if s.Changed != nil {
			s.Changed(ws)
		}
	})
}

func channelOf(w Waiting, id record.ConnectionID) centre.Channel {
	for _, c := range w.Channels {
		if c.ID == id {
			return c
		}
	}
	return centre.Channel{ID: id, Name: string(id)}
}

func (s *Sender) warn(ctx context.Context, ws record.WorkspaceID, err error) {
	if ctx.Err() == nil {
		s.Log.WarnContext(ctx, "messages of alerts could not be sent, trying again", "workspace", ws, "error", err)
	}
}
