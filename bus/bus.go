package bus

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
	"golang.org/x/sync/semaphore"

	"github.com/heliuhub/heliu/fault"
)

// Bus is a connection to one cluster. It is safe for concurrent use and heals by
// itself when the cluster goes away and comes back.
type Bus struct {
	cfg       Config
	log       *slog.Logger
	transport *kafka.Transport
	client    *kafka.Client
	writer    *kafka.Writer
	budget    *semaphore.Weighted // bytes handed to the writer and not yet answered
	stop      context.CancelFunc
}

var compressions = map[string]kafka.Compression{
	"": 0, "gzip": kafka.Gzip, "snappy": kafka.Snappy, "lz4": kafka.Lz4, "zstd": kafka.Zstd,
}

// Open makes a Bus. It checks the configuration and does not wait for the
// cluster: Publish and EnsureTopics say when it cannot be reached. ctx bounds the
// life of background connections; Close ends them as well.
func Open(ctx context.Context, cfg Config) (*Bus, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	mech, err := cfg.mechanism()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	b := &Bus{cfg: cfg, log: cfg.Log, stop: stop, budget: semaphore.NewWeighted(cfg.PublishBytes)}
	b.transport = &kafka.Transport{
		Dial:        (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		DialTimeout: 3 * time.Second, IdleTimeout: time.Minute, MetadataTTL: 2 * time.Second,
		ClientID: cfg.ClientID, TLS: cfg.TLS, SASL: mech, Context: ctx,
	}
	addr := kafka.TCP(cfg.Brokers...)
	b.client = &kafka.Client{Addr: addr, Transport: b.transport, Timeout: 5 * time.Second}
	b.writer = &kafka.Writer{
		Addr: addr, Transport: b.transport, Balancer: kafka.Murmur2Balancer{},
		RequiredAcks: kafka.RequireAll,
		// 1 ms makes batches of one record and collapses under fsync, the default of 1 s adds a second.
		BatchTimeout: 5 * time.Millisecond, BatchSize: 500, BatchBytes: writeBatchBytes,
		MaxAttempts: 3, WriteBackoffMin: 50 * time.Millisecond, WriteBackoffMax: 500 * time.Millisecond,
		WriteTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second,
		Compression: compressions[cfg.Compression],
		// Async only moves the waiting to write, which must know what became of every message it gave up on.
		Async: true, Completion: completed,
	}
	return b, nil
}

// Close waits for what is being published and drops the connections. Runs and
// subscribers end by their own contexts, before this.
func (b *Bus) Close() error {
	err := b.writer.Close()
	b.transport.CloseIdleConnections()
	b.stop()
	return err
}

// String names the cluster.
func (b *Bus) String() string { return b.cfg.String() }

// dialer makes connections for one subscription.
func (b *Bus) dialer(dial func(context.Context, string, string) (net.Conn, error)) (*kafka.Dialer, error) {
	mech, err := b.cfg.mechanism()
	if err != nil {
		return nil, err
	}
	return &kafka.Dialer{ClientID: b.memberID(), DialFunc: dial, Timeout: 3 * time.Second, TLS: b.cfg.TLS, SASLMechanism: mech}, nil
}

func (c Config) mechanism() (sasl.Mechanism, error) {
	var algo scram.Algorithm
	switch c.Mechanism {
	case "":
		return nil, nil
	case "plain":
		return plain.Mechanism{Username: c.User, Password: c.Password}, nil
	case "scram-sha-256":
		algo = scram.SHA256
	case "scram-sha-512":
		algo = scram.SHA512
	default:
		return nil, fault.Newf("bus_bad_address", "unknown SASL mechanism %q", c.Mechanism)
	}
	m, err := scram.Mechanism(algo, c.User, c.Password)
	if err != nil {
		return nil, fault.New("bus_bad_address", fmt.Errorf("SASL %s: %w", c.Mechanism, err))
	}
	return m, nil
}
