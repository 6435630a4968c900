package bus

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAMessageWeighsTheSameBeforeAndAfterItsMaking(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := Message{
			Topic: TopicRaw, Key: rapid.String().Draw(t, "key"), Payload: rapid.SliceOf(rapid.Byte()).Draw(t, "payload"),
			Headers: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "headers"),
		}
		k := toKafka(m)
		if got, want := m.size(), sizeOf(&k); got != want {
			t.Fatalf("%d, want %d", got, want)
		}
	})
}
