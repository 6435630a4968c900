package store_test

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
)

func TestInspectTellsAnEmptyFromAMigratedDatabase(t *testing.T) {
	t.Parallel()
	i, err := store.Inspect(t.Context(), pgtest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	if i.Server < 150000 || i.NoRole || i.Strong || i.Schema != i.Program || i.Program == 0 {
		t.Errorf("a migrated database: %+v", i)
	}
	if i, err = store.Inspect(t.Context(), pgtest.Empty(t)); err != nil || i.Schema != 0 || i.Program == 0 {
		t.Errorf("an empty database: %+v, %v", i, err)
	}
	_, err = store.Inspect(t.Context(), "postgres://u:secret-word@127.0.0.1:1/x?connect_timeout=2")
	if err == nil || strings.Contains(err.Error(), "secret-word") {
		t.Errorf("a database that is not there: %v", err)
	}
}
