package main

import (
	"os"
	"runtime/debug"
)

// keepMemory lets the collector run less often while there is room, and often enough
// to stay below what a hub with the embedded broker may hold. GOGC and GOMEMLIMIT of
// the environment come first.
func keepMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(220 << 20)
	}
}
