// Package bus carries messages between the stages of the hub. It always speaks
// the Kafka protocol, either to a real cluster or to the embedded broker of
// [StartBroker], through one code path: a Watermill publisher and subscriber
// over kafka-go.
//
// What it promises: a message is published when every replica in sync has
// acknowledged it; a message is delivered at least once; messages of one key are
// handled one after the other in the order of the log; offsets are committed
// only up to the last message before which everything is acknowledged; a
// stage that names classes ([Stage.Class]) lets none of them hold up the others. It
// promises no exactly-once: effects carry their own identity in the store.
//
// Stages use [Bus.Run]; code that wants the bare Watermill interfaces uses
// [Bus.NewPublisher] and [Bus.NewSubscriber].
package bus

// The topics of the hub.
const (
	TopicRaw    = "heliu.raw"    // one envelope per change, as the source said it
	TopicMapped = "heliu.mapped" // one message per raw record with all its entities
	TopicGolden = "heliu.golden" // what changed about golden records
	TopicDead   = "heliu.dead"   // records that wait for a person
)

// Topics gives the topics that [Bus.EnsureTopics] makes.
func Topics() []string { return []string{TopicRaw, TopicMapped, TopicGolden, TopicDead} }

const (
	// MaxMessageBytes is the limit of one produce batch, set on the topics when
	// they are made. A record with a body of 1 MiB passes with room to spare.
	MaxMessageBytes = 4 << 20
	// writeBatchBytes leaves room for the framing of a batch below MaxMessageBytes.
	writeBatchBytes = MaxMessageBytes - 64<<10
)
