package fake

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
)

// talk is one conversation.
type talk struct {
	s      *Server
	conn   net.Conn
	text   *textproto.Conn
	secure bool
	signed bool
	from   string
	to     []string
}

func (s *Server) talk(conn net.Conn) {
	if s.d.ImplicitTLS {
		conn = tls.Server(conn, s.tls)
	}
	t := &talk{s: s, conn: conn, text: textproto.NewConn(conn), secure: s.d.ImplicitTLS, signed: s.d.User == ""}
	t.say(220, "", "fake mail ready")
	s.mu.Lock()
	drop := s.drop
	s.drop = 0
	s.mu.Unlock()
	for n := 1; ; n++ {
		line, err := t.text.ReadLine()
		if err != nil || drop > 0 && n > drop {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		s.mu.Lock()
		hang := s.hang
		s.mu.Unlock()
		if hang != nil && strings.EqualFold(verb, "MAIL") {
			<-hang
		}
		if !t.answer(strings.ToUpper(verb), rest) {
			return
		}
	}
}

// say answers with a code and, where the server has them, an enhanced one.
func (t *talk) say(code int, enhanced, text string) {
	if enhanced != "" && !t.s.d.NoEnhanced {
		text = enhanced + " " + text
	}
	_ = t.text.PrintfLine("%d %s", code, text)
}

func (t *talk) answer(verb, rest string) (on bool) {
	switch verb {
	case "EHLO", "HELO":
		t.hello()
	case "STARTTLS":
		t.say(220, "", "go ahead")
		t.conn = tls.Server(t.conn, t.s.tls)
		t.text, t.secure = textproto.NewConn(t.conn), true
	case "AUTH":
		return t.auth(rest)
	case "MAIL":
		t.mail(rest)
	case "RCPT":
		t.rcpt(rest)
	case "DATA":
		return t.data()
	case "RSET":
		t.from, t.to = "", nil
		t.say(250, "2.0.0", "ok")
	case "NOOP":
		t.say(250, "2.0.0", "ok")
	case "QUIT":
		t.say(221, "2.0.0", "bye")
		return false
	default:
		t.say(502, "5.5.1", "unknown command")
	}
	return true
}

func (t *talk) hello() {
	offers := []string{"fake mail greets you"}
	if !t.s.d.NoEnhanced {
		offers = append(offers, "ENHANCEDSTATUSCODES")
	}
	if !t.secure && !t.s.d.Plain {
		offers = append(offers, "STARTTLS")
	}
	if t.s.d.User != "" && (t.secure || t.s.d.Plain) {
		offers = append(offers, "AUTH PLAIN LOGIN")
	}
	for i, o := range offers {
		sep := "-"
		if i == len(offers)-1 {
			sep = " "
		}
		_ = t.text.PrintfLine("250%s%s", sep, o)
	}
}

// auth takes PLAIN with its first answer, and LOGIN.
func (t *talk) auth(rest string) bool {
	kind, first, _ := strings.Cut(rest, " ")
	var user, password string
	switch strings.ToUpper(kind) {
	case "PLAIN":
		b, _ := base64.StdEncoding.DecodeString(first)
		if parts := strings.Split(string(b), "\x00"); len(parts) == 3 {
			user, password = parts[1], parts[2]
		}
	case "LOGIN":
		for i, ask := range []string{"Username:", "Password:"} {
			_ = t.text.PrintfLine("334 %s", base64.StdEncoding.EncodeToString([]byte(ask)))
			line, err := t.text.ReadLine()
			if err != nil {
				return false
			}
			b, _ := base64.StdEncoding.DecodeString(line)
			if i == 0 {
				user = string(b)
			} else {
				password = string(b)
			}
		}
	}
	if !t.secure && !t.s.d.Plain {
		t.say(538, "5.7.11", "encryption required")
	} else if user != t.s.d.User || password != t.s.d.Password {
		t.say(535, "5.7.8", "authentication failed for "+user)
	} else {
		t.signed = true
		t.say(235, "2.7.0", "welcome")
	}
	return true
}

func inBrackets(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

func (t *talk) mail(rest string) {
	t.s.mu.Lock()
	limited := t.s.clock.Now().Before(t.s.limited)
	t.s.mu.Unlock()
	switch {
	case !t.secure && !t.s.d.Plain:
		t.say(530, "5.7.0", "encryption required")
	case !t.signed:
		t.say(530, "5.7.0", "authentication required")
	case limited:
		t.say(451, "4.7.1", "try again later")
	default:
		t.from, t.to = inBrackets(rest), nil
		t.say(250, "2.1.0", "ok")
	}
}

// rcpt names the mailbox in its refusal, as real servers do.
func (t *talk) rcpt(rest string) {
	to := inBrackets(rest)
	switch {
	case t.from == "":
		t.say(503, "5.5.1", "no sender")
	case !slices.Contains(t.s.d.Mailboxes, strings.ToLower(to)):
		t.say(550, "5.1.1", fmt.Sprintf("<%s>: user unknown", to))
	default:
		t.to = append(t.to, to)
		t.say(250, "2.1.5", "ok")
	}
}

func (t *talk) data() bool {
	if len(t.to) == 0 {
		t.say(503, "5.5.1", "no recipient")
		return true
	}
	t.say(354, "", "end with a dot")
	raw, err := t.text.ReadDotBytes()
	if err != nil {
		return false
	}
	for _, to := range t.to {
		t.s.deliver(to, raw)
	}
	t.from, t.to = "", nil
	t.say(250, "2.0.0", "queued")
	return true
}

// deliver puts a mail into a mailbox that has none of its Message-ID.
func (s *Server) deliver(to string, raw []byte) {
	d := Delivery{To: to, At: s.clock.Now(), Raw: string(raw)}
	if m, err := mail.ReadMessage(bytes.NewReader(raw)); err == nil {
		var words mime.WordDecoder
		d.MessageID = m.Header.Get("Message-ID")
		if d.Title, err = words.DecodeHeader(m.Header.Get("Subject")); err != nil {
			d.Title = m.Header.Get("Subject")
		}
		body := m.Body
		if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
			body = quotedprintable.NewReader(body)
		}
		if b, err := io.ReadAll(body); err == nil {
			d.Text = string(b)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if mark := to + "\n" + d.MessageID; !s.seen[mark] {
		s.seen[mark] = true
		s.inbox = append(s.inbox, d)
	}
}
