package proc

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
)

func TestRemoveTakesOnlyTheClusterOfItsOwnDirectory(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		mine bool
	}{{"made for this directory", true}, {"made for another", false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			named := dir
			if !c.mine {
				named += "-other"
			}
			sum := sha256.Sum256([]byte(named))
			cluster := filepath.Join(t.TempDir(), "pg-"+hex.EncodeToString(sum[:6])+"-ABCDEFGH")
			for _, d := range []string{dir, cluster} {
				if err := os.MkdirAll(d, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "pg.location"), []byte(cluster+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := (&Hub{Dir: dir}).Remove(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(dir); !os.IsNotExist(err) {
				t.Errorf("the data directory is still there: %v", err)
			}
			if _, err := os.Stat(cluster); os.IsNotExist(err) != c.mine {
				t.Errorf("cluster made for this directory: %t; looking for it: %v", c.mine, err)
			}
		})
	}
}
