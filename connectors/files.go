package connectors

import (
	"context"
	"io"
)

// FileTaker is an optional ability of a Source that reads uploaded files: it looks
// at a file before it is stored.
type FileTaker interface {
	// CheckFile tells whether the file can be read as a list of the given kind (a
	// stream name). It refuses what nobody could read row by row: too large, an old or
	// unknown format, unsafe content, too many rows. A file with some bad rows passes:
	// those rows become dead letters later. The error is a fault for the uploader.
	CheckFile(ctx context.Context, name, kind string, content io.ReaderAt, size int64) error
}
