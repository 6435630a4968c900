package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/fault"
)

// DefaultRetention is how long the topics keep a message.
const DefaultRetention = 7 * 24 * time.Hour

// segmentBytes is the size at which a log file is closed. Bytes leave the disk
// with their segment, so it is smaller than Kafka's own default.
const segmentBytes = 64 << 20

// EnsureTopics makes the topics of the hub that are missing. Topics that exist
// keep their settings: on a real cluster those belong to its operator.
func (b *Bus) EnsureTopics(ctx context.Context) error { return b.ensureTopics(ctx, Topics()...) }

func (b *Bus) ensureTopics(ctx context.Context, names ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req := &kafka.CreateTopicsRequest{}
	for _, t := range names {
		c := kafka.TopicConfig{Topic: t, NumPartitions: b.cfg.Partitions, ReplicationFactor: b.cfg.Replication}
		for k, v := range topicSettings(b.cfg.Retention, segmentBytes) {
			c.ConfigEntries = append(c.ConfigEntries, kafka.ConfigEntry{ConfigName: k, ConfigValue: v})
		}
		req.Topics = append(req.Topics, c)
	}
	res, err := b.client.CreateTopics(ctx, req)
	if errors.Is(err, kafka.BrokerNotAvailable) { // the client knows no controller and keeps why to itself
		if _, why := b.client.Metadata(ctx, &kafka.MetadataRequest{}); why != nil {
			err = why
		}
	}
	if err != nil {
		return unreached(err)
	}
	var errs []error
	for _, t := range names {
		if err := res.Errors[t]; err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			errs = append(errs, fmt.Errorf("topic %s: %w", t, err))
		}
	}
	if len(errs) > 0 {
		return fault.New("bus_topic_failed", errors.Join(errs...))
	}
	return nil
}

func topicSettings(retention time.Duration, segment int64) map[string]string {
	return map[string]string{
		"cleanup.policy":    "delete",
		"max.message.bytes": strconv.Itoa(MaxMessageBytes),
		"retention.ms":      strconv.FormatInt(retention.Milliseconds(), 10),
		"segment.bytes":     strconv.FormatInt(segment, 10),
	}
}

// partitions gives the partition numbers of a topic.
func (b *Bus) partitions(ctx context.Context, topic string) ([]int, error) {
	res, err := b.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{topic}})
	if err != nil {
		return nil, unreached(err)
	}
	for _, t := range res.Topics {
		if t.Name != topic {
			continue
		}
		if t.Error != nil {
			return nil, fault.New("bus_topic_failed", fmt.Errorf("topic %s: %w", topic, t.Error))
		}
		ids := make([]int, len(t.Partitions))
		for i, p := range t.Partitions {
			ids[i] = p.ID
		}
		return ids, nil
	}
	return nil, fault.Newf("bus_topic_failed", "topic %s does not exist", topic)
}
