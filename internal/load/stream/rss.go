package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/load/rig"
	"github.com/heliuhub/heliu/internal/torture/proc"
)

const (
	memoryMost = 512.0 // MB
	// flatWithin is how much the memory may grow in the last half, by the slope of a
	// straight line through it: part of memoryMost.
	flatWithin = 0.05
)

// rss is the most memory that `heliu up` holds, with the broker inside, while forms
// come at a steady rate.
func rss(ctx context.Context, o options, f *figure) (err error) {
	f.unit, f.bound, f.most, f.limits = "MB", 1, true, []float64{memoryMost}
	dir, err := os.MkdirTemp("", "heliu-rss-")
	if err != nil {
		return err
	}
	bin, err := filepath.Abs(o.bin)
	if err != nil {
		return err
	}
	hub, err := proc.New(ctx, bin, dir, nil, append([]string{"--paused"}, strings.Fields(o.flags)...)...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hub.Stop(), hub.Remove()) }()
	if err := hub.Start(ctx); err != nil {
		return err
	}
	loaded, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	if err := hub.WaitFor(loaded, "demo data loaded"); err != nil {
		return err
	}
	caller, err := demoCaller(hub)
	if err != nil {
		return err
	}
	length := pick(o, 10*time.Minute, time.Minute)
	var samples []rig.Memory
	watching, end := context.WithCancel(ctx)
	watched := make(chan error, 1)
	go func() {
		for (clock.System{}).Sleep(watching, time.Second) == nil {
			m, err := rig.MemoryOf(hub.PID())
			if err != nil {
				watched <- err
				return
			}
			samples = append(samples, m)
		}
		watched <- nil
	}()
	rep := load.Run(ctx, load.Plan{Rate: liveRate, For: length, InFlight: callers * 8}, func(ctx context.Context, i int) string {
		l, err := load.MakeLead(o.seed, i, clock.System{}.Now())
		if err != nil {
			return "not made"
		}
		return fmt.Sprint(caller.Post(ctx, "demo-form", l).Status)
	})
	end()
	if err := errors.Join(<-watched, ctx.Err()); err != nil {
		return err
	}
	last, err := rig.MemoryOf(hub.PID())
	if err != nil {
		return err
	}
	f.value = last.Most
	half := samples[len(samples)/2:]
	slope := 60 * slopeOf(half) // samples are a second apart
	grown := slope * float64(len(half)) / 60
	f.note("VmHWM %.0f MB after %s at %d requests/s (answers %v, p99 %.1f ms); VmRSS %.0f MB at the end; slope of the last half %+.2f MB a minute, %+.1f MB in all",
		last.Most, length, liveRate, rep.By, rep.Latency.Ms(.99), last.Now, slope, grown)
	f.fail(grown > flatWithin*memoryMost, "the memory grew by %.0f MB in the last half", grown)
	f.fail(float64(rep.By["202"]) < 0.99*float64(rep.Due), "%d of %d requests were answered 202", rep.By["202"], rep.Due)
	return nil
}

// demoCaller posts to the form of the demo.
func demoCaller(hub *proc.Hub) (*load.Caller, error) {
	text, err := os.ReadFile(filepath.Join(hub.Dir, "demo.json"))
	if err != nil {
		return nil, err
	}
	var demo struct {
		FormKey string `json:"form_key"`
	}
	if err := json.Unmarshal(text, &demo); err != nil {
		return nil, err
	}
	return load.NewCaller("http://"+hub.HTTP, demo.FormKey, "", callers), nil
}

// slopeOf fits a straight line through what was held, in MB a sample.
func slopeOf(s []rig.Memory) float64 {
	n := float64(len(s))
	if n < 2 {
		return 0
	}
	var sx, sy, sxx, sxy float64
	for i, m := range s {
		x := float64(i)
		sx, sy, sxx, sxy = sx+x, sy+m.Now, sxx+x*x, sxy+x*m.Now
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
