package fake

import (
	"fmt"
	"regexp"
	"strings"
)

// A filter is the SQL-like FilterString: =, <>, !=, >, >=, <, <=, and, or, not,
// in, like, is null, parentheses; column against literal or column.
type filter func(get func(name string) value) bool

type filterParser struct {
	toks  []string
	i     int
	names map[string]bool // columns that the filter reads, lower case
}

var filterToken = regexp.MustCompile(`\s+|'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_.]*|-?[0-9]+(?:\.[0-9]+)?|<>|!=|>=|<=|[=<>(),]`)

// parseFilter reads a FilterString; "" lets everything through. names lists the columns read.
func parseFilter(s string) (filter, map[string]bool, error) {
	p := &filterParser{names: map[string]bool{}}
	for rest := s; rest != ""; {
		loc := filterToken.FindStringIndex(rest)
		if loc == nil || loc[0] != 0 {
			return nil, nil, fmt.Errorf("'%s' 附近有语法错误", rest[:min(len(rest), 20)])
		}
		if t := rest[:loc[1]]; strings.TrimSpace(t) != "" {
			p.toks = append(p.toks, t)
		}
		rest = rest[loc[1]:]
	}
	if len(p.toks) == 0 {
		return func(func(string) value) bool { return true }, p.names, nil
	}
	f, err := p.or()
	if err == nil && p.i < len(p.toks) {
		err = fmt.Errorf("'%s' 附近有语法错误", p.toks[p.i])
	}
	return f, p.names, err
}

func (p *filterParser) peek() string {
	if p.i < len(p.toks) {
		return strings.ToLower(p.toks[p.i])
	}
	return ""
}

func (p *filterParser) take(want string) bool {
	if p.peek() == want {
		p.i++
		return true
	}
	return false
}

func (p *filterParser) or() (filter, error) {
	left, err := p.and()
	for err == nil && p.take("or") {
		var right filter
		l := left
		if right, err = p.and(); err == nil {
			left = func(get func(string) value) bool { return l(get) || right(get) }
		}
	}
	return left, err
}

func (p *filterParser) and() (filter, error) {
	left, err := p.unary()
	for err == nil && p.take("and") {
		var right filter
		l := left
		if right, err = p.unary(); err == nil {
			left = func(get func(string) value) bool { return l(get) && right(get) }
		}
	}
	return left, err
}

func (p *filterParser) unary() (filter, error) {
	if p.take("not") {
		f, err := p.unary()
		return func(get func(string) value) bool { return !f(get) }, err
	}
	if p.take("(") {
		f, err := p.or()
		if err == nil && !p.take(")") {
			err = fmt.Errorf("缺少右括号")
		}
		return f, err
	}
	return p.condition()
}

// operand is a column or a literal.
type operand struct {
	column string
	text   string
}

func (o operand) value(get func(string) value, like valueKind) (value, bool) {
	if o.column != "" {
		return get(o.column), true
	}
	return literal(o.text, like)
}

func (p *filterParser) operand() (operand, error) {
	if p.i >= len(p.toks) {
		return operand{}, fmt.Errorf("条件不完整")
	}
	t := p.toks[p.i]
	p.i++
	switch c := t[0]; {
	case c == '\'':
		return operand{text: strings.ReplaceAll(t[1:len(t)-1], "''", "'")}, nil
	case c == '-' || c >= '0' && c <= '9':
		return operand{text: t}, nil
	case strings.ContainsAny(t[:1], "=<>(),!"):
		return operand{}, fmt.Errorf("'%s' 附近有语法错误", t)
	}
	n := strings.ToLower(t)
	p.names[n] = true
	return operand{column: n}, nil
}

func (p *filterParser) condition() (filter, error) {
	left, err := p.operand()
	if err != nil {
		return nil, err
	}
	if left.column == "" { // 1=1
		if p.take("=") {
			right, err := p.operand()
			return func(func(string) value) bool { return left.text == right.text }, err
		}
		return nil, fmt.Errorf("条件不完整")
	}
	negate := p.take("not")
	var f filter
	switch op := p.peek(); op {
	case "=", "<>", "!=", ">", ">=", "<", "<=":
		p.i++
		right, err := p.operand()
		if err != nil {
			return nil, err
		}
		f = compareWith(left.column, op, right)
	case "like":
		p.i++
		right, err := p.operand()
		if err != nil {
			return nil, err
		}
		re := likePattern(right.text)
		f = func(get func(string) value) bool { return re.MatchString(get(left.column).s) }
	case "in":
		p.i++
		if f, err = p.in(left.column); err != nil {
			return nil, err
		}
	case "is":
		p.i++
		not := p.take("not")
		if !p.take("null") {
			return nil, fmt.Errorf("is 之后缺少 null")
		}
		f = func(get func(string) value) bool { return (get(left.column).kind == kindNull) != not }
	default:
		return nil, fmt.Errorf("'%s' 附近有语法错误", op)
	}
	if negate {
		g := f
		f = func(get func(string) value) bool { return !g(get) }
	}
	return f, nil
}

func (p *filterParser) in(column string) (filter, error) {
	if !p.take("(") {
		return nil, fmt.Errorf("in 之后缺少括号")
	}
	var list []filter
	for {
		o, err := p.operand()
		if err != nil {
			return nil, err
		}
		list = append(list, compareWith(column, "=", o))
		if p.take(")") {
			break
		}
		if !p.take(",") {
			return nil, fmt.Errorf("in 列表不完整")
		}
	}
	return func(get func(string) value) bool {
		for _, f := range list {
			if f(get) {
				return true
			}
		}
		return false
	}, nil
}

func compareWith(column, op string, right operand) filter {
	return func(get func(string) value) bool {
		l := get(column)
		r, ok := right.value(get, l.kind)
		if !ok || l.kind == kindNull || r.kind == kindNull {
			return false
		}
		c := l.compare(r)
		switch op {
		case "=":
			return c == 0
		case "<>", "!=":
			return c != 0
		case ">":
			return c > 0
		case ">=":
			return c >= 0
		case "<":
			return c < 0
		default:
			return c <= 0
		}
	}
}

func likePattern(s string) *regexp.Regexp {
	q := regexp.QuoteMeta(s)
	q = strings.ReplaceAll(strings.ReplaceAll(q, "%", ".*"), "_", ".")
	return regexp.MustCompile(`(?is)^` + q + `$`)
}
