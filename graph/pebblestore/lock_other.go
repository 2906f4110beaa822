//go:build !unix

package pebblestore

import (
	"errors"

	"github.com/cockroachdb/pebble/vfs"
)

var errLocked = errors.New("the lock is taken")

// withLock leaves the lock to Pebble: one process at a time, also for reading.
func withLock(f vfs.FS, readOnly bool) vfs.FS { return f }
