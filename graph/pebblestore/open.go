package pebblestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/vfs"

	"kg/graph/backend"
)

// Name is the name of the backend in Cayley's registry; its address is a folder.
const Name = "kgpebble"

// MemName is the same store in memory; it takes no address and ends with the process.
const MemName = "kgmemory"

// Format is the version of the layout that this package writes. It reads that of version 1 too, which has no index: a
// store of that version becomes one of this when it is opened for writing.
const (
	Format    = 2
	oldFormat = 1
)

// headFormat is the version of the table m.
const headFormat = 1

const (
	markerFile = "KGSTORE" // says that a folder is a store, and of which format
	dbDir      = "db"      // the files of Pebble
)

// What Open refuses. Each error that Open returns for these wraps one of them and names the folder.
var (
	ErrNoStore  = backend.ErrNoStore
	ErrForeign  = backend.ErrForeign
	ErrFormat   = backend.ErrFormat
	ErrInUse    = backend.ErrInUse
	ErrReadOnly = backend.ErrReadOnly
	ErrClosed   = backend.ErrClosed
	ErrDamaged  = backend.ErrDamaged
)

// Options of a store. The zero value opens an existing store for reading and writing.
type Options struct {
	Create   bool   // make the store where there is none; the folder must be absent or empty
	ReadOnly bool   // write nothing, not even logs
	Cache    int64  // bytes of block cache; 0 means 64 MB
	MemTable uint64 // bytes that are collected before they are written out, and as many while they are; 0 means 128 MB
	NoSync   bool   // do not wait for the disk after each transaction: a power cut may undo the last ones
	FS       vfs.FS // nil means the disk

	// Derive says what is derived from the quads and kept beside them; nil means nothing. A store that keeps something else is
	// made to fit when it is opened for writing.
	Derive   *backend.Derivation
	Index    *Index // what to keep an index of; nil means what the store has one of
	Building func() // called before an index is made of quads that are there, or something is derived from them; may be nil

	damagedLog bool // open a store although its log is damaged; what follows the damage is lost

	tune func(*pebble.Options) // changes the settings, to measure others; may be nil
}

func init() {
	newStore := func(create bool) func(string, graph.Options) (graph.QuadStore, error) {
		return func(path string, o graph.Options) (graph.QuadStore, error) {
			opt, err := ParseOptions(o)
			if err != nil {
				return nil, err
			}
			opt.Create = create
			return Open(path, opt)
		}
	}
	graph.RegisterQuadStore(Name, graph.QuadStoreRegistration{
		NewFunc: newStore(false),
		InitFunc: func(path string, o graph.Options) error {
			if _, err := os.Stat(filepath.Join(path, markerFile)); err == nil {
				return graph.ErrDatabaseExists
			}
			qs, err := newStore(true)(path, o)
			if err != nil {
				return err
			}
			return qs.Close()
		},
		IsPersistent: true,
	})
	graph.RegisterQuadStore(MemName, graph.QuadStoreRegistration{
		NewFunc: func(_ string, o graph.Options) (graph.QuadStore, error) { return OpenMemory() },
	})
}

// ParseOptions reads the options of a Cayley configuration: cache_mb, memtable_mb, no_sync, read_only.
func ParseOptions(o graph.Options) (Options, error) {
	var opt Options
	for name := range o {
		switch name {
		case "cache_mb", "memtable_mb", "no_sync", "read_only":
		case "ignore_duplicate", "ignore_missing": // the writer's
		default:
			return opt, fmt.Errorf("store option %q: unknown; cache_mb, memtable_mb, no_sync and read_only are known", name)
		}
	}
	cache, err := o.IntKey("cache_mb", 0)
	if err != nil {
		return opt, err
	}
	mem, err := o.IntKey("memtable_mb", 0)
	if err != nil {
		return opt, err
	}
	if cache < 0 || cache > 1<<20 {
		return opt, fmt.Errorf("store option cache_mb: %d is not within 0 and %d", cache, 1<<20)
	}
	if mem < 0 || mem > 1024 {
		return opt, fmt.Errorf("store option memtable_mb: %d is not within 0 and 1024", mem)
	}
	opt.Cache, opt.MemTable = int64(cache)<<20, uint64(mem)<<20
	if opt.NoSync, err = o.BoolKey("no_sync", false); err != nil {
		return opt, err
	}
	opt.ReadOnly, err = o.BoolKey("read_only", false)
	return opt, err
}

// OpenMemory makes an empty store in memory.
func OpenMemory() (*QuadStore, error) { return OpenMemoryWith(Options{}) }

// OpenMemoryWith is OpenMemory with what opt says is kept beside the quads.
func OpenMemoryWith(opt Options) (*QuadStore, error) {
	opt.Create, opt.FS, opt.NoSync, opt.MemTable = true, vfs.NewMem(), true, 8<<20
	return Open("memory", opt)
}

// Open opens the store in the folder path.
func Open(path string, opt Options) (*QuadStore, error) {
	path, opt, err := absolute(path, opt)
	if err != nil {
		return nil, err
	}
	fresh, old, err := prepare(path, opt)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	q, err := start(path, opt, fresh)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	if fresh || old && !opt.ReadOnly {
		err = writeMarker(opt.FS, path, "ready")
	}
	if err == nil && !opt.damagedLog {
		err = q.loadIndex()
	}
	if err == nil && !opt.damagedLog {
		err = q.prepareDerived()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), q.Close())
	}
	return q, nil
}

func absolute(path string, opt Options) (string, Options, error) {
	if opt.FS != nil {
		return path, opt, nil
	}
	opt.FS = vfs.Default
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", opt, fmt.Errorf("store %s: %w", path, err)
	}
	return abs, opt, nil
}

// start opens what prepare has found or made.
func start(path string, opt Options, fresh bool) (*QuadStore, error) {
	if !fresh && !opt.damagedLog {
		holes, err := checkLogs(opt.FS, opt.FS.PathJoin(path, dbDir))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if len(holes) > 0 {
			return nil, fmt.Errorf("%w: %s", ErrDamaged, strings.Join(holes, "; "))
		}
	}
	db, behind, err := openPebble(path, opt, fresh)
	if err != nil {
		return nil, err
	}
	core := &core{db: db, behind: behind, path: path, opt: opt}
	core.values.Init(16 << 20)
	if err := core.loadMeta(fresh); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &QuadStore{core: core, r: db}, nil
}

// prepare looks at the folder before Pebble does, which would take any folder for an empty store. fresh says
// that the store has yet to be made, old that it is of the format before this.
func prepare(path string, opt Options) (fresh, old bool, err error) {
	marker, err := readMarker(opt.FS, path)
	switch {
	case err == nil:
		state, old, err := checkMarker(marker)
		if err != nil {
			return false, false, err
		}
		if state == "ready" {
			return false, old, nil
		}
		// Making the store was cut short: nothing had been stored.
		if !opt.Create || opt.ReadOnly {
			return false, false, fmt.Errorf("%w: it was left half made", ErrNoStore)
		}
		return true, false, nil
	case errors.Is(err, syscall.ENOTDIR):
		return false, false, fmt.Errorf("%w: a file, not a folder", ErrForeign)
	case !errors.Is(err, fs.ErrNotExist):
		return false, false, err
	}
	entries, err := opt.FS.List(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, false, err
	case len(entries) > 0:
		return false, false, fmt.Errorf("%w: it holds %s but no %s", ErrForeign, entries[0], markerFile)
	case !opt.Create || opt.ReadOnly:
		return false, false, ErrNoStore
	}
	if err := opt.FS.MkdirAll(path, 0o755); err != nil {
		return false, false, err
	}
	return true, false, writeMarker(opt.FS, path, "new")
}

func readMarker(f vfs.FS, path string) (string, error) {
	file, err := f.Open(f.PathJoin(path, markerFile))
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(file, 1024))
	return string(b), errors.Join(err, file.Close())
}

// checkMarker reads "kg store, format 2, ready".
func checkMarker(text string) (state string, old bool, err error) {
	var version int
	line := strings.TrimSpace(text)
	if n, err := fmt.Sscanf(line, "kg store, format %d, %s", &version, &state); err != nil || n != 2 {
		return "", false, fmt.Errorf("%w: %s reads %q", ErrForeign, markerFile, line)
	}
	if version != Format && version != oldFormat {
		return "", false, fmt.Errorf("%w: format %d, and this program reads formats %d and %d", ErrFormat, version, oldFormat, Format)
	}
	return state, version == oldFormat, nil
}

func writeMarker(f vfs.FS, path, state string) error {
	name := f.PathJoin(path, markerFile)
	file, err := f.Create(name + ".tmp")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "kg store, format %d, %s\n", Format, state)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := f.Rename(name+".tmp", name); err != nil {
		return err
	}
	dir, err := f.OpenDir(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

const defaultCache = 64 << 20

// defaultMemTable is the size of a table in memory. The larger it is, the fewer tables a load makes, and the less often each
// byte is compacted: with half of it, half as many bytes again.
const defaultMemTable = 128 << 20

// l0Compaction is twice the number of tables on top of each other that are compacted into the level below. All of
// that level is written each time, so a load wants many, and a reader, who looks into each, few.
const l0Compaction = 8

// baseLevel is how large the level below the top may be. With a quarter of it a large store has a level more, through which
// every byte goes.
const baseLevel = 256 << 20

// tablesInMemory is how many there are: one that is filled and one that is written out.
const tablesInMemory = 2

// Memory is how many bytes the cache and the tables in memory of a store take.
func (o Options) Memory() int64 {
	if o.Cache == 0 {
		o.Cache = defaultCache
	}
	if o.MemTable == 0 {
		o.MemTable = defaultMemTable
	}
	return o.Cache + tablesInMemory*int64(o.MemTable)
}

// pebbleOptions gives the settings of Pebble. The caller releases the cache.
func pebbleOptions(opt Options) (*pebble.Options, *pebble.Cache) {
	if opt.MemTable == 0 {
		opt.MemTable = defaultMemTable
	}
	cache := pebble.NewCache(opt.Memory()) // Pebble takes the memory of its tables out of the cache
	po := &pebble.Options{
		FS:                          opt.FS,
		Comparer:                    comparer,
		Cache:                       cache,
		MemTableSize:                opt.MemTable,
		MemTableStopWritesThreshold: tablesInMemory,
		L0CompactionThreshold:       l0Compaction,
		L0StopWritesThreshold:       24,
		LBaseMaxBytes:               baseLevel,
		MaxOpenFiles:                512,
		MaxManifestFileSize:         256 << 10, // the list of tables is written anew when its changes are longer
		ReadOnly:                    opt.ReadOnly,
		FormatMajorVersion:          pebble.FormatNewest,
		MaxConcurrentCompactions:    func() int { return max(1, min(runtime.GOMAXPROCS(0)/2, 4)) }, // the rest is for who writes and reads
		Logger:                      quietLogger{},
		BlockPropertyCollectors:     []func() pebble.BlockPropertyCollector{newWordsInterval},
		Levels:                      make([]pebble.LevelOptions, 7),
	}
	for i := range po.Levels {
		po.Levels[i].BlockSize = 8 << 10
		po.Levels[i].FilterPolicy, po.Levels[i].FilterType = newLookupFilter(), pebble.TableFilter
		po.Levels[i].IndexBlockSize = 64 << 10
		po.Levels[i].TargetFileSize = int64(min(4<<20<<i, 64<<20))
		po.Levels[i].Compression = pebble.SnappyCompression
	}
	if opt.tune != nil {
		opt.tune(po)
	}
	return po, cache
}

func openPebble(path string, opt Options, fresh bool) (*pebble.DB, *background, error) {
	po, cache := pebbleOptions(opt)
	defer cache.Unref()
	behind := &background{broke: make(chan struct{}), top: (po.L0CompactionThreshold + 1) / 2}
	po.EventListener = behind.listener()
	if opt.FS == vfs.Default {
		po.FS = withLock(opt.FS, opt.ReadOnly)
	}
	po.ErrorIfNotExists = !fresh
	db, err := pebble.Open(opt.FS.PathJoin(path, dbDir), po)
	switch {
	case err == nil:
		return db, behind, nil
	case isLocked(err):
		return nil, nil, fmt.Errorf("%w: %v", ErrInUse, err)
	case errors.Is(err, pebble.ErrDBDoesNotExist), pebble.IsCorruptionError(err):
		return nil, nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return nil, nil, err
}

// isLocked reports whether the lock of the folder is taken; Pebble's own has no error of its own.
func isLocked(err error) bool {
	return errors.Is(err, errLocked) || strings.Contains(err.Error(), "lock held by current process") ||
		strings.Contains(err.Error(), "resource temporarily unavailable")
}

// core is what a store and its snapshots share.
type core struct {
	db   *pebble.DB
	path string
	opt  Options

	mu     sync.RWMutex // held for reading while Pebble is in use, for writing by Close
	closed bool

	write  sync.Mutex // one transaction at a time
	broken error      // the first error of a commit: nothing more is written; under write

	derived bool            // what opt.Derive says is there
	deriver backend.Deriver // for the writer; nil after a transaction that came to nothing; under write

	behind *background

	// commits is held while a batch becomes visible together with its counts.
	commits sync.Mutex
	snaps   map[*QuadStore]bool // that are open; under commits

	syncing sync.WaitGroup // transactions that wait for the disk

	index  *indexed // nil where there is none
	meta   metaCell
	memory writerMemory           // the writer's; under write
	values backend.ValueCache[id] // values of numbers, for readers
	iters  iterPool
}

// meta is what the table m holds.
type meta struct {
	next         id // the number that the next new value gets
	nodes, quads int64
}

// metaCell lets readers see the counts of the last commit.
type metaCell struct {
	mu sync.Mutex
	m  meta
}

func (c *metaCell) load() meta   { c.mu.Lock(); defer c.mu.Unlock(); return c.m }
func (c *metaCell) store(m meta) { c.mu.Lock(); defer c.mu.Unlock(); c.m = m }

func (m meta) encode() []byte {
	b := binary.AppendUvarint([]byte{headFormat}, uint64(m.next))
	b = binary.AppendUvarint(b, uint64(m.nodes))
	return binary.AppendUvarint(b, uint64(m.quads))
}

func readMeta(b []byte) (m meta, err error) {
	if len(b) == 0 || b[0] != headFormat {
		return m, fmt.Errorf("%w: its head is not of version %d", ErrDamaged, headFormat)
	}
	b = b[1:]
	var n [3]uint64
	for i := range n {
		v, k := binary.Uvarint(b)
		if k <= 0 {
			return m, fmt.Errorf("%w: its head is cut short", ErrDamaged)
		}
		n[i], b = v, b[k:]
	}
	return meta{next: id(n[0]), nodes: int64(n[1]), quads: int64(n[2])}, nil
}

// loadMeta reads the head, or writes that of a store that is being made.
func (c *core) loadMeta(fresh bool) error {
	var m meta
	b, closer, err := c.db.Get([]byte{tableMeta})
	switch {
	case errors.Is(err, pebble.ErrNotFound) && fresh:
		m = meta{next: 1}
		err = c.db.Set([]byte{tableMeta}, m.encode(), pebble.Sync)
	case errors.Is(err, pebble.ErrNotFound):
		err = fmt.Errorf("%w: it has no head", ErrDamaged)
	case err == nil:
		m, err = readMeta(b)
		err = errors.Join(err, closer.Close())
	}
	c.meta.store(m)
	c.memory.init(err == nil && m.nodes == 0 && !c.opt.damagedLog)
	return err
}

// flush writes what is in memory to tables, or ends with the error for which that cannot be done: Pebble itself
// would try again without an end.
func (c *core) flush() error {
	if err := c.behind.failed(); err != nil {
		return err
	}
	flushed, err := c.db.AsyncFlush()
	if err != nil {
		return err
	}
	select {
	case <-flushed:
		return nil
	case <-c.behind.broke:
		return c.behind.failed()
	}
}

// use keeps the store open while f runs.
func (c *core) use(f func() error) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.closed {
		return ErrClosed
	}
	return f()
}
