package joint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
)

// The weights file: the magic, then, little-endian, numbers of the config, lists of strings, the lexicon, and
// named arrays of bytes with a scale for each row.
const (
	magic   = "kg joint\n"
	version = 2
)

// Array is a matrix of weights. In eight bits element (i,j) is Q[i*Cols+j]·Scale[i]; a small array is kept in F.
type Array struct {
	Name       string
	Rows, Cols int
	Q          []int8
	Scale      []float32
	F          []float32
}

// NewArray quantises w, rows × cols, row by row.
func NewArray(name string, rows, cols int, w []float32) Array {
	a := Array{Name: name, Rows: rows, Cols: cols, Q: make([]int8, rows*cols), Scale: make([]float32, rows)}
	for i := range rows {
		row := w[i*cols : (i+1)*cols]
		top := float32(0)
		for _, v := range row {
			top = max(top, max(v, -v))
		}
		if top == 0 {
			continue
		}
		a.Scale[i] = top / 127
		for j, v := range row {
			a.Q[i*cols+j] = int8(math.RoundToEven(float64(v / top * 127)))
		}
	}
	return a
}

// Float is the matrix in floating point.
func (a Array) Float() []float32 {
	if a.F != nil {
		return a.F
	}
	out := make([]float32, len(a.Q))
	for i := range a.Rows {
		for j := range a.Cols {
			out[i*a.Cols+j] = float32(a.Q[i*a.Cols+j]) * a.Scale[i]
		}
	}
	return out
}

// File is all that a weights file holds.
type File struct {
	Config    Config
	Inventory Inventory
	Words     []string
	Lexicon   *Lexicon // may be nil
	Arrays    []Array
}

// Encode returns the bytes of f.
func (f *File) Encode() []byte {
	b := append([]byte(magic), version)
	num := func(n int) { b = binary.LittleEndian.AppendUint32(b, uint32(n)) }
	list := func(l []string) {
		num(len(l))
		s := strings.Join(l, "\n")
		num(len(s))
		b = append(b, s...)
	}
	c := f.Config
	for _, n := range []int{c.Word, c.Gram, c.Form, c.Lex, c.Hidden, c.Layers, c.Arc, c.Label, c.Sense, c.Between} {
		num(n)
	}
	for _, l := range [][]string{f.Inventory.UPOS, f.Inventory.XPOS, f.Inventory.Rels, f.Inventory.Names, f.Words} {
		list(l)
	}
	if f.Lexicon == nil {
		num(0)
	} else {
		num(len(f.Lexicon.hashes))
		for i, h := range f.Lexicon.hashes {
			b = binary.LittleEndian.AppendUint32(b, h)
			b = binary.LittleEndian.AppendUint64(b, f.Lexicon.classes[i])
		}
		b = f.Lexicon.appendSenses(b)
	}
	num(len(f.Arrays))
	for _, a := range f.Arrays {
		list([]string{a.Name})
		num(a.Rows)
		num(a.Cols)
		if a.F != nil {
			num(1)
			for _, v := range a.F {
				num(int(math.Float32bits(v)))
			}
			continue
		}
		num(0)
		for _, s := range a.Scale {
			num(int(math.Float32bits(s)))
		}
		for _, q := range a.Q {
			b = append(b, byte(q))
		}
	}
	return b
}

var errShort = errors.New("joint: weights end too soon")

// reader takes numbers off the front of a file; after the first error it gives zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) take(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.b) {
		if r.err == nil {
			r.err = errShort
		}
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// num reads a number, which is an error above limit.
func (r *reader) num(limit int) int {
	b := r.take(4)
	if b == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(limit) {
		r.err = fmt.Errorf("joint: weights with a number of %d", n)
		return 0
	}
	return int(n)
}

func (r *reader) list() []string {
	count, size := r.num(1<<24), r.num(1<<28)
	s := string(r.take(size))
	if r.err != nil || count == 0 {
		return nil
	}
	l := strings.Split(s, "\n")
	if len(l) != count {
		r.err = fmt.Errorf("joint: weights with a list of %d, not %d", len(l), count)
	}
	return l
}

// Decode reads what Encode wrote. It keeps data.
func Decode(data []byte) (*File, error) {
	rest, ok := strings.CutPrefix(string(data[:min(len(data), len(magic)+1)]), magic)
	if !ok || len(rest) != 1 {
		return nil, errors.New("joint: not a weights file")
	}
	if rest[0] != version {
		return nil, fmt.Errorf("joint: weights of version %d, want %d", rest[0], version)
	}
	r := &reader{b: data[len(magic)+1:]}
	f := &File{}
	c := &f.Config
	for _, n := range []*int{&c.Word, &c.Gram, &c.Form, &c.Lex, &c.Hidden, &c.Layers, &c.Arc, &c.Label, &c.Sense, &c.Between} {
		*n = r.num(1 << 14)
	}
	for _, l := range []*[]string{&f.Inventory.UPOS, &f.Inventory.XPOS, &f.Inventory.Rels, &f.Inventory.Names, &f.Words} {
		*l = r.list()
	}
	if n := r.num(1 << 24); n > 0 {
		b := r.take(12 * n)
		if b != nil {
			f.Lexicon = &Lexicon{hashes: make([]uint32, n), classes: make([]uint64, n)}
			for i := range n {
				f.Lexicon.hashes[i] = binary.LittleEndian.Uint32(b[12*i:])
				f.Lexicon.classes[i] = binary.LittleEndian.Uint64(b[12*i+4:])
			}
			r.senses(f.Lexicon)
		}
	}
	for range r.num(1 << 10) {
		var a Array
		if l := r.list(); len(l) == 1 {
			a.Name = l[0]
		}
		a.Rows, a.Cols = r.num(1<<20), r.num(1<<14)
		if r.num(1) == 1 {
			a.F = floats(r.take(4 * a.Rows * a.Cols))
			f.Arrays = append(f.Arrays, a)
			continue
		}
		a.Scale = floats(r.take(4 * a.Rows))
		q := r.take(a.Rows * a.Cols)
		if r.err != nil {
			break
		}
		a.Q = make([]int8, len(q))
		for i, v := range q {
			a.Q[i] = int8(v)
		}
		f.Arrays = append(f.Arrays, a)
	}
	if r.err == nil && len(r.b) > 0 {
		r.err = fmt.Errorf("joint: %d bytes after the weights", len(r.b))
	}
	if r.err != nil {
		return nil, r.err
	}
	return f, nil
}

// appendSenses appends the number of sets, each with its rows, and the set of each word.
func (l *Lexicon) appendSenses(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.sets)))
	for _, s := range l.sets {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
		for _, r := range s {
			b = binary.LittleEndian.AppendUint16(b, r)
		}
	}
	for _, s := range l.sense {
		b = binary.LittleEndian.AppendUint32(b, s)
	}
	return b
}

// senses reads what appendSenses wrote.
func (r *reader) senses(l *Lexicon) {
	count := r.num(1 << 20)
	if count == 0 || r.err != nil {
		return
	}
	sets := make([][]uint16, 0, min(count, 1<<16))
	for range count {
		b := r.take(2 * r.num(SenseRows))
		if r.err != nil {
			return
		}
		set := make([]uint16, len(b)/2)
		for i := range set {
			if set[i] = binary.LittleEndian.Uint16(b[2*i:]); set[i] >= SenseRows {
				r.err = fmt.Errorf("joint: weights with a sense of %d", set[i])
				return
			}
		}
		sets = append(sets, set)
	}
	sense := make([]uint32, len(l.hashes))
	for i := range sense {
		if sense[i] = uint32(r.num(count - 1)); r.err != nil {
			return
		}
	}
	l.SetSenses(sense, sets)
}

func floats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}
