package pebblestore

import (
	"fmt"
	"os"
	"sync"

	"github.com/cockroachdb/pebble"
)

// background watches the work that Pebble does beside the transactions. When the disk refuses that work, a full
// one above all, Pebble tries again without an end: the next transaction is refused here, and one that is waiting
// for room in memory already, which nothing can call back, ends the process. What was acknowledged is in the log.
type background struct {
	mu      sync.Mutex
	err     error         // the first one
	broke   chan struct{} // closed when there is one
	stalled bool

	top int // how many tables on top of each other start a compaction
}

func (b *background) listener() *pebble.EventListener {
	return &pebble.EventListener{
		BackgroundError: func(err error) { b.note(func() { b.fail(err) }) },
		WriteStallBegin: func(pebble.WriteStallBeginInfo) { b.note(func() { b.stalled = true }) },
		WriteStallEnd:   func() { b.note(func() { b.stalled = false }) },
	}
}

func (b *background) note(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
	if b.err != nil && b.stalled {
		quietLogger{}.Fatalf("%v", b.err)
	}
}

// fail notes an error; under mu.
func (b *background) fail(err error) {
	if b.err == nil {
		b.err = err
		close(b.broke)
	}
}

func (b *background) failed() error { b.mu.Lock(); defer b.mu.Unlock(); return b.err }

// quietLogger drops what Pebble tells about its work. Fatalf must not return: Pebble calls it when the disk
// refuses its manifest, and cannot go on. What was acknowledged is on the disk by then.
type quietLogger struct{}

func (quietLogger) Infof(string, ...any)  {}
func (quietLogger) Errorf(string, ...any) {}
func (quietLogger) Fatalf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "kg: store: "+format+"\n", args...)
	os.Exit(1)
}
