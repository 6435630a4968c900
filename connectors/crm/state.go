package crm

import (
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// state says how far a stream was read. A cursor of the CRM is never kept: it dies
// with its listing.
type state struct {
	V int `json:"v"`
	// At and ID name a row: while a listing is open the last one taken, and when it
	// was read to its end the newest one. At is the CRM's own text.
	At string `json:"at,omitempty"`
	ID string `json:"id,omitempty"`
	// Began is when the listing began, by the CRM's clock.
	Began time.Time `json:"began"`
	Open  bool      `json:"open,omitempty"`
}

func parseState(from connectors.State) (state, error) {
	if from == nil {
		return state{}, nil
	}
	var st state
	if err := json.Unmarshal(from, &st); err != nil {
		return st, fault.New("lost_state", err)
	}
	if st.V != 1 || st.Began.IsZero() {
		return st, fault.Newf("lost_state", "the saved position is not one of this connector's")
	}
	if st.At != "" {
		if _, err := time.Parse(time.RFC3339Nano, st.At); err != nil {
			return st, fault.New("lost_state", err)
		}
	}
	return st, nil
}

func (s state) encode() connectors.State {
	s.V = 1
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a struct of texts, a time and a bool
	}
	return b
}

func (s state) at() time.Time {
	t, _ := time.Parse(time.RFC3339Nano, s.At) // checked when it was taken
	return t
}

// since is where a new listing begins; zero for the very beginning.
//
// It lies overlap before the newest row, or before the beginning of the last listing where
// that was earlier. A row that became visible d ≤ overlap after its time t, while the last
// listing had passed t, became so after that listing began, so t lies no further back.
// A row with a time in the future does not carry the position with it either.
func (s state) since(overlap time.Duration) time.Time {
	if s.At == "" {
		return time.Time{}
	}
	from := s.at()
	if s.Began.Before(from) {
		from = s.Began
	}
	return from.Add(-overlap)
}
