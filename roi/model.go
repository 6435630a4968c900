package roi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Model says how a deal is shared among the touches of its path. Its ID carries a
// version: a changed formula is another model.
type Model struct {
	ID     string // first@1
	Zh, En string
	// weigh gives each touch of a path (ordered, not empty) its part; the parts are
	// not negative and do not all vanish.
	weigh func(path []Touch) []int64
}

// The models: first w₁=1, last wₙ=1, linear wᵢ=1/n (docs/rules.md, Revenue).
var (
	First = Model{"first@1", "首次触点", "First touch", func(p []Touch) []int64 { return only(len(p), 0) }}
	Last  = Model{"last@1", "末次触点", "Last touch", func(p []Touch) []int64 { return only(len(p), len(p)-1) }}
	// Linear shares equally.
	Linear = Model{"linear@1", "平均分配", "Linear", func(p []Touch) []int64 {
		w := make([]int64, len(p))
		for i := range w {
			w[i] = 1
		}
		return w
	}}
)

// Models lists every model, in the order in which pages offer them.
func Models() []Model { return []Model{First, Last, Linear} }

// Kind is the name without the version.
func (m Model) Kind() string { return kindOf(m.ID) }

func kindOf(id string) string { kind, _, _ := strings.Cut(id, "@"); return kind }

// ModelNamed finds a model by its ID (first@1) or its kind (first), which means the
// newest version. An unknown name is a fault bad_matrix_query.
func ModelNamed(name string) (Model, error) {
	for _, m := range slices.Backward(Models()) {
		if name == m.ID || name == m.Kind() {
			return m, nil
		}
	}
	return Model{}, fault.New("bad_matrix_query", nil).At("model", name)
}

func only(n, i int) []int64 {
	w := make([]int64, n)
	w[i] = 1
	return w
}

// Credit is the part of one deal that one touch gets under one model.
type Credit struct {
	Deal  string // key
	Touch string // key
	Model string // ID
	// The touch has the part Weight of Of; the money is that part, rounded by
	// largest remainder so that the credits of a deal add up to it exactly.
	Weight, Of int64
	Gross, Net record.Money
}

// Credits shares a deal among the touches of its path, in the order of the path.
// Touches without weight get no credit row. Gross and net are split each on its own;
// the odd fen go to the touches in ascending touch key. An unknown amount stays unknown.
func (m Model) Credits(d Deal, path []Touch) []Credit {
	if len(path) == 0 {
		return nil
	}
	weights := m.weigh(path)
	gross, net := split(d.Gross, path, weights), split(d.Net, path, weights)
	var of int64
	for _, w := range weights {
		of += w
	}
	var out []Credit
	for i, t := range path {
		if weights[i] > 0 {
			out = append(out, Credit{d.Key, t.Key, m.ID, weights[i], of, gross[i], net[i]})
		}
	}
	return out
}

func split(total record.Money, path []Touch, weights []int64) []record.Money {
	out := make([]record.Money, len(path))
	if total.IsZero() {
		return out
	}
	byKey := make([]int, len(path))
	for i := range byKey {
		byKey[i] = i
	}
	slices.SortFunc(byKey, func(a, b int) int { return cmp.Compare(path[a].Key, path[b].Key) })
	sorted := make([]int64, len(path))
	for i, j := range byKey {
		sorted[i] = weights[j]
	}
	for i, minor := range record.SplitLargestRemainder(total.Minor, sorted) {
		out[byKey[i]] = record.Money{Minor: minor, Currency: total.Currency}
	}
	return out
}

func sortTouches(ts []Touch) { slices.SortFunc(ts, earlier) }
