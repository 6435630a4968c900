package dingtalk

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/heliuhub/heliu/connectors"
)

// Lengths beyond which a message is cut.
const (
	titleRunes   = 60
	contentRunes = 500
	robotBytes   = 16 << 10
)

// ends makes every kind of line end \n and takes NUL and tabs out.
var ends = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0000", " ", "\t", " ")

// line is a text of one line.
func line(s string) string { return strings.Join(strings.Fields(ends.Replace(s)), " ") }

// number is what people know a message by, and what makes its content its own.
func number(m connectors.Message) string {
	sum := sha256.Sum256([]byte(m.ID))
	return "#" + hex.EncodeToString(sum[:4])
}

// colours of the head of a notice, ARGB.
var colours = map[string]string{connectors.SeverityCritical: "FFCF1322", connectors.SeverityWarning: "FFD48806"}

// notice is the msg of a work notice: plain text with a page behind it, or plain text.
func notice(m connectors.Message) map[string]any {
	if m.URL == "" {
		return map[string]any{"msgtype": "text", "text": map[string]any{"content": words(m, contentRunes*3)}}
	}
	colour, there := colours[m.Severity]
	if !there {
		colour = "FF1677FF"
	}
	body := map[string]any{"title": cut(line(m.Title), titleRunes), "content": cut(strings.TrimSpace(ends.Replace(m.Body)), contentRunes) + "\n" + number(m)}
	return map[string]any{"msgtype": "oa", "oa": map[string]any{"message_url": m.URL, "head": map[string]any{"bgcolor": colour, "text": "Heliu"}, "body": body}}
}

// robotMessage is the body of robot/send: text, not markdown, so that what stands in a
// message can neither name members nor hide an address. The robot's keyword goes in front
// where the text lacks it.
func (c settings) robotMessage(m connectors.Message) map[string]any {
	text := words(m, robotBytes)
	if c.keyword != "" && !strings.Contains(text, c.keyword) {
		text = "【" + c.keyword + "】" + text
	}
	return map[string]any{"msgtype": "text", "text": map[string]any{"content": text}, "at": map[string]any{"isAtAll": false}}
}

// words is a message as plain text of about so many bytes: title, lines, address,
// number. The address and the number are kept when the rest is too long.
func words(m connectors.Message, most int) string {
	end := "\n" + number(m)
	if m.URL != "" {
		end = "\n" + m.URL + end
	}
	text := line(m.Title) + "\n" + strings.TrimSpace(ends.Replace(m.Body))
	for len(text)+len(end) > most && text != "" {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return text + end
}

// cut shortens to at most n characters, the last one an ellipsis.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}
