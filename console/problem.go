package console

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/fault"
)

// Problem is the body of every error answer (RFC 9457).
type Problem struct {
	Type      string         `json:"type" doc:"urn:heliu:fault:<code>"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      string         `json:"code" doc:"stable code"`
	MessageZh string         `json:"message_zh" doc:"what happened and what to do, in Chinese"`
	MessageEn string         `json:"message_en" doc:"what happened and what to do, in English"`
	Field     string         `json:"field,omitempty"`
	Value     string         `json:"value,omitempty" doc:"masked"`
	Where     string         `json:"where,omitempty"`
	Detail    string         `json:"detail,omitempty"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"every field that is wrong"`

	wait    int // seconds, for Retry-After
	cookies []http.Cookie
}

// ProblemField is one field of a request that is wrong.
type ProblemField struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Error is the code and the English sentence.
func (p *Problem) Error() string { return p.Code + ": " + p.MessageEn }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problem details.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders gives Retry-After where waiting helps, and cookies where there are some.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(p.wait))
	}
	for _, k := range p.cookies {
		h.Add("Set-Cookie", k.String())
	}
	return h
}

// problemOf makes the answer for an error.
func problemOf(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	f, q := fault.As(err), fault.ProblemOf(err)
	p = &Problem{
		Type: q.Type, Title: q.Title, Status: q.Status, Code: q.Code, MessageZh: q.MessageZh, MessageEn: q.MessageEn,
		Field: q.Field, Value: q.Value, Where: q.Where, Detail: q.Detail,
	}
	if f.Kind == fault.Transient || f.Kind == fault.RateLimited {
		p.wait = max(1, int(math.Ceil(f.Wait.Seconds())))
	}
	return p
}

// codeOfStatus is how errors that the framework finds are called.
func codeOfStatus(status int) string {
	switch status {
	case http.StatusNotFound:
		return "not_found"
	case http.StatusUnsupportedMediaType:
		return "unsupported_media"
	case http.StatusRequestEntityTooLarge:
		return "body_too_large"
	case http.StatusRequestTimeout:
		return "slow_body"
	}
	if status >= 500 {
		return "internal"
	}
	return "bad_request"
}

// speakFault makes the framework's own errors problems with a code. Values that
// were sent are not repeated.
var speakFault = sync.OnceFunc(func() {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		for _, err := range errs { // ours, on its way out
			var ours *Problem
			if errors.As(err, &ours) {
				return ours
			}
		}
		p := problemOf(fault.New(codeOfStatus(status), nil))
		if status != 0 { // the framework asks with 0 for an example
			p.Status, p.Title = status, http.StatusText(status)
		}
		if status >= 500 {
			return p
		}
		for _, err := range errs {
			if err == nil {
				continue
			}
			e := ProblemField{Message: "is not valid"}
			var d huma.ErrorDetailer
			if errors.As(err, &d) {
				if detail := d.ErrorDetail(); detail != nil {
					e = ProblemField{Field: strings.TrimPrefix(detail.Location, "body."), Message: detail.Message}
				}
			}
			p.Errors = append(p.Errors, e)
		}
		if len(p.Errors) > 0 {
			p.Field = p.Errors[0].Field
		}
		return p
	}
})

// refuse answers a request outside of the framework.
func refuse(w http.ResponseWriter, err error) { fault.WriteProblem(w, err) }
