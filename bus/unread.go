package bus

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/segmentio/kafka-go"
)

// Unread shows look what a group has not finished of a topic, the oldest of each
// partition first, beside the group and without any effect on it: at most limit
// messages, until look returns false or ctx ends. complete tells whether look saw all
// there was when it began. Of a message that is being handled it may be told as well.
func (b *Bus) Unread(ctx context.Context, group, topic string, limit int, look func(Delivery) bool) (seen int, complete bool, err error) {
	done, err := b.GroupOffsets(ctx, group, topic)
	if err != nil {
		return 0, false, err
	}
	first, last, err := b.offsets(ctx, topic)
	if err != nil {
		return 0, false, err
	}
	complete = true
	for p, end := range last {
		from, ok := done[p]
		if !ok || from < first[p] {
			from = first[p]
		}
		if from >= end {
			continue
		}
		n, all, err := b.peek(ctx, topic, p, from, end, limit-seen, look)
		seen += n
		if err != nil || !all {
			return seen, false, err
		}
	}
	return seen, complete, nil
}

// peek reads the messages of one partition from one offset up to before another.
func (b *Bus) peek(ctx context.Context, topic string, partition int, from, end int64, limit int, look func(Delivery) bool) (seen int, all bool, err error) {
	dialer, err := b.dialer(nil)
	if err != nil {
		return 0, false, err
	}
	dialer.DialFunc, dialer.ClientID = nil, b.cfg.ClientID
	quiet := kafka.LoggerFunc(func(string, ...any) {})
	r := kafka.NewReader(kafka.ReaderConfig{
		Brokers: b.cfg.Brokers, Topic: topic, Partition: partition, Dialer: dialer,
		MinBytes: 1, MaxBytes: 2 * MaxMessageBytes, MaxWait: 50 * time.Millisecond, QueueCapacity: 32,
		ReadLagInterval: -1, MaxAttempts: 3, Logger: quiet, ErrorLogger: quiet,
	})
	defer func() { _ = r.Close() }()
	if err := r.SetOffset(from); err != nil {
		return 0, false, err
	}
	for ; seen < limit; seen++ {
		m, err := r.FetchMessage(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, io.EOF):
			return seen, false, nil
		case err != nil:
			return seen, false, unavailable(err)
		case m.Offset >= end:
			return seen, true, nil
		}
		if !look(fromKafka(&m)) {
			return seen + 1, false, nil
		}
		if m.Offset >= end-1 {
			return seen + 1, true, nil
		}
	}
	return seen, false, nil
}
