package kafkatest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// Secrets are a user with a password and a certificate authority with a certificate of
// 127.0.0.1, made for one test.
type Secrets struct {
	User, Password string
	CAFile         string // PEM, for clients
	OtherCAFile    string // PEM of an authority that signed nothing
	ServerFile     string // PEM: certificate and key of the broker
	Server         tls.Certificate
}

// NewSecrets makes them in a directory.
func NewSecrets(dir string) (*Secrets, error) {
	s := &Secrets{User: "hub", Password: "right:p@ss"}
	ca, caKey, caPEM, err := authority("test authority")
	if err != nil {
		return nil, err
	}
	_, _, otherPEM, err := authority("other authority")
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "broker"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
	if s.Server, err = tls.X509KeyPair(cert, private); err != nil {
		return nil, err
	}
	s.CAFile, s.OtherCAFile, s.ServerFile = filepath.Join(dir, "ca.pem"), filepath.Join(dir, "other-ca.pem"), filepath.Join(dir, "server.pem")
	for file, text := range map[string][]byte{s.CAFile: caPEM, s.OtherCAFile: otherPEM, s.ServerFile: append(private, cert...)} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func authority(name string) (*x509.Certificate, *ecdsa.PrivateKey, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, nil, err
	}
	self := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, self, self, &key.PublicKey, key)
	if err != nil {
		return nil, nil, nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return cert, key, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), err
}

// properties is a file of settings of Apache Kafka.
type properties map[string]string

// secure adds what the listeners SASL and TLS need.
func (p properties) secure(s *Secrets) {
	p["sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512"
	p["listener.name.sasl.plain.sasl.jaas.config"] = fmt.Sprintf(`org.apache.kafka.common.security.plain.PlainLoginModule required user_%s="%s";`, s.User, s.Password)
	for _, m := range []string{"scram-sha-256", "scram-sha-512"} {
		p["listener.name.sasl."+m+".sasl.jaas.config"] = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
	}
	p["listener.name.tls.ssl.keystore.type"], p["listener.name.tls.ssl.keystore.location"] = "PEM", s.ServerFile
}

func (p properties) write(file string) error {
	lines := make([]string, 0, len(p))
	for k, v := range p {
		lines = append(lines, fmt.Sprintf("%s=%s\n", k, v))
	}
	sort.Strings(lines)
	return os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600)
}
