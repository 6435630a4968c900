// Package kafkatest gives a test a Kafka of its own. Ordinarily that is the embedded
// broker of the product, on a free loopback port and with the real protocol. With the
// build tag realkafka the same functions give a real Apache Kafka (`make kafka-test`),
// so that one suite is held against both.
package kafkatest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// Kafka is a broker with the hub's topics and a connection to it. Both end with the test.
type Kafka struct {
	Addr string // host:port
	Bus  *bus.Bus
}

type options struct {
	broker bus.BrokerConfig
	client bus.Config
}

// Option changes what Start starts.
type Option func(*options)

// Partitions sets the number of partitions of each topic; one without it.
func Partitions(n int) Option {
	return func(o *options) { o.broker.Partitions, o.client.Partitions = n, n }
}

// Sync makes the broker sync every batch to disk as the product does. Without it
// a test is faster, and loses only what a power cut would take.
func Sync() Option { return func(o *options) { o.broker.NoSync = false } }

// Dir keeps the data in a directory of the caller instead of a temporary one.
func Dir(dir string) Option { return func(o *options) { o.broker.Dir = dir } }

// Client changes the configuration of the connection.
func Client(change func(*bus.Config)) Option { return func(o *options) { change(&o.client) } }

// Log sends what broker and bus say to a logger; without it they are silent.
func Log(l *slog.Logger) Option {
	return func(o *options) { o.broker.Log, o.client.Log = l, l }
}

// Start gives a broker that holds nothing but the hub's topics, and opens a bus on it.
func Start(t testing.TB, opts ...Option) *Kafka {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	o := options{broker: bus.BrokerConfig{NoSync: true, Log: quiet}, client: bus.Config{Log: quiet, SessionTimeout: 6 * time.Second}}
	for _, f := range opts {
		f(&o)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	addr := serve(ctx, t, &o)
	o.client.Brokers = []string{addr}
	b, err := bus.Open(ctx, o.client)
	if err != nil {
		t.Fatalf("open the bus: %v", err)
	}
	t.Cleanup(func() { _ = b.Close() })
	if err := b.EnsureTopics(ctx); err != nil {
		t.Fatalf("make the topics: %v", err)
	}
	return &Kafka{Addr: addr, Bus: b}
}

// Secured is a Kafka with a listener that wants SASL and one that speaks TLS.
type Secured struct {
	*Secrets
	SASL, TLS string // host:port
}
