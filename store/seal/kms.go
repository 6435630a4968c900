package seal

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/heliuhub/heliu/fault"
)

// KMS is a key service outside of the hub: it wraps the key file, so that whoever gets
// hold of the file or its backup has nothing. The hub asks it when it starts and when
// keys are rotated; while it runs it needs the service for nothing. Implementations
// are safe for concurrent use and answer with faults.
type KMS interface {
	// Wrap encrypts at most a few kilobytes under the service's own key.
	Wrap(ctx context.Context, plain []byte) (wrapped string, err error)
	// Unwrap gives back what Wrap took.
	Unwrap(ctx context.Context, wrapped string) ([]byte, error)
	// Name says which service and key it is, without a secret: it stands in the file.
	Name() string
}

// wrappedFile is the key file under a key service.
type wrappedFile struct {
	KMS     string `json:"kms"`
	Wrapped string `json:"wrapped"`
}

func (k *Keyring) wrapFile(ctx context.Context, plain []byte) ([]byte, error) {
	if k.kms == nil {
		return plain, nil
	}
	w, err := k.kms.Wrap(ctx, plain)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(wrappedFile{k.kms.Name(), w})
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return b, nil
}

// unwrapFile gives the keys in a file, and whether they lay there as they are.
func (k *Keyring) unwrapFile(ctx context.Context, b []byte) (keys []byte, plain bool, err error) {
	var w wrappedFile
	if json.Unmarshal(b, &w) != nil || w.Wrapped == "" {
		return b, true, nil //nolint:nilerr // what it is instead, the caller finds out
	}
	if k.kms == nil {
		return nil, false, fault.Newf("keys_missing", "seal: %s is wrapped by %s: set HELIU_KMS", k.path, w.KMS)
	}
	keys, err = k.kms.Unwrap(ctx, w.Wrapped)
	return keys, false, err
}
