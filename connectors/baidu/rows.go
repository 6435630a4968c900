package baidu

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// report is all rows of one account over some days.
type report struct {
	byDay   map[record.Date]map[string]record.Record // by day and key
	partial bool
}

// report reads all pages. Rows that come or go while pages are read shift the others;
// the number of rows shows it, and the report is read anew.
func (s *source) report(ctx context.Context, account string, from, to record.Date) (*report, error) {
	for range 3 {
		rep := &report{byDay: map[record.Date]map[string]record.Record{}}
		fetched := s.env.Clock.Now()
		total, got, steady := 0, 0, true
		for start := 0; ; {
			p, err := s.page(ctx, account, from, to, start, s.pageSize)
			if err != nil {
				return nil, err
			}
			for _, row := range p.rows {
				day, rec, err := s.record(account, row, fetched)
				if err != nil {
					return nil, err
				}
				if rep.byDay[day] == nil {
					rep.byDay[day] = map[string]record.Record{}
				}
				if _, double := rep.byDay[day][rec.Key]; !double {
					got++
				}
				rep.byDay[day][rec.Key] = rec
			}
			rep.partial = rep.partial || p.partial
			steady = steady && (start == 0 || p.total == total)
			total = p.total
			if p.partial {
				start += s.pageSize
			} else {
				start += len(p.rows)
			}
			if start >= total || len(p.rows) == 0 && !p.partial {
				break
			}
		}
		if rep.partial || steady && got == total {
			return rep, nil
		}
	}
	return nil, fault.Newf("source_error", "the report changed each time it was read")
}

// record makes the envelope of a row. What a row tells occurred on its day; when it was
// fetched only orders its versions.
func (s *source) record(account string, row map[string]any, fetched time.Time) (record.Date, record.Record, error) {
	date, _ := row["date"].(string)
	if len(date) != len(time.DateOnly) || record.Date(date).Time().IsZero() {
		return "", record.Record{}, fault.Newf("source_bad_answer", "a row has no day in date")
	}
	key := account + "/" + date
	for _, c := range s.level.ids {
		id := strings.TrimSpace(fmt.Sprint(row[c]))
		if row[c] == nil || id == "" || strings.Trim(id, "0123456789") != "" {
			return "", record.Record{}, fault.Newf("source_bad_answer", "a row has no number in %s", c)
		}
		key += "/" + id
	}
	for from, to := range map[string]string{"campaignName": "_campaign", "adGroupName": "_ad_group", "wInfoNameStatus": "_keyword"} {
		if n, _ := row[from].(string); n != "" {
			row[to] = strings.TrimSpace(strings.TrimSuffix(n, deletedMark))
		}
	}
	row["_cost"] = cost(row["cost"])
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(row); err != nil {
		return "", record.Record{}, fmt.Errorf("baidu: %w", err)
	}
	return record.Date(date), record.Record{
		Stream: streamSpend, Key: key, Op: record.Upsert, OccurredAt: record.Date(date).Time(), Raw: bytes.TrimRight(b.Bytes(), "\n"),
		Version: fetched.UTC().Format("2006-01-02T15:04:05.000000000Z"),
	}, nil
}

// deletedMark is what the platform appends to the names of deleted things.
const deletedMark = "[已删除]"

// cost is the amount as text; "0" where the report shows that there is none.
func cost(v any) string {
	t := strings.TrimSpace(fmt.Sprint(v))
	if v == nil || t == "" || t == "-" || t == "--" {
		return "0"
	}
	return t
}

// digest is a short hash of a day's rows; "" for a day without rows.
func (r *report) digest(day record.Date) string {
	rows := r.byDay[day]
	if len(rows) == 0 {
		return ""
	}
	h := sha256.New()
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		c := rows[k].ContentHash()
		h.Write([]byte(k))
		h.Write(c[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// changed gives the rows of the days that do not look as they did, in order.
func (r *report) changed(days map[record.Date]string) []record.Record {
	var out []record.Record
	for _, d := range slices.Sorted(maps.Keys(r.byDay)) {
		if days[d] != "" && days[d] == r.digest(d) {
			continue
		}
		for _, k := range slices.Sorted(maps.Keys(r.byDay[d])) {
			out = append(out, r.byDay[d][k])
		}
	}
	return out
}
