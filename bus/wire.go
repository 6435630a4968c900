package bus

import (
	"context"
	"strconv"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
)

// MetaKey is the metadata field of a Watermill message that holds the Kafka key.
const MetaKey = "heliu-key"

// headerUUID carries the UUID of a Watermill message.
const headerUUID = "heliu-uuid"

// Delivery is a message as it was read.
type Delivery struct {
	Message
	Partition int
	Offset    int64
	Time      time.Time // when it was written, by the writer's clock
}

// What a message and a header of it weigh beside their bytes: an allowance for framing.
const (
	frameOfMessage = 64
	frameOfHeader  = 16
)

// sizeOf is what a message weighs in budgets.
func sizeOf(m *kafka.Message) int64 {
	n := len(m.Key) + len(m.Value) + frameOfMessage
	for _, h := range m.Headers {
		n += len(h.Key) + len(h.Value) + frameOfHeader
	}
	return int64(n)
}

// size is sizeOf of what toKafka makes of it.
func (m Message) size() int64 {
	n := len(m.Key) + len(m.Payload) + frameOfMessage
	for name, v := range m.Headers {
		n += len(name) + len(v) + frameOfHeader
	}
	return int64(n)
}

func toKafka(m Message) kafka.Message {
	k := kafka.Message{Topic: m.Topic, Value: m.Payload}
	if m.Key != "" {
		k.Key = []byte(m.Key)
	}
	if len(m.Headers) > 0 {
		k.Headers = make([]kafka.Header, 0, len(m.Headers))
	}
	for name, v := range m.Headers {
		k.Headers = append(k.Headers, kafka.Header{Key: name, Value: []byte(v)})
	}
	return k
}

func fromKafka(k *kafka.Message) Delivery {
	d := Delivery{
		Message:   Message{Topic: k.Topic, Key: string(k.Key), Payload: k.Value},
		Partition: k.Partition, Offset: k.Offset, Time: k.Time,
	}
	for _, h := range k.Headers {
		if h.Key == headerUUID {
			continue
		}
		if d.Headers == nil {
			d.Headers = make(map[string]string, len(k.Headers))
		}
		d.Headers[h.Key] = string(h.Value)
	}
	return d
}

// marshal makes a Kafka record of a Watermill message: metadata become headers,
// MetaKey becomes the key, the payload stays as it is.
func marshal(topic string, m *message.Message) kafka.Message {
	k := kafka.Message{Topic: topic, Value: m.Payload}
	k.Headers = append(k.Headers, kafka.Header{Key: headerUUID, Value: []byte(m.UUID)})
	for name, v := range m.Metadata {
		if name == MetaKey {
			if v != "" {
				k.Key = []byte(v)
			}
			continue
		}
		k.Headers = append(k.Headers, kafka.Header{Key: name, Value: []byte(v)})
	}
	return k
}

// unmarshal is the inverse of marshal. A record that another program wrote gets
// its place in the log as UUID, which is the same at every delivery.
func unmarshal(k *kafka.Message) *message.Message {
	uuid := ""
	meta := make(message.Metadata, len(k.Headers)+1)
	for _, h := range k.Headers {
		if h.Key == headerUUID {
			uuid = string(h.Value)
		} else {
			meta[h.Key] = string(h.Value)
		}
	}
	if uuid == "" {
		uuid = k.Topic + "/" + strconv.Itoa(k.Partition) + "/" + strconv.FormatInt(k.Offset, 10)
	}
	if len(k.Key) > 0 {
		meta[MetaKey] = string(k.Key)
	}
	m := message.NewMessage(uuid, k.Value)
	m.Metadata = meta
	return m
}

type ctxKey struct{}

// flight is what the subscriber tells the receiver about a message through its context.
type flight struct {
	rec     *kafka.Message
	class   string
	revoked <-chan struct{} // closed when another consumer is about to get the partition
}

type flightCtx struct {
	context.Context
	f flight
}

// Value finds the flight, then whatever the subscriber's context holds.
func (c *flightCtx) Value(key any) any {
	if key == (ctxKey{}) {
		return c.f
	}
	return c.Context.Value(key)
}

// DeliveryOf gives the place in the log of a message that a [Subscriber] delivered.
func DeliveryOf(m *message.Message) (Delivery, bool) {
	f, ok := m.Context().Value(ctxKey{}).(flight)
	if !ok {
		return Delivery{}, false
	}
	return fromKafka(f.rec), true
}
