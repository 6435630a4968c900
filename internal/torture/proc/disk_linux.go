package proc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
	"unsafe"
)

// Disk is an ext4 file system on a file, whose power can be cut: what was not
// flushed is lost then, as it is not when a process dies.
type Disk struct {
	image, Mount string
	ballast      string
}

// NewDisk makes a file system of so many MiB in dir and mounts it. It needs root.
func NewDisk(ctx context.Context, dir, name string, mib int64) (*Disk, error) {
	d := &Disk{image: filepath.Join(dir, name+".img"), Mount: filepath.Join(dir, name)}
	if err := os.MkdirAll(d.Mount, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user must pass
		return nil, err
	}
	f, err := os.Create(d.image)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Truncate(mib<<20), f.Close()); err != nil {
		return nil, err
	}
	if err := command(ctx, "mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=1,nodiscard", d.image); err != nil {
		return nil, err
	}
	return d, d.mount(ctx)
}

func (d *Disk) mount(ctx context.Context) error {
	return command(ctx, "mount", "-o", "loop", d.image, d.Mount)
}

func command(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// ext4Shutdown is EXT4_IOC_SHUTDOWN of the kernel (fs/ext4/ext4.h), and noLogFlush its
// EXT4_GOING_FLAGS_NOLOGFLUSH: nothing more reaches the disk, the journal neither.
const (
	ext4Shutdown = 0x8004587D
	noLogFlush   = 2
)

// Cut takes the power away: every write from now on fails, and what was not flushed
// is gone. The processes on it are killed next, then Restore.
func (d *Disk) Cut() error {
	f, err := os.Open(d.Mount)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	flags := uint32(noLogFlush)
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), ext4Shutdown, uintptr(unsafe.Pointer(&flags))) //nolint:gosec // the ioctl takes a pointer
	if errno != 0 {
		return fmt.Errorf("cutting the power of %s: %w", d.Mount, errno)
	}
	return nil
}

// Restore mounts the file system again; its journal is replayed.
func (d *Disk) Restore(ctx context.Context) error {
	if err := d.unmount(ctx); err != nil {
		return err
	}
	return d.mount(ctx)
}

func (d *Disk) unmount(ctx context.Context) error {
	var err error
	for range 50 { // processes that were killed a moment ago still hold it
		if err = command(ctx, "umount", d.Mount); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// Flush brings everything that was written so far to the disk.
func (d *Disk) Flush(ctx context.Context) error { return command(ctx, "sync", "-f", d.Mount) }

// Fill takes all the space that is left.
func (d *Disk) Fill() error {
	d.ballast = filepath.Join(d.Mount, "ballast")
	f, err := os.Create(d.ballast)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	at := int64(0)
	for step := int64(64 << 20); step >= 4096; {
		if err := syscall.Fallocate(int(f.Fd()), 0, at, step); err != nil {
			step /= 2
			continue
		}
		at += step
	}
	return nil
}

// Free gives the space back.
func (d *Disk) Free() error {
	if d.ballast == "" {
		return nil
	}
	err := os.Remove(d.ballast)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// Remove unmounts and deletes it.
func (d *Disk) Remove(ctx context.Context) error {
	return errors.Join(d.unmount(ctx), os.Remove(d.image))
}
