package coref

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The file of weights: the magic, then the four sizes, then for each table of rows a float32 scale for each
// row followed by the rows as int8, and the output as float32. Everything is little-endian.
const magic = "kgcoref1"

// MarshalBinary writes n, its rows rounded to 8 bits each.
func (n *Net) MarshalBinary() ([]byte, error) {
	b := []byte(magic)
	for _, v := range []uint32{hidden, mentionRows, mentionRows, pairRows} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	t := n.Tables()
	for _, table := range t[:3] {
		rows := len(table) / width
		scales := make([]float32, rows)
		for r := range rows {
			top := float32(0)
			for _, w := range table[r*width : (r+1)*width] {
				top = max(top, w, -w)
			}
			if math.IsNaN(float64(top)) || math.IsInf(float64(top), 0) {
				return nil, fmt.Errorf("coref: row %d holds %v", r, top)
			}
			scales[r] = top / 127
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scales[r]))
		}
		for i, w := range table {
			q := int8(0)
			if s := scales[i/width]; s > 0 {
				q = int8(math.Round(float64(w / s)))
			}
			b = append(b, byte(q))
		}
	}
	for _, w := range n.Out {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w))
	}
	return b, nil
}

var errShort = errors.New("coref: weights end too early")

// UnmarshalBinary reads what MarshalBinary wrote.
func (n *Net) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic)+16 {
		return errShort
	}
	if string(b[:len(magic)]) != magic {
		return fmt.Errorf("coref: weights begin with %q, not %q", b[:len(magic)], magic)
	}
	b = b[len(magic):]
	for i, want := range []uint32{hidden, mentionRows, mentionRows, pairRows} {
		if got := binary.LittleEndian.Uint32(b[4*i:]); got != want {
			return fmt.Errorf("coref: size %d of the weights is %d, not %d", i, got, want)
		}
	}
	b = b[16:]
	m := NewNet()
	t := m.Tables()
	for _, table := range t[:3] {
		rows := len(table) / width
		if len(b) < 4*rows+len(table) {
			return errShort
		}
		scales, data := b[:4*rows], b[4*rows:4*rows+len(table)]
		for r := range rows {
			s := math.Float32frombits(binary.LittleEndian.Uint32(scales[4*r:]))
			for i := r * width; i < (r+1)*width; i++ {
				table[i] = s * float32(int8(data[i]))
			}
		}
		b = b[4*rows+len(table):]
	}
	if len(b) != 4*hidden {
		return errShort
	}
	for i := range m.Out {
		m.Out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	*n = *m
	return nil
}
