package pebblestore

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/sstable"

	"kg/graph/backend"
)

// bulkRun is how many quads are sorted in memory at once: 64 MB.
const bulkRun = 4 << 20

// bulkTable is the size at which a file is closed.
const bulkTable = 64 << 20

// Bulk fills a store that is empty, in sorted files that are put in place at the end, some four times faster
// than transactions. It takes 16 bytes of memory a quad up to 64 MB, then as many bytes of disk in each of
// four orders, and some 80 bytes of memory for each different value.
//
// The store is there when Finish has returned. A process that is killed before leaves a folder that Open
// reports as half made, and that a new Bulk may fill.
type Bulk struct {
	path, work string
	opt        Options
	po         *pebble.Options
	cache      *pebble.Cache

	ids    map[hash]uint32
	values *tables
	hashes []hashID
	rows   []row
	runs   [4][]string
	files  []string
	buf    []byte
	err    error
}

type hashID struct {
	h hash
	n id
}

// row is a quad in one of the orders.
type row struct{ hi, lo uint64 }

func rowOf(o *order, k [4]uint32) row {
	n := func(i int) uint64 { return uint64(k[o.dirs[i]-quad.Subject]) }
	return row{n(0)<<32 | n(1), n(2)<<32 | n(3)}
}

func (r row) key(o *order) (k key) {
	for i, n := range [4]uint64{r.hi >> 32, r.hi & math.MaxUint32, r.lo >> 32, r.lo & math.MaxUint32} {
		k[o.dirs[i]-quad.Subject] = id(n)
	}
	return k
}

// narrow gives the numbers of a key that are below 2^32.
func narrow(k key) [4]uint32 {
	return [4]uint32{uint32(k[0]), uint32(k[1]), uint32(k[2]), uint32(k[3])}
}

func compareRows(a, b row) int {
	if c := cmp.Compare(a.hi, b.hi); c != 0 {
		return c
	}
	return cmp.Compare(a.lo, b.lo)
}

// NewBulk begins to fill the store in the folder path, which must be absent or empty, or half made.
func NewBulk(path string, opt Options) (*Bulk, error) {
	if opt.FS != nil {
		return nil, errors.New("a bulk load needs the disk")
	}
	path, opt, err := absolute(path, opt)
	if err != nil {
		return nil, err
	}
	opt.Create, opt.ReadOnly = true, false
	fresh, _, err := prepare(path, opt)
	if err == nil && !fresh {
		err = errors.New("there is a store already")
	}
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	b := &Bulk{path: path, opt: opt, ids: make(map[hash]uint32), work: filepath.Join(path, "bulk")}
	// What an attempt that was killed has left is of no use.
	for _, dir := range []string{b.work, filepath.Join(path, dbDir)} {
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	if err := os.Mkdir(b.work, 0o755); err != nil {
		return nil, err
	}
	b.po, b.cache = pebbleOptions(opt)
	b.po.EnsureDefaults()
	b.values = &tables{b: b}
	return b, nil
}

// Add adds a quad. One that was added before is ignored. After an error only Abort is of use.
func (b *Bulk) Add(q quad.Quad) error {
	if b.err != nil {
		return b.err
	}
	var k [4]uint32
	for i, dir := range quad.Directions {
		v := q.Get(dir)
		if v == nil && dir == quad.Label {
			continue
		}
		if !quad.IsValidValue(v) {
			return fmt.Errorf("quad without a valid %s: %w", dir, quad.ErrInvalid)
		}
		if !backend.ValidUTF8(v) {
			return fmt.Errorf("%s: %w", dir, ErrNotUTF8)
		}
		if k[i], b.err = b.number(v); b.err != nil {
			return b.err
		}
	}
	b.rows = append(b.rows, rowOf(&orders[0], k))
	if len(b.rows) == bulkRun {
		b.err = b.spill()
	}
	return b.err
}

func (b *Bulk) number(v quad.Value) (uint32, error) {
	var err error
	if b.buf, err = appendValue(b.buf[:0], v); err != nil {
		return 0, err
	}
	h := hashOf(b.buf)
	if n, ok := b.ids[h]; ok {
		return n, nil
	}
	if len(b.ids) == math.MaxUint32-1 {
		return 0, errors.New("more values than a bulk load can number")
	}
	n := uint32(len(b.ids) + 1)
	b.ids[h] = n
	b.hashes = append(b.hashes, hashID{h, id(n)})
	var key [16]byte
	return n, b.values.set(valueKey(key[:0], id(n)), b.buf)
}

// inOrder sorts the rows in memory in the order o.
func (b *Bulk) inOrder(i int) []row {
	if i > 0 {
		for j, r := range b.rows {
			b.rows[j] = rowOf(&orders[i], narrow(r.key(&orders[i-1])))
		}
	}
	slices.SortFunc(b.rows, compareRows)
	return b.rows
}

// spill writes the rows in memory to four sorted files.
func (b *Bulk) spill() error {
	for i := range orders {
		name := filepath.Join(b.work, fmt.Sprintf("run-%d-%d", i, len(b.runs[i])))
		b.runs[i] = append(b.runs[i], name)
		if err := writeRows(name, b.inOrder(i)); err != nil {
			return err
		}
	}
	b.rows = b.rows[:0]
	return nil
}

// Finish puts the files in place and gives the store.
func (b *Bulk) Finish() (*QuadStore, error) {
	if b.err == nil {
		b.err = b.writeTables()
	}
	if b.err != nil {
		return nil, b.err
	}
	q, err := start(b.path, b.opt, true)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", b.path, err)
	}
	if err := b.install(q); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", b.path, err), q.Close())
	}
	return q, nil
}

func (b *Bulk) writeTables() error {
	if err := b.values.close(); err != nil {
		return err
	}
	slices.SortFunc(b.hashes, func(x, y hashID) int { return bytes.Compare(x.h[:], y.h[:]) })
	out := &tables{b: b}
	var key [32]byte
	var num [9]byte
	for _, e := range b.hashes {
		if err := out.set(hashKey(key[:0], e.h), appendID(num[:0], e.n)); err != nil {
			return err
		}
	}
	if err := out.close(); err != nil {
		return err
	}
	m := meta{next: id(len(b.ids) + 1), nodes: int64(len(b.ids))}
	b.ids, b.hashes = nil, nil
	var preds []id
	counts := make(map[id]int64)
	for i := range orders {
		o := &orders[i]
		merge, err := openRuns(b.runs[i], b.inOrder(i))
		if err != nil {
			return err
		}
		out := &tables{b: b}
		for {
			r, ok := merge.next()
			if !ok {
				break
			}
			if err := out.set(o.appendKey(key[:0], r.key(o)), nil); err != nil {
				return errors.Join(err, merge.close())
			}
			if o.table == tablePOS {
				m.quads++
				p := r.key(o).get(quad.Predicate)
				if counts[p] == 0 {
					preds = append(preds, p)
				}
				counts[p]++
			}
		}
		if err := errors.Join(merge.close(), out.close()); err != nil {
			return err
		}
	}
	out = &tables{b: b}
	if err := out.set([]byte{tableMeta}, m.encode()); err != nil {
		return err
	}
	for _, p := range preds { // in the order of POS: sorted
		if err := out.set(predKey(key[:0], p), binary.AppendUvarint(nil, uint64(counts[p]))); err != nil {
			return err
		}
	}
	return out.close()
}

// install makes Pebble take the files over.
func (b *Bulk) install(q *QuadStore) error {
	// The files are newer than what start has written, so their head counts. That has to be in a table by then: the
	// taking over would wait for it, on a full disk without an end.
	if err := q.flush(); err != nil {
		return err
	}
	if err := q.db.Ingest(b.files); err != nil {
		return err
	}
	if err := q.loadMeta(false); err != nil {
		return err
	}
	if err := q.loadIndex(); err != nil {
		return err
	}
	if err := q.prepareDerived(); err != nil {
		return err
	}
	b.cache.Unref()
	if err := os.RemoveAll(b.work); err != nil {
		return err
	}
	return writeMarker(b.opt.FS, b.path, "ready")
}

// Abort gives up and removes what was written.
func (b *Bulk) Abort() error {
	err := b.values.close()
	b.cache.Unref()
	return errors.Join(err, os.RemoveAll(b.work), os.RemoveAll(filepath.Join(b.path, dbDir)),
		os.Remove(filepath.Join(b.path, markerFile)))
}

// tables writes sorted entries to files for Pebble.
type tables struct {
	b    *Bulk
	w    *sstable.Writer
	size int
}

func (t *tables) set(k, v []byte) error {
	if t.w != nil && t.size >= bulkTable {
		if err := t.close(); err != nil {
			return err
		}
	}
	if t.w == nil {
		name := filepath.Join(t.b.work, fmt.Sprintf("%06d.sst", len(t.b.files)))
		f, err := t.b.opt.FS.Create(name)
		if err != nil {
			return err
		}
		t.b.files = append(t.b.files, name)
		opts := t.b.po.MakeWriterOptions(0, t.b.po.FormatMajorVersion.MaxTableFormat())
		t.w, t.size = sstable.NewWriter(objstorageprovider.NewFileWritable(f), opts), 0
	}
	t.size += len(k) + len(v)
	return t.w.Set(k, v)
}

// close finishes the file; Pebble syncs it when it does.
func (t *tables) close() error {
	if t.w == nil {
		return nil
	}
	err := t.w.Close()
	t.w = nil
	return err
}
