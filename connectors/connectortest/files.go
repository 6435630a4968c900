package connectortest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
)

// Files keeps uploaded files in memory. It is safe for concurrent use.
type Files struct {
	mu      sync.Mutex
	infos   []connectors.FileInfo
	content map[string][]byte
	open    int
	// OpenFail, when set, may refuse an Open: a store that hiccups.
	OpenFail func(sha256 string) error
}

// Add uploads a file of a kind (a stream name of the connector) and gives what List
// will say of it.
func (f *Files) Add(kind, name string, content []byte, params map[string]string, at time.Time) connectors.FileInfo {
	sum := sha256.Sum256(content)
	f.mu.Lock()
	defer f.mu.Unlock()
	info := connectors.FileInfo{
		Seq: int64(len(f.infos)) + 1, SHA256: hex.EncodeToString(sum[:]), Name: name, Size: int64(len(content)),
		Kind: kind, Params: params, UploadedAt: at,
	}
	if f.content == nil {
		f.content = map[string][]byte{}
	}
	f.infos = append(f.infos, info)
	f.content[info.SHA256] = bytes.Clone(content)
	return info
}

// List gives up to 100 files after afterSeq.
func (f *Files) List(_ context.Context, afterSeq int64) ([]connectors.FileInfo, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []connectors.FileInfo{}
	for _, i := range f.infos {
		if i.Seq > afterSeq && len(out) < 100 {
			out = append(out, i)
		}
	}
	return out, nil
}

// Open opens a file by its hash.
func (f *Files) Open(_ context.Context, sum string) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.OpenFail != nil {
		if err := f.OpenFail(sum); err != nil {
			return nil, err
		}
	}
	b, ok := f.content[sum]
	if !ok {
		return nil, fmt.Errorf("connectortest: no file %s", sum)
	}
	f.open++
	return &openFile{Reader: bytes.NewReader(b), files: f}, nil
}

// StillOpen tells how many opened files were not closed.
func (f *Files) StillOpen() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open
}

type openFile struct {
	*bytes.Reader
	files *Files
	once  sync.Once
}

// Close closes the file; a second Close changes nothing.
func (o *openFile) Close() error {
	o.once.Do(func() {
		o.files.mu.Lock()
		defer o.files.mu.Unlock()
		o.files.open--
	})
	return nil
}
