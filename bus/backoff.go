package bus

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"syscall"
	"time"

	"github.com/heliuhub/heliu/fault"
)

const (
	firstPause = 20 * time.Millisecond
	mostPause  = 10 * time.Second
)

// pause is how long to wait after the given number of failures: doubling from
// 20 ms to 10 s, of which a random half, but never less than the fault asks for.
func pause(failures int, err error) time.Duration {
	d := mostPause
	if failures < 10 {
		d = min(firstPause<<failures, mostPause)
	}
	d = d/2 + rand.N(d/2)
	var f *fault.Error
	if errors.As(err, &f) && f.Wait > d {
		d = f.Wait
	}
	return d
}

func isNetwork(err error) bool {
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
