package main

import (
	"fmt"
	"runtime/debug"
)

// version is set when a release is linked.
var version = "dev"

// versionCmd prints what this program is.
type versionCmd struct{}

// Run prints the version, the revision and the Go release.
func (versionCmd) Run() error {
	rev, goVersion := "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				rev = " " + s.Value[:12]
			}
		}
	}
	fmt.Printf("heliu %s%s %s\n", version, rev, goVersion)
	return nil
}
