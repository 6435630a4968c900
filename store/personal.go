package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// personalColumn is a registered column that may hold personal values.
type personalColumn struct{ table, column, class, how, note string }

// personalColumns lists the columns that are registered (heliu_personal).
func (s *Store) personalColumns(ctx context.Context) (out []personalColumn, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("SubjectColumns"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c personalColumn, err error) {
			err = row.Scan(&c.table, &c.column, &c.class, &c.how, &c.note)
			return c, err
		})
		return err
	})
	return out, err
}

var zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}

// looked is a value as heliu_look gives it.
type looked struct {
	place, value string
	ref          []byte
	at           *time.Time
	bytes        bool
}

func (l *looked) into() []any { return []any{&l.place, &l.ref, &l.at, &l.value, &l.bytes} }

func (l *looked) plain() []byte {
	b, _ := base64.StdEncoding.DecodeString(strings.ReplaceAll(l.value, "\n", "")) // PostgreSQL wrote it
	return b
}

// content gives what the value holds.
func (l *looked) content() ([]byte, error) {
	if !l.bytes {
		return []byte(l.value), nil
	}
	b := l.plain()
	if bytes.HasPrefix(b, zstdMagic) {
		return zstdOut().DecodeAll(b, nil)
	}
	return b, nil
}

// with gives the value that holds another content, for heliu_rewrite.
func (l *looked) with(content []byte) string {
	if !l.bytes {
		return string(content)
	}
	if bytes.HasPrefix(l.plain(), zstdMagic) {
		content = compress(content)
	}
	return base64.StdEncoding.EncodeToString(content)
}
