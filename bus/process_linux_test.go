//go:build !realkafka

package bus_test

import (
	"os/exec"
	"syscall"
)

// endsWithUs makes a process end when the tests do, however they end.
func endsWithUs(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
