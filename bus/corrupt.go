package bus

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// keepCorrupt looks through the log files for the first batch whose checksum is
// wrong, and copies everything from there aside before the broker cuts it off. A
// torn tail, which no client was told about, is a warning; anything else is data
// that was acknowledged, and an error in the log.
func keepCorrupt(ctx context.Context, data, aside string, log *slog.Logger) error {
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".dat") {
			return err
		}
		good, torn, err := checkSegment(path)
		if err != nil {
			return fmt.Errorf("checking %s: %w", path, err)
		}
		info, err := e.Info()
		if err != nil || good >= info.Size() {
			return err
		}
		rel, err := filepath.Rel(data, path)
		if err != nil {
			return err
		}
		to := filepath.Join(aside, fmt.Sprintf("%s.at-%d", strings.ReplaceAll(rel, string(filepath.Separator), "_"), good))
		if err := copyFrom(path, good, to); err != nil {
			return fmt.Errorf("keeping the unreadable part of %s: %w", path, err)
		}
		level, msg := slog.LevelError, "broker: a log file is damaged; its messages from here on are lost to readers and kept aside"
		if torn {
			level, msg = slog.LevelWarn, "broker: a log file ends in an unfinished write that nobody was told about"
		}
		log.Log(ctx, level, msg, "file", rel, "at", good, "bytes", info.Size()-good, "kept", to)
		return nil
	})
}

// checkSegment gives the length of the readable front of a log file, which is a
// sequence of Kafka record batches (KIP-98, magic 2), and whether what follows is
// only a batch that was not written to its end.
func checkSegment(path string) (good int64, torn bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false, err
	}
	defer func() { _ = f.Close() }()
	r := bufio.NewReaderSize(f, 1<<20)
	head := make([]byte, 12) // base offset, length of the rest
	var rest []byte
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return good, errors.Is(err, io.ErrUnexpectedEOF), ended(err)
		}
		n := int(int32(binary.BigEndian.Uint32(head[8:])))
		if n < 9 || n > 16*MaxMessageBytes {
			return good, false, nil
		}
		if cap(rest) < n {
			rest = make([]byte, n)
		}
		rest = rest[:n]
		if _, err := io.ReadFull(r, rest); err != nil {
			return good, true, ended(err)
		}
		// After the length: leader epoch (4), magic (1), checksum (4) of all that follows.
		if crc32.Checksum(rest[9:], castagnoli) != binary.BigEndian.Uint32(rest[5:9]) {
			return good, false, nil
		}
		good += int64(12 + n)
	}
}

// ended drops the errors that only say that the file is at its end.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func copyFrom(path string, at int64, to string) (err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	if _, err := in.Seek(at, io.SeekStart); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}
