package bus

import (
	"fmt"
	"net"
	"sync"

	"github.com/heliuhub/heliu/fault"
)

// barrier stands between the broker and its clients. The broker writes to the page
// cache and never syncs; the barrier lets an answer through only when everything that
// was written before it is on disk. So nobody is told of a message, neither who sent it
// nor who reads it nor who asks where the log ends, that a power cut could take back.
//
// Answers that wait share a sync, over all connections and partitions. An error of a
// sync is final: after it the kernel may hold for clean what it could not write, so
// trying again would prove nothing. Nothing is answered any more, and whatever was not
// synced is cut off when the broker closes.
//
// It is safe for concurrent use.
type barrier struct {
	files *syncer

	mu     sync.Mutex
	open   map[*write]struct{} // writes that the broker was given and that are not known to be on disk
	next   *round              // gathers answers until the sync before it ends
	err    error               // why there are no answers any more
	kick   chan struct{}
	closed chan struct{}
	failed chan struct{} // closed when the disk refused
	ended  chan struct{}
}

// write is one request that changes files. It is handled once its answer came.
type write struct{ handled bool }

// round is one sync and all who wait for it.
type round struct {
	done chan struct{}
	err  error
}

func newBarrier(files *syncer) *barrier {
	b := &barrier{
		files: files, open: map[*write]struct{}{}, kick: make(chan struct{}, 1),
		closed: make(chan struct{}), failed: make(chan struct{}), ended: make(chan struct{}),
	}
	go b.run()
	return b
}

// began notes a write that the broker is about to be given.
func (b *barrier) began() *write {
	w := &write{}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open[w] = struct{}{}
	return w
}

// handled notes that the broker did what it wanted to do about a write.
func (b *barrier) handled(w *write) {
	b.mu.Lock()
	defer b.mu.Unlock()
	w.handled = true
}

// wait returns when everything that was written before it was called is on disk, or
// with the reason why that will never be. It asks for no sync when nothing is open.
func (b *barrier) wait() error {
	b.mu.Lock()
	if b.err != nil || len(b.open) == 0 {
		defer b.mu.Unlock()
		return b.err
	}
	if b.next == nil {
		b.next = &round{done: make(chan struct{})}
		b.kick <- struct{}{} // has room: whoever takes the round took the kick before
	}
	r := b.next
	b.mu.Unlock()
	<-r.done
	return r.err
}

func (b *barrier) run() {
	defer close(b.ended)
	for {
		select {
		case <-b.closed:
			return
		case <-b.kick:
		}
		b.mu.Lock()
		r := b.next
		b.next = nil
		var covered []*write // by a sync that starts now
		for w := range b.open {
			if w.handled {
				covered = append(covered, w)
			}
		}
		b.mu.Unlock()
		err := b.files.sync()
		b.mu.Lock()
		for _, w := range covered {
			delete(b.open, w)
		}
		if err != nil && b.err == nil {
			b.err = fault.New("broker_disk_failed", err)
			close(b.failed)
		}
		r.err = b.err
		b.mu.Unlock()
		close(r.done)
	}
}

// close syncs once more, refuses everything from here on, and after a failure cuts off
// what was never synced. The broker must have closed its files before.
func (b *barrier) close() error {
	close(b.closed)
	<-b.ended
	b.mu.Lock()
	defer b.mu.Unlock()
	failed := b.err
	if b.err == nil {
		b.err = fmt.Errorf("the broker is closed: %w", net.ErrClosed)
	}
	if b.next != nil {
		b.next.err = b.err
		close(b.next.done)
		b.next = nil
	}
	if failed != nil {
		return b.files.cut()
	}
	if err := b.files.sync(); err != nil {
		return fault.New("broker_disk_failed", err)
	}
	return nil
}
