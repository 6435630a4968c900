package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/record"
)

// keepAlerts decides who is told of alerts, sends the messages, and looks for what the
// rules of workspaces say.
func (h *hub) keepAlerts(ctx context.Context, holder string) error {
	g, ctx := errgroup.WithContext(ctx)
	wall := clock.System{}
	changed := func(ws record.WorkspaceID) { h.changed(ws, "jobs") }
	decides, releaseDecide := h.watchLease("alerts", holder, 10*notify.Every)
	decider := &notify.Decider{Store: h.store, Channels: channelOf, Mine: decides, Log: h.log, Sleep: wall.Sleep, Changed: changed}
	g.Go(func() error {
		defer releaseDecide()
		return decider.Run(ctx)
	})
	sends, releaseSend := h.watchLease("messages", holder, 10*notify.Every)
	notifiers := &notifiers{make: h.maker}
	sender := &notify.Sender{
		Store: h.store, Alarm: h.store, Channels: channelOf, Make: notifiers.of, URL: h.public, Mine: sends,
		Now: wall.Now, Log: h.log, Sleep: wall.Sleep, Changed: changed,
	}
	g.Go(func() error {
		defer releaseSend()
		return sender.Run(ctx)
	})
	looks, releaseLook := h.watchLease("alert-rules", holder, 3*time.Minute)
	watch := &notify.RuleWatch{Store: h.store, Alarm: h.store, Mine: looks, Now: wall.Now, Log: h.log, Sleep: wall.Sleep}
	g.Go(func() error {
		defer releaseLook()
		return watch.Run(ctx)
	})
	return g.Wait()
}

// channelBudgets are messages a minute, below what the systems allow: a DingTalk robot is
// muted for ten minutes after more than 20, a WeCom robot refuses more than 20.
var channelBudgets = map[string]int{"dingtalk": 15, "wecom": 15, "sms": 60, "email": 60, "webhook": 60}

// channelOf tells what kind of channel a connection is: an application of WeCom or
// DingTalk tells persons, their robots tell a group.
func channelOf(connector string, settings map[string]any) (centre.Channel, bool) {
	k, err := connectorNamed(connector)
	if err != nil || k.NewNotifier == nil {
		return centre.Channel{}, false
	}
	c := centre.Channel{PerMinute: channelBudgets[connector]}
	switch connector {
	case "wecom":
		c.Via = centre.WeCom
	case "dingtalk":
		c.Via = centre.DingTalk
	case "sms":
		c.Via = centre.Mobile
	case "email":
		c.Via = centre.Email
	}
	if app := fmt.Sprint(settings["agent_id"]); (connector == "wecom" || connector == "dingtalk") && (app == "<nil>" || app == "" || app == "0") {
		c.Via = "" // it has no application, only its robot
	}
	c.Group = c.Via == ""
	return c, true
}

// notifiers keeps one notifier a connection for as long as its settings stay the same:
// what limits its rate is kept inside.
type notifiers struct {
	make *maker
	mu   sync.Mutex
	made map[record.ConnectionID]madeNotifier
}

type madeNotifier struct {
	version int
	to      connectors.Notifier
}

func (n *notifiers) of(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID) (connectors.Notifier, error) {
	c, err := n.make.store.Connection(ctx, ws, id)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	have, ok := n.made[id]
	n.mu.Unlock()
	if ok && have.version == c.Version {
		return have.to, nil
	}
	b, err := n.make.build(ctx, ws, id, 0)
	if err != nil {
		return nil, err
	}
	if b.connector.NewNotifier == nil {
		return nil, fault.New("channel_cannot", nil)
	}
	to, err := b.connector.NewNotifier(context.WithoutCancel(ctx), b.env, b.settings)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.made == nil {
		n.made = map[record.ConnectionID]madeNotifier{}
	}
	n.made[id] = madeNotifier{b.connection.Version, to}
	return to, nil
}
