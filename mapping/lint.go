package mapping

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// Issue is one mistake in a mapping, at the place where it stands.
type Issue struct {
	File      string
	Line, Col int    // from 1
	Code      string // stable: unknown_field, bad_path
	Zh, En    string
	// Suggestion is what was probably meant; empty when nothing is near.
	Suggestion string
}

// String gives file:line:col: code: sentence, with the suggestion.
func (i Issue) String() string {
	s := fmt.Sprintf("%s:%d:%d: %s: %s / %s", i.File, i.Line, i.Col, i.Code, i.Zh, i.En)
	if i.Suggestion != "" {
		s += fmt.Sprintf(" (%s?)", i.Suggestion)
	}
	return s
}

// LintError is everything that Parse found wrong, in the order of the file.
type LintError struct{ Issues []Issue }

// Error gives one line an issue.
func (e *LintError) Error() string {
	lines := make([]string, len(e.Issues))
	for i, x := range e.Issues {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// lintText has the two sentences of each lint code; %s is what the code is about.
var lintText = map[string][2]string{
	"bad_yaml":         {"不是合法的YAML：%s", "not valid YAML: %s"},
	"bad_shape":        {"此处应为%s", "%s is expected here"},
	"bad_version":      {"不支持的版本 %s，请写 version: 1", "unknown version %s; write version: 1"},
	"missing_key":      {"缺少 %s", "%s is missing"},
	"unknown_key":      {"不认识的键 %s", "unknown key %s"},
	"duplicate_key":    {"键 %s 出现两次", "key %s stands twice"},
	"alias":            {"不支持YAML锚点与别名（%s）", "YAML anchors and aliases are not supported (%s)"},
	"unknown_kind":     {"没有实体类型 %s", "there is no entity kind %s"},
	"unknown_field":    {"没有字段 %s", "there is no field %s"},
	"missing_required": {"必填字段 %s 没有规则", "the required field %s has no rule"},
	"unknown_function": {"没有函数 %s", "there is no function %s"},
	"function_type":    {"该函数的结果不能用于此字段：%s", "this function's result does not fit the field: %s"},
	"bad_option":       {"选项 %s 在这里没有作用", "option %s has no effect here"},
	"bad_path":         {"路径不正确：%s", "the path is not valid: %s"},
	"bad_each":         {"each 应为以 [] 结尾的路径：%s", "each is a path that ends in []: %s"},
	"bad_condition":    {"条件不正确：%s", "the condition is not valid: %s"},
	"bad_regexp":       {"正则表达式不正确：%s", "the regular expression is not valid: %s"},
	"bad_const":        {"常量不能用于此字段：%s", "the constant does not fit the field: %s"},
	"bad_enum":         {"取值 %s 不在允许范围内", "%s is not one of the allowed values"},
	"unknown_channel":  {"没有渠道 %s", "there is no channel %s"},
	"bad_currency":     {"未知币种 %s", "unknown currency %s"},
	"bad_scale":        {"scale 只能是 fen、yuan、wan：%s", "scale is fen, yuan or wan: %s"},
	"bad_ref":          {"引用不正确：%s", "the reference is not valid: %s"},
	"bad_else":         {"else 指向的字段不能存放文本：%s", "the field named by else cannot hold the text: %s"},
	"bad_calc":         {"计算规则不正确：%s", "the calculation is not valid: %s"},
	"unknown_code":     {"故障代码 %s 不在目录中", "fault code %s is not in the catalogue"},
	"no_source":        {"规则没有来源：请写 from、const、concat、calc 或 each（%s）", "the rule has no source: write from, const, concat, calc or each (%s)"},
	"needs_list":       {"%s 只能用于列表字段", "%s is for list fields only"},
}

// add notes an issue at n. near is what the suggestion is looked for in.
func (c *compiler) add(n *yaml.Node, code, about string, near ...string) {
	t := lintText[code]
	line, col := 1, 1
	if n != nil && n.Line > 0 {
		line, col = n.Line, n.Column
	}
	i := Issue{File: c.file, Line: line, Col: col, Code: code, Zh: fmt.Sprintf(t[0], about), En: fmt.Sprintf(t[1], about)}
	i.Suggestion = nearest(about, near)
	c.issues = append(c.issues, i)
}

// nearest finds the candidate that is the fewest edits away, when that is near enough to be meant.
func nearest(s string, candidates []string) string {
	best, least := "", max(1, len([]rune(s))/3)+1
	for _, c := range candidates {
		if c == s {
			continue
		}
		d := distance(strings.ToLower(s), strings.ToLower(c))
		if strings.Contains(c, s) && len(s) >= 3 {
			d = min(d, 2)
		}
		if d < least {
			best, least = c, d
		}
	}
	return best
}

// distance counts insertions, deletions, substitutions and swaps of neighbours.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > 64 || len(rb) > 64 {
		return 64
	}
	d := make([][]int, len(ra)+1)
	for i := range d {
		d[i] = make([]int, len(rb)+1)
		d[i][0] = i
	}
	for j := range rb {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(ra); i++ {
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(ra)][len(rb)]
}
