package email

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	mail "github.com/wneessen/go-mail"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// subjectRunes is how long a subject may be.
const subjectRunes = 150

func itoa(n int) string { return strconv.Itoa(n) }

// ends makes every kind of line end \n and takes NUL out.
var ends = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0000", " ")

// line is a text of one line: no header can be begun in it.
func line(s string) string { return strings.Join(strings.Fields(ends.Replace(s)), " ") }

// compose makes the mail to one recipient. Its Message-ID follows from the message's ID
// and the recipient, so that it is the same when it is sent again.
func (n *notifier) compose(m connectors.Message, to string) (*mail.Msg, error) {
	sum := sha256.Sum256([]byte(m.ID + "\n" + to))
	number := hex.EncodeToString(sum[:16])
	_, domain, _ := strings.Cut(n.from.Address, "@")
	subject := []rune(line(m.Title))
	if len(subject) > subjectRunes {
		subject = append(subject[:subjectRunes-1], '…')
	}
	msg := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingQP))
	refused := func(error) error { return fault.Newf("message_refused", "no mail can be made of it") }
	if err := msg.FromFormat(n.from.Name, n.from.Address); err != nil {
		return nil, refused(err)
	}
	if err := msg.To(to); err != nil {
		return nil, refused(err)
	}
	if n.reply != "" {
		if err := msg.ReplyTo(n.reply); err != nil {
			return nil, refused(err)
		}
	}
	msg.Subject(string(subject))
	msg.SetDateWithValue(n.clock.Now())
	msg.SetMessageIDWithValue(number + "@" + domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no absence notes, please
	if m.Severity == connectors.SeverityCritical {
		msg.SetImportance(mail.ImportanceHigh)
	}
	text := strings.TrimSpace(ends.Replace(m.Body))
	if m.URL != "" {
		text += "\n\n" + line(m.URL)
	}
	msg.SetBodyString(mail.TypeTextPlain, text+"\n\n#"+number[:8]+"\n")
	return msg, nil
}
