package pgembed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeServer plants binaries that only know their version.
func fakeServer(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	for _, name := range []string{"postgres", "initdb"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil { //nolint:gosec // it is a program
			t.Fatal(err)
		}
	}
	return dir
}

func TestSurveyTakesTheNewestFirstAndNoOldOnes(t *testing.T) {
	old, mid, last := fakeServer(t, "13.4"), fakeServer(t, "15.18 (Debian 15.18-0)"), fakeServer(t, "17.5")
	found := survey(t.Context(), []string{old, mid, "", t.TempDir(), last, mid})
	if len(found) != 2 || found[0] != (bins{last, 17}) || found[1] != (bins{mid, 15}) {
		t.Errorf("found %v", found)
	}
}

func TestFitMatchesTheDataToItsVersion(t *testing.T) {
	cl := &cluster{base: t.TempDir()}
	found := []bins{{"/seventeen", 17}, {"/fifteen", 15}}
	if got, err := cl.fit(found); err != nil || got[0].major != 17 {
		t.Errorf("a new cluster gets %v, %v", got, err)
	}
	if err := os.Mkdir(cl.data(), 0o700); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{"15\n": "/fifteen", "16\n": ""} {
		if err := os.WriteFile(filepath.Join(cl.data(), "PG_VERSION"), []byte(version), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := cl.fit(found)
		switch {
		case want == "" && (err == nil || !strings.Contains(err.Error(), "install version 16")):
			t.Errorf("data of 16: %v, %v", got, err)
		case want != "" && (err != nil || got[0].dir != want):
			t.Errorf("data of %q: %v, %v", version, got, err)
		}
	}
}

func TestNoServerSaysWhatToDo(t *testing.T) {
	_, err := binaries(t.Context(), Config{Dir: t.TempDir(), Bin: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "no PostgreSQL 15 or later") {
		t.Errorf("%v", err)
	}
}
