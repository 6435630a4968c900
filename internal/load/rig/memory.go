package rig

import (
	"fmt"
	"os"
	"strings"
)

// Memory is what the kernel says of a process, in MB of 2^20 bytes.
type Memory struct {
	Now, Most float64 // VmRSS and VmHWM
}

// MemoryOf reads /proc.
func MemoryOf(pid int) (Memory, error) {
	var m Memory
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return m, err
	}
	found := 0
	for line := range strings.Lines(string(text)) {
		name, rest, _ := strings.Cut(line, ":")
		into := map[string]*float64{"VmRSS": &m.Now, "VmHWM": &m.Most}[name]
		if into == nil {
			continue
		}
		var kb float64
		if _, err := fmt.Sscanf(rest, "%f kB", &kb); err != nil {
			return m, fmt.Errorf("/proc: %s: %w", name, err)
		}
		*into = kb / 1024
		found++
	}
	if found != 2 {
		return m, fmt.Errorf("/proc tells no VmRSS and VmHWM of process %d", pid)
	}
	return m, nil
}
