package webform

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record/strictjson"
)

// maxBody bounds a body as sent and, where it is compressed, as unpacked.
const maxBody = 1 << 20

// readBody reads the body as sent, at most maxBody bytes.
func readBody(r *http.Request) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	var tooLarge *http.MaxBytesError
	var network net.Error
	switch {
	case errors.As(err, &tooLarge) || len(b) > maxBody:
		return nil, fault.New("body_too_large", nil)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return nil, fault.New("slow_body", nil)
	case err != nil:
		return nil, fault.Newf("bad_request", "the body broke off after %d bytes", len(b))
	}
	return b, nil
}

// unpack undoes Content-Encoding: gzip or none.
func unpack(r *http.Request, b []byte) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding"))) {
	case "", "identity":
		return b, nil
	case "gzip", "x-gzip":
	default:
		return nil, fault.Newf("unsupported_media", "Content-Encoding: gzip or none")
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fault.Newf("bad_request", "the body is not gzip")
	}
	out, err := io.ReadAll(io.LimitReader(z, maxBody+1))
	if len(out) > maxBody {
		return nil, fault.New("body_too_large", nil)
	}
	if err != nil {
		return nil, fault.Newf("bad_request", "the gzip body broke off")
	}
	return out, nil
}

// object brings a body of any accepted type into the text of one JSON object.
func object(r *http.Request, b []byte) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, fault.Newf("unsupported_media", "Content-Type is missing or malformed")
	}
	charset := params["charset"]
	if _, known := decodeText(nil, charset); !known {
		return nil, fault.Newf("unsupported_media", "charset: utf-8, gbk or gb18030")
	}
	var obj []byte
	switch {
	case kind == "application/json" || strings.HasPrefix(kind, "application/") && strings.HasSuffix(kind, "+json"):
		text, _ := decodeText(b, charset)
		obj = strictjson.TrimBOM(text)
	case len(bytes.TrimSpace(b)) == 0:
		return nil, fault.New("empty_body", nil)
	case kind == "application/x-www-form-urlencoded":
		var fields form
		if fields, err = urlencoded(b, charset); err == nil {
			obj, err = fields.json()
		}
	case kind == "multipart/form-data":
		var fields form
		if fields, err = multipartFields(b, params["boundary"], charset); err == nil {
			obj, err = fields.json()
		}
	default:
		return nil, fault.Newf("unsupported_media", "Content-Type: JSON, x-www-form-urlencoded or form-data")
	}
	if err != nil {
		return nil, err
	}
	if err := connectors.CheckJSON(obj, strictjson.Default); err != nil {
		return nil, err
	}
	return bytes.Trim(obj, " \t\r\n"), nil
}

// decodeText brings text of a named charset to UTF-8. Every GB label is read as
// GB18030, which holds them all, as the WHATWG encoding standard does. Bytes that
// are no such text stay as they are and are refused as bad UTF-8 later.
func decodeText(b []byte, charset string) (text []byte, known bool) {
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "us-ascii":
		return b, true
	case "gb18030", "gbk", "gb2312", "cp936", "x-gbk":
	default:
		return nil, false
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return b, true
	}
	return out, true
}

// form is the fields of a form in the order of their first appearance.
type form []formField

type formField struct {
	name   string
	values []string
}

func (f *form) add(name, value, charset string) error {
	for _, s := range []*string{&name, &value} {
		text, _ := decodeText([]byte(*s), charset)
		if !utf8.Valid(text) {
			return fault.New("bad_utf8", nil)
		}
		if bytes.IndexByte(text, 0) >= 0 {
			return fault.New("nul_in_text", nil)
		}
		*s = string(text)
	}
	for i := range *f {
		if (*f)[i].name == name {
			(*f)[i].values = append((*f)[i].values, value)
			return nil
		}
	}
	if len(*f) == strictjson.Default.Fields {
		return fault.Newf("too_many_fields", "more than %d fields", strictjson.Default.Fields)
	}
	*f = append(*f, formField{name, []string{value}})
	return nil
}

// json writes the fields as texts; a field that stands several times (check boxes)
// becomes a list of texts.
func (f form) json() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, x := range f {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := enc.Encode(x.name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		var v any = x.values
		if len(x.values) == 1 {
			v = x.values[0]
		}
		if err := enc.Encode(v); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return bytes.ReplaceAll(out.Bytes(), []byte("\n"), nil), nil // Encode ends each value with one; inside texts it is escaped
}

func urlencoded(b []byte, charset string) (form, error) {
	var f form
	for _, pair := range strings.Split(string(b), "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil {
			return nil, fault.Newf("bad_request", "a percent sign of the form is not followed by two hex digits")
		}
		if err := f.add(name, value, charset); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func multipartFields(b []byte, boundary, charset string) (form, error) {
	if boundary == "" {
		return nil, fault.Newf("unsupported_media", "the boundary is missing")
	}
	var f form
	parts := multipart.NewReader(bytes.NewReader(b), boundary)
	for n := 0; ; n++ {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return nil, fault.Newf("bad_request", "the form-data is cut off or malformed")
		}
		if n > 2*strictjson.Default.Fields {
			return nil, fault.Newf("too_many_fields", "too many parts")
		}
		value, err := io.ReadAll(p)
		if err != nil {
			return nil, fault.Newf("bad_request", "the form-data is cut off")
		}
		_, params, _ := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if _, file := params["filename"]; file {
			if len(value) > 0 {
				return nil, fault.Newf("unsupported_media", "files are not taken with a form").At(p.FormName(), "")
			}
			continue // a file input that was left empty
		}
		if p.FormName() == "" {
			return nil, fault.Newf("bad_request", "a part of the form-data has no name")
		}
		if err := f.add(p.FormName(), string(value), charset); err != nil {
			return nil, err
		}
	}
}
