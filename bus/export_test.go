package bus

import "os"

// SeatOf is the client id suffix of a process of this machine, as it would be had it
// begun at since; SeatHere is that of this very process.
func SeatOf(pid int, since string) string {
	here, ok := mySeat()
	if !ok {
		return ""
	}
	here.pid, here.since = pid, since
	return here.String()
}

// Began tells when this process began, in the form of a seat.
func Began() (string, error) { return startOf(os.Getpid()) }

// WithSync gives a configuration whose broker syncs files by f.
func WithSync(c BrokerConfig, f func(*os.File) error) BrokerConfig {
	c.fsync = f
	return c
}
