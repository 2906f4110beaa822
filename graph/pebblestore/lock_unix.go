//go:build unix

package pebblestore

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"

	"github.com/cockroachdb/pebble/vfs"
)

// errLocked says that someone else has the lock.
var errLocked = errors.New("the lock is taken")

// lockFS is the disk with a lock that readers share: any number of processes may read a store that nobody
// writes. A reader needs no right to write, so that a store on a read-only disk can be read.
type lockFS struct {
	vfs.FS
	shared bool
}

// withLock gives the disk with the lock that the mode of opening wants.
func withLock(f vfs.FS, readOnly bool) vfs.FS { return lockFS{f, readOnly} }

// held is the locks of this process. The system keeps them by process and file, and drops them all when any
// descriptor of the file is closed, so there is one descriptor a file.
var held struct {
	sync.Mutex
	files map[string]*heldLock
}

type heldLock struct {
	name   string
	f      *os.File
	shared bool
	users  int
}

// Lock takes the lock or gives an error at once.
func (l lockFS) Lock(name string) (io.Closer, error) {
	held.Lock()
	defer held.Unlock()
	if h := held.files[name]; h != nil {
		if !h.shared || !l.shared {
			return nil, fmt.Errorf("%w by this process", errLocked)
		}
		h.users++
		return &lockUser{h: h}, nil
	}
	mode, kind := os.O_RDWR|os.O_CREATE, int16(syscall.F_WRLCK)
	if l.shared {
		mode, kind = os.O_RDONLY, syscall.F_RDLCK
	}
	f, err := os.OpenFile(name, mode, 0o644)
	if err != nil {
		return nil, err
	}
	spec := syscall.Flock_t{Type: kind, Whence: io.SeekStart}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &spec); err != nil {
		if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
			err = errLocked
		}
		return nil, errors.Join(&fs.PathError{Op: "lock", Path: name, Err: err}, f.Close())
	}
	h := &heldLock{name: name, f: f, shared: l.shared, users: 1}
	if held.files == nil {
		held.files = make(map[string]*heldLock)
	}
	held.files[name] = h
	return &lockUser{h: h}, nil
}

type lockUser struct{ h *heldLock }

func (u *lockUser) Close() error {
	held.Lock()
	defer held.Unlock()
	if u.h == nil {
		return nil
	}
	h := u.h
	u.h = nil
	if h.users--; h.users > 0 {
		return nil
	}
	delete(held.files, h.name)
	return h.f.Close()
}
