package roi_test

import (
	"testing"

	"github.com/heliuhub/heliu/roi"
)

func TestTouchAccount(t *testing.T) {
	known, named := roi.Organisation{ID: "o1", Known: true}, roi.Organisation{ID: "o2"}
	for _, c := range []struct {
		name      string
		own       roi.Organisation
		person    string
		employers []string
		account   string
		rule      string
	}{
		{"own tax ID before employer", known, "p", []string{"o9"}, "o1", roi.ByOwn},
		{"one employer before the name", named, "p", []string{"o9", "o9"}, "o9", roi.ByEmployer},
		{"two employers", named, "p", []string{"o9", "o8"}, "", roi.ByAmbiguity},
		{"only a name", named, "p", nil, "o2", roi.ByName},
		{"only a person", roi.Organisation{}, "p", nil, "p", roi.ByPerson},
		{"nobody", roi.Organisation{}, "", nil, "", roi.ByNobody},
	} {
		t.Run(c.name, func(t *testing.T) {
			account, rule := roi.TouchAccount(c.own, c.person, c.employers)
			if account != c.account || rule != c.rule {
				t.Errorf("%q by %q, want %q by %q", account, rule, c.account, c.rule)
			}
		})
	}
}
