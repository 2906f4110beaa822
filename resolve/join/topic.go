package join

import (
	"cmp"
	_ "embed"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// words.tsv says in how many of the texts of which the first line gives the number a word comes; one that is not in it
// comes in hardly any. Compile makes it; NOTICE says of what.
//
//go:embed words.tsv
var wordTable string

type table struct {
	texts float64
	of    map[string]float64
}

var counts = sync.OnceValue(func() table {
	t := table{of: make(map[string]float64, strings.Count(wordTable, "\n"))}
	for line := range strings.Lines(wordTable) {
		w, n, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if w == "" || n == "" {
			n, w = w+n, ""
		}
		f, err := strconv.ParseFloat(n, 64)
		if err != nil {
			continue
		}
		if w == "" {
			t.texts = f
		} else {
			t.of[w] = f
		}
	}
	return t
})

// Words yields the words of a text that may tell what it is about: in lower case, of three letters or more, in the singular.
func Words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsFuncSeq(text, func(c rune) bool { return !unicode.IsLetter(c) }) {
			w = strings.ToLower(w)
			if n := len(w); n > 4 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i' {
				w = w[:n-1]
			}
			if len(w) > 2 && !yield(w) {
				return
			}
		}
	}
}

// Topic is what a text tells of: its words, the rarer in English and the more often in the text the heavier, as a vector of
// length one.
type Topic []term

type term struct {
	word   uint64 // its hash
	weight float32
}

// mostTerms is how many words of a text count: the heaviest.
const mostTerms = 256

// NewTopic is the topic of a text. It depends on the text alone.
func NewTopic(text string) Topic {
	t := counts()
	times := map[string]int{}
	for w := range Words(text) {
		times[w]++
	}
	type heavy struct {
		word   string
		weight float64
	}
	all := make([]heavy, 0, len(times))
	for w, n := range times {
		all = append(all, heavy{w, (1 + math.Log(float64(n))) * math.Log((t.texts+1)/(t.of[w]+1))})
	}
	slices.SortFunc(all, func(a, b heavy) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word)) })
	all = all[:min(len(all), mostTerms)]
	square := 0.0
	for _, h := range all {
		square += h.weight * h.weight
	}
	out := make(Topic, len(all))
	for i, h := range all {
		out[i] = term{hash(h.word), float32(h.weight / math.Sqrt(square))}
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(a.word, b.word) })
	return out
}

// weight is that of a word.
func (t Topic) weight(word string) float64 {
	i, ok := slices.BinarySearchFunc(t, hash(word), func(x term, h uint64) int { return cmp.Compare(x.word, h) })
	if !ok {
		return 0
	}
	return float64(t[i].weight)
}

// hash is FNV-1a.
func hash(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	return h
}

// Like is how much two topics have in common, from 0 to 1: the cosine.
func Like(a, b Topic) float64 {
	sum := 0.0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].word < b[0].word:
			a = a[1:]
		case a[0].word > b[0].word:
			b = b[1:]
		default:
			sum += float64(a[0].weight) * float64(b[0].weight)
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
