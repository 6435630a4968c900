//go:build !linux

package proc

import (
	"context"
	"errors"
)

// Disk is a file system whose power can be cut; only Linux can.
type Disk struct{ Mount string }

var errNoDisk = errors.New("disks whose power can be cut need Linux")

// NewDisk says that it cannot.
func NewDisk(context.Context, string, string, int64) (*Disk, error) { return nil, errNoDisk }

// Cut says that it cannot.
func (*Disk) Cut() error { return errNoDisk }

// Restore says that it cannot.
func (*Disk) Restore(context.Context) error { return errNoDisk }

// Flush says that it cannot.
func (*Disk) Flush(context.Context) error { return errNoDisk }

// Fill says that it cannot.
func (*Disk) Fill() error { return errNoDisk }

// Free says that it cannot.
func (*Disk) Free() error { return errNoDisk }

// Remove says that it cannot.
func (*Disk) Remove(context.Context) error { return errNoDisk }
