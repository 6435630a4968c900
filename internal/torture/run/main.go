// Command run is the torture run: it builds an installation of broker, PostgreSQL and
// two hubs, loads it, lets one fault after the other happen at a moment at which much
// is on its way, and after each has an independent checker judge what became of every
// record. It prints one line of JSON a fault and ends with 1 when anything was lost,
// doubled or out of order, or when a control that must turn the checker red did not.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/heliuhub/heliu/internal/torture/fault"
	"github.com/heliuhub/heliu/internal/torture/site"
)

type options struct {
	bin, toxiproxy, kafka, faults string
	short, list, verbose, noDisks bool
	seed                          uint64
	rate                          float64
	within                        time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/heliu", "the program to test")
	flag.StringVar(&o.toxiproxy, "toxiproxy", ".cache/bin/server", "toxiproxy's server")
	flag.StringVar(&o.kafka, "kafka", os.Getenv("TORTURE_KAFKA"), "brokers of a cluster that is there: only the faults that need none of our own")
	flag.StringVar(&o.faults, "faults", "", "which faults: names, or beginnings that end in a colon; subset: those that need no broker of our own")
	flag.BoolVar(&o.short, "short", false, "the part that every change is held against")
	flag.BoolVar(&o.list, "list", false, "list the faults")
	flag.BoolVar(&o.verbose, "v", false, "show the ends of all logs when a fault does harm")
	flag.BoolVar(&o.noDisks, "no-disks", false, "do without file systems of our own and the faults that need them")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano())%1_000_000, "seed of load, moments and choice") //nolint:gosec // a seed
	flag.Float64Var(&o.rate, "rate", 100, "sends a second between bursts")
	flag.DurationVar(&o.within, "within", 40*time.Minute, "how long the whole run may take")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(ctx, o.within)
	good, err := run(ctx, o)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
	}
	if !good {
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (good bool, err error) {
	faults, err := choose(o)
	if err != nil {
		return false, err
	}
	if o.list {
		for _, f := range faults {
			fmt.Println(f.Name)
		}
		return true, nil
	}
	r := runner{options: o, began: time.Now(), out: os.Stdout}
	for _, p := range []*string{&r.bin, &r.toxiproxy} {
		if *p, err = filepath.Abs(*p); err != nil {
			return false, err
		}
		if _, err := os.Stat(*p); err != nil {
			return false, fmt.Errorf("%w; make build tools makes it", err)
		}
	}
	if r.dir, err = os.MkdirTemp("", "heliu-torture-"); err != nil {
		return false, err
	}
	if err := os.Chmod(r.dir, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user must pass
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.dir)) }()
	fmt.Printf("torture: %d faults, seed %d\n", len(faults), o.seed)
	return r.all(ctx, faults)
}

// choose gives the faults that the options name and that can be done here.
func choose(o options) ([]fault.Fault, error) {
	all := fault.All()
	if o.short {
		all = fault.Short(all, o.seed)
	}
	names := o.faults
	if names == "subset" {
		names = ""
	}
	if names != "" {
		all = fault.All()
	}
	chosen, err := fault.Select(all, names)
	if err != nil {
		return nil, err
	}
	disks := diskTrouble()
	if o.noDisks {
		disks = errors.New("they were not wanted")
	}
	var out []fault.Fault
	for _, f := range chosen {
		switch {
		case f.Needs.Broker && (o.kafka != "" || o.faults == "subset"):
		case f.Needs.Disks && disks != nil && !o.noDisks && os.Getenv("CI") != "":
			return nil, fmt.Errorf("%s cannot be done: %w", f.Name, disks)
		case f.Needs.Disks && disks != nil:
			fmt.Printf("torture: %s is left out: %v\n", f.Name, disks)
		default:
			out = append(out, f)
		}
	}
	return out, nil
}

// diskTrouble says why no file systems of our own can be mounted here.
func diskTrouble() error {
	if os.Geteuid() != 0 {
		return errors.New("disks whose power can be cut need root")
	}
	for _, p := range []string{"mkfs.ext4", "mount", "umount", "losetup"} {
		if _, err := exec.LookPath(p); err != nil {
			return fmt.Errorf("disks whose power can be cut need %s: %w", p, err)
		}
	}
	if out, err := exec.Command("losetup", "-f").CombinedOutput(); err != nil { //nolint:noctx // it answers at once
		return fmt.Errorf("no loop device can be had here: %s", strings.TrimSpace(string(out)))
	}
	return nil
}

type runner struct {
	options
	dir   string
	began time.Time
	out   io.Writer
	lab   *fault.Lab
}

func (r *runner) config(disks bool) fault.Config {
	return fault.Config{
		Dir: r.dir, Seed: r.seed, Rate: r.rate, Out: r.out,
		Site: site.Config{Bin: r.bin, Toxiproxy: r.toxiproxy, Kafka: r.kafka, Disks: disks},
	}
}

// all runs the faults on one site after the other on the same; where one did harm,
// the next gets a new site.
func (r *runner) all(ctx context.Context, faults []fault.Fault) (good bool, err error) {
	defer func() {
		if r.lab != nil {
			err = errors.Join(err, r.lab.Close())
		}
	}()
	disks := false
	for _, f := range faults {
		disks = disks || f.Needs.Disks
	}
	var results []fault.Result
	good = true
	for _, f := range faults {
		if ctx.Err() != nil {
			return false, fmt.Errorf("stopped before %s: %w", f.Name, ctx.Err())
		}
		if r.lab == nil {
			if r.lab, err = fault.NewLab(ctx, r.config(disks)); err != nil {
				r.lab = nil
				return false, fmt.Errorf("building a site: %w", err)
			}
		}
		_, _ = fmt.Fprintf(r.out, "  %s (%s so far)\n", f.Name, time.Since(r.began).Round(time.Second))
		res := fault.Run(ctx, r.lab, f)
		harm := !res.Good()
		if harm && r.verbose {
			r.lab.Site.Logs(r.out)
		}
		if f.Control != nil {
			c := fault.Control(ctx, r.config(disks), f)
			res.Control = &c
		}
		good = good && res.Good()
		results = append(results, res)
		if harm {
			if err := r.lab.Close(); err != nil {
				_, _ = fmt.Fprintln(r.out, "   ", err)
			}
			r.lab = nil
		}
	}
	_, _ = fmt.Fprintf(r.out, "torture: %d faults in %s, seed %d\n", len(results), time.Since(r.began).Round(time.Second), r.seed)
	for _, res := range results {
		b, err := json.Marshal(res)
		if err != nil {
			return false, err
		}
		_, _ = fmt.Fprintln(r.out, string(b))
	}
	return good, nil
}
