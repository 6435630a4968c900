package fake

import (
	"strings"
	"time"
)

// column is one field that a form can be asked for. Entry columns give one value a
// line; asking for one makes the answer one row a line.
type column[T any] struct {
	entry bool
	get   func(doc T, line int) value
}

// table is one form with its documents.
type table[T document] struct {
	columns map[string]column[T] // by lower-case name
	docs    []T
	byNo    map[string]int
}

// document is what all forms share.
type document interface {
	number() string
	stamp() *Stamp
	lines() int
}

func (c *Customer) number() string   { return c.Number }
func (o *Order) number() string      { return o.BillNo }
func (r *Receivable) number() string { return r.BillNo }
func (r *Receipt) number() string    { return r.BillNo }

func (c *Customer) stamp() *Stamp   { return &c.Stamp }
func (o *Order) stamp() *Stamp      { return &o.Stamp }
func (r *Receivable) stamp() *Stamp { return &r.Stamp }
func (r *Receipt) stamp() *Stamp    { return &r.Stamp }

func (c *Customer) lines() int   { return 0 }
func (o *Order) lines() int      { return len(o.Entries) }
func (r *Receivable) lines() int { return len(r.Entries) }
func (r *Receipt) lines() int    { return len(r.Entries) }

func (t *table[T]) find(number string) (T, bool) {
	i, ok := t.byNo[number]
	if !ok {
		var none T
		return none, false
	}
	return t.docs[i], true
}

// put stores doc under its number. touch sets the change time from the clock: at
// least one millisecond after the document's last.
func (t *table[T]) put(s *Server, doc T, touch bool) {
	st := doc.stamp()
	now := s.clock.Now().Truncate(time.Millisecond)
	old, known := t.find(doc.number())
	if known {
		o := old.stamp()
		st.ID, st.Created = o.ID, o.Created
		if st.Approved.IsZero() {
			st.Approved = o.Approved
		}
		if touch && !now.After(o.Modified) {
			now = o.Modified.Add(time.Millisecond)
		}
	}
	if st.ID == 0 {
		s.lastID++
		st.ID = s.lastID
	}
	s.lastID = max(s.lastID, st.ID)
	if st.Created.IsZero() {
		st.Created = now
		if !touch && !st.Modified.IsZero() {
			st.Created = st.Modified
		}
	}
	if touch || st.Modified.IsZero() {
		st.Modified = now
	}
	if st.Status == "" {
		st.Status = StatusAudited
	}
	if st.Status == StatusAudited && st.Approved.IsZero() {
		st.Approved = st.Modified
	}
	if known {
		t.docs[t.byNo[doc.number()]] = doc
		return
	}
	if t.byNo == nil {
		t.byNo = map[string]int{}
	}
	t.byNo[doc.number()] = len(t.docs)
	t.docs = append(t.docs, doc)
}

// remove takes a document out, as a delete on the site does: nothing tells.
func (t *table[T]) remove(number string) bool {
	i, ok := t.byNo[number]
	if !ok {
		return false
	}
	t.docs = append(t.docs[:i], t.docs[i+1:]...)
	delete(t.byNo, number)
	for n, j := range t.byNo {
		if j > i {
			t.byNo[n] = j - 1
		}
	}
	return true
}

// columnsOf lower-cases the names of columns.
func columnsOf[T any](m map[string]column[T]) map[string]column[T] {
	out := make(map[string]column[T], len(m))
	for k, c := range m {
		out[strings.ToLower(k)] = c
	}
	return out
}

func head[T any](get func(T) value) column[T] {
	return column[T]{get: func(d T, _ int) value { return get(d) }}
}

func entry[T any](get func(T, int) value) column[T] { return column[T]{entry: true, get: get} }

// base adds a reference to base data: the field alone, .FNumber and .FName.
func base[T any](m map[string]column[T], name string, get func(T) Base) {
	m[name] = head(func(d T) value { return baseID(get(d)) })
	m[name+".FNumber"] = head(func(d T) value { return textValue(get(d).Number) })
	m[name+".FName"] = head(func(d T) value { return textValue(get(d).Name) })
}

func entryBase[T any](m map[string]column[T], name string, get func(T, int) Base) {
	m[name] = entry(func(d T, i int) value { return baseID(get(d, i)) })
	m[name+".FNumber"] = entry(func(d T, i int) value { return textValue(get(d, i).Number) })
	m[name+".FName"] = entry(func(d T, i int) value { return textValue(get(d, i).Name) })
}

// baseID is a stable made-up inner number of base data; 0 where there is none.
func baseID(b Base) value {
	if b.Number == "" {
		return intValue(0)
	}
	n := int64(7)
	for _, c := range b.Number {
		n = (n*31 + int64(c)) % 900_000
	}
	return intValue(100_000 + n)
}

func yes(b bool) value {
	if b {
		return textValue("B")
	}
	return textValue("A")
}

// stampColumns adds what every form has.
func stampColumns[T document](m map[string]column[T], key string) map[string]column[T] {
	m[key] = head(func(d T) value { return intValue(d.stamp().ID) })
	m["FDocumentStatus"] = head(func(d T) value { return textValue(d.stamp().Status) })
	m["FCreateDate"] = head(func(d T) value { return timeValue(d.stamp().Created) })
	m["FModifyDate"] = head(func(d T) value { return timeValue(d.stamp().Modified) })
	m["FApproveDate"] = head(func(d T) value { return timeValue(d.stamp().Approved) })
	return columnsOf(m)
}
