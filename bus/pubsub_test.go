package bus_test

import (
	"io"
	"log"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"

	"github.com/heliuhub/heliu/bus"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

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

// universal runs Watermill's suite against a real broker process.
func universal(t *testing.T, lanes, partitions int, keys bool, features tests.Features) {
	hush(t)
	p := startProcess(t)
	features.RestartServiceCommand = []string{"sh", "-c", "kill -9 $(cat " + p.pidFile + ")"}
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
		// A group of its own sees what was read by others; a shared one divides the work.
		if strings.Contains(t.Name(), "TestNewSubscriberReceivesOldMessages") {
			return withGroup(t, "own-"+watermill.NewUUID())
		}
		return withGroup(t, "shared")
	}
	tests.TestPubSub(t, features, construct, withGroup)
}

func TestPubSubOneLane(t *testing.T) {
	universal(t, 1, 1, false, tests.Features{
		ConsumerGroups: true, GuaranteedOrder: true, Persistent: true, NewSubscriberReceivesOldMessages: true, ForceShort: true,
	})
}

func TestPubSubManyLanes(t *testing.T) {
	universal(t, 1024, 4, true, tests.Features{
		ConsumerGroups: true, GuaranteedOrder: true, Persistent: true, NewSubscriberReceivesOldMessages: true, ForceShort: true,
	})
}
