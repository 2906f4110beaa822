package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kg/nlp/token"
)

// write writes the weights and, beside them, what they were made of.
func write(out string, w *token.Weights, o options, data, scores string, took time.Duration) error {
	var b bytes.Buffer
	if err := w.Write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "weights.bin"), b.Bytes(), 0o666); err != nil {
		return err
	}
	var m bytes.Buffer
	fmt.Fprintf(&m, "file: weights.bin\nsha256: %x\nbytes: %d\n", sha256.Sum256(b.Bytes()), b.Len())
	fmt.Fprintf(&m, "command: go run ./train/token -seed %d -epochs %d -rate %g -decay %g\n", o.seed, o.epochs, o.rate, o.decay)
	fmt.Fprintf(&m, "duration: %v on one core\n", took.Round(time.Second))
	m.WriteString("licence: CC BY-SA 4.0\ndata:\n")
	for _, name := range trainFiles {
		raw, err := os.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&m, "  %s sha256 %x\n", name, sha256.Sum256(raw))
	}
	m.WriteString("scores on raw text:\n")
	for _, line := range bytes.Split([]byte(scores), []byte("\n")) {
		if len(line) > 0 {
			fmt.Fprintf(&m, "  %s\n", line)
		}
	}
	return os.WriteFile(filepath.Join(out, "MANIFEST"), m.Bytes(), 0o666)
}
