// Command broker is the benchmark behind docs/adr/0001 (make bench-broker): a form post
// to a durable 202 through the embedded broker, against an inbox table in PostgreSQL with
// grouped inserts. Both behind the same handler, from the same generator, in short turns
// one after the other, with nothing behind them and while a reader follows that writes
// what it reads to PostgreSQL.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/heliuhub/heliu/internal/load/bare"
	"github.com/heliuhub/heliu/internal/pgload"
)

type options struct {
	bin   string
	also  string
	short bool
	seed  uint64
}

func main() {
	var o options
	var as string
	flag.StringVar(&o.bin, "bin", "bin/heliu", "the program whose broker is measured")
	flag.StringVar(&o.also, "also", "", "another build of it, to be measured beside")
	flag.BoolVar(&o.short, "short", os.Getenv("SHORT") != "", "fewer and shorter turns")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano())&0xffffff, "seed of the leads")
	flag.StringVar(&as, "as", "", "be one of the processes (the benchmark starts itself so): bus, inbox, read-bus, read-inbox, then addresses")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := func() error {
		if as != "" {
			return be(ctx, as, flag.Args())
		}
		return run(ctx, o)
	}()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-broker:", err)
		os.Exit(3)
	}
}

// be is one process of the measurement.
func be(ctx context.Context, as string, at []string) error {
	switch as {
	case "bus":
		return bare.Serve(ctx, at[0])
	case "inbox":
		in, err := pgload.OpenInbox(ctx, at[0])
		if err != nil {
			return err
		}
		defer in.Close()
		return bare.ServePut(ctx, in.Put)
	case "read-bus", "read-inbox":
		k, err := pgload.OpenKeeper(ctx, at[0])
		if err != nil {
			return err
		}
		defer k.Close()
		fmt.Println(reading)
		if as == "read-inbox" {
			return k.Inbox(ctx)
		}
		return readBus(ctx, at[1], k)
	}
	return fmt.Errorf("what is %q?", strings.TrimSpace(as))
}
