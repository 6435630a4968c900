// Package ledger is what the clients of a torture run know: what they sent, and what
// they were answered. A line is on the disk before the request leaves, and another
// before anybody acts on the answer, so that the checker can hold the hub to it.
package ledger

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The kinds of lines.
const (
	Send   = "send"   // a client is about to send, over and over until it is answered
	Answer = "answer" // how one attempt ended
	Edit   = "edit"   // a system that the hub reads has changed a record
)

// Line is one entry. Sends and edits say what the record is, answers name the send.
type Line struct {
	Kind string `json:"k"`
	Seq  int64  `json:"s"` // of the send

	Conn    string `json:"c,omitempty"` // name of the connection
	Stream  string `json:"st,omitempty"`
	Key     string `json:"key,omitempty"`
	Version string `json:"v,omitempty"`
	Hash    string `json:"h,omitempty"` // hex SHA-256 of operation and payload
	Fen     int64  `json:"fen,omitempty"`
	Name    string `json:"n,omitempty"`
	Tax     string `json:"tax,omitempty"`
	Deleted bool   `json:"del,omitempty"`
	Late    bool   `json:"late,omitempty"`  // sent after a later version of its key was answered
	Bad     bool   `json:"bad,omitempty"`   // durable, but no mapping can read it
	Wrong   bool   `json:"wrong,omitempty"` // no door may take it

	Hub       int       `json:"hub,omitempty"`
	Status    int       `json:"status,omitempty"` // 0: nothing is known
	Duplicate bool      `json:"dup,omitempty"`    // the door knew it already
	Sent      time.Time `json:"t0,omitzero"`
	At        time.Time `json:"t,omitzero"`
}

// Ledger is an open file. It is safe for concurrent use.
type Ledger struct {
	file *os.File

	mu      sync.Mutex
	pending []byte
	waiting []chan error
	closed  bool
	wake    chan struct{}
	done    chan struct{}
}

// Create makes the file, which must not exist.
func Create(path string) (*Ledger, error) {
	f, err := os.OpenFile(filepath.Clean(path), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	l := &Ledger{file: f, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go l.write()
	return l, nil
}

// Append returns when the lines are on the disk; lines of many callers share a sync.
func (l *Ledger) Append(lines ...Line) error {
	var b []byte
	for _, x := range lines {
		j, err := json.Marshal(x)
		if err != nil {
			return err
		}
		b = append(append(b, j...), '\n')
	}
	ch := make(chan error, 1)
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return errors.New("ledger: closed")
	}
	l.pending = append(l.pending, b...)
	l.waiting = append(l.waiting, ch)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
	return <-ch
}

func (l *Ledger) write() {
	defer close(l.done)
	for range l.wake {
		l.mu.Lock()
		b, waiting, closed := l.pending, l.waiting, l.closed
		l.pending, l.waiting = nil, nil
		l.mu.Unlock()
		var err error
		if len(b) > 0 {
			if _, err = l.file.Write(b); err == nil {
				err = l.file.Sync()
			}
		}
		for _, ch := range waiting {
			ch <- err
		}
		if closed {
			return
		}
	}
}

// Close writes what waits and closes the file.
func (l *Ledger) Close() error {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
	<-l.done
	return l.file.Close()
}

// Read gives every whole line of a file in order.
func Read(path string) ([]Line, error) {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []Line
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 64<<10), 4<<20)
	for sc.Scan() {
		var x Line
		if err := json.Unmarshal(sc.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("ledger: line %d: %w", len(out)+1, err)
		}
		out = append(out, x)
	}
	return out, sc.Err()
}
