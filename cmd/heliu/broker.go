package main

import (
	"context"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// brokerCmd runs the embedded broker in a process of its own.
type brokerCmd struct {
	Data       string        `required:"" type:"path" help:"Directory of the data; created when missing."`
	Listen     string        `default:"127.0.0.1:9092" help:"Address to listen on."`
	Advertise  string        `help:"Address that clients are told to use; the one listened on without it."`
	Partitions int           `default:"1" help:"Partitions of topics that do not exist yet."`
	Retention  time.Duration `default:"168h" help:"How long messages are kept."`
	NoSync     bool          `hidden:"" help:"Do not sync writes: a power cut loses what was acknowledged."`
	Pprof      string        `hidden:"" help:"Loopback address to serve Go's profiles on."`
}

// Run serves until the context ends.
func (c *brokerCmd) Run(ctx context.Context) error {
	if c.Pprof != "" {
		stop, err := servePprof(ctx, c.Pprof)
		if err != nil {
			return err
		}
		defer stop()
	}
	b, err := bus.StartBroker(ctx, bus.BrokerConfig{
		Dir: c.Data, Listen: c.Listen, Advertise: c.Advertise, Partitions: c.Partitions, Retention: c.Retention, NoSync: c.NoSync,
	})
	if err != nil {
		return err
	}
	defer b.Close()
	fmt.Printf("heliu broker ready %s\n", b.Addr())
	select {
	case <-ctx.Done():
		return nil
	case <-b.Failed():
		return b.Err()
	}
}
