//go:build !realkafka

package bus_test

import (
	"testing"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

// A real Kafka answers that nobody leads a partition, or coordinates a group, for a
// moment after it was made: the hub's first question must outlast that.
func TestOffsetsOutlastANewLeader(t *testing.T) {
	for _, c := range []struct {
		key   kmsg.Key
		err   *kerr.Error
		count int
		want  string // code
	}{
		{kmsg.ListOffsets, kerr.NotLeaderForPartition, 3, ""},
		{kmsg.OffsetFetch, kerr.NotCoordinator, 3, ""},
		{kmsg.OffsetFetch, kerr.CoordinatorLoadInProgress, 3, ""},
		{kmsg.ListOffsets, kerr.NotLeaderForPartition, -1, "bus_unavailable"},
		{kmsg.ListOffsets, kerr.TopicAuthorizationFailed, 1, "bus_unavailable"}, // no use in asking again
	} {
		t.Run(c.key.Name()+" "+c.err.Message, func(t *testing.T) {
			k, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(4, bus.TopicRaw))
			if err != nil {
				t.Fatal(err)
			}
			defer k.Close()
			b := openAt(t, k.ListenAddrs()[0])
			publish(t, b, bus.TopicRaw, 5, each)
			k.Fault(kfake.Fault{Keys: []kmsg.Key{c.key}, Err: c.err, Count: c.count, TopLevel: c.key == kmsg.OffsetFetch})
			lag, err := b.Lag(t.Context(), "g", bus.TopicRaw)
			switch f := fault.As(err); {
			case c.want == "" && (err != nil || lag[0]+lag[1]+lag[2]+lag[3] != 5):
				t.Errorf("lag %v, %v", lag, err)
			case c.want != "" && (f == nil || f.Code != c.want):
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}
