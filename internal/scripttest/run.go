package scripttest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files runs the script in each file that matches pattern as a subtest named after
// the file. That none matches is a failure.
func Files(t *testing.T, pattern string, run func(text string) error) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts at %s: %v", pattern, err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)), func(t *testing.T) {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if err := run(string(text)); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		})
	}
}

// Run parses a script and hands its statements to do, in order, until one fails. A
// script without an eval expects nothing and fails, as do indented lines that are
// below another statement.
func Run(text string, do func(*Statement) error) error {
	statements, err := Parse(text)
	if err != nil {
		return err
	}
	evals := 0
	for i := range statements {
		st := &statements[i]
		if err := do(st); err != nil {
			return err
		}
		switch {
		case st.Word(0) == "eval":
			evals++
		case len(st.Rows) > 0:
			return st.Rows[0].Errorf("indented lines belong below an eval")
		}
	}
	if evals == 0 {
		return errors.New("the script expects nothing: it has no eval")
	}
	return nil
}
