package verify

import "fmt"

func (s Score) done() Score {
	share := func(a, b int) string {
		if b == 0 {
			return "n/a"
		}
		return fmt.Sprintf("%.4f", float64(a)/float64(b))
	}
	s.Precision, s.Recall = share(s.Right, s.Said), share(s.Right, s.True)
	return s
}

// pairScore counts pairs of records that are said to be one, pairs that truly are,
// and those that are both. Records of nobody are no pair of anything true.
func pairScore(name string, said [][]string, owner map[string]string) Score {
	s := Score{Name: name}
	total := map[string]int{}
	for _, part := range said {
		in := map[string]int{}
		for _, r := range part {
			if o := owner[r]; o != "" {
				in[o]++
				total[o]++
			}
		}
		s.Said += pairs(len(part))
		for _, n := range in {
			s.Right += pairs(n)
		}
	}
	for _, n := range total {
		s.True += pairs(n)
	}
	return s.done()
}

func pairs(n int) int { return n * (n - 1) / 2 }

// creditScore asks of every deal that has a true first touch whether the credit of
// the first-touch model went to a touch of the true organisation.
func creditScore(hub Hub, t Truth) Score {
	s := Score{Name: "credits"}
	for _, d := range t.Happened.Deals {
		if d.FirstTouch != "" {
			s.True++
		}
		path := hub.Paths[d.Deal]
		if len(path) == 0 {
			continue
		}
		s.Said++
		for _, x := range d.Touches {
			if x == path[0] {
				s.Right++
				break
			}
		}
	}
	return s.done()
}

// matchScore compares payments with deals. A match is wrong when the payment was not
// for the deal, or the deal gets more of it than was for it.
func matchScore(hub Hub, t Truth) (Score, int) {
	s := Score{Name: "matches"}
	type key struct{ payment, deal string }
	want := map[key]int64{}
	for _, p := range t.Happened.Payments {
		for _, part := range p.Parts {
			want[key{p.Payment, part.Deal}] += part.Amount
		}
	}
	said := map[key]int64{}
	for _, m := range hub.Matches {
		said[key{m.Payment, m.Deal}] += m.Amount
	}
	s.True, s.Said = len(want), len(said)
	wrong := 0
	for k, n := range said {
		switch w := want[k]; {
		case n > w:
			wrong++
		case n == w:
			s.Right++
		}
	}
	return s.done(), wrong
}
