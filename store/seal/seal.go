// Package seal encrypts single values for storage: each under a random key of its
// own, which is wrapped by a key-encryption key that the database never sees. A new
// key-encryption key re-wraps, it does not re-encrypt.
//
// An envelope is
//
//	"HLE1" | n | n bytes key id | 12 bytes nonce | 48 bytes wrapped key | 12 bytes nonce | ciphertext and tag
//
// with AES-256-GCM for both layers (NIST SP 800-38D); both authenticate the place
// that the value belongs to.
package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/heliuhub/heliu/fault"
)

const (
	magic    = "HLE1"
	keySize  = 32
	nonceLen = 12
	wrapped  = nonceLen + keySize + 16
)

// Place names where a value lives. An envelope opens only in its own place: one
// copied to another row, connection or workspace does not.
type Place struct {
	Workspace  string
	Connection string
	Field      string // secret/<name>, token/<name>, file/<sha256>
}

func (p Place) aad() []byte {
	var b bytes.Buffer
	for _, s := range []string{p.Workspace, p.Connection, p.Field} {
		_ = binary.Write(&b, binary.BigEndian, uint64(len(s))) // a Buffer takes everything
		b.WriteString(s)
	}
	return b.Bytes()
}

// Seal encrypts a value for a place under the current key.
func (k *Keyring) Seal(p Place, value []byte) (envelope []byte, keyID string, err error) {
	id, kek := k.current()
	dek := newKey()
	aad := p.aad()
	w, err := encrypt(kek, dek, aad)
	if err != nil {
		return nil, "", err
	}
	c, err := encrypt(dek, value, aad)
	if err != nil {
		return nil, "", err
	}
	return assemble(id, w, c), id, nil
}

// Open decrypts an envelope in its place. The faults are keys_missing and sealed_unreadable.
func (k *Keyring) Open(p Place, envelope []byte) ([]byte, error) {
	id, w, c, err := split(envelope)
	if err != nil {
		return nil, err
	}
	dek, err := k.unwrap(id, w, p)
	if err != nil {
		return nil, err
	}
	value, err := decrypt(dek, c, p.aad())
	if err != nil {
		return nil, fault.New("sealed_unreadable", err)
	}
	return value, nil
}

// Rewrap gives the same value's envelope under the current key, without reading the
// value. changed is false when it was under that key already.
func (k *Keyring) Rewrap(p Place, envelope []byte) (out []byte, keyID string, changed bool, err error) {
	id, w, c, err := split(envelope)
	if err != nil {
		return nil, "", false, err
	}
	now, kek := k.current()
	if id == now {
		return envelope, now, false, nil
	}
	dek, err := k.unwrap(id, w, p)
	if err != nil {
		return nil, "", false, err
	}
	if w, err = encrypt(kek, dek, p.aad()); err != nil {
		return nil, "", false, err
	}
	return assemble(now, w, c), now, true, nil
}

func (k *Keyring) unwrap(id string, w []byte, p Place) ([]byte, error) {
	kek, ok := k.key(id)
	if !ok {
		return nil, fault.Newf("keys_missing", "key %s", id)
	}
	dek, err := decrypt(kek, w, p.aad())
	if err != nil {
		return nil, fault.New("sealed_unreadable", err)
	}
	return dek, nil
}

func assemble(id string, w, c []byte) []byte {
	out := make([]byte, 0, len(magic)+1+len(id)+len(w)+len(c))
	out = append(out, magic...)
	out = append(out, byte(len(id)))
	out = append(out, id...)
	out = append(out, w...)
	return append(out, c...)
}

func split(e []byte) (id string, w, c []byte, err error) {
	bad := fault.New("sealed_unreadable", errors.New("seal: not an envelope"))
	if len(e) < len(magic)+1 || string(e[:len(magic)]) != magic {
		return "", nil, nil, bad
	}
	n := int(e[len(magic)])
	rest := e[len(magic)+1:]
	if len(rest) < n+wrapped+nonceLen+16 {
		return "", nil, nil, bad
	}
	return string(rest[:n]), rest[n : n+wrapped], rest[n+wrapped:], nil
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return cipher.NewGCM(block)
}

func encrypt(key, value, aad []byte) ([]byte, error) {
	a, err := gcm(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, nonceLen, nonceLen+len(value)+a.Overhead())
	_, _ = rand.Read(out)
	return a.Seal(out, out, value, aad), nil
}

func decrypt(key, sealed, aad []byte) ([]byte, error) {
	a, err := gcm(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < nonceLen {
		return nil, io.ErrUnexpectedEOF
	}
	return a.Open(nil, sealed[:nonceLen], sealed[nonceLen:], aad)
}
