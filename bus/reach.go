package bus

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/fault"
)

// unreached says why the cluster did not answer a question of ours: it is away, it
// refused the user, or its certificate is not one that we trust. All of them may pass
// (the operator mends the cluster, not only the hub), so all are transient.
func unreached(err error) *fault.Error {
	code := "bus_unavailable"
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, kafka.SASLAuthenticationFailed), errors.Is(err, kafka.UnsupportedSASLMechanism), errors.Is(err, kafka.IllegalSASLState):
		code = "bus_sign_in_failed"
	case errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &invalid), errors.As(err, &verify), errors.As(err, &alert), errors.As(err, &record):
		code = "bus_not_trusted"
	}
	return fault.New(code, err).After(time.Second)
}
