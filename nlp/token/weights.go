package token

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"unicode/utf8"
)

// Weights is what training learned.
type Weights struct {
	Cut    []int8         // of the classifier of cuts within a piece, one a hashed feature
	Break  []int8         // of the classifier of sentence ends
	Joined map[string]int // words that are two, in lower case, and the number of characters of the first
}

// Size is the number of weights of a classifier.
const Size = 1 << bits

// magic begins a file of weights; its last letter is the version. The file goes on with the two tables, a
// byte a weight, and the joined words: a count in four bytes (little-endian), and for each the number of its
// first part's characters, its length in bytes, and itself.
const magic = "kg token weights 1\n"

//go:embed weights.bin
var embedded []byte

// Default is the weights that come with the package, read once.
var Default = sync.OnceValues(func() (*Weights, error) { return ReadWeights(bytes.NewReader(embedded)) })

// ReadWeights reads what [Weights.Write] wrote.
func ReadWeights(r io.Reader) (*Weights, error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != magic {
		return nil, errors.New("token: not a file of weights of this version")
	}
	w := &Weights{Cut: make([]int8, Size), Break: make([]int8, Size), Joined: map[string]int{}}
	for _, t := range [][]int8{w.Cut, w.Break} {
		if err := binary.Read(r, binary.LittleEndian, t); err != nil {
			return nil, fmt.Errorf("token: weights: %w", err)
		}
	}
	var n uint32
	if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
		return nil, fmt.Errorf("token: weights: %w", err)
	}
	for range n {
		var lengths [2]byte
		if _, err := io.ReadFull(r, lengths[:]); err != nil {
			return nil, fmt.Errorf("token: joined words: %w", err)
		}
		word := make([]byte, lengths[1])
		if _, err := io.ReadFull(r, word); err != nil {
			return nil, fmt.Errorf("token: joined words: %w", err)
		}
		if lengths[0] == 0 || int(lengths[0]) >= utf8.RuneCount(word) {
			return nil, fmt.Errorf("token: joined word %q cut after %d", word, lengths[0])
		}
		w.Joined[string(word)] = int(lengths[0])
	}
	return w, nil
}

// Write writes w in the form that the package embeds.
func (w *Weights) Write(out io.Writer) error {
	var b bytes.Buffer
	b.WriteString(magic)
	for _, t := range [][]int8{w.Cut, w.Break} {
		if err := binary.Write(&b, binary.LittleEndian, t); err != nil {
			return err
		}
	}
	words := make([]string, 0, len(w.Joined))
	for s := range w.Joined {
		words = append(words, s)
	}
	slices.Sort(words)
	if err := binary.Write(&b, binary.LittleEndian, uint32(len(words))); err != nil {
		return err
	}
	for _, s := range words {
		b.Write([]byte{byte(w.Joined[s]), byte(len(s))})
		b.WriteString(s)
	}
	_, err := out.Write(b.Bytes())
	return err
}
