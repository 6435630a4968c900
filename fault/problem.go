package fault

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
)

// Problem is the body of an error answer (RFC 9457).
type Problem struct {
	Type      string `json:"type,omitempty"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Code      string `json:"code"`
	MessageZh string `json:"message_zh"`
	MessageEn string `json:"message_en"`
	Field     string `json:"field,omitempty"`
	Value     string `json:"value,omitempty"`
	Where     string `json:"where,omitempty"`
	Detail    string `json:"detail,omitempty"`
}

// ProblemOf makes the answer for an error. The cause of an Invalid fault is shown, as
// Detail, to whoever sent the record; no other cause is.
func ProblemOf(err error) Problem {
	f := As(err)
	p := Problem{
		Type: "urn:heliu:fault:" + f.Code, Title: http.StatusText(f.HTTPStatus()), Status: f.HTTPStatus(), Code: f.Code,
		MessageZh: f.Zh, MessageEn: f.En, Field: f.Field, Value: f.Value, Where: f.Where,
	}
	if f.Kind == Invalid && f.cause != nil {
		p.Detail = f.cause.Error()
	}
	return p
}

// WriteProblem answers a request with an error; it sets Retry-After for what may be tried again.
func WriteProblem(w http.ResponseWriter, err error) {
	f := As(err)
	p := ProblemOf(err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if f.Kind == Transient || f.Kind == RateLimited {
		secs := max(1, int(math.Ceil(f.Wait.Seconds())))
		w.Header().Set("Retry-After", strconv.Itoa(secs))
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}
