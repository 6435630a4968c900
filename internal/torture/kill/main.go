// Command kill is the kill test: it loads the small demo world undisturbed, then again
// with kill -9 of the hub at random moments of the loading, and holds the two against
// each other: the balance must balance, and golden records, credits and matches must
// hash equal.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/heliuhub/heliu/internal/torture/proc"
)

type options struct {
	bin     string
	moments int
	seed    uint64
	within  time.Duration
	verbose bool
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/heliu", "the program to test")
	flag.IntVar(&o.moments, "moments", 10, "how often the hub is killed")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "seed of the moments")
	flag.DurationVar(&o.within, "within", 8*time.Minute, "how long one loading may take in all")
	flag.BoolVar(&o.verbose, "v", false, "show what the hubs print")
	flag.Parse()
	fmt.Printf("kill test: %d moments, seed %d\n", o.moments, o.seed)
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "kill test failed:", err)
		os.Exit(1)
	}
}

type hashes struct {
	Golden  string `json:"golden"`
	Credits string `json:"credits"`
	Matches string `json:"matches"`
}

type balance struct {
	Balanced bool `json:"balanced"`
	Topic    struct {
		Accepted int64 `json:"accepted"`
		Settled  int64 `json:"settled"`
		InFlight int64 `json:"in_flight"`
	} `json:"topic"`
}

func run(ctx context.Context, o options) error {
	bin, err := filepath.Abs(o.bin)
	if err != nil {
		return err
	}
	o.bin = bin
	calm, took, _, err := load(ctx, o, nil)
	if err != nil {
		return fmt.Errorf("undisturbed run: %w", err)
	}
	fmt.Printf("undisturbed: loaded and quiet in %s\n", took.Round(time.Second))
	r := rand.New(rand.NewPCG(o.seed, 1))
	kills := make([]time.Duration, o.moments)
	for i := range kills { // moments after a start, within the loading
		kills[i] = time.Duration(float64(took) * (0.02 + 0.6*r.Float64()) / float64(1+o.moments/3))
	}
	hurt, _, bal, err := load(ctx, o, kills)
	if err != nil {
		return fmt.Errorf("killed run: %w", err)
	}
	line, err := json.Marshal(map[string]any{
		"test": "kill", "seed": o.seed, "moments": o.moments, "balanced": bal.Balanced, "accepted": bal.Topic.Accepted, "in_flight": bal.Topic.InFlight,
		"golden": calm.Golden == hurt.Golden, "credits": calm.Credits == hurt.Credits, "matches": calm.Matches == hurt.Matches,
	})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	if !bal.Balanced || bal.Topic.InFlight != 0 || bal.Topic.Accepted == 0 {
		return fmt.Errorf("the balance does not balance: %+v", bal)
	}
	if calm != hurt {
		return fmt.Errorf("the tables differ:\n  undisturbed %+v\n  killed      %+v", calm, hurt)
	}
	return nil
}

// load loads a fresh data directory, killing the hub after each of the given times,
// and gives the hashes when everything is quiet.
func load(ctx context.Context, o options, kills []time.Duration) (h hashes, took time.Duration, bal balance, err error) {
	ctx, cancel := context.WithTimeout(ctx, o.within)
	defer cancel()
	dir, err := os.MkdirTemp("", "heliu-kill-")
	if err != nil {
		return h, 0, bal, err
	}
	var out io.Writer
	if o.verbose {
		out = os.Stdout
	}
	hub, err := proc.New(ctx, o.bin, dir, out, "--paused")
	if err != nil {
		return h, 0, bal, errors.Join(err, os.RemoveAll(dir))
	}
	defer func() { err = errors.Join(err, hub.Remove()) }()
	began := time.Now()
	if err := hub.Start(ctx); err != nil {
		return h, 0, bal, err
	}
	defer func() { err = errors.Join(err, hub.Stop()) }()
	for i, after := range kills {
		time.Sleep(after)
		if err := hub.Kill(); err != nil {
			return h, 0, bal, err
		}
		fmt.Printf("  kill %d of %d, %s after its start\n", i+1, len(kills), after.Round(time.Millisecond))
		if err := hub.Start(ctx); err != nil {
			return h, 0, bal, err
		}
	}
	if err := hub.WaitFor(ctx, "demo data loaded"); err != nil {
		return h, 0, bal, err
	}
	took = time.Since(began)
	if _, err := hub.Run(ctx, &h, "world", "hash"); err != nil {
		return h, took, bal, err
	}
	_, err = hub.Run(ctx, &bal, "audit", "balance")
	return h, took, bal, err
}
