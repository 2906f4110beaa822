// Package packed writes weights as the stages embed them, and what a MANIFEST says of a file.
package packed

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding"
	"fmt"
	"os"
	"path/filepath"
)

// Write packs m with gzip into the file of that name in the folder out, and gives its lines of the MANIFEST.
func Write(m encoding.BinaryMarshaler, out, name string) (lines string, err error) {
	b, err := m.MarshalBinary()
	if err != nil {
		return "", err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := z.Write(b); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return Lines(name, packed.Bytes()), os.WriteFile(filepath.Join(out, name), packed.Bytes(), 0o644)
}

// Lines are what a MANIFEST says of a file: its name, hash and size.
func Lines(name string, b []byte) string {
	return fmt.Sprintf("file: %s\nsha256: %x\nbytes: %d\n", name, sha256.Sum256(b), len(b))
}
