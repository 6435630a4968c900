package door

import (
	"regexp"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/record"
)

// What a refused request was about is read from the first bytes of its body, which need
// not be well formed: values of fields whose names speak of a number or an id.
var (
	pair     = regexp.MustCompile(`["'&;\s{,]?([\p{Han}A-Za-z][\p{Han}\w.-]{0,40})["']?\s*[:=]\s*["']?([^"',;&{}\[\]\r\n]{1,64})`)
	numberly = regexp.MustCompile(`(?i)(^|[_.-])(no|num|number|id|code|key|sn)$|(No|Number|Id|Code)$|单号|编号|号码$|合同号|订单号$`)
	document = regexp.MustCompile(`^[A-Z0-9][A-Z0-9./:-]{2,63}$`)
)

// private are names whose values are a person's, whatever else the name says.
var private = regexp.MustCompile(`(?i)mobile|phone|tel|fax|card|passport|identi|idno|wechat|weixin|wx|openid|unionid|qq|e?mail|bank|account|licen|birth|user|手机|电话|身份|证件|证号|护照|银行|账号|帐号|微信|邮箱`)

// mobile, citizen and card are values that are a person's, under whatever name.
var (
	mobile  = regexp.MustCompile(`^(\+?86)?1\d{10}$`)
	citizen = regexp.MustCompile(`^(\d{15}|\d{17}[\dX])$`)
	card    = regexp.MustCompile(`^\d{13,19}$`)
	phone   = regexp.MustCompile(`^0\d{2,3}-?\d{7,8}$`)
)

// maxNumbers bounds how many numbers of one refusal are kept.
const maxNumbers = 4

// numbersIn finds the document numbers that a body names, in the form in which numbers
// are compared. Nothing that may be a personal value is among them.
func numbersIn(body string) []string {
	var out []string
	for _, m := range pair.FindAllStringSubmatch(body, 200) {
		if !numberly.MatchString(m[1]) || private.MatchString(m[1]) {
			continue
		}
		if n := documentNumber(m[2]); n != "" && !slices.Contains(out, n) {
			if out = append(out, n); len(out) == maxNumbers {
				break
			}
		}
	}
	return out
}

// documentNumber brings a text into the form of numbers; empty for one that is none or
// may be a person's.
func documentNumber(text string) string {
	n := record.NormalizeNumber(strings.TrimSpace(text))
	switch {
	case !document.MatchString(n) || !strings.ContainsAny(n, "0123456789"):
		return ""
	case mobile.MatchString(n), citizen.MatchString(n), card.MatchString(n), phone.MatchString(n):
		return ""
	}
	return n
}
