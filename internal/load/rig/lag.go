package rig

import (
	"context"

	"github.com/heliuhub/heliu/bus"
)

// Lag is how many messages the stages have before them, heliu.raw and heliu.mapped
// together.
func (r *Rig) Lag(ctx context.Context) (n int64, err error) {
	for group, topic := range map[string]string{"heliu.map": bus.TopicRaw, "heliu.apply": bus.TopicMapped} {
		lag, err := r.Bus.Lag(ctx, group, topic)
		if err != nil {
			return 0, err
		}
		for _, v := range lag {
			n += v
		}
	}
	return n, nil
}

// Done is how many messages of a topic a stage has finished.
func (r *Rig) Done(ctx context.Context, group, topic string) (n int64, err error) {
	done, err := r.Bus.GroupOffsets(ctx, group, topic)
	for _, v := range done {
		n += v
	}
	return n, err
}
