package bus

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/fault"
)

func TestParseConfig(t *testing.T) {
	for _, c := range []struct {
		in    string
		check func(Config) bool
	}{
		{"k1:9092", func(c Config) bool {
			return len(c.Brokers) == 1 && c.Brokers[0] == "k1:9092" && c.TLS == nil && c.Mechanism == ""
		}},
		{" k1:9092, k2:9093 ", func(c Config) bool { return len(c.Brokers) == 2 && c.Brokers[1] == "k2:9093" }},
		{"kafka://[::1]:9092/", func(c Config) bool { return c.Brokers[0] == "[::1]:9092" }},
		{"kafka+tls://hub:p%40ss+w%3Ard@k1:9092,k2:9092?partitions=12", func(c Config) bool {
			return c.User == "hub" && c.Password == "p@ss+w:rd" && c.Mechanism == "scram-sha-512" && c.TLS != nil && c.Partitions == 12 && len(c.Brokers) == 2
		}},
		{"u:p@k:9092?mechanism=PLAIN&client_id=h1&compression=zstd&session_timeout=20s&replication=3", func(c Config) bool {
			return c.Mechanism == "plain" && c.ClientID == "h1" && c.Compression == "zstd" && c.SessionTimeout == 20*time.Second && c.Replication == 3
		}},
		{"k:9092?tls=true&server_name=kafka.internal", func(c Config) bool { return c.TLS != nil && c.TLS.ServerName == "kafka.internal" }},
	} {
		got, err := ParseConfig(c.in)
		if err != nil || !c.check(got) {
			t.Errorf("%s: %+v, %v", c.in, got, err)
		}
	}
}

func TestParseConfigRefuses(t *testing.T) {
	for _, in := range []string{
		"", "k1", "k1:0", "k1:99999", ":9092", "http://k:9092", "k1:9092,", "k:9092?nonsense=1", "k:9092?partitions=x",
		"k:9092?partitions=-1", "k:9092?mechanism=plain", "u:p@k:9092?mechanism=gssapi", "k:9092?compression=rar",
		"k:9092?session_timeout=1s", "k:9092?ca=/nowhere/ca.pem", "u:secretword%zz@k:9092", ":secretword@k:9092",
	} {
		_, err := ParseConfig(in)
		if fault.As(err) == nil || fault.As(err).Code != "bus_bad_address" {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if strings.Contains(err.Error(), "secretword") {
			t.Errorf("%q: the error repeats the password: %v", in, err)
		}
	}
}

func TestConfigKeepsItsPassword(t *testing.T) {
	c, err := ParseConfig("kafka+tls://hub:secretword@k1:9092")
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("open", "bus", c)
	for _, s := range []string{c.String(), fmt.Sprint(c), fmt.Sprintf("%+v", c), log.String()} {
		if strings.Contains(s, "secretword") || !strings.Contains(s, "k1:9092") {
			t.Errorf("%q", s)
		}
	}
}
