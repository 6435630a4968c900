package kafkatest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/segmentio/kafka-go/compress"
)

// Offsets in a record batch of Kafka, version 2 (KIP-98).
const (
	batchLength  = 8
	batchMagic   = 16
	batchCRC     = 17
	batchAttrs   = 21
	batchRecords = 61
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Inside gives what stands in the files below a broker's folder: each file as it is,
// and the records of each batch in it after decompression. visit gets the file's path.
func Inside(dir string, visit func(path string, content []byte)) (batches int, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path) //nolint:gosec // a folder of the test
		if err != nil {
			return err
		}
		visit(path, b)
		for at := 0; at+batchRecords < len(b); at++ {
			records, size, err := batchAt(b[at:])
			if err != nil {
				return fmt.Errorf("%s at %d: %w", path, at, err)
			}
			if size > 0 {
				batches++
				visit(path, records)
				at += size - 1
			}
		}
		return nil
	})
	return batches, err
}

// batchAt reads the batch that begins here; size 0: none does.
func batchAt(b []byte) (records []byte, size int, err error) {
	if b[batchMagic] != 2 {
		return nil, 0, nil
	}
	size = int(binary.BigEndian.Uint32(b[batchLength:])) + 12
	if size <= batchRecords || size > len(b) || crc32.Checksum(b[batchAttrs:size], castagnoli) != binary.BigEndian.Uint32(b[batchCRC:]) {
		return nil, 0, nil
	}
	packed := b[batchRecords:size]
	codec := compress.Compression(binary.BigEndian.Uint16(b[batchAttrs:]) & 7).Codec() //nolint:gosec // three bits
	if codec == nil {
		return packed, size, nil
	}
	r := codec.NewReader(bytes.NewReader(packed))
	records, err = io.ReadAll(r)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return records, size, err
}
