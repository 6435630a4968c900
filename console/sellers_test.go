package console_test

import (
	"fmt"
	"net/http"

	"github.com/heliuhub/heliu/access"
)

// seller is somebody whose permissions reach their own things and their team's.
type seller struct {
	name, account, employee string
	cookie                  *http.Cookie
}

// sellers are the people of a sales team, by name: ann and bob work under boss, loner's
// account is linked to nobody.
type sellers map[string]seller

// teams puts a team over the story: ann has the hospital and its deal, bob the dealer's
// deal and the lead of the stranger. SK-2 is nobody's.
func (h *hub) teams(d *data) sellers {
	h.t.Helper()
	out := sellers{}
	for i, name := range []string{"boss", "ann", "bob", "loner"} {
		s := seller{name: name, cookie: h.signIn(name, access.Seller), employee: fmt.Sprintf("0e000000-0000-4000-8000-00000000000%d", i)}
		s.account = h.sql.One("select id::text from account where sign_in = $1", name)
		if name != "loner" {
			h.sql.Exec("insert into employee (workspace, id, number, name, manager, status, account, records) values ($1, $2::text::uuid, $3, $3, nullif($4, '')::uuid, 'active', $5::text::uuid, '{}')",
				string(d.ws), s.employee, name, out["boss"].employee, s.account)
		}
		out[name] = s
	}
	for name, keys := range map[string][]string{"ann": {"C1", "D1", "L1", "L2", "L4"}, "bob": {"C2", "D2", "L3"}} {
		for _, k := range keys {
			h.sql.Exec("insert into entity_owner (workspace, entity, kind, alias, employee, closed) select workspace, id, kind, $3, $4::text::uuid, false from entity where workspace = $1 and key = $2",
				string(d.ws), k, "src|employees|"+name, out[name].employee)
		}
	}
	return out
}
