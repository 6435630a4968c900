package bus

import (
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Config says where the cluster is and how to speak to it. The zero value of
// every field but Brokers has a default.
type Config struct {
	Brokers []string // host:port
	// Mechanism is the SASL mechanism: "plain", "scram-sha-256", "scram-sha-512", or "" for none.
	Mechanism string
	User      string
	Password  string
	TLS       *tls.Config // nil: no TLS
	ClientID  string      // default "heliu"
	// Partitions and Replication are used when a topic is made; default 1 and the cluster's own (-1).
	Partitions  int
	Replication int
	// Compression of produced batches: "", "gzip", "snappy", "lz4" or "zstd".
	Compression string
	// PublishTimeout bounds one Publish call; default 5 s.
	PublishTimeout time.Duration
	// PublishBytes bounds the bytes that wait for an acknowledgement; default 64 MiB.
	PublishBytes int64
	// SessionTimeout is how long a consumer that vanished keeps its partitions; default 10 s, at least 6 s.
	SessionTimeout time.Duration
	// Retention is the retention.ms of the topics that are made; default 7 days.
	Retention time.Duration
	Log       *slog.Logger // default slog.Default()
}

// ParseConfig reads the value of HELIU_KAFKA:
//
//	host:9092,host2:9092
//	[kafka://|kafka+tls://][user:password@]host:9092,host2:9092[?option=value&…]
//
// Options: mechanism, tls (true/false), ca, cert, key (PEM files), server_name,
// client_id, partitions, replication, compression, session_timeout, publish_timeout.
// User and password are percent-encoded. A user without a mechanism means
// scram-sha-512. The error never repeats the password.
func ParseConfig(s string) (Config, error) {
	var c Config
	rest := strings.TrimSpace(s)
	useTLS := false
	if scheme, after, ok := strings.Cut(rest, "://"); ok {
		switch scheme {
		case "kafka":
		case "kafka+tls", "kafkas":
			useTLS = true
		default:
			return c, fault.Newf("bus_bad_address", "unknown scheme %q", scheme)
		}
		rest = after
	}
	rest, query, _ := strings.Cut(rest, "?")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		user, pass, _ := strings.Cut(rest[:i], ":")
		var errU, errP error
		c.User, errU = url.PathUnescape(user)
		c.Password, errP = url.PathUnescape(pass)
		if errU != nil || errP != nil || c.User == "" {
			return Config{}, fault.Newf("bus_bad_address", "the user or password is not percent-encoded")
		}
		rest = rest[i+1:]
	}
	for b := range strings.SplitSeq(strings.TrimSuffix(rest, "/"), ",") {
		host, port, err := net.SplitHostPort(strings.TrimSpace(b))
		if n, perr := strconv.Atoi(port); err != nil || perr != nil || host == "" || n < 1 || n > 65535 {
			return Config{}, fault.Newf("bus_bad_address", "%q is not host:port", strings.TrimSpace(b))
		}
		c.Brokers = append(c.Brokers, net.JoinHostPort(host, port))
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		return Config{}, fault.Newf("bus_bad_address", "the options cannot be read")
	}
	return c.options(q, useTLS)
}

func (c Config) options(q url.Values, useTLS bool) (Config, error) {
	var ca, cert, key, server string
	var err error
	for name := range q {
		v := q.Get(name)
		switch name {
		case "mechanism", "sasl":
			c.Mechanism = strings.ToLower(v)
		case "tls":
			useTLS, err = strconv.ParseBool(v)
		case "ca":
			ca = v
		case "cert":
			cert = v
		case "key":
			key = v
		case "server_name":
			server = v
		case "client_id":
			c.ClientID = v
		case "partitions":
			c.Partitions, err = strconv.Atoi(v)
		case "replication":
			c.Replication, err = strconv.Atoi(v)
		case "compression":
			c.Compression = v
		case "session_timeout":
			c.SessionTimeout, err = time.ParseDuration(v)
		case "publish_timeout":
			c.PublishTimeout, err = time.ParseDuration(v)
		default:
			return Config{}, fault.Newf("bus_bad_address", "unknown option %q", name)
		}
		if err != nil {
			return Config{}, fault.Newf("bus_bad_address", "option %s cannot be read", name)
		}
	}
	if useTLS || ca != "" || cert != "" {
		if c.TLS, err = tlsConfig(ca, cert, key, server); err != nil {
			return Config{}, fault.New("bus_bad_address", err)
		}
	}
	if c.User != "" && c.Mechanism == "" {
		c.Mechanism = "scram-sha-512"
	}
	return c, c.check()
}

func tlsConfig(ca, cert, key, server string) (*tls.Config, error) {
	t := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: server}
	if ca != "" {
		pem, err := os.ReadFile(ca)
		if err != nil {
			return nil, err
		}
		t.RootCAs = x509.NewCertPool()
		if !t.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fault.Newf("bus_bad_address", "%s holds no certificate", ca)
		}
	}
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return nil, err
		}
		t.Certificates = []tls.Certificate{pair}
	}
	return t, nil
}

func (c Config) check() error {
	switch {
	case len(c.Brokers) == 0:
		return fault.Newf("bus_bad_address", "no broker is named")
	case c.Partitions < 0 || c.Partitions > 10_000:
		return fault.Newf("bus_bad_address", "partitions must be 1 to 10000")
	case c.SessionTimeout != 0 && c.SessionTimeout < 6*time.Second:
		return fault.Newf("bus_bad_address", "session_timeout must be at least 6s")
	case c.Mechanism != "" && c.User == "":
		return fault.Newf("bus_bad_address", "mechanism %s needs a user", c.Mechanism)
	}
	if _, ok := compressions[c.Compression]; !ok {
		return fault.Newf("bus_bad_address", "unknown compression %q", c.Compression)
	}
	_, err := c.mechanism()
	return err
}

func (c Config) withDefaults() Config {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&c.PublishTimeout, 5*time.Second)
	def(&c.SessionTimeout, 10*time.Second)
	def(&c.Retention, DefaultRetention)
	if c.ClientID == "" {
		c.ClientID = "heliu"
	}
	if c.Partitions == 0 {
		c.Partitions = 1
	}
	if c.Replication == 0 {
		c.Replication = -1
	}
	if c.PublishBytes <= 0 {
		c.PublishBytes = 64 << 20
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}

// String names the cluster for logs: no user, no password.
func (c Config) String() string {
	s := strings.Join(c.Brokers, ",")
	if c.TLS != nil {
		s += " tls"
	}
	if c.Mechanism != "" {
		s += " " + c.Mechanism
	}
	return s
}

// LogValue keeps the password out of structured logs.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }
