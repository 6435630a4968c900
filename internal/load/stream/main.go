// Command stream is the benchmark of the stream (make bench-stream): the way from the
// door to PostgreSQL, each part held against what the machine gives without it.
//
// Every figure is measured together with its limit in one run, the limit before and
// after, so that a machine that is busy with other things moves both. It exits 1 when a
// bound is missed.
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

	"github.com/heliuhub/heliu/internal/load/bare"
)

type options struct {
	bin   string
	short bool
	seed  uint64
	only  string
	flags string // further ones of heliu worker
	drain int    // records of the drain's backlog; 0: as long as the run is
}

// pick gives the length of something in a full run and in a short one.
func pick[T any](o options, full, short T) T {
	if o.short {
		return short
	}
	return full
}

func main() {
	var o options
	var serve string
	flag.StringVar(&o.bin, "bin", "bin/heliu", "the program to measure")
	flag.BoolVar(&o.short, "short", os.Getenv("SHORT") != "", "smaller and shorter")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano())&0xffffff, "seed of the leads")
	flag.StringVar(&o.only, "only", "", "the keys to measure, separated by commas, with or without stream.; empty: all")
	flag.StringVar(&serve, "bare", "", "be the bare handler before this Kafka (the benchmark starts itself so)")
	flag.StringVar(&o.flags, "flags", "", "further flags of heliu worker, or of heliu up for stream.rss_mb, separated by spaces")
	flag.IntVar(&o.drain, "drain", 0, "records that wait at the beginning of stream.drain; 0: 1,000,000, or 50,000 in a short run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := func() error {
		if serve != "" {
			return bare.Serve(ctx, serve)
		}
		return run(ctx, o)
	}()
	stop()
	var missed missedError
	switch {
	case errors.As(err, &missed):
		fmt.Fprintln(os.Stderr, "bench-stream:", err)
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench-stream:", err)
		os.Exit(3)
	}
}
