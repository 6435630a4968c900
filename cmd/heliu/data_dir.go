package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// dataDir is where a hub keeps everything: HELIU_DATA, .heliu by default.
type dataDir string

func (d dataDir) path(name string) string { return filepath.Join(string(d), name) }

// make creates the directory, for its owner alone.
func (d dataDir) make() error { return os.MkdirAll(string(d), 0o700) }

// load reads a JSON file of the directory; ok is false when there is none.
func (d dataDir) load(name string, into any) (ok bool, err error) {
	b, err := os.ReadFile(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal(b, into)
}

// save writes a JSON file whole or not at all, for its owner alone.
func (d dataDir) save(name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return d.write(name, append(b, '\n'))
}

func (d dataDir) write(name string, b []byte) error {
	f, err := os.CreateTemp(string(d), "."+name+".*")
	if err != nil {
		return err
	}
	tmp := f.Name()
	defer func() { _ = os.Remove(tmp) }()
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp, d.path(name))
}

// running is what a running hub leaves for the other commands: run.json.
type running struct {
	PID   int    `json:"pid"`
	HTTP  string `json:"http"`
	Kafka string `json:"kafka"`
	World string `json:"world,omitempty"` // control address of the demo world
}
