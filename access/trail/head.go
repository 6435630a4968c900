package trail

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// Head says, under the hub's signature, what the chain of a workspace was at a moment.
// It holds no value of any row.
type Head struct {
	Workspace record.WorkspaceID
	N         int64 // the last row
	Hash      Hash  // of that row
	At        time.Time
	Key       string // fingerprint of the public key
	Signature []byte // Ed25519 (RFC 8032)
}

// Key signs heads. It is made of a seed that the database never sees.
type Key struct {
	private ed25519.PrivateKey
}

// NewKey makes the key of a seed of 32 bytes.
func NewKey(seed []byte) (Key, error) {
	if len(seed) != ed25519.SeedSize {
		return Key{}, fmt.Errorf("trail: a seed has %d bytes, not %d", ed25519.SeedSize, len(seed))
	}
	return Key{ed25519.NewKeyFromSeed(seed)}, nil
}

// Public is the key that proves signatures.
func (k Key) Public() ed25519.PublicKey {
	pub, _ := k.private.Public().(ed25519.PublicKey) // a private key of this kind has one of this kind
	return pub
}

// PublicText is the public key in hexadecimal.
func (k Key) PublicText() string { return hex.EncodeToString(k.Public()) }

// SignMinutes is how often the heads of chains that grew are signed. What was added
// since the last head can still be cut off or written anew by a superuser unseen.
const SignMinutes = 5

// Fingerprint names a public key: the first 8 bytes of its SHA-256, in hexadecimal.
func Fingerprint(pub ed25519.PublicKey) string {
	sum := sha256.Sum256(pub)
	return hex.EncodeToString(sum[:8])
}

// signed gives the bytes under the signature.
func (h Head) signed() []byte {
	ws, _ := uuid.Parse(string(h.Workspace))
	out := append([]byte("HLH1"), ws[:]...)
	out = binary.BigEndian.AppendUint64(out, uint64(h.N)) //nolint:gosec // the bits as they are
	out = append(out, h.Hash[:]...)
	return binary.BigEndian.AppendUint64(out, uint64(h.At.UnixMicro())) //nolint:gosec // the bits as they are
}

// Sign signs what the chain of a workspace is now.
func (k Key) Sign(ws record.WorkspaceID, n int64, hash Hash, now time.Time) Head {
	h := Head{Workspace: ws, N: n, Hash: hash, At: now.UTC().Truncate(time.Microsecond), Key: Fingerprint(k.Public())}
	h.Signature = ed25519.Sign(k.private, h.signed())
	return h
}

// Genuine tells whether a head carries the signature of a public key.
func (h Head) Genuine(pub ed25519.PublicKey) bool {
	return len(pub) == ed25519.PublicKeySize && h.Key == Fingerprint(pub) && ed25519.Verify(pub, h.signed(), h.Signature)
}

// headLine is a head as a line of the file of heads.
type headLine struct {
	Workspace record.WorkspaceID `json:"workspace"`
	N         int64              `json:"n"`
	Hash      string             `json:"hash"`
	At        time.Time          `json:"at"`
	Key       string             `json:"key"`
	Signature string             `json:"sig"`
}

// Line gives a head as one line of JSON without its end.
func (h Head) Line() []byte {
	b, err := json.Marshal(headLine{h.Workspace, h.N, h.Hash.String(), h.At.UTC(), h.Key, base64.StdEncoding.EncodeToString(h.Signature)})
	if err != nil {
		panic(err) // it holds texts, a number and a time
	}
	return b
}

// ParseHead reads a line. That it is genuine is another question.
func ParseHead(line []byte) (Head, error) {
	var l headLine
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return Head{}, fmt.Errorf("trail: this is no line of a file of heads: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Head{}, errors.New("trail: there is more on the line than a head")
	}
	hash, err := hex.DecodeString(l.Hash)
	if err != nil || len(hash) != sha256.Size {
		return Head{}, fmt.Errorf("trail: %q is no hash", l.Hash)
	}
	sig, err := base64.StdEncoding.DecodeString(l.Signature)
	if err != nil {
		return Head{}, fmt.Errorf("trail: the signature cannot be read: %w", err)
	}
	return Head{Workspace: l.Workspace, N: l.N, Hash: HashOf(hash), At: l.At, Key: l.Key, Signature: sig}, nil
}
