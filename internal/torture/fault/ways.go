package fault

import (
	"context"
	"errors"
	"time"

	"github.com/heliuhub/heliu/internal/torture/check"
	"github.com/heliuhub/heliu/internal/torture/proxy"
)

// ways are the proxies before PostgreSQL, of all hubs or of the first alone, or the
// one before the bus.
func (l *Lab) ways(what string) []*proxy.Proxy {
	switch what {
	case "bus":
		return []*proxy.Proxy{l.Site.BusWay}
	case "pg-of-one":
		return l.Site.PGWay[:1]
	}
	return l.Site.PGWay[:]
}

// bad makes a way bad for a while.
func bad(what string, hold time.Duration, do func(context.Context, *proxy.Proxy) error) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		n, err := l.Expose(ctx, 800)
		if err != nil {
			return 0, err
		}
		for _, p := range l.ways(what) {
			if err := do(ctx, p); err != nil {
				return 0, errors.Join(err, l.Site.Proxies.Heal(ctx))
			}
		}
		time.Sleep(hold)
		return n, l.Site.Proxies.Heal(ctx)
	}
}

func slow(ctx context.Context, p *proxy.Proxy) error {
	return errors.Join(
		p.Toxic(ctx, "latency", "downstream", map[string]any{"latency": 200, "jitter": 50}),
		p.Toxic(ctx, "bandwidth", "upstream", map[string]any{"rate": 100}),
	)
}

func reset(ctx context.Context, p *proxy.Proxy) error {
	return p.Toxic(ctx, "reset_peer", "downstream", map[string]any{"timeout": 300})
}

// halfOpen swallows what is sent and what is answered; the connections stay.
func halfOpen(ctx context.Context, p *proxy.Proxy) error {
	return errors.Join(
		p.Toxic(ctx, "timeout", "downstream", map[string]any{"timeout": 0}),
		p.Toxic(ctx, "timeout", "upstream", map[string]any{"timeout": 0}),
	)
}

// truncated cuts every answer short.
func truncated(ctx context.Context, p *proxy.Proxy) error {
	return p.Toxic(ctx, "limit_data", "downstream", map[string]any{"bytes": 4000})
}

func cut(ctx context.Context, p *proxy.Proxy) error { return p.Cut(ctx) }

// rewind delivers everything again: the groups begin at the first record.
func rewind(ctx context.Context, l *Lab) (int64, error) {
	if _, err := l.Expose(ctx, 1200); err != nil {
		return 0, err
	}
	started, err := l.killHubs()
	if err != nil {
		return 0, err
	}
	n, err := l.Exposed(ctx)
	if err != nil {
		return 0, err
	}
	for group, topic := range map[string]string{"heliu.map": check.TopicRaw, "heliu.apply": "heliu.mapped"} {
		for until := time.Now().Add(30 * time.Second); ; time.Sleep(500 * time.Millisecond) { // until the members are forgotten
			if err = l.bus.Rewind(ctx, group, topic); err == nil || time.Now().After(until) {
				break
			}
		}
		if err != nil {
			return n, err
		}
	}
	started()
	return n, l.Site.Keep(ctx)
}

// again writes a window of the records that were taken to heliu.raw once more, in
// their order or shuffled.
func again(shuffled bool) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		all, err := l.bus.Dump(ctx, check.TopicRaw)
		if err != nil {
			return 0, err
		}
		window := all[max(0, len(all)-2000):]
		if shuffled {
			l.Rand.Shuffle(len(window), func(i, j int) { window[i], window[j] = window[j], window[i] })
		}
		n, err := l.Expose(ctx, 800)
		if err != nil {
			return 0, err
		}
		return n, l.bus.Again(ctx, check.TopicRaw, window, func(m check.Message) string {
			return m.Headers["heliu-workspace"] + "/" + m.Headers["heliu-connection"] + "/" + m.Headers["heliu-stream"] + "/" + m.Headers["heliu-key"]
		})
	}
}

// skew starts a hub with a clock that is a day ahead, steps it back to an hour behind,
// and sets it right.
func skew(ctx context.Context, l *Lab) (int64, error) {
	n, err := l.Expose(ctx, 800)
	if err != nil {
		return 0, err
	}
	for _, env := range [][]string{{"HELIU_CLOCK_SKEW=24h"}, {"HELIU_CLOCK_SKEW=-1h"}, nil} {
		if err := l.Site.Hub[0].Kill(); err != nil {
			return 0, err
		}
		if err := l.Site.StartHub(ctx, 0, env...); err != nil {
			return 0, err
		}
		l.Client.Burst(300)
		time.Sleep(4 * time.Second)
	}
	return n, nil
}

// poisoned sends one record in 500 that no mapping can read.
func poisoned(ctx context.Context, l *Lab) (int64, error) {
	bad, err := l.Client.Poison(500)
	if err != nil {
		return 0, err
	}
	time.Sleep(50 * time.Millisecond)
	n, err := l.Exposed(ctx)
	if err != nil {
		return 0, err
	}
	l.say("one of 500 is %s", bad)
	return n, nil
}
