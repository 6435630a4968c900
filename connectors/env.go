package connectors

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Env is what a connector may use of the world. Connectors dial, read the clock
// and open files through it alone.
type Env struct {
	// HTTP is the guarded transport: it refuses addresses that the workspace may not
	// reach, at dial time. Wrap it with internal/rest for retries and limits.
	HTTP  http.RoundTripper
	Dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	Clock Clock
	Files Files
	// Tokens keeps short-lived tokens of this connection across restarts.
	Tokens Tokens
	// Hash is a keyed hash (HMAC-SHA-256, hex, 32 digits) for keys that would
	// otherwise hold a personal value.
	Hash func(value string) string
	Log  *slog.Logger
}

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits d or until ctx ends, and returns ctx's error in that case.
	Sleep(ctx context.Context, d time.Duration) error
}

// FileInfo describes an uploaded file.
type FileInfo struct {
	Seq        int64 // order of upload within the connection, from 1
	SHA256     string
	Name       string
	Size       int64
	Kind       string            // which list it is: a stream name of the connector
	Params     map[string]string // what the uploader said beside the file
	UploadedAt time.Time
}

// Files gives a connection's uploaded files.
type Files interface {
	// List gives up to 100 files after seq, in order.
	List(ctx context.Context, afterSeq int64) ([]FileInfo, error)
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// Tokens keeps tokens of a connection, encrypted, under the connection's lease:
// a hub that lost the lease cannot replace one.
type Tokens interface {
	Get(ctx context.Context, name string) (value string, ok bool, err error)
	Replace(ctx context.Context, name, value string) error
}
