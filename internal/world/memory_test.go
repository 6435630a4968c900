package world_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/heliuhub/heliu/internal/world"
)

func TestFileMemory(t *testing.T) {
	m := world.FileMemory{Path: filepath.Join(t.TempDir(), "world.json")}
	if p, err := m.Load(); err != nil || p.Live != 0 || p.Lanes != nil {
		t.Errorf("nothing kept gives %+v, %v", p, err)
	}
	for live := range 3 {
		want := world.Progress{Lanes: map[string]int{"demo-form": 100 * live}, Live: live}
		if err := m.Save(want); err != nil {
			t.Fatal(err)
		}
		if got, err := m.Load(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("kept %+v, got %+v, %v", want, got, err)
		}
	}
	if err := os.WriteFile(m.Path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Load(); err == nil {
		t.Error("a spoilt file passed for progress")
	}
}
