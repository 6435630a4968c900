package bus

import (
	"context"
	"sync/atomic"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
)

// Publisher is the Watermill publisher. It shares the connection, the batches and
// the guarantees of [Bus.Publish].
type Publisher struct {
	bus    *Bus
	closed atomic.Bool
}

var _ message.Publisher = (*Publisher)(nil)

// NewPublisher makes a publisher on the bus.
func (b *Bus) NewPublisher() *Publisher { return &Publisher{bus: b} }

// Publish writes the messages and waits until all are acknowledged. The first
// message's context bounds the waiting.
func (p *Publisher) Publish(topic string, msgs ...*message.Message) error {
	if p.closed.Load() {
		return unavailable(context.Canceled)
	}
	if len(msgs) == 0 {
		return nil
	}
	out := make([]kafka.Message, len(msgs))
	for i, m := range msgs {
		out[i] = marshal(topic, m)
	}
	return p.bus.write(msgs[0].Context(), out)
}

// Close ends this publisher, not the bus. Every Publish that returned nil is safe.
func (p *Publisher) Close() error {
	p.closed.Store(true)
	return nil
}
