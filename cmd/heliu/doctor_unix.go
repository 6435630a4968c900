//go:build unix

package main

import (
	"errors"
	"syscall"
)

// freeBytes is what an ordinary user may still write where path lies.
func freeBytes(path string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil //nolint:gosec,unconvert // the types differ by system; neither is negative
}

// processRuns tells whether there is a process of this number.
func processRuns(pid int) bool {
	err := syscall.Kill(pid, 0)
	return pid > 0 && (err == nil || errors.Is(err, syscall.EPERM))
}
