//go:build !realkafka

package bus_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

// disk is a disk that can refuse to keep what it was given, or take its time.
type disk struct {
	refuse atomic.Bool
	hold   sync.RWMutex // locked: syncs wait

	mu    sync.Mutex
	syncs int
	sizes map[string]int64 // of each log file when a sync of it began that succeeded
}

func (d *disk) sync(f *os.File) error {
	d.hold.RLock()
	defer d.hold.RUnlock()
	if d.refuse.Load() {
		return &os.PathError{Op: "sync", Path: f.Name(), Err: syscall.EIO}
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sizes == nil {
		d.sizes = map[string]int64{}
	}
	d.syncs++
	if strings.HasSuffix(f.Name(), ".dat") {
		d.sizes[f.Name()] = info.Size()
	}
	return nil
}

// A disk that refuses ends the broker: nothing is acknowledged or shown from the first
// refused sync on, though the disk recovers, and what was refused is not in the log when
// the broker starts again.
func TestNothingIsAcknowledgedThatTheDiskRefused(t *testing.T) {
	var d disk
	cfg := bus.WithSync(bus.BrokerConfig{Dir: t.TempDir()}, d.sync)
	br, b := startBroker(t, cfg)
	publish(t, b, bus.TopicRaw, 10, each)
	d.refuse.Store(true)
	for range 3 {
		err := b.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Payload: []byte("refused")})
		if f := fault.As(err); f == nil || f.Code != "bus_unavailable" {
			t.Fatalf("the disk refused, and the broker said: %v", err)
		}
		d.refuse.Store(false) // what the kernel could not write is lost, whatever later syncs say
	}
	select {
	case <-br.Failed():
	case <-time.After(5 * time.Second):
		t.Fatal("the broker did not say that it failed")
	}
	if f := fault.As(br.Err()); f == nil || f.Code != "broker_disk_failed" || !errors.Is(br.Err(), syscall.EIO) {
		t.Errorf("it failed with: %v", br.Err())
	}
	if end, err := b.EndOffsets(t.Context(), bus.TopicRaw); err == nil {
		t.Errorf("it still answers that its log ends at %v", end)
	}
	_ = b.Close()
	br.Close()

	br, b = startBroker(t, cfg)
	defer br.Close()
	defer func() { _ = b.Close() }()
	if end, err := b.EndOffsets(t.Context(), bus.TopicRaw); err != nil || end[0] != 10 {
		t.Errorf("after a restart the log ends at %v, %v; 10 were acknowledged, the others refused", end, err)
	}
	publish(t, b, bus.TopicRaw, 1, each)
}

// Nobody hears of a message before it is on disk: not who sent it, not a reader, not
// who asks where the log ends.
func TestNobodyHearsOfWhatIsNotOnDisk(t *testing.T) {
	var d disk
	br, b := startBroker(t, bus.WithSync(bus.BrokerConfig{Dir: t.TempDir()}, d.sync))
	defer br.Close()
	defer func() { _ = b.Close() }()
	var read atomic.Int64
	start(t, b, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		read.Add(int64(len(batch)))
		return allDone(batch), nil
	}})
	publish(t, b, bus.TopicRaw, 5, each)
	eventually(t, "the reader works", func() bool { return read.Load() == 5 })
	d.hold.Lock()
	sent, asked := make(chan error, 1), make(chan int64, 1)
	go func() {
		sent <- b.Publish(context.Background(), bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")})
	}()
	time.Sleep(300 * time.Millisecond) // the broker has it and would have shown it
	go func() {
		end, _ := b.EndOffsets(context.Background(), bus.TopicRaw)
		asked <- end[0]
	}()
	select {
	case err := <-sent:
		t.Errorf("it was acknowledged before it was on disk: %v", err)
	case end := <-asked:
		t.Errorf("the log was said to end at %d before that was on disk", end)
	case <-time.After(700 * time.Millisecond):
	}
	if read.Load() != 5 {
		t.Error("it was read before it was on disk")
	}
	d.hold.Unlock()
	if err := <-sent; err != nil {
		t.Error(err)
	}
	eventually(t, "it is read", func() bool { return read.Load() == 6 })
}

// Whatever was acknowledged is in a file whose sync began after it was written, over
// partitions and log files that the broker starts anew; and the syncs are shared.
func TestEveryAcknowledgementIsCoveredByASync(t *testing.T) {
	var d disk
	dir := t.TempDir()
	br, b := startBroker(t, bus.WithSync(bus.BrokerConfig{Dir: dir, Partitions: 4, SegmentBytes: 20_000}, d.sync))
	defer br.Close()
	const senders, rounds = 16, 60
	var wg sync.WaitGroup
	buses := make([]*bus.Bus, senders) // connections of their own, so that no batch is shared
	for i := range senders {
		buses[i] = openAt(t, br.Addr())
		wg.Go(func() {
			for r := range rounds {
				m := bus.Message{Topic: bus.TopicRaw, Key: each(i*rounds + r), Payload: make([]byte, 500)}
				if err := buses[i].Publish(context.Background(), m); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	_ = b.Close()
	d.mu.Lock()
	syncs := d.syncs
	sizes := d.sizes
	d.mu.Unlock()
	files, err := filepath.Glob(filepath.Join(dir, "log", "partitions", "*", "*.dat"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d log files, %v: none was begun anew", len(files), err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if sizes[f] != info.Size() {
			t.Errorf("%s holds %d bytes, %d of them synced", f, info.Size(), sizes[f])
		}
	}
	if syncs > senders*rounds {
		t.Errorf("%d syncs for %d messages that came at once: they are not shared", syncs, senders*rounds)
	}
	t.Logf("%d syncs for %d messages in %d files", syncs, senders*rounds, len(files))
}

// An idle broker answers without touching the disk.
func TestAnIdleBrokerDoesNotSync(t *testing.T) {
	var d disk
	br, b := startBroker(t, bus.WithSync(bus.BrokerConfig{Dir: t.TempDir()}, d.sync))
	defer br.Close()
	defer func() { _ = b.Close() }()
	publish(t, b, bus.TopicRaw, 1, each)
	d.hold.Lock()
	defer d.hold.Unlock()
	for range 5 {
		if end, err := b.EndOffsets(t.Context(), bus.TopicRaw); err != nil || end[0] != 1 {
			t.Fatalf("%v, %v", end, err)
		}
	}
}
