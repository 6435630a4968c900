package mdm

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

func names(sources []Source, parts [][]int) string {
	var out []string
	for _, p := range parts {
		var ns []string
		for _, i := range p {
			ns = append(ns, sources[i].Name)
		}
		out = append(out, strings.Join(ns, "+"))
	}
	return strings.Join(out, " ")
}

var (
	taxA = record.MakeTaxID("91", "310000", "MA1AAAA1")
	taxB = record.MakeTaxID("91", "310000", "MA1BBBB2")
)

func org(name string, anchor record.TaxID, ids ...Identifier) Source {
	return Source{Name: name, Kind: Organisation, Anchor: anchor, Identifiers: ids}
}

func TestClusterRules(t *testing.T) {
	code := Identifier{IDCode, "kingdee|001|C1"}
	nm := Identifier{IDNameMobile, "13900001111|示例医院"}
	for _, c := range []struct {
		name    string
		sources []Source
		want    string
		refused int
	}{
		{"same tax ID", []Source{org("b", taxA), org("a", taxA), org("c", "")}, "a+b c", 0},
		{"different tax IDs with one code", []Source{org("a", taxA, code), org("b", taxB, code)}, "a b", 1},
		{"code joins one without tax ID to the first by name", []Source{org("a", taxA, code), org("b", taxB, code), org("c", "", code)}, "a+c b", 2},
		{"mobile and name join", []Source{org("a", "", nm), org("b", taxA, nm)}, "a+b", 0},
		{"mobile and name with two tax IDs join nothing", []Source{org("a", taxA, nm), org("b", taxB, nm), org("c", "", nm)}, "a b c", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts, refused := Cluster(c.sources, HoldersAmong(c.sources))
			if got := names(c.sources, parts); got != c.want {
				t.Errorf("partition %q, want %q", got, c.want)
			}
			if len(refused) != c.refused {
				t.Errorf("%d refusals, want %d: %v", len(refused), c.refused, refused)
			}
		})
	}
}

func TestSharedIdentifierJoinsNobody(t *testing.T) {
	id := Identifier{IDMobile, "13900002222"}
	var sources []Source
	for i := range MaxHolders + 1 {
		sources = append(sources, Source{Name: fmt.Sprint("r", i), Kind: Person, Identifiers: []Identifier{id}})
	}
	if parts, _ := Cluster(sources, HoldersAmong(sources)); len(parts) != MaxHolders+1 {
		t.Errorf("%d golden persons, want %d", len(parts), MaxHolders+1)
	}
	if parts, _ := Cluster(sources[:MaxHolders], HoldersAmong(sources[:MaxHolders])); len(parts) != 1 {
		t.Errorf("%d golden persons of %d holders, want 1", len(parts), MaxHolders)
	}
}

func drawSources(t *rapid.T) []Source {
	anchors := []record.TaxID{"", "", taxA, taxB, record.MakeTaxID("12", "440300", "45123456")}
	n := rapid.IntRange(1, 25).Draw(t, "n")
	out := make([]Source, n)
	for i := range out {
		out[i] = org(fmt.Sprintf("r%02d", i), rapid.SampledFrom(anchors).Draw(t, "anchor"))
		for range rapid.IntRange(0, 3).Draw(t, "ids") {
			typ := rapid.SampledFrom([]IdentifierType{IDCode, IDNameMobile, IDNameEmail}).Draw(t, "type")
			out[i].identify(typ, fmt.Sprint("v", rapid.IntRange(0, 5).Draw(t, "value")))
		}
	}
	return out
}

func TestClusterIsOrderFreeAndKeepsTaxIDsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sources := drawSources(t)
		want, _ := Cluster(sources, HoldersAmong(sources))
		for _, p := range want {
			seen := map[record.TaxID]bool{}
			for _, i := range p {
				if a := sources[i].Anchor; a != "" {
					seen[a] = true
				}
			}
			if len(seen) > 1 {
				t.Fatalf("two tax IDs in one golden organisation: %v", seen)
			}
		}
		shuffled := slices.Clone(sources)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got, _ := Cluster(shuffled, HoldersAmong(shuffled))
		if a, b := names(sources, want), names(shuffled, got); a != b {
			t.Fatalf("order changed the partition:\n%s\n%s", a, b)
		}
		// a component computed alone gives the same as within the whole
		for _, p := range want {
			var own []Source
			for _, i := range p {
				own = append(own, sources[i])
			}
			alone, _ := Cluster(own, HoldersAmong(sources))
			if len(alone) != 1 {
				t.Fatalf("a golden record falls apart when computed alone: %v", names(own, alone))
			}
		}
	})
}

func TestAssignIDs(t *testing.T) {
	a, b, c := org("a", taxA), org("b", ""), org("c", taxB)
	for _, x := range []struct {
		name      string
		members   []Member
		parts     [][]int
		old       map[string]OldGolden
		ids       []string
		redirects map[string]string
	}{
		{"all new", make([]Member, 3), [][]int{{0}, {1}, {2}}, nil, []string{"", "", ""}, map[string]string{}},
		{
			"merge keeps the anchored id",
			[]Member{{"g2", 9}, {"g1", 1}, {"", 0}},
			[][]int{{0, 1}, {2}},
			map[string]OldGolden{"g1": {"", 1}, "g2": {taxA, 9}},
			[]string{"g2", ""},
			map[string]string{"g1": "g2"},
		},
		{
			"merge of two without tax ID keeps the older",
			[]Member{{"g2", 9}, {"g1", 1}, {"", 0}},
			[][]int{{0, 1}, {2}},
			map[string]OldGolden{"g1": {"", 1}, "g2": {"", 9}},
			[]string{"g1", ""},
			map[string]string{"g2": "g1"},
		},
		{
			"split leaves the id with the tax ID",
			[]Member{{"g1", 5}, {"g1", 1}, {"", 0}},
			[][]int{{0}, {1}, {2}},
			map[string]OldGolden{"g1": {taxA, 1}},
			[]string{"g1", "", ""},
			map[string]string{},
		},
		{
			"split without tax ID leaves it with the oldest",
			[]Member{{"g1", 5}, {"g1", 1}, {"", 0}},
			[][]int{{0}, {1}, {2}},
			map[string]OldGolden{"g1": {"", 1}},
			[]string{"", "g1", ""},
			map[string]string{},
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			got := AssignIDs([]Source{a, b, c}, x.members, x.parts, x.old)
			if fmt.Sprint(got.IDs) != fmt.Sprint(x.ids) || fmt.Sprint(got.Redirects) != fmt.Sprint(x.redirects) {
				t.Errorf("ids %q redirects %v, want %q %v", got.IDs, got.Redirects, x.ids, x.redirects)
			}
		})
	}
}
