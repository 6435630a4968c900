package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// change is one record as the ledger tells of it: sends of the same content under the
// same version are one change.
type change struct {
	Key           Key
	Version, Hash string
	line          ledger.Line

	accepted bool // some attempt was answered with success
	first    At   // where its first copy lies on the bus
	found    bool
}

type changeID struct {
	Key           Key
	Version, Hash string
}

// sent is one send with its answers.
type sent struct {
	line     ledger.Line
	answered []ledger.Line
}

func (s sent) accepted() (ledger.Line, bool) {
	for _, a := range s.answered {
		if a.Status/100 == 2 {
			return a, true
		}
	}
	return ledger.Line{}, false
}

// history is the ledger in order.
type history struct {
	changes map[changeID]*change
	sends   []*sent
	edits   map[Key]ledger.Line // the last edit of each record that the hub reads
}

func readHistory(lines []ledger.Line) history {
	h := history{changes: map[changeID]*change{}, edits: map[Key]ledger.Line{}}
	bySeq := map[int64]*sent{}
	for _, l := range lines {
		k := Key{l.Conn, l.Stream, l.Key}
		switch l.Kind {
		case ledger.Send:
			s := &sent{line: l}
			bySeq[l.Seq] = s
			h.sends = append(h.sends, s)
			h.change(k, l)
		case ledger.Edit:
			h.change(k, l)
			h.edits[k] = l
		case ledger.Answer:
			s := bySeq[l.Seq]
			if s == nil {
				continue // its send would have been written before
			}
			s.answered = append(s.answered, l)
			if l.Status/100 == 2 {
				h.changes[idOf(s.line)].accepted = true
			}
		}
	}
	return h
}

func idOf(l ledger.Line) changeID { return changeID{Key{l.Conn, l.Stream, l.Key}, l.Version, l.Hash} }

func (h history) change(k Key, l ledger.Line) {
	id := idOf(l)
	if c := h.changes[id]; c == nil {
		h.changes[id] = &change{Key: k, Version: l.Version, Hash: l.Hash, line: l}
	}
}

// expected is what must become of one message of heliu.raw.
type expected struct {
	change *change
	kind   string
	reason string
}

// model folds the messages of heliu.raw, in the order of each key, as the rules say:
// a later version wins, of one version the greater hash. It is all that the reference
// knows of the hub.
type model struct {
	current map[Key]*change
	want    map[At]expected
	unknown []Message // nobody sent them
}

func fold(h history, raw []Message, conns map[string]string) model {
	m := model{current: map[Key]*change{}, want: map[At]expected{}}
	slices.SortFunc(raw, func(a, b Message) int {
		return cmp.Or(cmp.Compare(a.Part, b.Part), cmp.Compare(a.Off, b.Off))
	})
	for _, msg := range raw {
		k := Key{conns[msg.Headers["heliu-connection"]], msg.Headers["heliu-stream"], msg.Headers["heliu-key"]}
		c := h.changes[changeID{k, msg.Headers["heliu-version"], contentHash(msg.Headers["heliu-op"], msg.Value)}]
		if c == nil {
			m.unknown = append(m.unknown, msg)
			continue
		}
		at := At{msg.Part, msg.Off}
		if !c.found {
			c.first, c.found = at, true
		}
		m.want[at] = m.next(c)
	}
	return m
}

func (m model) next(c *change) expected {
	was := m.current[c.Key]
	switch {
	case c.line.Bad:
		return expected{c, "quarantined", "missing_field"}
	case was != nil && was.Hash == c.Hash:
		return expected{c, "duplicate", "unchanged"}
	case was != nil && (was.Version > c.Version || was.Version == c.Version && was.Hash > c.Hash):
		return expected{c, "duplicate", "superseded"}
	}
	m.current[c.Key] = c
	return expected{c, "applied", ""}
}

func contentHash(op string, payload []byte) string {
	h := sha256.New()
	h.Write([]byte(op))
	h.Write([]byte{0})
	h.Write(payload)
	return hex.EncodeToString(h.Sum(nil))
}
