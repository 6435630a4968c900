package mapping

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/record"
)

// clickIDNames are the click identifiers that advertising platforms put on a landing page.
var clickIDNames = []string{"bd_vid", "clickid", "qz_gdt", "gdt_vid", "gclid", "gbraid", "wbraid", "qhclickid"}

func fnURLParam(_ *state, r *rule, in string) (string, fail) {
	v, _ := queryValue(in, r.param)
	return v, fail{}
}

// utmOf gives the utm parameters of an address, without the prefix.
func utmOf(in string) [][2]string {
	var out [][2]string
	eachParam(in, func(name, value string) bool {
		if rest, ok := strings.CutPrefix(strings.ToLower(name), "utm_"); ok && rest != "" && value != "" {
			out = addPair(out, rest, value)
		}
		return len(out) < maxPairs
	})
	return out
}

// clickIDsOf gives the known click identifiers of an address.
func clickIDsOf(in string) [][2]string {
	var out [][2]string
	eachParam(in, func(name, value string) bool {
		for _, id := range clickIDNames {
			if strings.EqualFold(id, name) && value != "" {
				out = addPair(out, id, value)
			}
		}
		return true
	})
	return out
}

// maxPairs bounds what one address can fill a map with.
const maxPairs = 64

// addPair adds a pair; the first value of a name stays.
func addPair(pairs [][2]string, name, value string) [][2]string {
	if named(pairs, name) {
		return pairs
	}
	return append(pairs, [2]string{name, value})
}

func named(pairs [][2]string, name string) bool {
	for i := range pairs {
		if pairs[i][0] == name {
			return true
		}
	}
	return false
}

func queryValue(in, want string) (found string, ok bool) {
	eachParam(in, func(name, value string) bool {
		if strings.EqualFold(name, want) && value != "" {
			found, ok = value, true
		}
		return !ok
	})
	return found, ok
}

// eachParam calls f with the parameters of an address, those of the query first,
// then those behind the # of a single-page site, until f says false. A value that
// is an ad platform's macro nobody replaced comes as "".
func eachParam(in string, f func(name, value string) bool) {
	addr, frag, _ := strings.Cut(strings.TrimSpace(in), "#")
	for _, part := range [...]string{addr, frag} {
		_, query, has := strings.Cut(part, "?")
		if !has {
			if strings.ContainsAny(part, "/:") || !strings.Contains(part, "=") {
				continue
			}
			query = part // a bare query string
		}
		for query != "" {
			var pair string
			pair, query, _ = strings.Cut(query, "&")
			name, value, _ := strings.Cut(pair, "=")
			if !f(unescape(name), dropMacro(unescape(value))) {
				return
			}
		}
	}
}

// unescape decodes the percent signs of a parameter as UTF-8, else as GB18030;
// what is neither becomes "".
func unescape(s string) string {
	if strings.ContainsAny(s, "%+") {
		b := make([]byte, 0, len(s))
		for i := 0; i < len(s); i++ {
			switch {
			case s[i] == '+':
				b = append(b, ' ')
			case s[i] == '%' && i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0:
				b = append(b, byte(hex(s[i+1])<<4|hex(s[i+2])))
				i += 2
			default:
				b = append(b, s[i])
			}
		}
		s = string(b)
	}
	if !utf8.ValidString(s) {
		d, err := simplifiedchinese.GB18030.NewDecoder().String(s)
		if err != nil || strings.ContainsRune(d, utf8.RuneError) {
			return ""
		}
		s = d
	}
	return record.NormalizeWidth(s)
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// dropMacro gives "" for a placeholder that the ad platform should have replaced:
// {keyword}, {{campaign.name}}, __CID__, [KEYWORD].
func dropMacro(v string) string {
	switch {
	case len(v) < 3:
	case v[0] == '{' && v[len(v)-1] == '}', v[0] == '[' && v[len(v)-1] == ']':
		return ""
	case len(v) > 4 && strings.HasPrefix(v, "__") && strings.HasSuffix(v, "__"):
		return ""
	}
	return v
}
