package rig_test

import (
	"os"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/load/rig"
)

func TestMemoryAndProcessorTimeOfThisVeryProcess(t *testing.T) {
	t.Parallel()
	before, err := rig.MemoryOf(os.Getpid())
	if err != nil || before.Now < 1 || before.Most < before.Now {
		t.Fatalf("%+v, %v", before, err)
	}
	held := make([]byte, 64<<20)
	for i := range held {
		held[i] = byte(i)
	}
	after, err := rig.MemoryOf(os.Getpid())
	if err != nil || after.Most < before.Now+60 {
		t.Errorf("64 MB more: %+v before, %+v after, %v", before, after, err)
	}
	was, err := rig.CPUOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); time.Since(start) < 3*time.Second; held[0]++ {
		if now, err := rig.CPUOf(os.Getpid()); err != nil || now > was+100*time.Millisecond {
			return
		}
	}
	t.Error("three seconds of work cost no 100 ms of processor time")
}
