package main

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
)

// Programs that are told to end under load do so within ten seconds: whatever got a
// 202 is there when they run again, who came late was told why, and what was begun was
// finished and committed.
func TestProgramsEndInGoodOrderUnderLoad(t *testing.T) {
	in := install(t)
	serveAt, workerAt := freePort(t), freePort(t)
	serve := in.start("serve", "--http", serveAt)
	worker := in.start("worker", "--health", workerAt)
	serve.ready(serveAt)
	worker.ready(workerAt)

	var mu sync.Mutex
	taken := map[string]bool{}
	others := map[answer]int{}
	stop := make(chan struct{})
	var senders sync.WaitGroup
	client := &http.Client{Timeout: 20 * time.Second}
	for s := range 16 {
		senders.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				id := fmt.Sprintf("s%d-%d", s, n)
				a := in.post(client, serveAt, id)
				mu.Lock()
				if a.status == http.StatusAccepted {
					taken[id] = true
				} else {
					others[a]++
				}
				mu.Unlock()
				if a.status == 0 {
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
	time.Sleep(1500 * time.Millisecond)
	var ends sync.WaitGroup
	for name, p := range map[string]*program{"serve": serve, "worker": worker} {
		ends.Go(func() {
			took, code := p.stop()
			t.Logf("%s ended after %s", name, took.Round(time.Millisecond))
			if took > 10*time.Second || code != 0 {
				t.Errorf("%s ended after %s with exit code %d:\n%s", name, took, code, p.output())
			}
		})
	}
	ends.Wait()
	close(stop)
	senders.Wait()
	t.Logf("%d taken, others %v", len(taken), others)
	if len(taken) < 100 {
		t.Errorf("only %d were taken: there was no load", len(taken))
	}
	late := 0
	for a, n := range others {
		switch {
		case a.status == http.StatusServiceUnavailable && a.code == "hub_stopping" && a.retry == "5":
			late += n
		case a.status != 0: // 0: nobody listens any more
			t.Errorf("%d senders were told %+v", n, a)
		}
	}
	if late == 0 {
		t.Error("nobody was told that the hub stops")
	}
	// Up to the first record that did not land everything is committed, and nobody holds
	// a lease.
	first := pgtest.Text(t, in.store, in.ws, "select min(n)::text from generate_series(0, (select max(koff) + 1 from raw_record)) n where not exists (select from raw_record where koff = n)")
	committed, err := in.bus.GroupOffsets(t.Context(), "heliu.map", bus.TopicRaw)
	if err != nil {
		t.Fatal(err)
	}
	if got := strconv.FormatInt(committed[0], 10); got != first || first == "0" {
		t.Errorf("landed up to %s, committed up to %s", first, got)
	}
	if leases, err := in.store.Leases(t.Context()); err != nil || len(leases) > 0 {
		t.Errorf("leases %v are held, %v", leases, err)
	}

	worker = in.start("worker", "--health", workerAt)
	worker.ready(workerAt)
	if n := in.settledAll(30 * time.Second); n < int64(len(taken)) {
		t.Errorf("%d records are there of %d that were taken", n, len(taken))
	}
}

// A killed hub is ready within three seconds of its start, and works again as soon:
// nobody waits for the sessions of the dead.
func TestReadySoonAfterAKill(t *testing.T) {
	in := install(t)
	serveAt, workerAt := freePort(t), freePort(t)
	client := &http.Client{Timeout: 5 * time.Second}
	for round := range 3 {
		serve := in.start("serve", "--http", serveAt)
		worker := in.start("worker", "--health", workerAt)
		tookServe, tookWorker := serve.ready(serveAt), worker.ready(workerAt)
		start := time.Now()
		for n := range 50 {
			if a := in.post(client, serveAt, fmt.Sprintf("r%d-%d", round, n)); a.status != http.StatusAccepted {
				t.Fatalf("%+v", a)
			}
		}
		in.settledAll(20 * time.Second)
		settled := time.Since(start)
		t.Logf("round %d: ready after %s (serve) and %s (worker), 50 records taken and settled after %s more", round,
			tookServe.Round(time.Millisecond), tookWorker.Round(time.Millisecond), settled.Round(time.Millisecond))
		if max(tookServe, tookWorker) > 3*time.Second {
			t.Errorf("round %d: ready after %s and %s", round, tookServe, tookWorker)
		}
		if settled > 5*time.Second {
			t.Errorf("round %d: worked again %s after it was ready", round, settled)
		}
		serve.kill()
		worker.kill()
	}
}
