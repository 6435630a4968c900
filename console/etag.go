package console

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/heliuhub/heliu/fault"
)

// Conditional is the input of reads that answer 304.
type Conditional struct {
	IfNoneMatch string `header:"If-None-Match" doc:"ETag of what the caller has"`
}

// tagged is the output of such a read.
type tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// notModified answers 304.
type notModified struct{ etag string }

// Error is for the log.
func (notModified) Error() string { return "not modified" }

// GetStatus is 304.
func (notModified) GetStatus() int { return http.StatusNotModified }

// GetHeaders repeats the ETag.
func (n notModified) GetHeaders() http.Header { return http.Header{"Etag": {n.etag}} }

// tag gives the answer with its strong ETag, or notModified when the caller has it.
// prefix, where there is one, is the version for If-Match.
func (in Conditional) tag(prefix string, body any) (etag string, err error) {
	b, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	etag = `"` + prefix + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	for t := range strings.SplitSeq(in.IfNoneMatch, ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == etag || t == "*" {
			return etag, notModified{etag}
		}
	}
	return etag, nil
}

func answerTagged[T any](in Conditional, prefix string, body T) (*tagged[T], error) {
	etag, err := in.tag(prefix, body)
	if err != nil {
		return nil, err
	}
	return &tagged[T]{etag, body}, nil
}

// versionOf reads the version out of an If-Match header.
func versionOf(ifMatch string) (int, error) {
	if ifMatch == "" {
		return 0, fault.New("precondition_required", nil)
	}
	text := strings.Trim(strings.TrimPrefix(strings.TrimSpace(ifMatch), "W/"), `"`)
	text, _, _ = strings.Cut(text, "-")
	v, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.New("precondition_failed", nil)
	}
	return v, nil
}
