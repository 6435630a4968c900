package jobs

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// Sources makes sources for jobs.
type Sources interface {
	// Hold takes or renews the lease on a job's connection, the one under which the
	// scheduler reads: the same holder gets the same token. ok is false while another
	// hub holds it, or the connection is not enabled.
	Hold(ctx context.Context, j Job, holder string, ttl time.Duration) (token int64, ok bool, err error)
	// Source builds a source under that token. Its requests take turns with those of the
	// live reading, so that both together stay within the system's limits.
	Source(ctx context.Context, j Job, token int64) (connectors.Source, connectors.Spec, error)
	// Comparable lists the enabled connections of all workspaces whose systems can be
	// asked by time, each as a job without a range.
	Comparable(ctx context.Context) ([]Job, error)
}

// held runs fn with a source of the job's connection while this hub holds it.
func (r *Runner) held(ctx context.Context, j Job, fn func(ctx context.Context, src connectors.Windowed, spec connectors.Spec) error) error {
	token, ok, err := r.Sources.Hold(ctx, j, r.Holder, leaseFor)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New("source_held", nil)
	}
	src, spec, err := r.Sources.Source(ctx, j, token)
	if err != nil {
		return err
	}
	w, can := src.(connectors.Windowed)
	if !can {
		return fault.New("cannot_window", nil)
	}
	hctx, lost := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for r.Clock.Sleep(hctx, leaseFor/3) == nil {
			now, ok, err := r.Sources.Hold(hctx, j, r.Holder, leaseFor)
			if err == nil && (!ok || now != token) {
				lost()
			}
		}
	}()
	err = fn(hctx, w, spec)
	moved := hctx.Err() != nil && ctx.Err() == nil
	lost()
	<-ended
	if moved {
		return fault.New("source_held", err)
	}
	return err
}

// asked gives the streams of a job that can be asked for by time: the named one, else
// all of them.
func asked(j Job, spec connectors.Spec) ([]string, error) {
	var out []string
	for _, s := range spec.Streams {
		if s.Windows && (j.Stream == "" || j.Stream == s.Name) {
			out = append(out, s.Name)
		}
	}
	if len(out) == 0 {
		return nil, fault.New("cannot_window", nil).At("stream", "")
	}
	return out, nil
}
