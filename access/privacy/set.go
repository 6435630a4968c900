package privacy

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"slices"
	"sync"

	"github.com/heliuhub/heliu/record"
)

// Hash is the keyed hash of a value in a workspace.
type Hash [sha256.Size]byte

// Hasher makes keyed hashes (HMAC-SHA-256). The same value has another hash in another
// workspace, and as another kind. It is safe for concurrent use.
type Hasher struct {
	ws   record.WorkspaceID
	pool *sync.Pool
}

// NewHasher makes a hasher of a workspace.
func NewHasher(key []byte, ws record.WorkspaceID) *Hasher {
	return &Hasher{ws: ws, pool: &sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}}
}

// Of hashes a value.
func (h *Hasher) Of(v Value) (sum Hash) {
	m, _ := h.pool.Get().(hash.Hash)
	m.Reset()
	for _, s := range []string{string(h.ws), string(v.Kind), v.Text} {
		m.Write([]byte(s))
		m.Write([]byte{0})
	}
	m.Sum(sum[:0])
	h.pool.Put(m)
	return sum
}

// Entry is a value that a set holds, as it is stored.
type Entry struct {
	Kind  Kind
	Hash  Hash
	Owner string // whose: the erasure's id
}

// Set finds the values of some persons in what sources say. The nil Set holds nobody.
// It never changes and is safe for concurrent use.
type Set struct {
	Generation int64 // grows with every erasure of the workspace
	hasher     *Hasher
	kinds      map[Kind]bool
	owners     map[Hash][]string
}

// NewSet makes a set of stored values.
func NewSet(h *Hasher, generation int64, entries []Entry) *Set {
	s := &Set{Generation: generation, hasher: h, kinds: map[Kind]bool{}, owners: make(map[Hash][]string, len(entries))}
	for _, e := range entries {
		s.kinds[e.Kind] = true
		if !slices.Contains(s.owners[e.Hash], e.Owner) {
			s.owners[e.Hash] = append(s.owners[e.Hash], e.Owner)
		}
	}
	return s
}

// SetOf makes a set of plain values of one owner.
func SetOf(h *Hasher, owner string, values []Value) *Set {
	entries := make([]Entry, len(values))
	for i, v := range values {
		entries[i] = Entry{v.Kind, h.Of(v), owner}
	}
	return NewSet(h, 0, entries)
}

// Empty tells whether the set holds nobody.
func (s *Set) Empty() bool { return s == nil || len(s.owners) == 0 }

// At is the generation of the set; 0 of a nil one.
func (s *Set) At() int64 {
	if s == nil {
		return 0
	}
	return s.Generation
}

// Holds tells whose a value is; none for one that nobody has.
func (s *Set) Holds(v Value) []string {
	if s.Empty() || !s.kinds[v.Kind] {
		return nil
	}
	return s.owners[s.hasher.Of(v)]
}

// Record tells whose a source record is.
func (s *Set) Record(c record.ConnectionID, stream, key string) []string {
	return s.Holds(SourceOf(c, stream, key))
}
