package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// spy writes down everything that a tracer is told.
type spy struct {
	mu   sync.Mutex
	told []string
}

func (s *spy) note(v ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, fmt.Sprint(v...))
}

func (s *spy) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.note("start ", d.SQL, d.Args)
	return ctx
}

func (s *spy) TraceQueryEnd(_ context.Context, _ *pgx.Conn, d pgx.TraceQueryEndData) {
	s.note("end ", d.Err)
}

func TestTracersSeeNeitherArgumentsNorErrorTexts(t *testing.T) {
	t.Parallel()
	var told spy
	s, err := store.Open(t.Context(), pgtest.Database(t), store.Options{MaxConns: 2, Keys: seal.NewKeyring(), Tracer: &told})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		var day string
		return tx.QueryRow(ctx, "select ($1::text)::date::text", "13912345678").Scan(&day)
	})
	if err == nil {
		t.Fatal("a phone number passed for a date")
	}
	told.mu.Lock()
	defer told.mu.Unlock()
	all := strings.Join(told.told, "\n")
	if strings.Contains(all, "13912345678") {
		t.Errorf("the tracer was told the value:\n%s", all)
	}
	if !strings.Contains(all, "::date::text") || !strings.Contains(all, "SQLSTATE 22") {
		t.Errorf("the tracer was told too little:\n%s", all)
	}
}
