package dingtalk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"time"
)

// signed gives the query of a robot's call: its token and, where it signs, the time in
// milliseconds with base64(HMAC-SHA256(key = secret, text = time "\n" secret)).
func (c settings) signed(now time.Time) url.Values {
	q := url.Values{"access_token": {c.robot}}
	if c.sign != "" {
		at := strconv.FormatInt(now.UnixMilli(), 10)
		mac := hmac.New(sha256.New, []byte(c.sign))
		mac.Write([]byte(at + "\n" + c.sign))
		q.Set("timestamp", at)
		q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return q
}
