package bus_test

import (
	"context"
	"io"
	"log"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"

	"github.com/heliuhub/heliu/bus"
)

var quiet = slog.New(slog.DiscardHandler)

// hush drops what Watermill's suite prints for every message.
func hush(t *testing.T) {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = null
	log.SetOutput(io.Discard)
	t.Cleanup(func() {
		os.Stdout = stdout
		log.SetOutput(os.Stderr)
		_ = null.Close()
	})
}

// keyed publishes with the payload as the key, so that the suite's order of equal
// payloads becomes the order per key.
type keyed struct{ message.Publisher }

func (k keyed) Publish(topic string, msgs ...*message.Message) error {
	out := make([]*message.Message, len(msgs))
	for i, m := range msgs {
		out[i] = m.Copy()
		out[i].SetContext(m.Context())
		out[i].Metadata.Set(bus.MetaKey, "k"+string(m.Payload))
	}
	return k.Publisher.Publish(topic, out...)
}

// patient holds the last message of the suite's reconnect test back until every
// publish of it is answered: the suite compares what was read with what was
// published as soon as it read everything, and its list of the latter runs behind.
type patient struct {
	message.Subscriber
	published *sync.Map // UUID → struct{}, of publishes that returned nil
}

const reconnectMessages = 10000 // a constant of the suite

func (p patient) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	in, err := p.Subscriber.Subscribe(ctx, topic)
	if err != nil {
		return nil, err
	}
	out := make(chan *message.Message)
	go func() {
		defer close(out)
		seen := map[string]bool{}
		for m := range in {
			if seen[m.UUID] = true; len(seen) == reconnectMessages {
				for id := range seen {
					for _, ok := p.published.Load(id); !ok; _, ok = p.published.Load(id) {
						time.Sleep(10 * time.Millisecond)
					}
				}
				time.Sleep(200 * time.Millisecond)
			}
			out <- m
		}
	}()
	return out, nil
}

// SubscribeInitialize makes the topic.
func (p patient) SubscribeInitialize(topic string) error {
	return p.Subscriber.(message.SubscribeInitializer).SubscribeInitialize(topic)
}

// noting is the publisher of patient.
type noting struct {
	message.Publisher
	published *sync.Map
}

func (n noting) Publish(topic string, msgs ...*message.Message) error {
	err := n.Publisher.Publish(topic, msgs...)
	for _, m := range msgs {
		if err == nil {
			n.published.Store(m.UUID, struct{}{})
		}
	}
	return err
}

// universal runs Watermill's suite against a broker process that it kills on the way.
func universal(t *testing.T, lanes, partitions int, keys bool) {
	hush(t)
	p := apart(t, partitions)
	features := tests.Features{
		ConsumerGroups: true, GuaranteedOrder: true, Persistent: true, NewSubscriberReceivesOldMessages: true, ForceShort: true,
	}
	if !raceEnabled { // the reconnect test of the suite has a data race of its own
		features.RestartServiceCommand = []string{"sh", "-c", "kill -9 $(cat " + p.pidAt() + ")"}
	}
	b := p.open(t, func(c *bus.Config) { c.Partitions = partitions })
	withGroup := func(t *testing.T, group string) (message.Publisher, message.Subscriber) {
		sub, err := b.NewSubscriber(bus.SubscriberConfig{Group: group, Lanes: lanes})
		if err != nil {
			t.Fatal(err)
		}
		if keys {
			return keyed{b.NewPublisher()}, sub
		}
		return b.NewPublisher(), sub
	}
	construct := func(t *testing.T) (message.Publisher, message.Subscriber) {
		switch {
		case strings.Contains(t.Name(), "TestNewSubscriberReceivesOldMessages"):
			return withGroup(t, "own-"+watermill.NewUUID()) // sees what other groups read; a shared group divides the work
		case strings.Contains(t.Name(), "TestReconnect"):
			published := &sync.Map{}
			pub, sub := withGroup(t, "shared")
			return noting{pub, published}, patient{sub, published}
		}
		return withGroup(t, "shared")
	}
	tests.TestPubSub(t, features, construct, withGroup)
}

// One lane keeps the order of everything.
func TestPubSubOneLane(t *testing.T) { universal(t, 1, 1, false) }

// Many lanes keep the order per key, over partitions.
func TestPubSubManyLanes(t *testing.T) { universal(t, 1024, 4, true) }
