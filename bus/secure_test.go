package bus_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// openAt opens the address that HELIU_KAFKA would hold.
func openAt(t *testing.T, address string) *bus.Bus {
	t.Helper()
	cfg, err := bus.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Log, cfg.SessionTimeout, cfg.Partitions = quiet, 6*time.Second, 4
	b, err := bus.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// roundTrip makes the topics, writes, reads in a group and commits.
func roundTrip(t *testing.T, b *bus.Bus) {
	t.Helper()
	if err := b.EnsureTopics(t.Context()); err != nil {
		t.Fatal(err)
	}
	publish(t, b, bus.TopicRaw, 10, each)
	r := start(t, b, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		return allDone(batch), nil
	}})
	eventually(t, "all are read", func() bool { return lag(t, b, "g", bus.TopicRaw) == 0 })
	r.end()
}

// refuses demands that a bus which may not enter says why, in both languages and
// without the password, and that nothing is acknowledged.
func refuses(t *testing.T, b *bus.Bus, code string) {
	t.Helper()
	_, endErr := b.EndOffsets(t.Context(), bus.TopicRaw)
	for what, err := range map[string]error{"EnsureTopics": b.EnsureTopics(t.Context()), "EndOffsets": endErr} {
		f := fault.As(err)
		if f == nil || f.Code != code {
			t.Errorf("%s: %v, want %s", what, err, code)
			continue
		}
		if zh, en := f.Zh, f.En; zh == "" || en == "" || zh == en {
			t.Errorf("%s says %q and %q", what, zh, en)
		}
	}
	// The door's answer stays the one that lets the caller come again.
	err := b.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")})
	if f := fault.As(err); f == nil || f.Code != "bus_unavailable" || f.Wait <= 0 || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Publish: %v", err)
	}
}

func TestSASL(t *testing.T) {
	refused := "bus_sign_in_failed"
	if !kafkatest.Real {
		refused = "bus_unavailable" // the library hangs up without a word
	}
	for _, mechanism := range []string{"plain", "scram-sha-256", "scram-sha-512"} {
		t.Run(mechanism, func(t *testing.T) {
			k := kafkatest.StartSecure(t)
			at := func(user, password string) string {
				return "kafka://" + user + ":" + url.QueryEscape(password) + "@" + k.SASL + "?mechanism=" + mechanism
			}
			roundTrip(t, openAt(t, at(k.User, k.Password)))
			refuses(t, openAt(t, at(k.User, "wrong")), refused)
			refuses(t, openAt(t, at("nobody", k.Password)), refused)
		})
	}
}

func TestTLS(t *testing.T) {
	k := kafkatest.StartSecure(t)
	roundTrip(t, openAt(t, "kafka+tls://"+k.TLS+"?ca="+url.QueryEscape(k.CAFile)))
	refuses(t, openAt(t, "kafka+tls://"+k.TLS+"?ca="+url.QueryEscape(k.OtherCAFile)), "bus_not_trusted")
	refuses(t, openAt(t, "kafka+tls://"+k.TLS+"?server_name=elsewhere.example.com&ca="+url.QueryEscape(k.CAFile)), "bus_not_trusted")
}
