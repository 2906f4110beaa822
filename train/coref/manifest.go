package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kg/nlp/coref"
)

// credits name the data that the weights are made of, and its licences.
const credits = `data:
  GUM, train, without the conversations (Zeldes 2017, and the annotators and authors it names), CC BY 4.0 annotations; texts CC BY, CC BY-SA and public domain
  GAP, development (Webster et al. 2018), Apache-2.0; texts of Wikipedia, CC BY-SA
  Open English WordNet (CC BY 4.0) and Princeton WordNet, GAP development, officials of the United States (CC0): the table of words, words.txt.gz
licence of the weights: CC BY-SA 4.0
`

// export writes weights.bin.gz and its MANIFEST to the folder out.
func export(net *coref.Net, out, command string, seed int64, spent time.Duration, scores string) error {
	b, err := net.MarshalBinary()
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(b); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "weights.bin.gz"), packed.Bytes(), 0o644); err != nil {
		return err
	}
	table, err := os.ReadFile(filepath.Join(out, "words.txt.gz"))
	if err != nil {
		return err
	}
	var s bytes.Buffer
	fmt.Fprintf(&s, "file: weights.bin.gz\nsha256: %x\nbytes: %d\n", sha256.Sum256(packed.Bytes()), packed.Len())
	fmt.Fprintf(&s, "file: words.txt.gz\nsha256: %x\nbytes: %d\n", sha256.Sum256(table), len(table))
	fmt.Fprintf(&s, "command: %s\nseed: %d\nduration: %s on one core\n", command, seed, spent.Round(time.Second))
	s.WriteString(credits)
	s.WriteString("scores:\n" + scores)
	return os.WriteFile(filepath.Join(out, "MANIFEST"), s.Bytes(), 0o644)
}
