package wecom

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/heliuhub/heliu/connectors"
)

// Lengths that the system cuts at or refuses beyond.
const (
	titleRunes = 128
	cardRunes  = 512
	textBytes  = 2048
)

// plain keeps markup out of a card, which reads a little HTML: angle brackets become
// their full-width sisters, line ends of every kind \n, other control characters blanks.
var plain = strings.NewReplacer("<", "＜", ">", "＞", "\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0000", " ", "\t", " ")

// line is a text of one line.
func line(s string) string { return strings.Join(strings.Fields(plain.Replace(s)), " ") }

// number is what people and the duplicate check know a message by.
func number(m connectors.Message) string {
	sum := sha256.Sum256([]byte(m.ID))
	return "#" + hex.EncodeToString(sum[:4])
}

// appMessage is the body of message/send: a card where there is a page to go to, else text.
func (c settings) appMessage(m connectors.Message, ids []string) map[string]any {
	out := map[string]any{
		"touser": strings.Join(ids, "|"), "agentid": c.agent, "enable_duplicate_check": 1, "duplicate_check_interval": int(c.window.Seconds()),
	}
	if m.URL == "" {
		out["msgtype"], out["text"] = "text", map[string]any{"content": words(m)}
		return out
	}
	out["msgtype"] = "textcard"
	out["textcard"] = map[string]any{"title": cut(line(m.Title), titleRunes), "description": card(m), "url": m.URL, "btntxt": c.button}
	return out
}

// card is the description of a text card: a division a line, the first one coloured for
// what is critical, the number last. Lines that do not fit are left out.
func card(m connectors.Message) string {
	last := `<div class="gray">` + number(m) + `</div>`
	left := cardRunes - utf8.RuneCountInString(last)
	class := "normal"
	if m.Severity == connectors.SeverityCritical {
		class = "highlight"
	}
	var b strings.Builder
	for s := range strings.SplitSeq(plain.Replace(m.Body), "\n") {
		frame := utf8.RuneCountInString(`<div class=""></div>`) + len(class)
		if s = line(s); s == "" {
			continue
		}
		if left < frame+8 {
			break
		}
		s = cut(s, left-frame)
		left -= frame + utf8.RuneCountInString(s)
		b.WriteString(`<div class="` + class + `">` + s + `</div>`)
		class = "normal"
	}
	return b.String() + last
}

// words is a message as plain text: title, lines, address, number. The address and the
// number are kept when the rest is too long.
func words(m connectors.Message) string {
	end := "\n" + number(m)
	if m.URL != "" {
		end = "\n" + m.URL + end
	}
	text := line(m.Title) + "\n" + strings.TrimSpace(plain.Replace(m.Body))
	for len(text)+len(end) > textBytes && text != "" {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return text + end
}

// robotMessage is the body of webhook/send. It is text, not markdown: what stands in a
// message can then neither name members nor hide an address.
func robotMessage(m connectors.Message) map[string]any {
	return map[string]any{"msgtype": "text", "text": map[string]any{"content": words(m)}}
}

// cut shortens to at most n characters, the last one an ellipsis.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}
