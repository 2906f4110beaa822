package pebblestore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/vfs"
)

const fullEnv = "KG_FULL_STORE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(fullEnv); dir != "" {
		child := fullChild
		if os.Getenv("KG_FULL_BULK") != "" {
			child = fullBulkChild
		}
		if err := child(dir, os.Getenv("KG_FULL_BYTES")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// fullFS is a disk with so many bytes left.
type fullFS struct {
	vfs.FS
	left *atomic.Int64
}

func (f fullFS) take(n int) error {
	if f.left.Add(-int64(n)) < 0 {
		return syscall.ENOSPC
	}
	return nil
}

func (f fullFS) Create(name string) (vfs.File, error) {
	if err := f.take(1); err != nil {
		return nil, &os.PathError{Op: "create", Path: name, Err: err}
	}
	file, err := f.FS.Create(name)
	return fullFile{file, f}, err
}

func (f fullFS) ReuseForWrite(from, to string) (vfs.File, error) {
	if err := f.take(1); err != nil {
		return nil, &os.PathError{Op: "create", Path: to, Err: err}
	}
	file, err := f.FS.ReuseForWrite(from, to)
	return fullFile{file, f}, err
}

type fullFile struct {
	vfs.File
	fs fullFS
}

func (f fullFile) Write(b []byte) (int, error) {
	if err := f.fs.take(len(b)); err != nil {
		n, _ := f.File.Write(b[:len(b)/2]) // a disk gets full in the middle of a write
		return n, err
	}
	return f.File.Write(b)
}

func (f fullFile) Preallocate(int64, int64) error { return nil }

// fullArticle is the quads of the n-th transaction of the child.
func fullArticle(n int) []quad.Quad {
	rng := rand.New(rand.NewPCG(uint64(n), 11))
	return news(n, rng, rand.NewZipf(rng, 1.2, 20, 500))
}

// fullChild puts articles until the disk is full.
func fullChild(dir, bytes string) error {
	left, err := strconv.ParseInt(bytes, 10, 64)
	if err != nil {
		return err
	}
	full := fullFS{vfs.Default, &atomic.Int64{}}
	full.left.Store(left)
	q, err := Open(dir, Options{FS: full, MemTable: 256 << 10})
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	for n := 0; ; n++ {
		var deltas []graph.Delta
		for _, quad := range fullArticle(n) {
			deltas = append(deltas, graph.Delta{Quad: quad, Action: graph.Add})
		}
		if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			return errors.Join(fmt.Errorf("put: %w", err), q.Close())
		}
		fmt.Println("done", n)
	}
}

// bulkArticles is how many articles the child loads in bulk.
const bulkArticles = 40

// fullBulkChild loads articles in bulk until the disk is full.
func fullBulkChild(dir, bytes string) error {
	left, err := strconv.ParseInt(bytes, 10, 64)
	if err != nil {
		return err
	}
	b, err := NewBulk(dir, Options{})
	if err != nil {
		return err
	}
	full := fullFS{vfs.Default, &atomic.Int64{}}
	full.left.Store(left)
	b.opt.FS = full
	for n := range bulkArticles {
		for _, quad := range fullArticle(n) {
			if err := b.Add(quad); err != nil {
				return fmt.Errorf("add: %w", err)
			}
		}
	}
	q, err := b.Finish()
	if err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	return q.Close()
}

// A disk gets full at some point of a bulk load: it ends with an error, nothing is there, and it can be done again.
func TestFullDiskInBulk(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 13))
	full := 0
	for _, room := range []int{0, 100, 100_000 + rng.IntN(400_000), 900_000 + rng.IntN(500_000), 1 << 30} {
		dir := filepath.Join(t.TempDir(), "store")
		stderr, err := runFull(t, dir, room, "KG_FULL_BULK=1")
		var exit *exec.ExitError
		switch {
		case err == nil:
		case !errors.As(err, &exit) || !strings.Contains(stderr, syscall.ENOSPC.Error()):
			t.Fatalf("room for %d bytes: %v, %s", room, err, stderr)
		default:
			full++
			if _, err := Open(dir, Options{}); !errors.Is(err, ErrNoStore) {
				t.Fatalf("room for %d bytes: open afterwards: %v", room, err)
			}
			if stderr, err := runFull(t, dir, 1<<30, "KG_FULL_BULK=1"); err != nil {
				t.Fatalf("room for %d bytes: again, with room: %v, %s", room, err, stderr)
			}
		}
		q, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkSound(t, q)
		if n, err := q.Count(t.Context(), quad.Quad{Predicate: quad.IRI("schema:headline")}); err != nil || n != bulkArticles {
			t.Errorf("room for %d bytes: %d articles, %v", room, n, err)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if full < 3 {
		t.Errorf("the disk was full %d times", full)
	}
}

// runFull runs a child with room for so many bytes. It fails where the child does not end.
func runFull(t *testing.T, dir string, room int, env ...string) (stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(append(os.Environ(), fullEnv+"="+dir, "KG_FULL_BYTES="+strconv.Itoa(room)), env...)
	var text strings.Builder
	cmd.Stderr = &text
	err = cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("room for %d bytes: it does not end", room)
	}
	return text.String(), err
}

// A disk gets full at some point of a load: the load ends with an error, what was acknowledged is there
// afterwards, what was under way is there wholly or not at all, and with room again the load goes on.
func TestFullDisk(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 12))
	for range 5 {
		dir := filepath.Join(t.TempDir(), "store")
		q, err := Open(dir, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
		room := 20_000 + rng.IntN(3<<20)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = append(os.Environ(), fullEnv+"="+dir, "KG_FULL_BYTES="+strconv.Itoa(room))
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || !strings.Contains(stderr.String(), syscall.ENOSPC.Error()) {
			t.Fatalf("room for %d bytes: %v, %s", room, err, stderr.String())
		}
		acked := 0
		for lines := bufio.NewScanner(strings.NewReader(string(out))); lines.Scan(); acked++ {
		}
		if q, err = Open(dir, Options{}); err != nil {
			t.Fatalf("room for %d bytes: open afterwards: %v", room, err)
		}
		checkSound(t, q)
		for n := range acked + 1 {
			quads := fullArticle(n)
			label := quads[0].Label
			o := oracle{}
			for _, q := range quads {
				o[q] = true
			}
			got := linesOf(t, q, quad.Quad{Label: label})
			if whole := o.lines(quad.Quad{}); got != whole && (n < acked || got != "") {
				t.Fatalf("room for %d bytes, %d acknowledged: transaction %d is not whole", room, acked, n)
			}
		}
		apply(t, q, graph.Add, fullArticle(acked))
		if st, err := q.Stats(context.Background(), true); err != nil || st.Quads.Value == 0 {
			t.Fatal(st, err)
		}
		checkSound(t, q)
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// noTables is a disk that has room for logs, and none for tables where full says so.
type noTables struct {
	vfs.FS
	full *atomic.Bool
}

func (f noTables) Create(name string) (vfs.File, error) {
	if f.full.Load() && strings.HasSuffix(name, ".sst") {
		return nil, &os.PathError{Op: "create", Path: name, Err: syscall.ENOSPC}
	}
	return f.FS.Create(name)
}

// A store can be closed when the disk has no room for what its logs hold: it says so, and nothing is lost.
func TestCloseOnFullDisk(t *testing.T) {
	disk := noTables{vfs.NewMem(), new(atomic.Bool)}
	q, err := Open("store", Options{Create: true, FS: disk})
	if err != nil {
		t.Fatal(err)
	}
	quads := fullArticle(1)
	disk.full.Store(true)
	apply(t, q, graph.Add, quads)
	closed := make(chan error)
	go func() { closed <- q.Close() }()
	select {
	case err := <-closed:
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("close: %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("close does not end")
	}
	disk.full.Store(false)
	if q, err = Open("store", Options{FS: disk}); err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if n, err := q.Count(t.Context(), quad.Quad{}); err != nil || n != int64(len(quads)) {
		t.Errorf("%d of %d quads, %v", n, len(quads), err)
	}
}
