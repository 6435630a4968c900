// Package trail makes the audit trail provable: every row of a workspace hangs on the
// one before it by a hash, and signed heads that are kept outside the database pin the
// chain, so that nobody can change, take out, put in, reorder, cut off or write anew
// what was there when a head was signed. It is pure: rows, heads, keys and the present
// time come as arguments.
//
// A row's bytes (version 1) are the text "HLA1" and then, in this order, the workspace
// (16 bytes), the place in the chain, the sequence number and the microseconds since
// 1970 (8 bytes each, big endian), and the texts actor kind, actor id, action, object
// kind, object id, reason and diff, each behind its length in bytes (4 bytes, big
// endian). A diff that is not there has the length 0xFFFFFFFF and no bytes. The hash of
// a row is SHA-256 over the hash of the row before it (32 zero bytes for the first) and
// these bytes. The database makes the hash itself when a row is inserted
// (heliu_audit_row in the migrations); this package proves it independently.
package trail

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// Hash is the hash of a row and, through it, of all rows before.
type Hash [sha256.Size]byte

// String is the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// HashOf reads a stored hash; one of another length is the zero hash, which no row has.
func HashOf(b []byte) (h Hash) {
	if len(b) == len(h) {
		copy(h[:], b)
	}
	return h
}

// Row is one row of the trail with its place in the chain.
type Row struct {
	Workspace  record.WorkspaceID
	N          int64 // its place in the workspace's chain, from 1 without gaps
	Seq        int64
	At         time.Time // counts in microseconds
	ActorKind  string
	ActorID    string
	Action     string
	ObjectKind string
	ObjectID   string
	Reason     string
	Diff       *string // as the database writes its JSON; nil: none
}

// magic begins the bytes of version 1.
const magic = "HLA1"

// Canonical gives the bytes that are hashed. A workspace that is no UUID counts as the
// zero one; the database holds none such.
func (r Row) Canonical() []byte {
	ws, _ := uuid.Parse(string(r.Workspace))
	out := append([]byte(magic), ws[:]...)
	out = binary.BigEndian.AppendUint64(out, uint64(r.N))              //nolint:gosec // the bits as they are
	out = binary.BigEndian.AppendUint64(out, uint64(r.Seq))            //nolint:gosec // the bits as they are
	out = binary.BigEndian.AppendUint64(out, uint64(r.At.UnixMicro())) //nolint:gosec // the bits as they are
	for _, s := range []string{r.ActorKind, r.ActorID, r.Action, r.ObjectKind, r.ObjectID, r.Reason} {
		out = appendText(out, s)
	}
	if r.Diff == nil {
		return binary.BigEndian.AppendUint32(out, ^uint32(0))
	}
	return appendText(out, *r.Diff)
}

func appendText(out []byte, s string) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(s))) //nolint:gosec // a column holds at most 1 GB
	return append(out, s...)
}

// Next gives the hash of a row behind the row whose hash is prev.
func Next(prev Hash, r Row) Hash {
	return sha256.Sum256(append(prev[:], r.Canonical()...))
}
