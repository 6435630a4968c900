package archtest

import (
	"go/ast"
	"go/token"
)

// Ladders finds waits that somebody lets grow by himself: a shift by a variable or a
// doubling assignment in a file that deals with time. fault.Ladder is the one ladder; a
// fake plays a system that is not ours, and may have its own.
func (t *Tree) Ladders() []Violation {
	var out []Violation
	for _, f := range t.files {
		if f.kind != product || f.dir == faultDir || within([]string{"connectors/*/fake"}, f.dir) || !imports(f, "time") {
			continue
		}
		found := func(n ast.Node) {
			out = append(out, Violation{"ladder", f.path, t.line(n), "grows a wait by itself; use fault.Ladder"})
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.SHL && !literal(n.X) && !literal(n.Y) {
					found(n)
				}
			case *ast.AssignStmt:
				if doubles(n) {
					found(n)
				}
			}
			return true
		})
	}
	return out
}

func imports(f *file, path string) bool {
	for _, in := range f.imports {
		if in.path == path {
			return true
		}
	}
	return false
}

func literal(x ast.Expr) bool {
	_, ok := x.(*ast.BasicLit)
	return ok
}

// doubles tells x *= 2, x <<= 1, x += x and x = x*2, also inside min or max.
func doubles(as *ast.AssignStmt) bool {
	if len(as.Lhs) != 1 || len(as.Rhs) != 1 {
		return false
	}
	id, ok := as.Lhs[0].(*ast.Ident)
	if !ok {
		return false
	}
	switch as.Tok {
	case token.MUL_ASSIGN, token.SHL_ASSIGN:
		return literal(as.Rhs[0])
	case token.ADD_ASSIGN:
		return named(as.Rhs[0], id.Name)
	}
	grows := false
	ast.Inspect(as.Rhs[0], func(n ast.Node) bool {
		if b, ok := n.(*ast.BinaryExpr); ok && as.Tok == token.ASSIGN {
			grows = grows || b.Op == token.MUL && (named(b.X, id.Name) && literal(b.Y) || literal(b.X) && named(b.Y, id.Name)) ||
				b.Op == token.SHL && named(b.X, id.Name)
		}
		return true
	})
	return grows
}

func named(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}
