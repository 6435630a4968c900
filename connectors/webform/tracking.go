package webform

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	trackingParam = regexp.MustCompile(`^(utm_[a-z]{1,20}|bd_vid|clickid|qz_gdt|gdt_vid|gclid|gbraid|wbraid|qhclickid)$`)
	// macro is what an ad platform should have replaced and did not.
	macro = regexp.MustCompile(`^(__.+__|\{.+\}|\[.+\])$`)
)

// tracking adds the utm parameters and click ids of an address to those found
// already. Names are compared without case; a value is percent-decoded once, as
// UTF-8 or else as GB18030 (old Baidu addresses); a macro that nobody replaced is no value.
func tracking(found map[string]string, address string) {
	if len(address) > 8<<10 {
		return
	}
	address, fragment, _ := strings.Cut(address, "#")
	for _, part := range [...]string{address, fragment} { // single-page sites keep a query behind the #
		_, query, _ := strings.Cut(part, "?")
		for _, pair := range strings.Split(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			name = strings.ToLower(name)
			if !trackingParam.MatchString(name) || found[name] != "" {
				continue
			}
			value, err := url.QueryUnescape(value)
			if err != nil {
				continue
			}
			if !utf8.ValidString(value) {
				text, _ := decodeText([]byte(value), "gb18030")
				value = string(text)
			}
			if value = tidy(value, 512); value != "" && !macro.MatchString(value) {
				found[name] = value
			}
		}
	}
}
