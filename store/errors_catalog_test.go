package store

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/heliuhub/heliu/fault"
)

// TestEveryDatabaseCodeIsCatalogued: fault.New panics on an unknown code, and it would
// do so just when the database is in trouble.
func TestEveryDatabaseCodeIsCatalogued(t *testing.T) {
	form := regexp.MustCompile(`^[0-9A-Z]{2}([0-9A-Z]{3})?$`)
	for state, code := range codes {
		if !form.MatchString(state) {
			t.Errorf("%q is neither an SQLSTATE nor a class of them", state)
		}
		if _, ok := fault.Catalog[code]; !ok {
			t.Errorf("%s means %q, which is not in the catalogue", state, code)
			continue
		}
		whole := (state + "000")[:5]
		if f := fault.As(classify(fmt.Errorf("saving: %w", &pgconn.PgError{Code: whole}))); f.Code != code {
			t.Errorf("%s became %s, want %s", whole, f.Code, code)
		}
	}
	for _, state := range []string{"", "0", "ZZ", "ZZZZZ"} {
		if f := fault.As(classify(&pgconn.PgError{Code: state})); f.Code != "internal" {
			t.Errorf("the unknown SQLSTATE %q became %s", state, f.Code)
		}
	}
}
