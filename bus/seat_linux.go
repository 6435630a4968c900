package bus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
)

// mySeat is the seat of this process. Numbers of processes mean the same within one
// start of one machine, one process namespace and one host name.
var mySeat = sync.OnceValues(func() (seat, bool) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return seat{}, false
	}
	space, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return seat{}, false
	}
	host, err := os.Hostname()
	if err != nil {
		return seat{}, false
	}
	since, err := startOf(os.Getpid())
	if err != nil {
		return seat{}, false
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(string(boot)) + "\x00" + space + "\x00" + host))
	return seat{hex.EncodeToString(sum[:6]), os.Getpid(), since}, true
})

// startOf gives when a process began, in the kernel's ticks: the 22nd field of its
// stat (proc_pid_stat(5)), behind the name, which may hold anything. A process that
// ended and whose parent has not asked yet has ended.
func startOf(pid int) (string, error) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return "", err
	}
	i := bytes.LastIndexByte(b, ')')
	fields := strings.Fields(string(b[i+1:]))
	if i < 0 || len(fields) < 20 {
		return "", fmt.Errorf("bus: /proc/%d/stat is not understood", pid)
	}
	if fields[0] == "Z" || fields[0] == "X" {
		return "", os.ErrProcessDone
	}
	return fields[19], nil
}
