//go:build realkafka

package kafkatest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
)

// Real tells which of the two Kafkas the tests run on.
const Real = true

// shared is the Kafka of one node that the tests of a package share, one after the
// other: it takes seconds to start one.
var shared struct {
	once   sync.Once
	apache *Apache
	dir    string
	err    error
}

// one gives the shared Kafka, emptied of what the test before left.
func one(ctx context.Context, t testing.TB) *Apache {
	t.Helper()
	shared.once.Do(func() {
		if shared.dir, shared.err = os.MkdirTemp("", "heliu-secrets-"); shared.err != nil {
			return
		}
		var s *Secrets
		if s, shared.err = NewSecrets(shared.dir); shared.err == nil {
			shared.apache, shared.err = StartApache(context.Background(), ApacheConfig{Secrets: s})
		}
	})
	if shared.err != nil {
		t.Fatalf("start Apache Kafka: %v", shared.err)
	}
	if err := empty(ctx, shared.apache.Plain[0]); err != nil {
		t.Fatalf("empty the Kafka: %v", err)
	}
	return shared.apache
}

// Shutdown ends what the tests of a package shared; for TestMain.
func Shutdown() {
	if shared.apache != nil {
		if err := shared.apache.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	if shared.dir != "" {
		_ = os.RemoveAll(shared.dir)
	}
}

// serve empties the shared Kafka for one test. What an option says about the embedded
// broker means nothing here.
func serve(ctx context.Context, t testing.TB, _ *options) string {
	t.Helper()
	return one(ctx, t).Plain[0]
}

// StartSecure gives the listeners of the shared Kafka that want SASL and TLS.
func StartSecure(t testing.TB) *Secured {
	t.Helper()
	a := one(t.Context(), t)
	return &Secured{Secrets: a.secret, SASL: a.SASL, TLS: a.TLS}
}

// empty removes every topic and group and waits until they are gone. A group whose
// members are on their way out refuses for a while.
func empty(ctx context.Context, addr string) error {
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	defer cancel()
	tr := &kafka.Transport{MetadataTTL: 100 * time.Millisecond}
	defer tr.CloseIdleConnections()
	c := &kafka.Client{Addr: kafka.TCP(addr), Timeout: 5 * time.Second, Transport: tr}
	for {
		left, err := sweep(ctx, c)
		if err == nil && left == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d topics and groups are left: %w", left, errors.Join(ctx.Err(), err))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func sweep(ctx context.Context, c *kafka.Client) (left int, err error) {
	groups, err := c.ListGroups(ctx, &kafka.ListGroupsRequest{})
	if err != nil {
		return 0, err
	}
	var ids []string
	for _, g := range groups.Groups {
		ids = append(ids, g.GroupID)
	}
	if len(ids) > 0 {
		if _, err := c.DeleteGroups(ctx, &kafka.DeleteGroupsRequest{GroupIDs: ids}); err != nil {
			return len(ids), err
		}
	}
	meta, err := c.Metadata(ctx, &kafka.MetadataRequest{})
	if err != nil {
		return len(ids), err
	}
	var topics []string
	for _, t := range meta.Topics {
		if !strings.HasPrefix(t.Name, "__") {
			topics = append(topics, t.Name)
		}
	}
	if len(topics) > 0 {
		if _, err := c.DeleteTopics(ctx, &kafka.DeleteTopicsRequest{Topics: topics}); err != nil {
			return len(ids) + len(topics), err
		}
	}
	return len(ids) + len(topics), nil
}
