package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/heliuhub/heliu/fault"
)

// BrokerConfig says where the embedded broker keeps its data and where it listens.
type BrokerConfig struct {
	Dir    string // created when missing; one broker at a time
	Listen string // host:port, default 127.0.0.1:0
	// Advertise is the host:port that clients are told to use; default the address listened on.
	Advertise string
	// NoSync leaves writes to the operating system. What was acknowledged is then
	// lost in a power cut: only for tests of tests.
	NoSync     bool
	Partitions int           // of topics that do not exist yet; default 1
	Retention  time.Duration // default 7 days
	// SegmentBytes is the size at which a log file is closed; default 64 MiB. Bytes
	// leave the disk with their segment.
	SegmentBytes int64
	// CleanInterval is how often expired segments are looked for; default 5 min.
	CleanInterval time.Duration
	Log           *slog.Logger // default slog.Default()

	fsync func(*os.File) error // default (*os.File).Sync
}

func (c BrokerConfig) withDefaults() BrokerConfig {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.Partitions <= 0 {
		c.Partitions = 1
	}
	if c.Retention <= 0 {
		c.Retention = DefaultRetention
	}
	if c.SegmentBytes <= 0 {
		c.SegmentBytes = segmentBytes
	}
	if c.CleanInterval <= 0 {
		c.CleanInterval = 5 * time.Minute
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.fsync == nil {
		c.fsync = (*os.File).Sync
	}
	return c
}

// Broker is an embedded broker: one node that speaks the Kafka protocol, writes
// to a directory and answers only for what is on disk.
type Broker struct {
	cluster *kfake.Cluster
	barrier *barrier // nil with NoSync
	log     *slog.Logger
	addr    string
	unlock  func()
}

// StartBroker opens the directory, listens, and makes the topics of the hub. ctx
// bounds the start only.
func StartBroker(ctx context.Context, cfg BrokerConfig) (*Broker, error) {
	cfg = cfg.withDefaults()
	if cfg.Dir == "" {
		return nil, fault.Newf("broker_failed", "no data directory is named")
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fault.New("broker_failed", err)
	}
	unlock, err := lockFile(filepath.Join(cfg.Dir, "lock"))
	if err != nil {
		return nil, fault.New("broker_data_in_use", fmt.Errorf("%s: %w", cfg.Dir, err))
	}
	data := filepath.Join(cfg.Dir, "log")
	if err := keepCorrupt(ctx, data, filepath.Join(cfg.Dir, "corrupt"), cfg.Log); err != nil {
		unlock()
		return nil, fault.New("broker_failed", err)
	}
	// The address is bound here, not in kfake, which would add a port of its own choice.
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		unlock()
		return nil, fault.New("broker_failed", err)
	}
	b := &Broker{addr: ln.Addr().String(), unlock: unlock, log: cfg.Log}
	clients := advertised(ln, cfg.Advertise)
	if !cfg.NoSync {
		files, err := newSyncer(data, cfg.fsync)
		if err != nil {
			_ = ln.Close()
			unlock()
			return nil, fault.New("broker_disk_failed", err)
		}
		b.barrier = newBarrier(files)
		clients = guarded{clients, b.barrier}
	}
	opts := []kfake.Opt{
		kfake.NumBrokers(1), kfake.ClusterID("heliu"), kfake.DataDir(data), kfake.DefaultNumPartitions(cfg.Partitions),
		kfake.ListenFn(func(string, string) (net.Listener, error) { return clients, nil }),
		kfake.WithLogger(brokerLog{ctx: context.WithoutCancel(ctx), log: cfg.Log}),
		kfake.BrokerConfigs(map[string]string{
			"log.cleaner.backoff.ms":    strconv.FormatInt(cfg.CleanInterval.Milliseconds(), 10),
			"log.retention.ms":          strconv.FormatInt(cfg.Retention.Milliseconds(), 10),
			"log.segment.bytes":         strconv.FormatInt(cfg.SegmentBytes, 10),
			"message.max.bytes":         strconv.Itoa(MaxMessageBytes),
			"offsets.retention.minutes": strconv.Itoa(365 * 24 * 60), // a hub may stand still longer than a week
		}),
	}
	if b.cluster, err = kfake.NewCluster(opts...); err != nil {
		_ = ln.Close()
		unlock()
		return nil, fault.New("broker_failed", err)
	}
	if err := b.settle(ctx, cfg); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// settle makes the topics and writes their settings again: after a restart the
// cleaner runs only once a setting was changed.
func (b *Broker) settle(ctx context.Context, cfg BrokerConfig) error {
	bus, err := Open(ctx, Config{Brokers: []string{b.local()}, Partitions: cfg.Partitions, Retention: cfg.Retention, Log: cfg.Log})
	if err != nil {
		return err
	}
	defer func() { _ = bus.Close() }()
	// kfake tells clients the advertised address, which need not be reachable from here.
	bus.transport.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, b.local())
	}
	if err := bus.EnsureTopics(ctx); err != nil {
		return err
	}
	res, err := bus.client.Metadata(ctx, &kafka.MetadataRequest{})
	if err != nil {
		return fault.New("broker_failed", err)
	}
	req := &kafka.IncrementalAlterConfigsRequest{}
	for _, t := range res.Topics {
		r := kafka.IncrementalAlterConfigsRequestResource{ResourceType: kafka.ResourceTypeTopic, ResourceName: t.Name}
		for k, v := range topicSettings(cfg.Retention, cfg.SegmentBytes) {
			r.Configs = append(r.Configs, kafka.IncrementalAlterConfigsRequestConfig{Name: k, Value: v, ConfigOperation: kafka.ConfigOperationSet})
		}
		sort.Slice(r.Configs, func(i, j int) bool { return r.Configs[i].Name < r.Configs[j].Name })
		req.Resources = append(req.Resources, r)
	}
	alter, err := bus.client.IncrementalAlterConfigs(ctx, req)
	if err != nil {
		return fault.New("broker_failed", err)
	}
	var errs []error
	for _, r := range alter.Resources {
		if r.Error != nil {
			errs = append(errs, fmt.Errorf("settings of %s: %w", r.ResourceName, r.Error))
		}
	}
	if len(errs) > 0 {
		return fault.New("broker_failed", errors.Join(errs...))
	}
	return nil
}

// Addr is the host:port the broker listens on.
func (b *Broker) Addr() string { return b.addr }

// local is an address under which this process reaches the broker.
func (b *Broker) local() string {
	host, port, err := net.SplitHostPort(b.addr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return b.addr
}

// Failed is closed when the disk refused to keep what was written. The broker answers
// nobody from then on; the operator looks after the disk and starts it again.
func (b *Broker) Failed() <-chan struct{} {
	if b.barrier == nil {
		return nil
	}
	return b.barrier.failed
}

// Err gives why the broker answers nobody, when Failed is closed.
func (b *Broker) Err() error {
	if b.barrier == nil {
		return nil
	}
	b.barrier.mu.Lock()
	defer b.barrier.mu.Unlock()
	return b.barrier.err
}

// Close answers what is in hand, writes everything to disk and stops. It may be
// called once.
func (b *Broker) Close() {
	b.cluster.Close()
	if b.barrier != nil {
		if err := b.barrier.close(); err != nil {
			b.log.Error("broker: closing its files", "err", err)
		}
	}
	b.unlock()
}

// advertised gives a listener that reports another address than its own.
func advertised(ln net.Listener, addr string) net.Listener {
	if addr == "" {
		return ln
	}
	return advertisedListener{ln, textAddr(addr)}
}

type advertisedListener struct {
	net.Listener
	addr net.Addr
}

// Addr is what clients are told.
func (l advertisedListener) Addr() net.Addr { return l.addr }

type textAddr string

// Network is always tcp.
func (textAddr) Network() string { return "tcp" }

// String is host:port.
func (a textAddr) String() string { return string(a) }

// brokerLog passes on what the broker complains about.
type brokerLog struct {
	ctx context.Context
	log *slog.Logger
}

// Logf implements kfake.Logger.
func (l brokerLog) Logf(level kfake.LogLevel, msg string, args ...any) {
	switch level {
	case kfake.LogLevelError:
		l.log.ErrorContext(l.ctx, "broker: "+fmt.Sprintf(msg, args...))
	case kfake.LogLevelWarn:
		l.log.WarnContext(l.ctx, "broker: "+fmt.Sprintf(msg, args...))
	}
}
