package bus

import (
	"context"
	"errors"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Verdict is what became of one delivery.
type Verdict int

// The verdicts. Done, Drop and Dead finish the delivery, Retry brings it again.
const (
	Done  Verdict = iota
	Drop          // finished without effect; Reason says why
	Retry         // not now, however often: Err says what is wrong and how long to wait
	Dead          // a person must look: Stage.OnDead is told before it is finished
)

var verdictNames = [...]string{"done", "drop", "retry", "dead"}

// String names the verdict as metrics do.
func (v Verdict) String() string { return verdictNames[v] }

// Result is the outcome of one delivery of a batch.
type Result struct {
	Verdict Verdict
	Reason  string    // of Drop; a stable word
	Err     error     // of Retry and Dead
	Publish []Message // of Done and Drop; acknowledged by the cluster before the delivery is finished
}

// Handler handles a batch in which no key stands twice and gives one Result for
// each delivery, in the same order. An error speaks for the whole batch: nothing of
// it has had an effect, or repeating it has none. Handlers run concurrently and
// see a delivery at least once.
type Handler func(ctx context.Context, batch []Delivery) ([]Result, error)

// Stage says what to read and what to do with it.
type Stage struct {
	Topic, Group string
	Lanes        int           // messages of a class out at once, one per key; default 1024
	Batch        int           // most messages of one Handle call; default 500
	Linger       time.Duration // how long the first message of a batch waits for others; default 3 ms
	Workers      int           // Handle calls at once; default 2
	// Class names what must not hold up the rest, as the tenant of a record. A batch then
	// holds messages of one class, of which at most one batch is in hand, and the
	// classes take turns. A class whose batch does not end costs the others one worker
	// and a part of PrefetchBytes: half, of k such classes k parts in k+1. Beyond that
	// its messages are passed over and read from the log again once it moves. What
	// remains: Workers classes that hang at once stop the stage; offsets are committed
	// only up to the oldest message of a class that hangs, so that a start repeats what
	// others finished behind it, and reading stops SubscriberConfig.Window messages of a
	// partition behind it. Messages of one key must be of one class. Called
	// concurrently; nil: all is one class, of which Workers batches may be in hand.
	Class func(Delivery) string
	// PrefetchBytes bounds the bytes of messages held in memory; default 64 MiB.
	PrefetchBytes int64
	// Patient tells that nobody waits for what this stage makes: a batch then waits up
	// to 250 ms for others, which saves most of what few records cost. Nil: never.
	Patient func() bool
	// Hold tells that what comes after this stage has enough to do: while it says so
	// no batch is begun. Nil: never.
	Hold func() bool
	// Tries is how often one record may end in an Internal fault before it is dead; default 3.
	Tries  int
	Handle Handler
	// OnDead keeps a record that cannot be handled, and why. The delivery is
	// finished only after it returned nil; until then it is called again.
	OnDead  func(ctx context.Context, d Delivery, why error) error
	Observe Observer
}

// Observer hears what a stage does. Every field may be nil; the functions are
// called concurrently and must return quickly.
type Observer struct {
	Batch   func(size int, took time.Duration, err error)     // one Handle call
	Settled func(d Delivery, v Verdict, reason string)        // a delivery was finished
	Waiting func(d Delivery, why error, wait time.Duration)   // a record failed alone and is tried again
	Gap     func(topic string, partition int, from, to int64) // see SubscriberConfig.OnGap
	Publish func(messages int, took time.Duration, err error) // one Publish of results
	// Assigned hears which partitions are this member's: see SubscriberConfig.OnAssign.
	Assigned func(topic string, partitions []int)
	// Finished hears how far this member is: see SubscriberConfig.OnFinished.
	Finished func(topic string, partition int, next int64, beyond int)
}

const (
	stopGrace   = 5 * time.Second // how long a batch in hand may take after the end
	minPrefetch = 4096
	patience    = 250 * time.Millisecond // see Stage.Patient
	lookAgain   = 50 * time.Millisecond  // how often Hold is asked
)

func (s Stage) withDefaults() (Stage, error) {
	if s.Topic == "" || s.Group == "" || s.Handle == nil || s.OnDead == nil {
		return s, errors.New("bus: a stage needs a topic, a group, Handle and OnDead")
	}
	def := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	def(&s.Lanes, 1024)
	def(&s.Batch, 500)
	def(&s.Workers, 2)
	def(&s.Tries, 3)
	if s.Linger <= 0 {
		s.Linger = 3 * time.Millisecond
	}
	return s, nil
}

// Run reads a topic as a member of the stage's group and handles it in batches
// until ctx ends; then it finishes the batches in hand, commits, leaves the group
// and returns nil. A stage that cannot be set up returns an error at once.
//
// Each message waits while up to Batch messages, or Linger, share one Handle call.
// When Handle fails, the batch is halved until the bad record stands alone: a
// transient fault waits (with growing pauses, at least fault.Wait) and is tried
// again for ever, an internal one Tries times, any other is dead. While a record
// waits, its lane waits, and nothing else.
func (b *Bus) Run(ctx context.Context, st Stage) error {
	st, err := st.withDefaults()
	if err != nil {
		return err
	}
	parts := 1
	if st.Class != nil {
		parts = 2 // of which a single class has one
	}
	sub, err := b.NewSubscriber(SubscriberConfig{
		Group: st.Group, Lanes: st.Lanes, PrefetchBytes: st.PrefetchBytes,
		Prefetch: parts * max(minPrefetch, 4*st.Batch, 4*st.Lanes), OnGap: st.Observe.Gap, OnAssign: st.Observe.Assigned, OnFinished: st.Observe.Finished, bare: true, class: st.Class,
	})
	if err != nil {
		return err
	}
	in, err := sub.Subscribe(context.WithoutCancel(ctx), st.Topic)
	if err != nil {
		return err
	}
	r := newRunner(b, st)
	r.run(ctx, in)
	return sub.Close()
}

// ladder spaces the tries of what failed.
var ladder = fault.Ladder{First: 20 * time.Millisecond, Cap: 10 * time.Second}
