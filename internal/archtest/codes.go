package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// faultDir is the package whose catalogue is checked; its files catalog*.go hold the
// codes and are no use of them.
const faultDir = "fault"

// carriers are the types outside fault with a field that becomes a fault's code; it
// is their first field, or the one of this name.
var carriers = map[string]string{"record/strictjson.Error": "Code", "record.ValueFault": "Code", "mapping.fail": "code"}

// Codes checks the fault codes that the product's files name against the catalogue:
// a code that is used must be known, a known one must be used. A use is a literal
// that reaches the first argument of fault.New or fault.Newf: written there, through
// a local variable, returned by the function called there, or passed to a function
// that hands it on; or the code of a carrier. A code counts as used when its literal
// stands anywhere in the product.
func (t *Tree) Codes(catalog []string) []Violation {
	c := codes{t: t, sinks: map[string]int{faultDir + ".New": 0, faultDir + ".Newf": 0}, used: map[string]place{}, literals: map[string]bool{}}
	var files []*file
	for _, f := range t.files {
		if f.kind == product && !(f.dir == faultDir && strings.HasPrefix(path.Base(f.path), "catalog")) {
			files = append(files, f)
			c.collect(f)
		}
	}
	for before := -1; before != len(c.sinks); { // until no further function hands codes on
		before = len(c.sinks)
		for _, f := range files {
			c.scan(f)
		}
	}
	var out []Violation
	for code, at := range c.used {
		if !slices.Contains(catalog, code) {
			out = append(out, Violation{"code", at.file, at.line, "the code " + code + " is not in the catalogue"})
		}
	}
	for _, code := range catalog {
		if !c.literals[code] {
			out = append(out, Violation{"code", faultDir, 0, "nothing uses the code " + code})
		}
	}
	slices.SortFunc(out, func(a, b Violation) int { return strings.Compare(a.String(), b.String()) })
	return out
}

type place struct {
	file string
	line int
}

type codes struct {
	t        *Tree
	sinks    map[string]int // folder.function → which argument is a code
	used     map[string]place
	literals map[string]bool
	returns  map[string][]*ast.BasicLit // folder.function → literals it returns
}

// collect notes every literal of a file, and what its functions return.
func (c *codes) collect(f *file) {
	if c.returns == nil {
		c.returns = map[string][]*ast.BasicLit{}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			c.literals[text(lit)] = true
		}
		return true
	})
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) > 0 {
				if lit, ok := ret.Results[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
					c.returns[f.dir+"."+fn.Name.Name] = append(c.returns[f.dir+"."+fn.Name.Name], lit)
				}
			}
			return true
		})
	}
}

// scan looks at every call of a sink, function by function.
func (c *codes) scan(f *file) {
	for _, d := range f.ast.Decls {
		fn, _ := d.(*ast.FuncDecl)
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if at, ok := c.sinks[c.called(f, n.Fun)]; ok && at < len(n.Args) {
					c.reaches(f, fn, n.Args[at])
				}
			case *ast.CompositeLit:
				c.carried(f, n)
			}
			return true
		})
	}
}

// called names the function of a call as folder.function. Methods are named by
// their folder alone, so a method of the same name as a sink is taken for one.
func (c *codes) called(f *file, fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return f.dir + "." + fun.Name
	case *ast.SelectorExpr:
		if from, ok := fun.X.(*ast.Ident); ok {
			if dir, ok := ours(f.names[from.Name]); ok {
				return dir + "." + fun.Sel.Name
			}
		}
		return f.dir + "." + fun.Sel.Name
	}
	return ""
}

// reaches follows an expression that becomes a code.
func (c *codes) reaches(f *file, fn *ast.FuncDecl, x ast.Expr) {
	switch x := x.(type) {
	case *ast.BasicLit:
		c.use(f, x)
	case *ast.CallExpr:
		for _, lit := range c.returns[c.called(f, x.Fun)] {
			c.use(f, lit)
		}
	case *ast.Ident:
		if fn == nil {
			return
		}
		if i := parameter(fn, x.Name); i >= 0 {
			c.sinks[f.dir+"."+fn.Name.Name] = i
		}
		for _, lit := range assigned(fn, x.Name) {
			c.use(f, lit)
		}
	}
}

// carried looks at the code in a carrier's literal.
func (c *codes) carried(f *file, n *ast.CompositeLit) {
	field, ok := carriers[c.called(f, n.Type)]
	if !ok {
		return
	}
	for i, e := range n.Elts {
		value := e
		if kv, named := e.(*ast.KeyValueExpr); named {
			value = kv.Value
			if key, ok := kv.Key.(*ast.Ident); !ok || key.Name != field {
				continue
			}
		} else if i > 0 {
			continue
		}
		if lit, ok := value.(*ast.BasicLit); ok {
			c.use(f, lit)
		}
	}
}

func (c *codes) use(f *file, lit *ast.BasicLit) {
	if _, seen := c.used[text(lit)]; !seen && lit.Kind == token.STRING {
		c.used[text(lit)] = place{f.path, c.t.line(lit)}
	}
}

// parameter is the place of a parameter among the arguments, or -1.
func parameter(fn *ast.FuncDecl, name string) int {
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, id := range field.Names {
			if id.Name == name {
				return i
			}
			i++
		}
		if len(field.Names) == 0 {
			i++
		}
	}
	return -1
}

// assigned lists the literals that a function gives a variable.
func assigned(fn *ast.FuncDecl, name string) []*ast.BasicLit {
	var out []*ast.BasicLit
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok || len(as.Lhs) != len(as.Rhs) {
			return true
		}
		for i, left := range as.Lhs {
			id, isIdent := left.(*ast.Ident)
			lit, isLit := as.Rhs[i].(*ast.BasicLit)
			if isIdent && isLit && id.Name == name {
				out = append(out, lit)
			}
		}
		return true
	})
	return out
}

// text is the value of a string literal.
func text(lit *ast.BasicLit) string {
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return fmt.Sprintf("unreadable %s", lit.Value)
	}
	return s
}
