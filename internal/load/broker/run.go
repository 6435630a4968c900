package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/load/bare"
	"github.com/heliuhub/heliu/internal/load/rig"
	"github.com/heliuhub/heliu/internal/pgload"
)

// reading begins the line of a reader that is ready.
const reading = "reading"

// side is one way to make a body durable.
type side struct {
	name  string
	addr  string // of its handler
	start func(ctx context.Context) (*rig.Process, error)
}

// turn is one measurement.
type turn struct {
	side   string
	conns  int
	behind bool
	rate   float64 // 202 a second
	p50    float64 // ms
	p99    float64
	kept   int64 // rows that the reader wrote meanwhile
}

func run(ctx context.Context, o options) (err error) {
	r, err := rig.New(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	sides, err := start(ctx, o, r)
	if err != nil {
		return err
	}
	db, err := pgload.Open(ctx, r.PG)
	if err != nil {
		return err
	}
	defer db.Close(context.WithoutCancel(ctx))
	rounds, length := 5, 5*time.Second
	if o.short {
		rounds, length = 3, 3*time.Second
	}
	fmt.Printf("bench-broker: %d rounds of %s turns, seed %d\n", rounds, length, o.seed)
	var turns []turn
	for round := range rounds {
		for _, behind := range []bool{false, true} {
			for _, conns := range []int{64, 256} {
				order := slices.Clone(sides)
				if round%2 == 1 {
					slices.Reverse(order)
				}
				for _, s := range order {
					t, err := s.measure(ctx, db, conns, behind, length, o.seed+uint64(round))
					if err != nil {
						return fmt.Errorf("%s: %w", s.name, err)
					}
					turns = append(turns, t)
				}
			}
		}
	}
	return report(turns, sides)
}

// start starts the handlers: one before the broker of the program, one before the table
// and, where another build is named, one before its broker.
func start(ctx context.Context, o options, r *rig.Rig) ([]side, error) {
	_, first, err := r.Self(ctx, bare.Ready, "-as", "bus", r.Kafka)
	if err != nil {
		return nil, err
	}
	_, inbox, err := r.Self(ctx, bare.Ready, "-as", "inbox", r.PG)
	if err != nil {
		return nil, err
	}
	reader := func(args ...string) func(context.Context) (*rig.Process, error) {
		return func(ctx context.Context) (*rig.Process, error) {
			p, _, err := r.Self(ctx, reading, append([]string{"-as"}, args...)...)
			return p, err
		}
	}
	sides := []side{
		{"broker", first, reader("read-bus", r.PG, r.Kafka)},
		{"inbox", inbox, reader("read-inbox", r.PG)},
	}
	if o.also != "" {
		kafka, err := r.Broker(ctx, o.also)
		if err != nil {
			return nil, err
		}
		_, addr, err := r.Self(ctx, bare.Ready, "-as", "bus", kafka)
		if err != nil {
			return nil, err
		}
		sides = append(sides, side{"broker2", addr, reader("read-bus", r.PG, kafka)})
	}
	return sides, nil
}

// measure has callers post for a while, after a second that does not count.
func (s side) measure(ctx context.Context, db *pgload.Database, conns int, behind bool, length time.Duration, seed uint64) (turn, error) {
	t := turn{side: s.name, conns: conns, behind: behind}
	if behind {
		p, err := s.start(ctx)
		if err != nil {
			return t, err
		}
		defer func() { _ = p.Stop() }()
	}
	p := load.NewPoster(s.addr, "/in/bench", "", conns)
	defer p.Close()
	bodies := make([][]byte, 500)
	for i := range bodies {
		l, err := load.MakeLead(seed, i, clock.System{}.Now())
		if err != nil {
			return t, err
		}
		bodies[i] = l.Body
	}
	send := func(ctx context.Context, i int) string {
		status, err := p.Post(ctx, bodies[i%len(bodies)])
		if err != nil {
			return "no answer"
		}
		return strconv.Itoa(status)
	}
	load.Saturate(ctx, conns, time.Second, send)
	c := load.Saturate(ctx, conns, length, send)
	if bad := c.Sent - c.By["202"]; bad > 0 || c.Sent == 0 {
		return t, fmt.Errorf("%d of %d requests were not answered 202: %v", bad, c.Sent, c.By)
	}
	t.rate, t.p50, t.p99 = c.Rate("202"), c.Latency.Ms(.5), c.Latency.Ms(.99)
	if behind {
		var err error
		if t.kept, err = db.Kept(ctx); err != nil {
			return t, err
		}
	}
	return t, ctx.Err()
}

// readBus follows heliu.raw from its end on and writes what it reads.
func readBus(ctx context.Context, kafka string, k *pgload.Keeper) error {
	cfg, err := bus.ParseConfig(kafka)
	if err != nil {
		return err
	}
	b, err := bus.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	end, err := b.EndOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return err
	}
	return b.Run(ctx, bus.Stage{
		Topic: bus.TopicRaw, Group: "bench-reader", Workers: 1,
		Handle: func(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			var keys []string
			var bodies [][]byte
			at := int64(0)
			for _, d := range batch {
				if d.Offset >= end[d.Partition] { // what is older is passed by, as the other reader does
					keys, bodies, at = append(keys, d.Key), append(bodies, d.Payload), max(at, d.Offset)
				}
			}
			out := make([]bus.Result, len(batch))
			if len(keys) == 0 {
				return out, nil
			}
			return out, k.Keep(ctx, keys, bodies, at)
		},
		OnDead: func(_ context.Context, _ bus.Delivery, why error) error { return why },
	})
}

func median(v []float64) float64 {
	slices.Sort(v)
	if len(v) == 0 {
		return math.NaN()
	}
	return v[len(v)/2]
}

// report prints every turn, then the medians as a table and as JSON lines.
func report(turns []turn, sides []side) error {
	for _, t := range turns {
		fmt.Printf("%-8s %3d connections, reader %-5t %7.0f/s  p50 %6.1f ms  p99 %6.1f ms  kept %d\n", t.side, t.conns, t.behind, t.rate, t.p50, t.p99, t.kept)
	}
	fmt.Println()
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(w, "connections\treader\tside\t202/s\tp50 ms\tp99 ms\tof the broker\t")
	var figures []load.Figure
	for _, conns := range []int{64, 256} {
		for _, behind := range []bool{false, true} {
			var first float64
			for _, s := range sides {
				var rate, p50, p99 []float64
				for _, t := range turns {
					if t.side == s.name && t.conns == conns && t.behind == behind {
						rate, p50, p99 = append(rate, t.rate), append(p50, t.p50), append(p99, t.p99)
					}
				}
				v := median(rate)
				if s.name == sides[0].name {
					first = v
				}
				_, _ = fmt.Fprintf(w, "%d\t%t\t%s\t%.0f\t%.1f\t%.1f\t%.2f\t\n", conns, behind, s.name, v, median(p50), median(p99), v/first)
				key := fmt.Sprintf("broker.%s_%d", s.name, conns)
				if behind {
					key += "_reader"
				}
				figures = append(figures, load.Figure{Bench: key, Value: v, Unit: "requests/s"}.Against(first))
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return load.WriteFigures(os.Stdout, figures...)
}
