package check

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// The topics that are looked at.
const (
	TopicRaw    = "heliu.raw"
	TopicGolden = "heliu.golden"
)

// Client reads the bus with franz-go, past the proxy.
type Client struct {
	seeds []string
	dial  func(ctx context.Context, network, host string) (net.Conn, error)
	kc    *kgo.Client
}

// NewClient makes a client of the brokers. Where direct is set, every address that the
// cluster names is reached there.
func NewClient(seeds []string, direct string) (*Client, error) {
	c := &Client{seeds: seeds, dial: func(ctx context.Context, network, host string) (net.Conn, error) {
		if direct != "" {
			host = direct
		}
		return (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, network, host)
	}}
	var err error
	c.kc, err = kgo.NewClient(c.options()...)
	return c, err
}

func (c *Client) options(more ...kgo.Opt) []kgo.Opt {
	return append([]kgo.Opt{
		kgo.SeedBrokers(c.seeds...), kgo.Dialer(c.dial), kgo.RetryTimeout(5 * time.Second), kgo.RequestTimeoutOverhead(5 * time.Second),
		kgo.MetadataMinAge(100 * time.Millisecond), kgo.RecordPartitioner(kgo.ManualPartitioner()),
	}, more...)
}

// Close ends the client.
func (c *Client) Close() { c.kc.Close() }

// topic gives the partitions of a topic.
func (c *Client) topic(ctx context.Context, topic string) (kmsg.MetadataResponseTopic, error) {
	req := kmsg.NewPtrMetadataRequest()
	t := kmsg.NewMetadataRequestTopic()
	t.Topic = kmsg.StringPtr(topic)
	req.Topics = append(req.Topics, t)
	res, err := req.RequestWith(ctx, c.kc)
	switch {
	case err != nil:
		return kmsg.MetadataResponseTopic{}, err
	case len(res.Topics) != 1 || res.Topics[0].ErrorCode != 0:
		return kmsg.MetadataResponseTopic{}, fmt.Errorf("check: there is no topic %s", topic)
	}
	return res.Topics[0], nil
}

// offsets gives the first (-2) or next (-1) offset of each partition.
func (c *Client) offsets(ctx context.Context, topic string, which int64) (map[int]int64, error) {
	x, err := c.topic(ctx, topic)
	if err != nil {
		return nil, err
	}
	req := kmsg.NewPtrListOffsetsRequest()
	t := kmsg.NewListOffsetsRequestTopic()
	t.Topic = topic
	for _, p := range x.Partitions {
		rp := kmsg.NewListOffsetsRequestTopicPartition()
		rp.Partition, rp.Timestamp, rp.CurrentLeaderEpoch = p.Partition, which, -1
		t.Partitions = append(t.Partitions, rp)
	}
	req.Topics = append(req.Topics, t)
	res, err := req.RequestWith(ctx, c.kc)
	if err != nil {
		return nil, err
	}
	out := map[int]int64{}
	for _, x := range res.Topics {
		for _, p := range x.Partitions {
			if p.ErrorCode != 0 {
				return nil, fmt.Errorf("check: offsets of %s/%d: error %d", topic, p.Partition, p.ErrorCode)
			}
			out[int(p.Partition)] = p.Offset
		}
	}
	return out, nil
}

// Accepted is how many records heliu.raw has taken.
func (c *Client) Accepted(ctx context.Context) (n int64, err error) {
	ends, err := c.offsets(ctx, TopicRaw, -1)
	for _, e := range ends {
		n += e
	}
	return n, err
}

// Dump reads a whole topic.
func (c *Client) Dump(ctx context.Context, topic string) ([]Message, error) {
	first, err := c.offsets(ctx, topic, -2)
	if err != nil {
		return nil, err
	}
	ends, err := c.offsets(ctx, topic, -1)
	if err != nil {
		return nil, err
	}
	from, left := map[int32]kgo.Offset{}, map[int]int64{}
	for p, end := range ends {
		if first[p] < end {
			from[int32(p)], left[p] = kgo.NewOffset().At(first[p]), end //nolint:gosec // a partition number
		}
	}
	if len(from) == 0 {
		return nil, nil
	}
	kc, err := kgo.NewClient(c.options(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: from}))...)
	if err != nil {
		return nil, err
	}
	defer kc.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var out []Message
	for len(left) > 0 {
		fetches := kc.PollFetches(ctx)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("check: reading %s: %w", topic, ctx.Err())
		}
		fetches.EachRecord(func(r *kgo.Record) {
			m := Message{Part: int(r.Partition), Off: r.Offset, Headers: make(map[string]string, len(r.Headers)), Value: r.Value}
			for _, h := range r.Headers {
				m.Headers[h.Key] = string(h.Value)
			}
			if r.Offset < ends[m.Part] {
				out = append(out, m)
			}
			if r.Offset >= ends[m.Part]-1 {
				delete(left, m.Part)
			}
		})
	}
	return out, nil
}
