package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// FileMemory keeps progress in a file, replaced as a whole each time.
type FileMemory struct{ Path string }

// Load reads the progress; a file that is not there is no progress.
func (m FileMemory) Load() (Progress, error) {
	var p Progress
	b, err := os.ReadFile(m.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil {
		return Progress{}, fmt.Errorf("read progress of the world: %w", err)
	}
	return p, nil
}

// Save writes the progress.
func (m FileMemory) Save(p Progress) error {
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("keep progress of the world: %w", err)
	}
	next := filepath.Join(filepath.Dir(m.Path), "."+filepath.Base(m.Path)+".new")
	if err := os.WriteFile(next, b, 0o600); err != nil {
		return fmt.Errorf("keep progress of the world: %w", err)
	}
	if err := os.Rename(next, m.Path); err != nil {
		return fmt.Errorf("keep progress of the world: %w", err)
	}
	return nil
}
