package webhook

import (
	"net/http"
	"time"

	"github.com/heliuhub/heliu/connectors"
)

// Signed gives the headers of a body of somebody else's making.
func Signed(secret, id string, at time.Time, body []byte) (http.Header, error) {
	n, err := newNotifier(connectors.Env{HTTP: http.DefaultTransport}, connectors.Settings{"secret": secret, "url": "https://hub.example.com", "per_minute": 1})
	if err != nil {
		return nil, err
	}
	return n.signed(id, at, body), nil
}
