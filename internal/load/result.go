package load

import (
	"encoding/json"
	"fmt"
	"io"
)

// Figure is one line of a benchmark's output.
type Figure struct {
	Bench string   `json:"bench"`
	Value float64  `json:"value"`
	Limit *float64 `json:"limit,omitempty"` // measured in the same run, or the bound
	Ratio *float64 `json:"ratio,omitempty"` // value over limit
	Unit  string   `json:"unit,omitempty"`
}

// Against adds the limit and the ratio to it.
func (f Figure) Against(limit float64) Figure {
	f.Limit = &limit
	if limit != 0 {
		r := round(f.Value / limit)
		f.Ratio = &r
	}
	f.Value = round(f.Value)
	l := round(limit)
	f.Limit = &l
	return f
}

func round(v float64) float64 { return float64(int64(v*1000+0.5)) / 1000 }

// WriteFigures prints one JSON line a figure.
func WriteFigures(w io.Writer, fs ...Figure) error {
	for _, f := range fs {
		b, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w, string(b)); err != nil {
			return err
		}
	}
	return nil
}

// DoorLimit is the highest p99 of the door that is good enough: 100 ms, or where the
// bare producer of the same run has more than 60 ms, 1.6 times that. Milliseconds.
func DoorLimit(bareP99 float64) float64 {
	if bareP99 > 60 {
		return max(100, 1.6*bareP99)
	}
	return 100
}
