package world

import (
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// planStep is one step of a payment plan: a share in percent, days after signing,
// and days more until it is due.
type planStep struct {
	percent, after, due int
	trigger, kind       string
}

var plans = [][]planStep{
	{{30, 2, 10, "signed", "deposit"}, {60, 45, 30, "delivered", "instalment"}, {10, 60, 365, "retention_end", "retention"}},
	{{100, 30, 30, "delivered", "instalment"}},
	{{50, 2, 7, "signed", "deposit"}, {50, 40, 20, "accepted", "instalment"}},
	{{25, 5, 10, "date", "instalment"}, {25, 65, 10, "date", "instalment"}, {25, 125, 10, "date", "instalment"}, {25, 185, 10, "date", "instalment"}},
	{{40, 2, 10, "signed", "deposit"}, {55, 35, 30, "delivered", "instalment"}, {5, 50, 365, "retention_end", "retention"}},
}

// plan splits the price of a sale; the last line takes what rounding leaves.
func (g *gen) plan(d dice, s *sale) []model.PlanLine {
	steps := plans[d.weighted(40, 25, 12, 8, 15)]
	if s.twin != nil {
		steps = plans[1]
	}
	s.steps = steps
	var out []model.PlanLine
	left := s.gross
	for i, p := range steps {
		fen := s.gross * int64(p.percent) / 100
		if i == len(steps)-1 {
			fen = left
		}
		left -= fen
		at := atDay(s.signed.AddDate(0, 0, p.after), 10*60, 0)
		out = append(out, model.PlanLine{No: i + 1, Trigger: p.trigger, Due: at.AddDate(0, 0, p.due).Format(time.DateOnly), Amount: fen, Kind: p.kind})
	}
	return out
}

// bookedAt is when the receivable of plan line i is booked: when its step happens.
func (s *sale) bookedAt(i int) time.Time {
	return atDay(s.signed.AddDate(0, 0, s.steps[i].after), 10*60+i, 0)
}
