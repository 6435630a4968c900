//go:build !realkafka

package bus_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

func startBroker(t *testing.T, cfg bus.BrokerConfig) (*bus.Broker, *bus.Bus) {
	t.Helper()
	if cfg.Log == nil {
		cfg.Log = quiet
	}
	br, err := bus.StartBroker(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bus.Open(t.Context(), bus.Config{Brokers: []string{br.Addr()}, SessionTimeout: 6 * time.Second, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	return br, b
}

func TestBrokerKeepsLogAndOffsets(t *testing.T) {
	dir := t.TempDir()
	br, b := startBroker(t, bus.BrokerConfig{Dir: dir, Partitions: 3})
	publish(t, b, bus.TopicRaw, 90, each)
	r := start(t, b, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		return allDone(batch), nil
	}})
	eventually(t, "all are read", func() bool { return lag(t, b, "g", bus.TopicRaw) == 0 })
	r.end()
	_ = b.Close()
	br.Close()

	br, b = startBroker(t, bus.BrokerConfig{Dir: dir})
	defer br.Close()
	defer func() { _ = b.Close() }()
	end, err := b.EndOffsets(t.Context(), bus.TopicRaw)
	if err != nil || len(end) != 3 || end[0]+end[1]+end[2] != 90 {
		t.Errorf("after a restart the log ends at %v, %v", end, err)
	}
	if n := lag(t, b, "g", bus.TopicRaw); n != 0 {
		t.Errorf("after a restart %d messages are unread", n)
	}
	if err := b.EnsureTopics(t.Context()); err != nil {
		t.Errorf("topics that exist: %v", err)
	}
}

func TestBrokerDirectoryHasOneOwner(t *testing.T) {
	dir := t.TempDir()
	br, b := startBroker(t, bus.BrokerConfig{Dir: dir})
	defer br.Close()
	defer func() { _ = b.Close() }()
	_, err := bus.StartBroker(t.Context(), bus.BrokerConfig{Dir: dir, Log: quiet})
	if f := fault.As(err); f == nil || f.Code != "broker_data_in_use" {
		t.Errorf("a second broker on the same data: %v", err)
	}
}

func TestBrokerStartFailsClearly(t *testing.T) {
	for _, c := range []bus.BrokerConfig{{}, {Dir: t.TempDir(), Listen: "127.0.0.1:notaport"}, {Dir: "/dev/null/x"}} {
		if _, err := bus.StartBroker(t.Context(), c); fault.As(err) == nil || fault.As(err).Code != "broker_failed" {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Old messages leave, also after a restart, and a reader that comes back too late is told.
func TestBrokerForgetsOldMessages(t *testing.T) {
	dir := t.TempDir()
	cfg := bus.BrokerConfig{Dir: dir, Retention: 300 * time.Millisecond, SegmentBytes: 2000, CleanInterval: 50 * time.Millisecond}
	for round := range 2 {
		br, b := startBroker(t, cfg)
		before, err := b.StartOffsets(t.Context(), bus.TopicRaw)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			publish(t, b, bus.TopicRaw, 5, each)
		}
		eventually(t, "old messages are gone", func() bool {
			first, err := b.StartOffsets(t.Context(), bus.TopicRaw)
			return err == nil && first[0] >= before[0]+50
		})
		if files, err := filepath.Glob(filepath.Join(dir, "log", "partitions", bus.TopicRaw+"-0", "*.dat")); err != nil || len(files) > 40 {
			t.Errorf("round %d: %d segments are still on disk, %v", round, len(files), err)
		}
		_ = b.Close()
		br.Close()
	}
}

func TestReaderIsToldAboutGaps(t *testing.T) {
	br, b := startBroker(t, bus.BrokerConfig{Dir: t.TempDir(), Retention: 200 * time.Millisecond, SegmentBytes: 1000, CleanInterval: 50 * time.Millisecond})
	defer br.Close()
	defer func() { _ = b.Close() }()
	var mu sync.Mutex
	var gaps [][2]int64
	stage := func(n *int) bus.Stage {
		return bus.Stage{
			Topic: bus.TopicRaw, Group: "g",
			Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
				mu.Lock()
				defer mu.Unlock()
				*n += len(batch)
				return allDone(batch), nil
			},
			Observe: bus.Observer{Gap: func(_ string, _ int, from, to int64) {
				mu.Lock()
				defer mu.Unlock()
				gaps = append(gaps, [2]int64{from, to})
			}},
		}
	}
	publish(t, b, bus.TopicRaw, 1, each)
	n := 0
	r := start(t, b, stage(&n))
	eventually(t, "the first is read", func() bool { return lag(t, b, "g", bus.TopicRaw) == 0 })
	r.end()
	for range 20 {
		publish(t, b, bus.TopicRaw, 5, each)
	}
	eventually(t, "unread messages expire", func() bool {
		first, err := b.StartOffsets(t.Context(), bus.TopicRaw)
		return err == nil && first[0] > 10
	})
	start(t, b, stage(&n))
	eventually(t, "the gap is told", func() bool { mu.Lock(); defer mu.Unlock(); return len(gaps) > 0 })
	mu.Lock()
	defer mu.Unlock()
	if gaps[0][0] != 1 || gaps[0][1] <= 10 {
		t.Errorf("the gap is %v", gaps)
	}
}

// A damaged log is noticed, said, and what was cut off is kept; a torn tail is not an alarm.
func TestBrokerNoticesDamage(t *testing.T) {
	for _, c := range []struct {
		name, level string
		damage      func(t *testing.T, file string)
		left        int64
	}{
		{"a flipped byte of an offset", "ERROR", func(t *testing.T, file string) { flip(t, file, 0) }, 5},
		{"a flipped byte of a length", "ERROR", func(t *testing.T, file string) { flip(t, file, 9) }, 5},
		{"a flipped byte of a payload", "ERROR", func(t *testing.T, file string) { flip(t, file, -9) }, 4},
		{"a torn tail", "WARN", func(t *testing.T, file string) {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(file, info.Size()-7); err != nil {
				t.Fatal(err)
			}
		}, 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			br, b := startBroker(t, bus.BrokerConfig{Dir: dir})
			for range 10 { // ten batches of one message
				publish(t, b, bus.TopicRaw, 1, each)
			}
			_ = b.Close()
			br.Close()
			files, err := filepath.Glob(filepath.Join(dir, "log", "partitions", bus.TopicRaw+"-0", "*.dat"))
			if err != nil || len(files) != 1 {
				t.Fatalf("log files %v, %v", files, err)
			}
			before, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			c.damage(t, files[0])
			damaged, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			br, b = startBroker(t, bus.BrokerConfig{Dir: dir, Log: slog.New(slog.NewTextHandler(&said, nil))})
			defer br.Close()
			defer func() { _ = b.Close() }()
			end, err := b.EndOffsets(t.Context(), bus.TopicRaw)
			if err != nil || end[0] != c.left {
				t.Errorf("the log ends at %v, %v", end, err)
			}
			if !strings.Contains(said.String(), "level="+c.level) || !strings.Contains(said.String(), "kept=") {
				t.Errorf("it said:\n%s", said.String())
			}
			kept, err := filepath.Glob(filepath.Join(dir, "corrupt", "*"))
			if err != nil || len(kept) != 1 {
				t.Fatalf("kept %v, %v", kept, err)
			}
			tail, err := os.ReadFile(kept[0])
			if err != nil || len(tail) < 8 || !bytes.HasSuffix(damaged, tail) || bytes.Equal(before, damaged) || len(tail) >= len(damaged) {
				t.Errorf("kept %d bytes that are not the end of the file, %v", len(tail), err)
			}
		})
	}
}

// flip changes one byte of a log file of ten equal batches, counted from the start of the sixth.
func flip(t *testing.T, file string, at int) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2+at] ^= 1
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
