package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// stack is a file system on a file of another file system: what the outer one refuses,
// the inner one meets as a disk that refuses.
type stack struct {
	dir, outer, inner string // mount points below dir
}

func newStack(ctx context.Context, dir string) (*stack, error) {
	s := &stack{dir: dir, outer: filepath.Join(dir, "outer"), inner: filepath.Join(dir, "inner")}
	for _, m := range []string{s.outer, s.inner} {
		if err := os.Mkdir(m, 0o700); err != nil {
			return s, err
		}
	}
	if err := format(ctx, s.image(s.outer), 900<<20); err != nil {
		return s, err
	}
	if err := mount(ctx, s.image(s.outer), s.outer); err != nil {
		return s, err
	}
	if err := format(ctx, s.image(s.inner), 800<<20); err != nil {
		return s, err
	}
	return s, mount(ctx, s.image(s.inner), s.inner)
}

// image is the file below a mount point.
func (s *stack) image(mount string) string {
	if mount == s.inner {
		return filepath.Join(s.outer, "inner.img")
	}
	return filepath.Join(s.dir, "outer.img")
}

// format makes a file system on a sparse file: its journal and tables are written, its
// free blocks take no room yet.
func format(ctx context.Context, file string, size int64) error {
	f, err := os.Create(file) //nolint:gosec // below our own directory
	if err != nil {
		return err
	}
	if err := errors.Join(f.Truncate(size), f.Close()); err != nil {
		return err
	}
	return command(ctx, "mkfs.ext4", "-q", "-F", "-m", "0", "-E", "nodiscard,lazy_itable_init=0,lazy_journal_init=0", file)
}

func mount(ctx context.Context, image, at string) error {
	return command(ctx, "mount", "-o", "loop", image, at)
}

// shutdown makes a file system refuse everything from now on.
func (s *stack) shutdown(ctx context.Context, at string) error {
	return command(ctx, "xfs_io", "-x", "-c", "shutdown", at)
}

// restore lets the machine come back with its disk in order: journals are replayed.
func (s *stack) restore(ctx context.Context) error {
	if err := errors.Join(unmount(ctx, s.inner), unmount(ctx, s.outer)); err != nil {
		return err
	}
	if err := mount(ctx, s.image(s.outer), s.outer); err != nil {
		return err
	}
	return mount(ctx, s.image(s.inner), s.inner)
}

func (s *stack) remove(ctx context.Context) error {
	var errs []error
	for _, m := range []string{s.inner, s.outer} {
		if exec.CommandContext(ctx, "mountpoint", "-q", m).Run() == nil { //nolint:gosec // our own directory
			errs = append(errs, unmount(ctx, m))
		}
	}
	return errors.Join(errs...)
}

// unmount waits for processes that were just killed to let go.
func unmount(ctx context.Context, at string) (err error) {
	for range 50 {
		if err = command(ctx, "umount", at); err == nil {
			return nil
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return err
}

func command(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %v: %w: %s", name, args, err, out)
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error { return clock.System{}.Sleep(ctx, d) }
