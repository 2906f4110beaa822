package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kg/nlp/coref"
	"kg/train/packed"
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
	lines, err := packed.Write(net, out, "weights.bin.gz")
	if err != nil {
		return err
	}
	table, err := os.ReadFile(filepath.Join(out, "words.txt.gz"))
	if err != nil {
		return err
	}
	var s bytes.Buffer
	s.WriteString(lines)
	s.WriteString(packed.Lines("words.txt.gz", table))
	fmt.Fprintf(&s, "command: %s\nseed: %d\nduration: %s on one core\n", command, seed, spent.Round(time.Second))
	s.WriteString(credits)
	s.WriteString("scores:\n" + scores)
	return os.WriteFile(filepath.Join(out, "MANIFEST"), s.Bytes(), 0o644)
}
