package fake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// query is the data of ExecuteBillQuery.
type query struct {
	FormID       string          `json:"FormId"`
	FieldKeys    string          `json:"FieldKeys"`
	FilterString json.RawMessage `json:"FilterString"`
	OrderString  string          `json:"OrderString"`
	TopRowCount  int             `json:"TopRowCount"`
	StartRow     int             `json:"StartRow"`
	Limit        int             `json:"Limit"`
}

// filterText takes the FilterString as text, or as the newer list of conditions.
func (q query) filterText() (string, error) {
	var s string
	if len(q.FilterString) == 0 || bytes.Equal(q.FilterString, []byte("null")) || json.Unmarshal(q.FilterString, &s) == nil {
		return s, nil
	}
	var list []struct{ Left, FieldName, Compare, Value, Right, Logic string }
	if err := json.Unmarshal(q.FilterString, &list); err != nil {
		return "", fmt.Errorf("过滤条件格式不正确")
	}
	var b strings.Builder
	for i, c := range list {
		if i > 0 {
			logic := list[i-1].Logic
			if logic == "" {
				logic = "and"
			}
			b.WriteString(" " + logic + " ")
		}
		fmt.Fprintf(&b, "%s %s %s '%s' %s", c.Left, c.FieldName, c.Compare, strings.ReplaceAll(c.Value, "'", "''"), c.Right)
	}
	return b.String(), nil
}

func (s *Server) executeBillQuery(w http.ResponseWriter, c call, objects bool) {
	var q query
	if err := json.Unmarshal(c.data, &q); err != nil {
		queryError(w, 8, "参数格式不正确")
		return
	}
	if q.FormID == "" {
		q.FormID = c.formID
	}
	s.mu.Lock()
	s.calls++
	turn := s.calls
	s.mu.Unlock()
	s.mu.RLock()
	defer s.mu.RUnlock()
	var rows [][]any
	var err error
	switch strings.ToLower(q.FormID) {
	case "":
		queryError(w, 5, "FormId不能为空")
		return
	case "bd_customer":
		rows, err = runQuery(&s.customers, q, s.access.MaxRows, turn)
	case "sal_saleorder":
		rows, err = runQuery(&s.orders, q, s.access.MaxRows, turn)
	case "ar_receivable":
		rows, err = runQuery(&s.receivables, q, s.access.MaxRows, turn)
	case "ar_receivebill":
		rows, err = runQuery(&s.receipts, q, s.access.MaxRows, turn)
	default:
		queryError(w, 9, "业务对象不存在："+q.FormID)
		return
	}
	if err != nil {
		queryError(w, 9, err.Error())
		return
	}
	if !objects {
		answer(w, rows)
		return
	}
	keys := fieldList(q.FieldKeys)
	list := make([]map[string]any, len(rows))
	for i, r := range rows {
		list[i] = make(map[string]any, len(keys))
		for j, k := range keys {
			list[i][k] = r[j]
		}
	}
	answer(w, list)
}

func fieldList(s string) []string {
	var out []string
	for f := range strings.SplitSeq(s, ",") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

type orderBy struct {
	name string
	desc bool
}

type row[T document] struct {
	doc  T
	line int
	keys []value // what it is ordered by
}

// runQuery answers one query over a form's documents.
func runQuery[T document](t *table[T], q query, maxRows, turn int) ([][]any, error) {
	keys := fieldList(q.FieldKeys)
	if len(keys) == 0 {
		return nil, fmt.Errorf("查询字段不能为空")
	}
	text, err := q.filterText()
	if err != nil {
		return nil, err
	}
	match, names, err := parseFilter(text)
	if err != nil {
		return nil, fmt.Errorf("过滤条件错误：%w", err)
	}
	var order []orderBy
	for _, o := range fieldList(q.OrderString) {
		name, dir, _ := strings.Cut(o, " ")
		order = append(order, orderBy{strings.ToLower(name), strings.EqualFold(strings.TrimSpace(dir), "desc")})
		names[strings.ToLower(name)] = true
	}
	cols := make([]column[T], len(keys))
	perLine := false
	for i, k := range keys {
		c, ok := t.columns[strings.ToLower(k)]
		if !ok {
			return nil, fmt.Errorf("字段不存在：%s", k)
		}
		cols[i] = c
		perLine = perLine || c.entry
	}
	for n := range names {
		c, ok := t.columns[n]
		if !ok {
			return nil, fmt.Errorf("字段不存在：%s", n)
		}
		perLine = perLine || c.entry
	}
	var found []row[T]
	for _, d := range t.docs {
		lines := 1
		if perLine {
			lines = max(1, d.lines())
		}
		for i := range lines {
			r := row[T]{doc: d, line: i}
			get := r.getter(t)
			if !match(get) {
				continue
			}
			for _, o := range order {
				r.keys = append(r.keys, get(o.name))
			}
			found = append(found, r)
		}
	}
	if len(order) > 0 {
		slices.SortStableFunc(found, func(a, b row[T]) int {
			for i, o := range order {
				c := a.keys[i].compare(b.keys[i])
				if o.desc {
					c = -c
				}
				if c != 0 {
					return c
				}
			}
			return 0
		})
	} else if n := len(found); n > 1 { // no order asked for: another order each time
		k := turn % n
		found = append(slices.Clone(found[k:]), found[:k]...)
	}
	if q.TopRowCount > 0 && len(found) > q.TopRowCount {
		found = found[:q.TopRowCount]
	}
	found = found[min(max(0, q.StartRow), len(found)):]
	limit := maxRows
	if q.Limit > 0 {
		limit = min(limit, q.Limit)
	}
	found = found[:min(limit, len(found))]
	out := make([][]any, len(found))
	for i, r := range found {
		out[i] = make([]any, len(cols))
		for j, c := range cols {
			if c.entry && r.doc.lines() == 0 {
				continue
			}
			out[i][j] = c.get(r.doc, r.line).cell()
		}
	}
	return out, nil
}

func (r row[T]) getter(t *table[T]) func(string) value {
	return func(name string) value {
		c := t.columns[name]
		if c.entry && r.doc.lines() == 0 {
			return value{}
		}
		return c.get(r.doc, r.line)
	}
}
