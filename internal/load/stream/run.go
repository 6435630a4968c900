package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/internal/load"
)

// measurement is one figure of the table.
type measurement struct {
	key string
	run func(ctx context.Context, o options, f *figure) error
}

// all in the order of the table.
var all = []measurement{
	{"stream.ingest", ingest},
	{"stream.door_p99", doorP99},
	{"stream.landing", landing},
	{"stream.drain", drain},
	{"stream.replay", replay},
	{"stream.rss_mb", rss},
}

// chosen gives the measurements whose keys only names.
func chosen(only string) ([]measurement, error) {
	if strings.TrimSpace(only) == "" {
		return all, nil
	}
	want := map[string]bool{}
	for k := range strings.SplitSeq(only, ",") {
		k = "stream." + strings.TrimPrefix(strings.TrimSpace(k), "stream.")
		if !slices.ContainsFunc(all, func(m measurement) bool { return m.key == k }) {
			return nil, fmt.Errorf("there is no figure %s", k)
		}
		want[k] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(m measurement) bool { return !want[m.key] }), nil
}

func run(ctx context.Context, o options) error {
	ms, err := chosen(o.only)
	if err != nil {
		return err
	}
	fmt.Printf("bench-stream: seed %d, short %t\n", o.seed, o.short)
	var fs []*figure
	for _, m := range ms {
		f := &figure{key: m.key}
		fmt.Println("measuring", m.key)
		if err := m.run(ctx, o, f); err != nil {
			return fmt.Errorf("%s: %w", m.key, err)
		}
		fs = append(fs, f)
	}
	fmt.Println()
	table(os.Stdout, fs)
	var missed missedError
	for _, f := range fs {
		if err := load.WriteFigures(os.Stdout, f.json()); err != nil {
			return err
		}
		if len(f.missed()) > 0 {
			missed = append(missed, f.key)
		}
	}
	if missed != nil {
		return missed
	}
	return nil
}
