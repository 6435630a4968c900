package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Keyring holds the key-encryption keys. It is safe for concurrent use.
type Keyring struct {
	mu   sync.RWMutex
	path string
	kms  KMS // nil: the file holds the keys as they are
	file keyFile
	seen os.FileInfo // of the file that was read; nil: none
}

// keyFile is the key file: JSON, readable by its owner alone.
type keyFile struct {
	Current string            `json:"current"`
	Keys    map[string][]byte `json:"keys"`
	// Root is what Derive derives from. It never rotates: keyed hashes must stay equal.
	Root []byte `json:"root"`
}

// OpenKeyring reads the key file, or makes one with a first key where there is none.
// A file that others may read is refused. Whoever loses the file loses what it seals.
func OpenKeyring(path string) (*Keyring, error) {
	return OpenKeyringWith(context.Background(), path, nil)
}

// OpenKeyringWith is OpenKeyring with a key service that wraps what the file holds. A
// file that is not wrapped yet is wrapped now. A service that does not answer is the
// fault keys_unreached.
func OpenKeyringWith(ctx context.Context, path string, kms KMS) (*Keyring, error) {
	k := &Keyring{path: path, kms: kms}
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		k.file = newKeyFile()
		k.add()
		err := k.create(ctx)
		if !errors.Is(err, fs.ErrExist) {
			return k, err
		}
		fi, err = os.Stat(path) // another process was faster: use its key
		if err != nil {
			return nil, fmt.Errorf("seal: %w", err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if fi.Mode().Perm()&0o077 != 0 {
		return nil, fault.Newf("keys_missing", "seal: %s may be read by others: run chmod 600 on it", path)
	}
	return k, k.read(ctx)
}

// NewKeyring makes a keyring that lives in memory only.
func NewKeyring() *Keyring {
	k := &Keyring{file: newKeyFile()}
	k.add()
	return k
}

// fresh reads the file anew where another process has replaced it since. A file that
// cannot be read leaves the keys as they were.
func (k *Keyring) fresh() {
	if k.path == "" {
		return
	}
	fi, err := os.Stat(k.path)
	k.mu.RLock()
	same := err != nil || k.seen != nil && os.SameFile(fi, k.seen) && fi.ModTime().Equal(k.seen.ModTime())
	k.mu.RUnlock()
	if same {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = k.read(ctx)
}

func (k *Keyring) read(ctx context.Context) error {
	fi, err := os.Stat(k.path)
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	b, err := os.ReadFile(k.path)
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	b, plain, err := k.unwrapFile(ctx, b)
	if err != nil {
		return err
	}
	var f keyFile
	if err := json.Unmarshal(b, &f); err != nil {
		return fault.Newf("keys_missing", "seal: %s is not a key file", k.path) // the cause could show key text
	}
	if len(f.Keys[f.Current]) != keySize || len(f.Root) != keySize {
		return fault.Newf("keys_missing", "seal: %s has no current key", k.path)
	}
	for id, key := range f.Keys {
		if len(key) != keySize || id == "" || len(id) > 255 {
			return fault.Newf("keys_missing", "seal: key %q in %s is damaged", id, k.path)
		}
	}
	k.file, k.seen = f, fi
	if plain && k.kms != nil {
		return k.write(ctx)
	}
	return nil
}

// Rotate adds a new key and makes it current. Old keys stay until Forget: re-wrap
// everything first.
func (k *Keyring) Rotate(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.file.Current
	k.add()
	if err := k.write(ctx); err != nil {
		delete(k.file.Keys, k.file.Current)
		k.file.Current = before
		return err
	}
	return nil
}

// RotateTo makes a key of this id the current one, in place of from, as Rotate does. It
// may be repeated: where the key is there already nothing changes. Another current key
// than from is the fault conflict.
func (k *Keyring) RotateTo(ctx context.Context, from, id string) error {
	k.fresh()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file.Keys[id] != nil {
		return nil
	}
	if k.file.Current != from || id == "" || len(id) > 255 {
		return fault.Newf("conflict", "the current key is %s", k.file.Current)
	}
	k.file.Current, k.file.Keys[id] = id, newKey()
	if err := k.write(ctx); err != nil {
		delete(k.file.Keys, id)
		k.file.Current = from
		return err
	}
	return nil
}

// Forget drops all keys but the current one. What was not re-wrapped is lost.
func (k *Keyring) Forget(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.file.Keys
	k.file.Keys = map[string][]byte{k.file.Current: old[k.file.Current]}
	if err := k.write(ctx); err != nil {
		k.file.Keys = old
		return err
	}
	return nil
}

// Derive gives a 256-bit key for a purpose beside sealing, such as keyed hashes
// (HKDF-SHA-256, RFC 5869). It is the same for the life of the key file.
func (k *Keyring) Derive(purpose string) ([]byte, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return hkdf.Key(sha256.New, k.file.Root, nil, purpose, keySize)
}

// CurrentID names the key that Seal uses.
func (k *Keyring) CurrentID() string {
	id, _ := k.current()
	return id
}

func (k *Keyring) current() (string, []byte) {
	k.fresh()
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.file.Current, k.file.Keys[k.file.Current]
}

func (k *Keyring) key(id string) ([]byte, bool) {
	k.mu.RLock()
	key, ok := k.file.Keys[id]
	k.mu.RUnlock()
	if ok {
		return key, true
	}
	k.fresh() // another process may have made it
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, ok = k.file.Keys[id]
	return key, ok
}

func newKeyFile() keyFile { return keyFile{Keys: map[string][]byte{}, Root: newKey()} }

func newKey() []byte {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}

func (k *Keyring) add() {
	k.file.Current = "k" + strings.ToLower(rand.Text()[:10])
	k.file.Keys[k.file.Current] = newKey()
}

// create writes the first file; fs.ErrExist when one is there by now.
func (k *Keyring) create(ctx context.Context) error {
	tmp, err := k.temporary(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp) }()
	if err := os.Link(tmp, k.path); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return syncDir(filepath.Dir(k.path))
}

// write replaces the file as a whole, or leaves it as it was.
func (k *Keyring) write(ctx context.Context) error {
	if k.path == "" {
		return nil
	}
	tmp, err := k.temporary(ctx)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, k.path); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	if k.seen, err = os.Stat(k.path); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return syncDir(filepath.Dir(k.path))
}

func (k *Keyring) temporary(ctx context.Context) (string, error) {
	b, err := json.Marshal(k.file)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	if b, err = k.wrapFile(ctx, b); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(k.path), ".keys-*") // mode 0600
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	_, errW := f.Write(b)
	if err := errors.Join(errW, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", fmt.Errorf("seal: %w", err)
	}
	return f.Name(), nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	err = d.Sync()
	if err := errors.Join(err, d.Close()); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}
