package pebblestore

import (
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// MaxValue is the longest value in bytes.
const MaxValue = backend.MaxValue

// ErrNotUTF8 refuses a value that no export could write.
var ErrNotUTF8 = backend.ErrNotUTF8

type hash = backend.Hash

func appendValue(b []byte, v quad.Value) ([]byte, error) { return backend.AppendValue(b, v) }
func readValue(b []byte) (quad.Value, error)             { return backend.ReadValue(b) }
func hashOf(stored []byte) hash                          { return backend.HashOf(stored) }

func valueKey(b []byte, n id) []byte { return appendID(append(b, tableValue), n) }
func hashKey(b []byte, h hash) []byte {
	return append(append(b, tableHash), h[:]...)
}
func predKey(b []byte, n id) []byte { return appendID(append(b, tablePred), n) }
