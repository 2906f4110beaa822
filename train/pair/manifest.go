package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kg/extract/pair"
	"kg/train/packed"
)

// credits name the data that the weights are made of, and its licences.
const credits = `data:
  re3d, the first half of the documents (Dstl), entities and relations, OGL v3.0, public domain (US), CC BY-SA 3.0, CC BY 3.0 AU and
    EU legal notice, by document
  train/pair/texts, the project's own, annotated by re3d's definitions
  kinds.tsv.gz (go run ./train/pair -kinds -out extract/pair), from Open English WordNet, CC BY 4.0, and Princeton WordNet
licence of the weights: CC BY-SA 4.0
`

// export writes weights.bin.gz and its MANIFEST to the folder out.
func export(m *pair.Model, out, command string, seed int64, spent time.Duration, scores string) error {
	lines, err := packed.Write(m, out, "weights.bin.gz")
	if err != nil {
		return err
	}
	var s bytes.Buffer
	s.WriteString(lines)
	fmt.Fprintf(&s, "command: %s\nseed: %d\nduration: %s on one core\n", command, seed, spent.Round(time.Second))
	s.WriteString(credits)
	s.WriteString("scores, relations with type and heads right:\n" + scores)
	return os.WriteFile(filepath.Join(out, "MANIFEST"), s.Bytes(), 0o644)
}
