package pebblestore

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"math/bits"
)

// keyFilter is a Bloom filter of keys, in memory. It tells that a key is not there with one access to memory for each of its
// parts, of which there are at most five: each is four times as large as the one before, so it grows with the store
// and nothing has to be read again. Of the keys that are not there it lets 1 in 100 through.
type keyFilter struct {
	parts []filterPart
	left  int // how many keys the last part still takes
	full  bool
}

// filterPart is blocks of one line of a processor's cache; all bits of a key are in one.
type filterPart [][8]uint64

const (
	firstPart   = 64 << 10 // keys
	maxParts    = 5        // 22 million keys in 44 MB
	keysInBlock = 32       // 16 bits a key
	probes      = 7        // bits of a key
)

// keySeed makes the sums of keys; a filter does not outlive the process.
var keySeed = maphash.MakeSeed()

// keySum is what a filter knows of a key.
func keySum(key []byte) uint64 { return maphash.Bytes(keySeed, key) }

// hashSum is what a filter knows of a value: its hash is as good as any.
func hashSum(h hash) uint64 { return binary.LittleEndian.Uint64(h[:]) }

// hashKeySum is hashSum of the hash in a key of the table h.
func hashKeySum(key []byte) uint64 {
	var h hash
	copy(h[:], key[1:])
	return hashSum(h)
}

// add adds a key; what has no room makes the filter full, and good for nothing.
func (f *keyFilter) add(sum uint64) {
	if f.full || f.has(sum) {
		return
	}
	if f.left == 0 {
		if len(f.parts) == maxParts {
			f.parts, f.full = nil, true
			return
		}
		f.left = firstPart << (2 * len(f.parts))
		f.parts = append(f.parts, make(filterPart, f.left/keysInBlock))
	}
	f.left--
	block, rest := f.parts[len(f.parts)-1].block(sum)
	for range probes {
		block[rest>>6&7] |= 1 << (rest & 63)
		rest >>= 9
	}
}

// has reports whether a key may be there.
func (f *keyFilter) has(sum uint64) bool {
	for i := len(f.parts) - 1; i >= 0; i-- {
		if f.parts[i].has(sum) {
			return true
		}
	}
	return f.full
}

func (p filterPart) has(sum uint64) bool {
	block, rest := p.block(sum)
	for range probes {
		if block[rest>>6&7]&(1<<(rest&63)) == 0 {
			return false
		}
		rest >>= 9
	}
	return true
}

// block is where a key is, and the bits that say where in it.
func (p filterPart) block(sum uint64) (*[8]uint64, uint64) {
	i, _ := bits.Mul64(sum, uint64(len(p)))
	return &p[i], sum * 0x9e3779b97f4a7c15 >> 1
}

// keyNews tells which keys of the tables h and c are new. An empty store's writer knows from the start; that of another one reads
// them in the background when it has been asked so often that it is worth it.
type keyNews struct {
	known *keyFilter      // nil: not known, or too many
	read  chan *keyFilter // gives the keys of the store when they have been read; nil where nobody reads them
	since []uint64        // the keys that were added meanwhile
	asked int64           // how often the store had to be asked
	never bool            // there are too many keys, or they cannot be read
}

// readWorth is how many keys can be read in the time in which one is looked up.
const readWorth = 8

// none reports whether it is certain that the store has no key of this sum.
func (k *keyNews) none(sum uint64) bool {
	if k.known == nil {
		k.asked++
		return false
	}
	return !k.known.has(sum)
}

func (k *keyNews) add(sum uint64) {
	if k.read != nil {
		k.since = append(k.since, sum)
	}
	if k.known == nil {
		return
	}
	if k.known.add(sum); k.known.full {
		k.known, k.never = nil, true
	}
}

// learnKeys takes the keys that have been read, or begins to read them. Under write.
func (q *QuadStore) learnKeys() error {
	k := &q.memory.keys
	if k.known != nil || k.never {
		return nil
	}
	if k.read != nil {
		select {
		case f := <-k.read:
			for _, sum := range k.since {
				f.add(sum)
			}
			k.read, k.since = nil, nil
			if k.never = f.full; !k.never {
				k.known = f
			}
		default:
		}
		return nil
	}
	if k.asked*readWorth < q.meta.load().nodes {
		return nil
	}
	s, err := q.Snapshot()
	if err != nil {
		return err
	}
	k.read = make(chan *keyFilter, 1)
	go func(read chan<- *keyFilter) {
		f := s.readKeys()
		if s.Close() != nil {
			f.full = true
		}
		read <- f
	}(k.read)
	return nil
}

// errFull ends reading keys that a filter has no room for.
var errFull = errors.New("too many keys")

// readKeys reads all keys of the tables h and c; the filter is full where that cannot be done, as when the store is closed.
func (q *QuadStore) readKeys() *keyFilter {
	f := new(keyFilter)
	for table, sum := range map[byte]func(key []byte) uint64{tableHash: hashKeySum, tableTally: keySum} {
		err := q.walk(context.Background(), []byte{table}, func(k, _ []byte) error {
			if f.add(sum(k)); f.full {
				return errFull
			}
			return nil
		})
		f.full = f.full || err != nil
	}
	return f
}
