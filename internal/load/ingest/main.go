// Command ingest is the benchmark of the way in (make bench-ingest): a real hub takes
// forms at a steady rate, and every answer of 202 is held to what it promises.
//
// In one run it measures the limit (the bus client alone at the same rate), the door,
// how long a posted lead takes to be seen as a golden record, and the limit again. Then
// it waits until everything is settled and counts. It exits 1 when a bound is missed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

type options struct {
	bin      string
	rate     float64
	length   time.Duration
	bare     time.Duration // of each bare run
	short    bool
	seed     uint64
	verbose  bool
	inFlight int
	args     string // further flags of heliu up
	data     string // its data directory
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/heliu", "the program to measure")
	flag.Float64Var(&o.rate, "rate", 1200, "requests a second")
	flag.DurationVar(&o.length, "for", time.Minute, "how long the door is measured")
	flag.BoolVar(&o.short, "short", os.Getenv("SHORT") != "", "a quarter of the time")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano())&0xffffff, "seed of the leads")
	flag.BoolVar(&o.verbose, "v", false, "show what the hub prints")
	flag.IntVar(&o.inFlight, "inflight", 2048, "most requests out at once")
	flag.StringVar(&o.args, "args", "", "further flags of heliu up, separated by spaces")
	flag.StringVar(&o.data, "data", "", "measure the hub that runs on this data directory instead of starting one")
	flag.Parse()
	o.bare = 20 * time.Second
	if o.short {
		o.length, o.bare = o.length/4, o.bare/4
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o)
	stop()
	var missed missedError
	switch {
	case errors.As(err, &missed):
		fmt.Fprintln(os.Stderr, "bench-ingest:", err)
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench-ingest:", err)
		os.Exit(3)
	}
}
