package main

import (
	"os"
	"runtime/debug"
)

// upMemory is what the collector of a hub with the embedded broker aims to stay below.
const upMemory = 220 << 20

// keepMemory lets the collector run less often while there is room below limit bytes
// (0: no limit). GOGC and GOMEMLIMIT of the environment come first.
func keepMemory(limit int64) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if limit > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}
