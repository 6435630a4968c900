package baidu

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/record"
)

const reportPath = "/json/sms/service/OpenApiReportService/getReportData"

// qpsTries is how often a call is repeated after a rate limit, with pauses of 1, 2, 4 s.
const qpsTries = 3

var qpsAgain = fault.Ladder{First: time.Second, Cap: 4 * time.Second}

type page struct {
	rows    []map[string]any
	total   int
	partial bool // status 1: the rest of the rows is missing
}

// answer is the envelope of the API; its HTTP status is always 200.
type answer struct {
	Header struct {
		Status   json.Number `json:"status"`
		Desc     string      `json:"desc"`
		Failures []struct {
			Code    json.Number `json:"code"`
			Message string      `json:"message"`
		} `json:"failures"`
	} `json:"header"`
	Body struct {
		Data json.RawMessage `json:"data"`
	} `json:"body"`
}

func (a *answer) failed(codes []string) bool {
	for _, f := range a.Header.Failures {
		if slices.ContainsFunc(codes, func(c string) bool { return c != "" && strings.HasPrefix(f.Code.String(), c) }) {
			return true
		}
	}
	return false
}

func (a *answer) text() string {
	parts := []string{"status " + a.Header.Status.String()}
	for _, f := range a.Header.Failures {
		parts = append(parts, "code "+f.Code.String()+" "+f.Message)
	}
	return short(strings.Join(parts, ": "))
}

// page asks for rows of the report from row start on. Token trouble is healed once, a
// rate limit is waited for.
func (s *source) page(ctx context.Context, account string, from, to record.Date, start, count int) (page, error) {
	refused, waits := "", 0
	for {
		token, err := s.tokens.access(ctx, refused)
		if err != nil {
			return page{}, err
		}
		a, unknown, err := s.call(ctx, account, token, from, to, start, count)
		if err != nil {
			return page{}, err
		}
		switch status := a.Header.Status.String(); {
		case unknown || status != "0" && status != "1" && a.failed(s.s.List("auth_codes")):
			if refused != "" {
				return page{}, fault.Newf("source_unauthorized", "%s", a.text())
			}
			refused = token
		case status == "0" || status == "1":
			p, err := readPage(a.Body.Data)
			p.partial = status == "1"
			return p, err
		case status == "":
			return page{}, fault.Newf("source_bad_answer", "the answer has no header")
		case a.failed(s.s.List("rate_codes")):
			if waits == qpsTries {
				return page{}, fault.Newf("source_rate_limited", "%s", a.text()).After(time.Minute)
			}
			if err := s.env.Clock.Sleep(ctx, qpsAgain.Ceiling(waits)); err != nil {
				return page{}, err
			}
			waits++
		case status == "2":
			return page{}, fault.Newf("source_refused", "%s", a.text())
		default:
			return page{}, fault.Newf("source_error", "%s", a.text())
		}
	}
}

// call asks once. unknown tells that the token was refused by HTTP, as a gateway in between may do.
func (s *source) call(ctx context.Context, account, token string, from, to record.Date, start, count int) (a answer, unknown bool, err error) {
	sorts := []map[string]string{{"column": "date", "sortRule": "ASC"}} // two at most: the finest id is unique in an account
	if n := len(s.level.ids); n > 0 {
		sorts = append(sorts, map[string]string{"column": s.level.ids[n-1], "sortRule": "ASC"})
	}
	body, err := json.Marshal(map[string]any{
		"header": map[string]string{"userName": account, "accessToken": token},
		"body": map[string]any{
			"reportType": s.level.report, "startDate": from, "endDate": to, "timeUnit": "DAY",
			"columns": slices.Concat([]string{"date", "userName", "userId"}, s.level.columns, metrics), "sorts": sorts,
			"startRow": start, "rowCount": count, "needSum": false,
		},
	})
	if err != nil {
		return a, false, err
	}
	resp, err := s.api.Do(ctx, rest.Request{Method: http.MethodPost, Path: reportPath, Body: body, ContentType: "application/json;charset=UTF-8", Repeatable: true})
	if err != nil {
		unknown = resp.Status == http.StatusUnauthorized
		if unknown {
			err = nil
		}
		return a, unknown, err
	}
	return a, false, rest.Decode(resp.Body, &a)
}

// readPage takes the report out of body.data, which is a list of one or the object itself.
func readPage(data json.RawMessage) (page, error) {
	type report struct {
		Rows  []map[string]any `json:"rows"`
		Total json.Number      `json:"totalRowCount"`
	}
	var one report
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return page{}, fault.Newf("source_bad_answer", "the answer has no body.data")
	}
	if data[0] == '[' {
		var list []report
		if err := rest.Decode(data, &list); err != nil {
			return page{}, err
		}
		if len(list) == 0 {
			return page{}, nil
		}
		one = list[0]
	} else if err := rest.Decode(data, &one); err != nil {
		return page{}, err
	}
	total, err := one.Total.Int64()
	if err != nil && one.Total != "" {
		return page{}, fault.Newf("source_bad_answer", "totalRowCount is no number")
	}
	return page{rows: one.Rows, total: max(int(total), len(one.Rows))}, nil
}
