package store_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
)

func TestUUIDsGoThereAndBackAsTheyAre(t *testing.T) {
	s := pgtest.Store(t)
	a, b := uuid.New(), uuid.Nil
	err := s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		var one uuid.UUID
		var null *uuid.UUID
		var some *uuid.UUID
		var list []uuid.UUID
		var text string
		if err := tx.QueryRow(ctx, "select $1::uuid, $2::uuid, $3::uuid, $4::uuid[], $5::text", a, (*uuid.UUID)(nil), &a, []uuid.UUID{a, b}, a).
			Scan(&one, &null, &some, &list, &text); err != nil {
			return err
		}
		if one != a || null != nil || some == nil || *some != a || len(list) != 2 || list[0] != a || list[1] != b || text != a.String() {
			t.Errorf("sent %s: back came %s, %v, %v, %v, %q", a, one, null, some, list, text)
		}
		nullable := []*uuid.UUID{&a, nil}
		var back []*uuid.UUID
		one = a
		if err := tx.QueryRow(ctx, "select $1::uuid[], null::uuid", nullable).Scan(&back, &one); err != nil {
			return err
		}
		if len(back) != 2 || back[0] == nil || *back[0] != a || back[1] != nil || one != uuid.Nil {
			t.Errorf("back came %v and %s", back, one)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
