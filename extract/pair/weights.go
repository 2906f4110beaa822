package pair

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

//go:embed weights.bin.gz
var packed []byte

// Load is the model that ships.
var Load = sync.OnceValues(func() (*Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("pair: weights: %w", err)
	}
	b, err := io.ReadAll(io.LimitReader(z, 1<<24))
	if err != nil {
		return nil, fmt.Errorf("pair: weights: %w", err)
	}
	m := &Model{}
	return m, m.UnmarshalBinary(b)
})

// The file of weights: the magic, then for each of the two tables the number of classes and of rows, the bias and the
// scale as float32, and the rows as int8. Everything is little-endian.
const magic = "kgpair1\n"

// MarshalBinary writes m, its weights rounded to 8 bits each.
func (m *Model) MarshalBinary() ([]byte, error) {
	b := []byte(magic)
	for _, t := range []*Table{m.Entities, m.Pairs} {
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Classes))
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Rows))
		for _, w := range t.Bias {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w))
		}
		top := float32(0)
		for _, w := range t.W {
			top = max(top, w, -w)
		}
		if math.IsNaN(float64(top)) || math.IsInf(float64(top), 0) {
			return nil, fmt.Errorf("pair: a weight is %v", top)
		}
		scale := top / 127
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
		for _, w := range t.W {
			q := int8(0)
			if scale > 0 {
				q = int8(math.Round(float64(w / scale)))
			}
			b = append(b, byte(q))
		}
	}
	return b, nil
}

var errShort = errors.New("pair: weights end too early")

// UnmarshalBinary reads what MarshalBinary wrote.
func (m *Model) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return errors.New("pair: not a file of weights")
	}
	b = b[len(magic):]
	for n, want := range []struct{ classes, rows int }{{len(Classes), EntityRows}, {len(Kinds), PairRows}} {
		if len(b) < 8 {
			return errShort
		}
		classes, rows := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
		if classes != want.classes || rows != want.rows {
			return fmt.Errorf("pair: table %d of the weights has %d classes and %d rows, not %d and %d", n, classes, rows, want.classes, want.rows)
		}
		b = b[8:]
		t := NewTable(classes, rows)
		if len(b) < 4*classes+4+len(t.W) {
			return errShort
		}
		for k := range t.Bias {
			t.Bias[k] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*k:]))
		}
		b = b[4*classes:]
		scale := math.Float32frombits(binary.LittleEndian.Uint32(b))
		b = b[4:]
		for i := range t.W {
			t.W[i] = scale * float32(int8(b[i]))
		}
		b = b[len(t.W):]
		if n == 0 {
			m.Entities = t
		} else {
			m.Pairs = t
		}
	}
	if len(b) > 0 {
		return fmt.Errorf("pair: %d bytes after the weights", len(b))
	}
	return nil
}
