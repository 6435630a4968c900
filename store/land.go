package store

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/klauspost/compress/zstd"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// zstdIn, zstdSmall and zstdOut compress raw payloads; all are safe for concurrent
// EncodeAll and DecodeAll.
var (
	zstdIn = encoder(zstd.SpeedDefault)
	// zstdSmall leaves entropy coding away: for a payload of 1 KB its tables take four
	// times as long as the rest, and save a seventh.
	zstdSmall = encoder(zstd.SpeedFastest, zstd.WithNoEntropyCompression(true))
	zstdOut   = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(64<<20), zstd.WithDecoderConcurrency(1))
		if err != nil {
			panic(err)
		}
		return d
	})
)

func encoder(level zstd.EncoderLevel, o ...zstd.EOption) func() *zstd.Encoder {
	return sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, append(o, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)))...)
		if err != nil {
			panic(err) // only options can be wrong
		}
		return e
	})
}

// smallPayload is the size up to which a payload is compressed in haste.
const smallPayload = 4 << 10

func compress(raw []byte) []byte {
	in := zstdIn
	if len(raw) <= smallPayload {
		in = zstdSmall
	}
	return in().EncodeAll(raw, make([]byte, 0, len(raw)+32))
}

// Land implements pipelines.MapStore. Of a removed workspace only outcomes are kept:
// whatever became of its records, they are dropped as workspace_gone.
func (s *Store) Land(ctx context.Context, ws record.WorkspaceID, raws []pipelines.RawRow, dead []pipelines.DeadLetter, settled []pipelines.Outcome) error {
	err := s.land(ctx, ws, raws, dead, settled)
	if noPartition(err) {
		for _, d := range days(raws) {
			if err := s.MakeRawDay(ctx, d); err != nil {
				return err
			}
		}
		err = s.land(ctx, ws, raws, dead, settled)
	}
	if errors.Is(gone(err), pipelines.ErrWorkspaceGone) {
		dropped := slices.Clone(settled)
		for i := range dropped {
			dropped[i].Kind, dropped[i].Reason = pipelines.Dropped, "workspace_gone"
		}
		return s.SettleGone(ctx, ws, dropped)
	}
	return err
}

func (s *Store) land(ctx context.Context, ws record.WorkspaceID, raws []pipelines.RawRow, dead []pipelines.DeadLetter, settled []pipelines.Outcome) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if err := landUnder(ctx, tx, ws, raws); err != nil {
			return err
		}
		if err := putRaw(ctx, tx, string(ws), raws); err != nil {
			return err
		}
		if err := bury(ctx, tx, string(ws), dead); err != nil {
			return err
		}
		if err := settle(ctx, tx, string(ws), settled); err != nil {
			return err
		}
		if err := closeLetters(ctx, tx, string(ws), settled); err != nil {
			return err
		}
		highest := map[int]int64{}
		for _, r := range raws {
			highest[r.Partition] = max(highest[r.Partition], r.Offset+1)
		}
		for _, o := range settled {
			highest[o.Partition] = max(highest[o.Partition], o.Offset+1)
		}
		return raiseOffsets(ctx, tx, "heliu.raw", highest)
	})
}

func putRaw(ctx context.Context, tx pgx.Tx, ws string, raws []pipelines.RawRow) error {
	if len(raws) == 0 {
		return nil
	}
	var c columns
	for _, w := range raws {
		r := w.Record
		hash := r.ContentHash()
		id := r.IDOf(hash)
		c.add(dayOf(r.ReceivedAt), int32(w.Partition), w.Offset, id[:], string(r.Connection), r.Connector, r.Stream, r.Key, r.Version, string(r.Op),
			hash[:], r.OccurredAt, r.ReceivedAt, int32(w.MappingVersion), packed(r), string(r.Origin))
	}
	_, err := tx.Exec(ctx, sql("PutRaw"), c.args(ws)...)
	return err
}

// packed is the payload as it is stored: nothing at all of a record of which nothing was
// left but that it came.
func packed(r record.Record) []byte {
	if len(r.Raw) == 0 && r.Op == record.Upsert {
		return []byte{}
	}
	return compress(r.Raw)
}

// MakeRawDay makes the partition for the raw records of a day (YYYY-MM-DD, UTC).
func (s *Store) MakeRawDay(ctx context.Context, day string) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("RawDay"), day)
		return err
	})
}

func days(raws []pipelines.RawRow) []string {
	var out []string
	for _, r := range raws {
		if d := dayOf(r.Record.ReceivedAt); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// noPartition tells PostgreSQL's "no partition of relation found for row".
func noPartition(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23514" && pg.ConstraintName == "" && pg.TableName == "raw_record"
}

// StreamMapping implements pipelines.MapStore.
func (s *Store) StreamMapping(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) (sm pipelines.StreamMapping, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		sm, err = streamMapping(ctx, tx, c, stream)
		return err
	})
	return sm, gone(err)
}

func streamMapping(ctx context.Context, tx pgx.Tx, c record.ConnectionID, stream string) (sm pipelines.StreamMapping, err error) {
	var settings []byte
	var version *int
	var yaml *string
	err = tx.QueryRow(ctx, sql("StreamMapping"), string(c), stream).Scan(&sm.ConnectionName, &sm.Connector, &settings, &version, &yaml, &sm.Rules)
	if errors.Is(err, pgx.ErrNoRows) {
		return sm, fault.Newf("not_found", "connection %s", c)
	}
	if err != nil {
		return sm, err
	}
	if version == nil || yaml == nil {
		return sm, fault.Newf("mapping_failed", "no mapping is published for stream %s of connection %s", stream, sm.ConnectionName)
	}
	sm.Rules += mapping.Revision
	sm.Version, sm.YAML, sm.Settings = *version, []byte(*yaml), connectors.Settings{}
	return sm, json.Unmarshal(settings, &sm.Settings)
}
