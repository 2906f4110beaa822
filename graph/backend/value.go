package backend

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/quad"
)

// MaxValue is the longest value in bytes.
const MaxValue = 64 << 20

// HashSize is the part of a SHA-256 that stands for a value. Two values with the same 16 bytes are taken for
// one: with 10^9 values the chance is 10^-21.
const HashSize = 16

// A Hash stands for a value.
type Hash [HashSize]byte

// The first byte of a stored value says what it is.
const (
	kindIRI    = 'i'
	kindBNode  = 'b'
	kindString = 's'
	kindTyped  = 't'
	kindLang   = 'l'
	kindInt    = 'n'
	kindFloat  = 'f'
	kindTrue   = '1'
	kindFalse  = '0'
	kindTime   = 'd'
)

var errValue = errors.New("damaged value")

// ErrNotUTF8 refuses a value that no export could write.
var ErrNotUTF8 = errors.New("value is not valid UTF-8")

// AppendValue writes v. Equal values give equal bytes: a typed string that is just how a number, a boolean or
// a time is written is that number, boolean or time; a time is in UTC, to the nanosecond.
func AppendValue(b []byte, v quad.Value) ([]byte, error) {
	n := len(b)
	switch v := v.(type) {
	case nil:
		return b, errors.New("no value")
	case quad.IRI:
		b = append(append(b, kindIRI), v...)
	case quad.BNode:
		b = append(append(b, kindBNode), v...)
	case quad.String:
		b = append(append(b, kindString), v...)
	case quad.TypedString:
		if w, err := v.ParseValue(); err == nil && w != quad.Value(v) && w.String() == v.String() {
			if _, again := w.(quad.TypedString); !again {
				return AppendValue(b, w)
			}
		}
		b = binary.AppendUvarint(append(b, kindTyped), uint64(len(v.Type)))
		b = append(append(b, v.Type...), v.Value...)
	case quad.LangString:
		b = binary.AppendUvarint(append(b, kindLang), uint64(len(v.Lang)))
		b = append(append(b, v.Lang...), v.Value...)
	case quad.Int:
		b = binary.AppendVarint(append(b, kindInt), int64(v))
	case quad.Float:
		bits := math.Float64bits(float64(v))
		if v != v {
			bits = math.Float64bits(math.NaN())
		}
		b = binary.BigEndian.AppendUint64(append(b, kindFloat), bits)
	case quad.Bool:
		if v {
			b = append(b, kindTrue)
		} else {
			b = append(b, kindFalse)
		}
	case quad.Time:
		t := time.Time(v)
		b = binary.AppendVarint(append(b, kindTime), t.Unix())
		b = binary.AppendUvarint(b, uint64(t.Nanosecond()))
	default:
		return b, fmt.Errorf("value of type %T", v)
	}
	if len(b)-n > MaxValue {
		return b[:n], fmt.Errorf("value of %d bytes, more than %d", len(b)-n, MaxValue)
	}
	return b, nil
}

// ReadValue is the inverse of AppendValue.
func ReadValue(b []byte) (quad.Value, error) {
	if len(b) == 0 {
		return nil, errValue
	}
	kind, b := b[0], b[1:]
	switch kind {
	case kindIRI:
		return quad.IRI(b), nil
	case kindBNode:
		return quad.BNode(b), nil
	case kindString:
		return quad.String(b), nil
	case kindTyped, kindLang:
		n, k := binary.Uvarint(b)
		if k <= 0 || n > uint64(len(b)-k) {
			return nil, errValue
		}
		head, tail := b[k:k+int(n)], b[k+int(n):]
		if kind == kindTyped {
			return quad.TypedString{Value: quad.String(tail), Type: quad.IRI(head)}, nil
		}
		return quad.LangString{Value: quad.String(tail), Lang: string(head)}, nil
	case kindInt:
		n, k := binary.Varint(b)
		if k != len(b) || k == 0 {
			return nil, errValue
		}
		return quad.Int(n), nil
	case kindFloat:
		if len(b) != 8 {
			return nil, errValue
		}
		return quad.Float(math.Float64frombits(binary.BigEndian.Uint64(b))), nil
	case kindTrue, kindFalse:
		if len(b) != 0 {
			return nil, errValue
		}
		return quad.Bool(kind == kindTrue), nil
	case kindTime:
		sec, k := binary.Varint(b)
		if k <= 0 {
			return nil, errValue
		}
		nsec, j := binary.Uvarint(b[k:])
		if j <= 0 || k+j != len(b) || nsec >= 1e9 {
			return nil, errValue
		}
		return quad.Time(time.Unix(sec, int64(nsec)).UTC()), nil
	}
	return nil, errValue
}

// HashOf gives the hash of a value as AppendValue writes it.
func HashOf(stored []byte) Hash {
	sum := sha256.Sum256(stored)
	return Hash(sum[:HashSize])
}
