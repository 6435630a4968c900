package all_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/connectors/all"
	"github.com/heliuhub/heliu/connectors/connectortest"
)

// noConnectors are the folders beside this one that hold none.
var noConnectors = []string{"all", "connectortest"}

// forgotten names the folders under dir that hold Go code and are not listed.
func forgotten(dir string, listed []string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() || slices.Contains(noConnectors, e.Name()) || slices.Contains(listed, e.Name()) {
			continue
		}
		code, err := filepath.Glob(filepath.Join(dir, e.Name(), "*.go"))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(code, func(f string) bool { return !strings.HasSuffix(f, "_test.go") }) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

func names() []string {
	var out []string
	for _, c := range all.Connectors() {
		out = append(out, c.Spec.Name)
	}
	return out
}

func TestNoConnectorIsForgotten(t *testing.T) {
	missing, err := forgotten("..", names())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range missing {
		t.Errorf("connectors/%s is not listed in connectors/all/all.go", name)
	}
	if !slices.IsSorted(names()) {
		t.Errorf("the list is not in the order of names: %v", names())
	}
	for _, name := range names() {
		if _, err := os.Stat(filepath.Join("..", name)); err != nil {
			t.Errorf("connector %s does not bear the name of its folder: %v", name, err)
		}
	}
}

func TestForgottenFolderIsNamed(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"sap/connector.go", "crm/connector.go", "notes/readme.md", "empty/x_test.go", "all/all.go"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(f)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, f), []byte("package x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := forgotten(dir, []string{"crm"}); err != nil || fmt.Sprint(got) != "[sap]" {
		t.Errorf("got %v, %v; want [sap]", got, err)
	}
}

func TestSpecsAreComplete(t *testing.T) {
	for _, c := range all.Connectors() {
		t.Run(c.Spec.Name, func(t *testing.T) {
			if err := connectortest.SpecFindings(c); err != nil {
				t.Error(err)
			}
		})
	}
}
