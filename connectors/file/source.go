package file

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// pageRows is how many rows go to the bus at a time.
const pageRows = 500

// state is how far a stream was read: all files up to Seq, and Row rows of File.
type state struct {
	V    int   `json:"v"`
	Seq  int64 `json:"seq"`
	File int64 `json:"file,omitempty"`
	Row  int   `json:"row,omitempty"`
}

// source reads the uploaded files of one connection.
type source struct {
	env  connectors.Env
	own  map[string]string
	page int
}

var _ connectors.FileTaker = (*source)(nil)

// Check tries to list the files.
func (s *source) Check(ctx context.Context) error {
	_, err := s.env.Files.List(ctx, 0)
	return asFault(err)
}

// Discover lists all streams: each kind of list can come.
func (s *source) Discover(context.Context) ([]connectors.Stream, error) { return spec.Streams, nil }

// Read reads the files of one kind that came after the state, in order of upload.
func (s *source) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	if _, ok := layouts[stream]; !ok {
		return fault.Newf("bad_request", "there is no stream %.40q", stream)
	}
	st := state{V: 1}
	if from != nil {
		if err := json.Unmarshal(from, &st); err != nil || st.V != 1 || st.Seq < 0 || st.Row < 0 {
			return fault.Newf("lost_state", "the state is not one of this connector")
		}
	}
	for at := st.Seq; ; {
		infos, err := s.env.Files.List(ctx, at)
		if err != nil {
			return asFault(err)
		}
		if len(infos) == 0 {
			return nil
		}
		for _, info := range infos {
			if info.Kind == stream {
				skip := 0
				if info.Seq == st.File {
					skip = st.Row
				}
				if err := s.readFile(ctx, stream, info, skip, emit); err != nil {
					return err
				}
			}
			at = info.Seq
		}
	}
}

// readFile emits the rows of a file after skip of them.
func (s *source) readFile(ctx context.Context, stream string, info connectors.FileInfo, skip int, emit connectors.Emit) error {
	content, err := s.content(ctx, info)
	if err != nil {
		return err
	}
	t, err := openTable(stream, content, s.own)
	if err != nil {
		return s.refuse(ctx, stream, info, nil, err, emit)
	}
	defer t.close()
	if len(t.flags) > 0 {
		s.env.Log.WarnContext(ctx, "file: parts of an uploaded workbook were left out", "seq", info.Seq, "parts", t.flags)
	}
	scans, err := survey(newMaker(stream, info, t, s.env.Hash))
	if err != nil {
		return s.refuse(ctx, stream, info, t, err, emit)
	}
	m := newMaker(stream, info, t, s.env.Hash)
	b := batch{file: info.Seq, size: s.page, emit: emit}
	var failed error
	err = t.data(func(n int, r row) bool {
		if n <= skip {
			return true
		}
		count := 0
		if seen := scans[m.badgeKey(r)]; seen != nil {
			if seen.row != n {
				return true // another scan of this badge was earlier: it stands for this one too
			}
			count = seen.count
		}
		var rec record.Record
		if rec, failed = m.record(n, r, count); failed == nil {
			failed = b.add(ctx, n, rec)
		}
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	return b.finish(ctx)
}

func (s *source) content(ctx context.Context, info connectors.FileInfo) ([]byte, error) {
	f, err := s.env.Files.Open(ctx, info.SHA256)
	if err != nil {
		return nil, asFault(err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return nil, asFault(err)
	}
	return content, nil
}

// refuse makes one record of a file that nobody can read, so that it ends as a dead letter.
func (s *source) refuse(ctx context.Context, stream string, info connectors.FileInfo, t *table, why error, emit connectors.Emit) error {
	f := fault.As(why)
	if f.Kind != fault.Invalid {
		return why
	}
	rec, err := newMaker(stream, info, t, s.env.Hash).whole(f.Code, f.Zh+" ("+f.En+")")
	if err != nil {
		return err
	}
	return emit(ctx, []record.Record{rec}, marshal(state{V: 1, Seq: info.Seq}))
}

// scan is what the first pass learnt of a badge.
type scan struct {
	row   int // the earliest scan
	at    time.Time
	count int
}

// survey goes through the rows once: it counts them and finds the earliest scan of
// each badge. Its error is a fault of the whole file.
func survey(m *maker) (map[string]*scan, error) {
	scans := map[string]*scan{}
	rows := 0
	err := m.t.data(func(n int, r row) bool {
		rows = n
		if k := m.badgeKey(r); k != "" {
			at := m.scanned(r)
			seen := scans[k]
			if seen == nil {
				seen = &scan{row: n, at: at}
				scans[k] = seen
			} else if !at.IsZero() && (seen.at.IsZero() || at.Before(seen.at)) {
				seen.row, seen.at = n, at
			}
			seen.count++
		}
		return n <= MaxRows
	})
	switch {
	case err != nil:
		return nil, err
	case rows > MaxRows:
		return nil, fault.New("too_many_rows", nil)
	case rows == 0:
		return nil, fault.New("empty_file", nil)
	}
	return scans, nil
}

// badgeKey is the badge of a good row of a trade-fair list, else "".
func (m *maker) badgeKey(r row) string {
	if m.kind != StreamTradeFair || r.bad != nil {
		return ""
	}
	return m.badge(r)
}

// batch gathers records and emits them with the state behind them.
type batch struct {
	file int64
	size int
	emit connectors.Emit
	recs []record.Record
	last int // row of the last record
}

// add takes a record; a full batch goes out when the next record shows that the file
// goes on, so that the last batch carries the state of a finished file.
func (b *batch) add(ctx context.Context, n int, rec record.Record) error {
	if len(b.recs) >= b.size {
		if err := b.emit(ctx, b.recs, marshal(state{V: 1, Seq: b.file - 1, File: b.file, Row: b.last})); err != nil {
			return err
		}
		b.recs = nil
	}
	b.recs, b.last = append(b.recs, rec), n
	return nil
}

func (b *batch) finish(ctx context.Context) error {
	return b.emit(ctx, b.recs, marshal(state{V: 1, Seq: b.file}))
}

func marshal(s state) connectors.State {
	b, _ := json.Marshal(s) // four numbers cannot fail
	return b
}

// asFault says of the file store's errors that trying again may help.
func asFault(err error) error {
	if err == nil {
		return nil
	}
	if f := fault.As(err); f.Code != "internal" {
		return f
	}
	return fault.New("source_error", fmt.Errorf("file store: %w", err))
}
