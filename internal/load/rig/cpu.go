package rig

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// CPUOf is how much processor time a process has used, in user and kernel mode. Unlike
// a rate it says the same on a machine that is busy with other things.
func CPUOf(pid int) (time.Duration, error) {
	s, err := statOf(pid)
	return s.used, err
}

// CPUOfPG is the same of PostgreSQL: the server and its processes that are alive.
func (r *Rig) CPUOfPG() (time.Duration, error) {
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, dir := range all {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		s, err := statOf(pid)
		if err != nil { // it has ended meanwhile
			continue
		}
		if pid == r.pg.PID() || s.parent == r.pg.PID() {
			sum += s.used
		}
	}
	return sum, nil
}

type stat struct {
	parent int
	used   time.Duration
}

// statOf reads /proc/<pid>/stat, whose fields are those of proc(5).
func statOf(pid int) (s stat, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return s, err
	}
	at := strings.LastIndex(string(text), ") ") // the name before it may hold anything
	fields := strings.Fields(string(text)[at+1:])
	if at < 0 || len(fields) < 13 {
		return s, fmt.Errorf("/proc tells no processor time of process %d", pid)
	}
	if s.parent, err = strconv.Atoi(fields[1]); err != nil {
		return s, err
	}
	for _, f := range fields[11:13] { // utime and stime, in hundredths of a second
		n, err := strconv.Atoi(f)
		if err != nil {
			return s, err
		}
		s.used += time.Duration(n) * 10 * time.Millisecond
	}
	return s, nil
}
