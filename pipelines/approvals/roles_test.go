package approvals_test

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/approvals"
)

// TestEveryRoleHasANameInAProposal: an approver reads words, not ids.
func TestEveryRoleHasANameInAProposal(t *testing.T) {
	for _, r := range access.Roles {
		p, err := approvals.Grant{}.Propose(access.Member{Account: "a", Roles: []access.Role{r}}, nil, "x")
		if err != nil || !strings.ContainsFunc(strings.TrimPrefix(p.Title.Zh, "加入工作空间，角色："), func(c rune) bool { return c > 0x4e00 }) || strings.HasSuffix(p.Title.En, " as ") {
			t.Errorf("%s: %+v, %v", r, p.Title, err)
		}
	}
	p, err := approvals.Grant{}.Propose(access.Member{Account: "a", Roles: []access.Role{access.IT, access.Finance}}, []access.Role{access.IT}, "x")
	if err != nil || p.Title.Zh != "授予角色：财务" || string(p.Diff) != `{"roles":{"from":["it"],"to":["finance","it"]}}` {
		t.Errorf("%+v %s, %v", p.Title, p.Diff, err)
	}
}
