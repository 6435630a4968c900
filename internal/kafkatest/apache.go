package kafkatest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"
)

// Apache is a real Apache Kafka of one or more nodes in KRaft mode, each of them
// broker and controller, on free loopback ports.
type Apache struct {
	Plain  []string // addresses without sign-in, one a node
	SASL   string   // address of the first node that wants SCRAM
	TLS    string   // address of the first node that speaks TLS
	dir    string
	nodes  []*node
	secret *Secrets
}

// ApacheConfig says what StartApache starts.
type ApacheConfig struct {
	Nodes   int           // default 1; three replicate to all and need two
	Away    time.Duration // how long a node that died stays away
	Secrets *Secrets      // users and certificates of the listeners SASL and TLS; nil: no such listeners
}

// clusterID is any 16 bytes in base64.
const clusterID = "4L6g3nShT-eMCtK--X86sw"

// StartApache formats the log directories below a temporary one, starts the nodes and
// waits until they know each other.
func StartApache(ctx context.Context, cfg ApacheConfig) (_ *Apache, err error) {
	cfg.Nodes = max(cfg.Nodes, 1)
	dir, err := os.MkdirTemp("", "heliu-apache-")
	if err != nil {
		return nil, err
	}
	a := &Apache{dir: dir, secret: cfg.Secrets}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Stop())
		}
	}()
	if err := a.configure(ctx, cfg); err != nil {
		return nil, err
	}
	if err := a.format(ctx, cfg); err != nil {
		return nil, err
	}
	for i := range cfg.Nodes {
		a.nodes = append(a.nodes, startNode(a.nodeDir(i), cfg.Away))
	}
	return a, a.ready(ctx, cfg.Nodes)
}

func (a *Apache) nodeDir(i int) string { return filepath.Join(a.dir, fmt.Sprintf("node%d", i+1)) }

// configure chooses ports and writes server.properties of each node.
func (a *Apache) configure(ctx context.Context, cfg ApacheConfig) error {
	ports, err := freeAddrs(ctx, 2*cfg.Nodes+2)
	if err != nil {
		return err
	}
	var voters []string
	for i := range cfg.Nodes {
		a.Plain = append(a.Plain, ports[i])
		voters = append(voters, fmt.Sprintf("%d@%s", i+1, ports[cfg.Nodes+i]))
	}
	for i := range cfg.Nodes {
		p := properties{
			"process.roles": "broker,controller", "node.id": fmt.Sprint(i + 1),
			"controller.quorum.voters": strings.Join(voters, ","), "controller.listener.names": "CONTROLLER",
			"inter.broker.listener.name": "PLAIN", "log.dirs": filepath.Join(a.nodeDir(i), "log"),
			"listener.security.protocol.map":   "PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL",
			"auto.create.topics.enable":        "false",
			"default.replication.factor":       fmt.Sprint(cfg.Nodes),
			"offsets.topic.replication.factor": fmt.Sprint(cfg.Nodes), "offsets.topic.num.partitions": "4",
			"transaction.state.log.replication.factor": fmt.Sprint(cfg.Nodes), "transaction.state.log.min.isr": "1",
			"min.insync.replicas": fmt.Sprint((cfg.Nodes + 1) / 2), "unclean.leader.election.enable": "false",
			"group.initial.rebalance.delay.ms": "0", "log.retention.check.interval.ms": "1000",
			// A node that was killed is missed soon, and its logs are small.
			"broker.session.timeout.ms": "3000", "broker.heartbeat.interval.ms": "500", "replica.lag.time.max.ms": "3000",
			"controller.quorum.election.timeout.ms": "500", "controller.quorum.fetch.timeout.ms": "1000",
			"num.network.threads": "2", "num.io.threads": "2", "background.threads": "2", "log.cleaner.enable": "false",
			"num.recovery.threads.per.data.dir": "1",
		}
		listeners := "PLAIN://" + ports[i]
		if cfg.Secrets != nil && i == 0 {
			a.SASL, a.TLS = ports[2*cfg.Nodes], ports[2*cfg.Nodes+1]
			listeners += ",SASL://" + a.SASL + ",TLS://" + a.TLS
			p.secure(cfg.Secrets)
		}
		p["advertised.listeners"], p["listeners"] = listeners, listeners+",CONTROLLER://"+ports[cfg.Nodes+i]
		if err := os.MkdirAll(a.nodeDir(i), 0o700); err != nil {
			return err
		}
		if err := p.write(filepath.Join(a.nodeDir(i), "server.properties")); err != nil {
			return err
		}
	}
	return nil
}

// format prepares the log directories, all at once: each is a Java process of its own.
func (a *Apache) format(ctx context.Context, cfg ApacheConfig) error {
	errs := make([]error, cfg.Nodes)
	var wg sync.WaitGroup
	for i := range cfg.Nodes {
		wg.Go(func() {
			args := []string{"format", "-t", clusterID, "-c", filepath.Join(a.nodeDir(i), "server.properties")}
			if cfg.Secrets != nil {
				for _, m := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512"} {
					args = append(args, "--add-scram", fmt.Sprintf("%s=[name=%s,password=%s]", m, cfg.Secrets.User, cfg.Secrets.Password))
				}
			}
			cmd, err := java(ctx, "kafka.tools.StorageTool", args...)
			if err != nil {
				errs[i] = err
				return
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				errs[i] = fmt.Errorf("kafka-storage format: %w\n%s", err, out)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// ready waits until a controller is known and every broker is registered.
func (a *Apache) ready(ctx context.Context, nodes int) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	tr := &kafka.Transport{DialTimeout: time.Second}
	defer tr.CloseIdleConnections()
	c := &kafka.Client{Addr: kafka.TCP(a.Plain...), Timeout: 2 * time.Second, Transport: tr}
	for {
		res, err := c.Metadata(ctx, &kafka.MetadataRequest{})
		if err == nil && len(res.Brokers) == nodes && res.Controller.Host != "" {
			return nil
		}
		for _, n := range a.nodes {
			if err := n.err(); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the Kafka was not ready in time: %w", errors.Join(ctx.Err(), err))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Kill ends one node as a crash does; it comes back by itself after ApacheConfig.Away.
func (a *Apache) Kill(i int) { a.nodes[i].kill() }

// Starts is how often a node was started.
func (a *Apache) Starts(i int) int {
	a.nodes[i].mu.Lock()
	defer a.nodes[i].mu.Unlock()
	return a.nodes[i].starts
}

// PIDFile is where the process id of a node stands while it runs.
func (a *Apache) PIDFile(i int) string { return a.nodes[i].pidFile() }

// Stop ends the nodes and removes their data. The error says what went wrong while
// they ran.
func (a *Apache) Stop() error {
	errs := make([]error, len(a.nodes))
	var wg sync.WaitGroup
	for i, n := range a.nodes {
		wg.Go(func() { errs[i] = n.stop() })
	}
	wg.Wait()
	return errors.Join(errors.Join(errs...), os.RemoveAll(a.dir))
}

// freeAddrs gives loopback addresses that are free at the moment.
func freeAddrs(ctx context.Context, n int) ([]string, error) {
	out := make([]string, n)
	for i := range out {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }()
		out[i] = l.Addr().String()
	}
	return out, nil
}

// InSync tells whether every replica of every partition holds everything.
func (a *Apache) InSync(ctx context.Context) (bool, error) {
	tr := &kafka.Transport{DialTimeout: time.Second}
	defer tr.CloseIdleConnections()
	c := &kafka.Client{Addr: kafka.TCP(a.Plain...), Timeout: 2 * time.Second, Transport: tr}
	res, err := c.Metadata(ctx, &kafka.MetadataRequest{})
	if err != nil {
		return false, err
	}
	for _, t := range res.Topics {
		for _, p := range t.Partitions {
			if len(p.Isr) != len(a.nodes) {
				return false, nil
			}
		}
	}
	return len(res.Brokers) == len(a.nodes), nil
}
