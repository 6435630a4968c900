package file

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/heliuhub/heliu/fault"
)

// decode brings a text file to UTF-8: by its byte order mark, else as UTF-8 where it
// is that, else as GB18030, which holds GBK and GB2312. One spoilt byte does not turn
// a UTF-8 file into another encoding: where nearly all lines with letters beyond
// ASCII are UTF-8, so is the file, and the spoilt line is a bad row later.
func decode(b []byte) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return string(b[3:]), nil
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
		if err != nil {
			return "", fault.New("unreadable_file", err)
		}
		return string(out), nil
	case bytes.IndexByte(b[:min(len(b), 8<<10)], 0) >= 0:
		return "", fault.Newf("unreadable_file", "the file is binary")
	case utf8.Valid(b) || mostlyUTF8(b):
		return string(b), nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil {
		return "", fault.New("unreadable_file", err)
	}
	return string(out), nil
}

func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		line := b
		if i := bytes.IndexAny(b, "\r\n"); i >= 0 {
			line, b = b[:i], b[i+1:]
		} else {
			b = nil
		}
		switch ascii := bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0; {
		case ascii:
		case utf8.Valid(line):
			good++
		default:
			bad++
		}
	}
	return good >= 9*bad && good > 0
}
