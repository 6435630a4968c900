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
	"strconv"
	"strings"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// keepCorrupt looks through the log files for the first batch whose checksum or
// offset is wrong, and moves everything from there aside, so that the broker reads
// only what is whole. A torn tail, which no client was told about, is a warning;
// anything else is data that was acknowledged, and an error in the log.
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
		if err := os.Truncate(path, good); err != nil {
			return err
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
	next, err := strconv.ParseInt(strings.TrimSuffix(filepath.Base(path), ".dat"), 10, 64)
	if err != nil {
		return 0, false, err
	}
	head := make([]byte, 12) // base offset, length of the rest
	var rest []byte
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return good, errors.Is(err, io.ErrUnexpectedEOF), ended(err)
		}
		n := int(int32(binary.BigEndian.Uint32(head[8:])))
		if n < 15 || n > 16*MaxMessageBytes || int64(binary.BigEndian.Uint64(head)) != next {
			return good, false, nil
		}
		if cap(rest) < n {
			rest = make([]byte, n)
		}
		rest = rest[:n]
		if got, err := io.ReadFull(r, rest); err != nil {
			return good, !holdsBatch(rest[:got], next), ended(err)
		}
		// After the length: leader epoch (4), magic (1), checksum (4) of all that
		// follows, attributes (2), offset of the last record less the base offset (4).
		if crc32.Checksum(rest[9:], castagnoli) != binary.BigEndian.Uint32(rest[5:9]) {
			return good, false, nil
		}
		next += int64(binary.BigEndian.Uint32(rest[11:15])) + 1
		good += int64(12 + n)
	}
}

// holdsBatch finds a whole batch after the offset given: then the bytes are no torn
// tail but follow a wrong length.
func holdsBatch(raw []byte, after int64) bool {
	for i := 0; i+27 <= len(raw); i++ {
		n := int(int32(binary.BigEndian.Uint32(raw[i+8:])))
		if raw[i+16] != 2 || int64(binary.BigEndian.Uint64(raw[i:])) <= after || n < 15 || i+12+n > len(raw) {
			continue
		}
		if crc32.Checksum(raw[i+21:i+12+n], castagnoli) == binary.BigEndian.Uint32(raw[i+17:]) {
			return true
		}
	}
	return false
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
