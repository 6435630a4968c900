package bus

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
)

// EndOffsets gives, for each partition, the offset that the next message will
// get: end minus start is what the log holds.
func (b *Bus) EndOffsets(ctx context.Context, topic string) (map[int]int64, error) {
	_, last, err := b.offsets(ctx, topic)
	return last, err
}

// StartOffsets gives the offset of the oldest message that each partition still
// keeps.
func (b *Bus) StartOffsets(ctx context.Context, topic string) (map[int]int64, error) {
	first, _, err := b.offsets(ctx, topic)
	return first, err
}

func (b *Bus) offsets(ctx context.Context, topic string) (first, last map[int]int64, err error) {
	err = patiently(ctx, func() error {
		first, last, err = b.offsetsNow(ctx, topic)
		return err
	})
	return first, last, err
}

func (b *Bus) offsetsNow(ctx context.Context, topic string) (first, last map[int]int64, err error) {
	parts, err := b.partitions(ctx, topic)
	if err != nil {
		return nil, nil, err
	}
	var req []kafka.OffsetRequest
	for _, p := range parts {
		req = append(req, kafka.FirstOffsetOf(p), kafka.LastOffsetOf(p))
	}
	res, err := b.client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{topic: req}})
	if err != nil {
		return nil, nil, unreached(err)
	}
	first, last = make(map[int]int64, len(parts)), make(map[int]int64, len(parts))
	for _, p := range res.Topics[topic] {
		if p.Error != nil {
			return nil, nil, fault.New("bus_unavailable", fmt.Errorf("offsets of %s/%d: %w", topic, p.Partition, p.Error)).After(time.Second)
		}
		first[p.Partition], last[p.Partition] = p.FirstOffset, p.LastOffset
	}
	if len(first) != len(parts) {
		return nil, nil, fault.Newf("bus_unavailable", "offsets of %s: %d of %d partitions answered", topic, len(first), len(parts)).After(time.Second)
	}
	return first, last, nil
}

// GroupOffsets gives the committed offset of each partition: the first message
// the group has not finished. A partition without a commit is not in the map; a
// group that does not exist has no commits.
func (b *Bus) GroupOffsets(ctx context.Context, group, topic string) (map[int]int64, error) {
	parts, err := b.partitions(ctx, topic)
	if err != nil {
		return nil, err
	}
	var res *kafka.OffsetFetchResponse
	err = patiently(ctx, func() (err error) {
		if res, err = b.client.OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: group, Topics: map[string][]int{topic: parts}}); err == nil {
			err = res.Error
		}
		return err
	})
	if errors.Is(err, kafka.GroupIdNotFound) {
		return map[int]int64{}, nil // a group that never committed; Kafka itself answers without an error
	}
	if err != nil {
		return nil, unreached(fmt.Errorf("offsets of group %s: %w", group, err))
	}
	out := make(map[int]int64, len(parts))
	var errs []error
	for _, p := range res.Topics[topic] {
		switch {
		case p.Error != nil:
			errs = append(errs, p.Error)
		case p.CommittedOffset >= 0:
			out[p.Partition] = p.CommittedOffset
		}
	}
	if len(errs) > 0 {
		return nil, fault.New("bus_unavailable", errors.Join(errs...)).After(time.Second)
	}
	return out, nil
}

// election is how long the cluster takes to find out who leads a partition or
// coordinates a group: it does when a topic was just made and when a broker starts or ends.
var election = fault.Ladder{First: 100 * time.Millisecond, Cap: 500 * time.Millisecond}

// patiently asks again, for about two seconds in all, while the cluster holds an election.
func patiently(ctx context.Context, ask func() error) error {
	for failures := 0; ; failures++ {
		err := ask()
		if !moving(err) || failures == 6 || (clock.System{}).Sleep(ctx, election.Wait(failures, nil, rand.Float64)) != nil {
			return err
		}
	}
}

func moving(err error) bool {
	for _, e := range []kafka.Error{
		kafka.NotLeaderForPartition, kafka.LeaderNotAvailable, kafka.NotCoordinatorForGroup, kafka.GroupCoordinatorNotAvailable, kafka.GroupLoadInProgress,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Lag gives how many messages of each partition the group has not finished.
func (b *Bus) Lag(ctx context.Context, group, topic string) (map[int]int64, error) {
	done, err := b.GroupOffsets(ctx, group, topic)
	if err != nil {
		return nil, err
	}
	first, last, err := b.offsets(ctx, topic)
	if err != nil {
		return nil, err
	}
	lag := make(map[int]int64, len(last))
	for p, end := range last {
		from, ok := done[p]
		if !ok || from < first[p] {
			from = first[p]
		}
		lag[p] = max(0, end-from)
	}
	return lag, nil
}

// Rewind moves the committed offsets of a group back, so that what follows comes again.
// The group may have no members: the cluster refuses what it cannot tell from a late
// commit.
func (b *Bus) Rewind(ctx context.Context, group, topic string, to map[int]int64) error {
	req := &kafka.OffsetCommitRequest{GroupID: group, GenerationID: -1, Topics: map[string][]kafka.OffsetCommit{}}
	for p, at := range to {
		req.Topics[topic] = append(req.Topics[topic], kafka.OffsetCommit{Partition: p, Offset: at})
	}
	return patiently(ctx, func() error {
		res, err := b.client.OffsetCommit(ctx, req)
		if err != nil {
			return unreached(err)
		}
		for _, p := range res.Topics[topic] {
			if p.Error != nil {
				return unreached(fmt.Errorf("moving group %s back in %s/%d: %w", group, topic, p.Partition, p.Error))
			}
		}
		return nil
	})
}
