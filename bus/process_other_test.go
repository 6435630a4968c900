//go:build !linux && !realkafka

package bus_test

import "os/exec"

// endsWithUs has no way to do so here.
func endsWithUs(*exec.Cmd) {}
