package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/fault"
)

// Message is what travels: a key for the order, headers for routing and tracing,
// a payload of bytes. Neither the key nor a header holds a personal value.
// Messages with an empty key have no order among them.
type Message struct {
	Topic   string
	Key     string
	Headers map[string]string
	Payload []byte
}

// Publish writes messages and returns nil only when every one of them is
// acknowledged by all replicas in sync. Concurrent callers share batches. An
// error means that nothing is known about the messages: some or all may have been
// written. It fails with bus_unavailable within Config.PublishTimeout, or when
// ctx ends, and with bus_message_too_large before anything is written.
func (b *Bus) Publish(ctx context.Context, msgs ...Message) error {
	out := make([]kafka.Message, len(msgs))
	for i, m := range msgs {
		out[i] = toKafka(m)
	}
	return b.write(ctx, out)
}

// call is one write that waits for its messages. Its fields but done are guarded by mu.
type call struct {
	mu     sync.Mutex
	left   int
	err    error
	done   chan struct{}
	settle func()
}

// completed takes the answers of the writer.
func completed(msgs []kafka.Message, err error) {
	for i := range msgs {
		if c, ok := msgs[i].WriterData.(*call); ok {
			c.one(err)
		}
	}
}

func (c *call) one(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.err == nil {
		c.err = err
	}
	if c.left--; c.left == 0 {
		c.settle()
		close(c.done)
	}
}

func (b *Bus) write(ctx context.Context, msgs []kafka.Message) error {
	if len(msgs) == 0 {
		return nil
	}
	var bytes int64
	for i := range msgs {
		n := sizeOf(&msgs[i])
		if n > writeBatchBytes {
			return fault.Newf("bus_message_too_large", "%d bytes to %s", n, msgs[i].Topic)
		}
		bytes += n
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.PublishTimeout)
	defer cancel()
	weight := min(bytes, b.cfg.PublishBytes)
	if err := b.budget.Acquire(ctx, weight); err != nil {
		return unavailable(fmt.Errorf("waiting for room: %w", err))
	}
	c := &call{left: len(msgs), done: make(chan struct{}), settle: func() { b.budget.Release(weight) }}
	for i := range msgs {
		msgs[i].WriterData = c
	}
	if err := b.enqueue(ctx, msgs); err != nil {
		b.budget.Release(weight)
		return err
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		return unavailable(ctx.Err())
	}
	if c.err != nil {
		return writeFault(c.err)
	}
	return nil
}

// enqueue hands the messages to the writer, which takes all or none. A topic that
// was made a moment ago may not be known yet.
func (b *Bus) enqueue(ctx context.Context, msgs []kafka.Message) error {
	for {
		err := b.writer.WriteMessages(ctx, msgs...)
		if err == nil {
			return nil
		}
		if !errors.Is(err, kafka.UnknownTopicOrPartition) && !errors.Is(err, kafka.LeaderNotAvailable) {
			return writeFault(err)
		}
		select {
		case <-ctx.Done():
			return unavailable(err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func writeFault(err error) error {
	var large kafka.MessageTooLargeError
	if errors.As(err, &large) || errors.Is(err, kafka.MessageSizeTooLarge) {
		return fault.New("bus_message_too_large", err)
	}
	return unavailable(err)
}

func unavailable(err error) error { return fault.New("bus_unavailable", err).After(time.Second) }
