package bus

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// syncer knows which files the broker appends to and how much of each is on disk. The
// broker appends to the last log file of each partition and to the log of its groups;
// it starts a new log file when it likes. It has one user at a time.
type syncer struct {
	data  string // the broker's data directory
	fsync func(*os.File) error
	parts map[string]*partition // by directory
	group synced                // groups.log
}

// partition is one directory of log files, each named by the offset it begins with.
type partition struct {
	seen   time.Time // modification of the directory when its names were read
	read   time.Time // when they were read
	active int64     // the last log file
	size   int64     // how much of that is on disk
}

// synced is one file by its identity, since it may be replaced.
type synced struct {
	info os.FileInfo
}

// coarse is more than the step in which file systems tell time: a directory that was
// changed within it of the reading may have changed again without a sign.
const coarse = 50 * time.Millisecond

// newSyncer syncs all that is there: a broker that was killed may have left what is
// only in memory, and this one would show it.
func newSyncer(data string, fsync func(*os.File) error) (*syncer, error) {
	s := &syncer{data: data, fsync: fsync, parts: map[string]*partition{}}
	err := filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return s.flush(path)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("syncing what is there: %w", err)
	}
	return s, s.sync()
}

// flush syncs one file or directory.
func (s *syncer) flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = s.fsync(f)
	return errors.Join(err, f.Close())
}

// sync puts on disk what was written since the last time. Log files are synced beside
// each other, since the file system joins their commits.
func (s *syncer) sync() error {
	dirs, err := os.ReadDir(filepath.Join(s.data, "partitions"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	errs := make([]error, len(dirs)+1)
	var wg sync.WaitGroup
	for i, d := range dirs {
		dir := filepath.Join(s.data, "partitions", d.Name())
		p := s.parts[dir]
		if p == nil {
			p = &partition{active: -1}
			s.parts[dir] = p
		}
		files, err := p.grown(dir)
		if err != nil || len(files) == 0 {
			errs[i] = err
			continue
		}
		wg.Go(func() { errs[i] = s.put(p, dir, files) })
	}
	errs[len(dirs)] = s.groups()
	wg.Wait()
	return errors.Join(errs...)
}

// grown gives the log files of a partition that hold more than is on disk, in the order
// of their offsets.
func (p *partition) grown(dir string) ([]int64, error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) { // its topic was deleted
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if info.ModTime().Equal(p.seen) && p.read.Sub(p.seen) > coarse {
		if p.active < 0 {
			return nil, nil
		}
		f, err := os.Stat(logFile(dir, p.active))
		if errors.Is(err, fs.ErrNotExist) || err == nil && f.Size() == p.size {
			return nil, nil
		}
		return []int64{p.active}, err
	}
	read := now()
	bases, err := logFiles(dir)
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, b := range bases {
		if b >= p.active {
			out = append(out, b)
		}
	}
	p.seen, p.read = info.ModTime(), read
	return out, nil
}

// put syncs log files and, when one is new, the directories that name it.
func (s *syncer) put(p *partition, dir string, files []int64) error {
	for _, base := range files {
		f, err := os.Open(logFile(dir, base))
		if errors.Is(err, fs.ErrNotExist) { // expired meanwhile
			continue
		}
		if err != nil {
			return err
		}
		info, err := f.Stat() // before the sync: what comes meanwhile is for the next
		if err == nil && (base != p.active || info.Size() != p.size) {
			err = s.fsync(f)
		}
		if err = errors.Join(err, f.Close()); err == nil {
			err = stands(logFile(dir, base))
		}
		if err != nil {
			return err
		}
		if base != p.active {
			if err := errors.Join(s.flush(dir), s.flush(filepath.Dir(dir))); err != nil {
				return err
			}
		}
		p.active, p.size = base, info.Size()
	}
	return nil
}

// stands tells whether the file system still opens a file. One that gave up while it
// synced (ext4 whose journal was aborted) may say that the sync was good all the same.
func stands(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) { // expired meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// groups syncs the log of the consumer groups, which the broker now and then replaces.
func (s *syncer) groups() error {
	f, err := os.Open(filepath.Join(s.data, "groups.log"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if was := s.group.info; was != nil && os.SameFile(was, info) && was.Size() == info.Size() {
		return nil
	}
	if err := errors.Join(s.fsync(f), s.flush(s.data)); err != nil {
		return err
	}
	s.group.info = info
	return nil
}

// cut takes off the log files what was never synced. Nobody was told about it, and a
// broker that starts again would show it though it may not be on disk.
func (s *syncer) cut() error {
	var errs []error
	for dir, p := range s.parts {
		bases, err := logFiles(dir)
		errs = append(errs, err)
		for _, b := range bases {
			if b < p.active {
				continue
			}
			size := int64(0)
			if b == p.active {
				size = p.size
			}
			errs = append(errs, os.Truncate(logFile(dir, b), size))
		}
	}
	return errors.Join(errs...)
}

func logFile(dir string, base int64) string {
	return filepath.Join(dir, strconv.FormatInt(base, 10)+".dat")
}

// logFiles gives the offsets that the log files of a partition begin with, in order.
func logFiles(dir string) ([]int64, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, n := range names {
		text, ok := strings.CutSuffix(n.Name(), ".dat")
		if base, err := strconv.ParseInt(text, 10, 64); ok && err == nil {
			out = append(out, base)
		}
	}
	slices.Sort(out)
	return out, nil
}
