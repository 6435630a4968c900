package check

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// Again writes messages to a topic once more, as they are.
func (c *Client) Again(ctx context.Context, topic string, msgs []Message, keyOf func(Message) string) error {
	rs := make([]*kgo.Record, len(msgs))
	for i, m := range msgs {
		rs[i] = &kgo.Record{Topic: topic, Partition: int32(m.Part), Key: []byte(keyOf(m)), Value: m.Value} //nolint:gosec // a partition number
		for k, v := range m.Headers {
			rs[i].Headers = append(rs[i].Headers, kgo.RecordHeader{Key: k, Value: []byte(v)})
		}
	}
	return c.kc.ProduceSync(ctx, rs...).FirstErr()
}

// Rewind sets the offsets of a group without members back to the beginning.
func (c *Client) Rewind(ctx context.Context, group, topic string) error {
	first, err := c.offsets(ctx, topic, -2)
	if err != nil {
		return err
	}
	req := kmsg.NewPtrOffsetCommitRequest()
	req.Group, req.Generation = group, -1
	about, err := c.topic(ctx, topic)
	if err != nil {
		return err
	}
	t := kmsg.NewOffsetCommitRequestTopic()
	t.Topic, t.TopicID = topic, about.TopicID
	for p, off := range first {
		x := kmsg.NewOffsetCommitRequestTopicPartition()
		x.Partition, x.Offset = int32(p), off //nolint:gosec // a partition number
		t.Partitions = append(t.Partitions, x)
	}
	req.Topics = append(req.Topics, t)
	res, err := req.RequestWith(ctx, c.kc)
	if err != nil {
		return err
	}
	for _, t := range res.Topics {
		for _, p := range t.Partitions {
			if p.ErrorCode != 0 {
				return fmt.Errorf("check: rewinding %s of %s/%d: error %d", group, topic, p.Partition, p.ErrorCode)
			}
		}
	}
	return nil
}

// ours are the topics and groups of a hub.
var (
	ourTopics = []string{TopicRaw, "heliu.mapped", TopicGolden, "heliu.dead"}
	ourGroups = []string{"heliu.map", "heliu.apply"}
)

// Empty tells whether the cluster has no record of a hub: a run on a cluster of
// somebody else begins with nothing and leaves nothing.
func (c *Client) Empty(ctx context.Context) (bool, error) {
	req := kmsg.NewPtrMetadataRequest()
	req.Topics = nil // all
	res, err := req.RequestWith(ctx, c.kc)
	if err != nil {
		return false, err
	}
	for _, t := range res.Topics {
		if t.Topic == nil || *t.Topic != TopicRaw {
			continue
		}
		n, err := c.Accepted(ctx)
		return n == 0, err
	}
	return true, nil
}

// Clear deletes the topics and groups of a hub from a cluster.
func (c *Client) Clear(ctx context.Context) error {
	groups := kmsg.NewPtrDeleteGroupsRequest()
	groups.Groups = ourGroups
	if _, err := groups.RequestWith(ctx, c.kc); err != nil {
		return err
	}
	req := kmsg.NewPtrDeleteTopicsRequest()
	req.TopicNames = ourTopics
	for _, name := range ourTopics {
		t := kmsg.NewDeleteTopicsRequestTopic()
		t.Topic = kmsg.StringPtr(name)
		req.Topics = append(req.Topics, t)
	}
	_, err := req.RequestWith(ctx, c.kc)
	return err
}
