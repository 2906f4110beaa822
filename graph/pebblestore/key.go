package pebblestore

import (
	"encoding/binary"

	"github.com/cayleygraph/quad"
)

// The tables, each one a first byte of its keys.
const (
	tableMeta  = 'm'
	tablePred  = 'p'
	tableValue = 'v'
	tableHash  = 'h'
	tableSPO   = '1'
	tablePOS   = '2'
	tableOSP   = '3'
	tableLSP   = '4'
	tableRow   = 'r' // of what is derived: rows,
	tableTally = 'c' // counts,
	tableList  = 'l' // and lists
)

// id is the number of a value; 0 is no value.
type id uint64

// key is a quad in numbers: subject, predicate, object, label.
type key [4]id

func (k key) get(d quad.Direction) id { return k[d-quad.Subject] }

// An order is a table of quads sorted in its own way.
type order struct {
	table byte
	dirs  [4]quad.Direction
}

var orders = [4]order{
	{tableSPO, [4]quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label}},
	{tablePOS, [4]quad.Direction{quad.Predicate, quad.Object, quad.Subject, quad.Label}},
	{tableOSP, [4]quad.Direction{quad.Object, quad.Subject, quad.Predicate, quad.Label}},
	{tableLSP, [4]quad.Direction{quad.Label, quad.Subject, quad.Predicate, quad.Object}},
}

// appendID writes n so that the bytes sort as the numbers do, small numbers in one byte: up to 240 the number
// itself, else 240 plus the count of the bytes that follow.
func appendID(b []byte, n id) []byte {
	if n <= 240 {
		return append(b, byte(n))
	}
	var buf [8]byte
	binary.BigEndian.PutUint64(buf[:], uint64(n))
	i := 0
	for buf[i] == 0 {
		i++
	}
	b = append(b, byte(240+8-i))
	return append(b, buf[i:]...)
}

// readID reads what appendID wrote; ok is false where b does not start with that.
func readID(b []byte) (n id, rest []byte, ok bool) {
	if len(b) == 0 {
		return 0, nil, false
	}
	if b[0] <= 240 {
		return id(b[0]), b[1:], true
	}
	k := int(b[0]) - 240
	if k > 8 || len(b) < 1+k || b[1] == 0 {
		return 0, nil, false
	}
	for _, c := range b[1 : 1+k] {
		n = n<<8 | id(c)
	}
	return n, b[1+k:], n > 240
}

// appendKey writes the key of k in the order o.
func (o *order) appendKey(b []byte, k key) []byte {
	b = append(b, o.table)
	for _, d := range o.dirs {
		b = appendID(b, k.get(d))
	}
	return b
}

// readKey is the inverse of appendKey.
func (o *order) readKey(b []byte) (k key, ok bool) {
	if len(b) == 0 || b[0] != o.table {
		return key{}, false
	}
	b = b[1:]
	for _, d := range o.dirs {
		var n id
		if n, b, ok = readID(b); !ok {
			return key{}, false
		}
		k[d-quad.Subject] = n
	}
	return k, len(b) == 0
}

// prefixEnd is the smallest key above every key that starts with b; nil if there is none.
func prefixEnd(b []byte) []byte {
	end := append([]byte(nil), b...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] != 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// A pattern is a set of quads: those that have the given numbers in the directions that are bound. A label
// may be bound to 0, no label.
type pattern struct {
	bound [4]bool
	key   key
}

func (p *pattern) bind(d quad.Direction, n id) {
	p.bound[d-quad.Subject], p.key[d-quad.Subject] = true, n
}

func (p *pattern) has(d quad.Direction) bool { return p.bound[d-quad.Subject] }

func (p *pattern) match(k key) bool {
	for i, b := range p.bound {
		if b && k[i] != p.key[i] {
			return false
		}
	}
	return true
}

// plan chooses the order whose prefix binds most of p. exact says that the prefix binds all of it, so that
// every quad under it matches. A label wins over the other directions, because articles are small.
func (p *pattern) plan() (o *order, prefix []byte, exact bool) {
	bound := 0
	for _, b := range p.bound {
		if b {
			bound++
		}
	}
	best, bestLen := &orders[0], -1
	for i := range orders {
		o := &orders[i]
		n := 0
		for n < 4 && p.has(o.dirs[n]) {
			n++
		}
		if n > bestLen || n == bestLen && n > 0 && o.table == tableLSP {
			best, bestLen = o, n
		}
	}
	prefix = append(make([]byte, 0, 24), best.table)
	for _, d := range best.dirs[:bestLen] {
		prefix = appendID(prefix, p.key.get(d))
	}
	return best, prefix, bestLen == bound
}
