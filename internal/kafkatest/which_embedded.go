//go:build !realkafka

package kafkatest

import (
	"context"
	"crypto/tls"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/heliuhub/heliu/bus"
)

// Real tells which of the two Kafkas the tests run on.
const Real = false

// Shutdown ends what the tests of a package shared; for TestMain.
func Shutdown() {}

// serve starts a broker for one test.
func serve(ctx context.Context, t testing.TB, o *options) string {
	t.Helper()
	if o.broker.Dir == "" {
		o.broker.Dir = t.TempDir()
	}
	broker, err := bus.StartBroker(ctx, o.broker)
	if err != nil {
		t.Fatalf("start the embedded broker: %v", err)
	}
	t.Cleanup(broker.Close)
	return broker.Addr()
}

// StartSecure starts a Kafka with SASL and TLS. The product's own broker has neither,
// so this is the library below it.
func StartSecure(t testing.TB) *Secured {
	t.Helper()
	s, err := NewSecrets(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	start := func(opts ...kfake.Opt) string {
		c, err := kfake.NewCluster(append(opts, kfake.NumBrokers(1), kfake.DefaultNumPartitions(4))...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		return c.ListenAddrs()[0]
	}
	users := []kfake.Opt{kfake.EnableSASL()}
	for _, m := range []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"} {
		users = append(users, kfake.Superuser(m, s.User, s.Password))
	}
	return &Secured{
		Secrets: s, SASL: start(users...),
		TLS: start(kfake.TLS(&tls.Config{Certificates: []tls.Certificate{s.Server}, MinVersion: tls.VersionTLS12})),
	}
}
