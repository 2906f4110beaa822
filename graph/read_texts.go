package graph

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// A TextMatch is a headline, or a sentence that is evidence, in which words were found.
type TextMatch struct {
	Article string // id
	Claim   string // id of the first claim of the sentence; empty for a headline
	Text    string
	Words   int     // how many of the words that were asked for it has
	Score   float64 // the sum of how rare these are
}

// maxWords is how many words of a question are looked for; those after them are left out.
const maxWords = 32

// SearchHeadlines finds articles by the words of their headlines, see SearchSentences.
func (r *Reader) SearchHeadlines(ctx context.Context, text string, limit int) ([]TextMatch, error) {
	return r.searchTexts(ctx, schemaHeadline, text, limit)
}

// SearchSentences finds sentences that are evidence by their words, whatever the case and the accents, the best
// first: those with the most words of text, a word counting the more the fewer sentences have it, then the
// shortest. A word of four letters or more also finds those that it begins: "sanction" finds "sanctions". A
// sentence has to have words that weigh at least half of all that occur anywhere.
//
// It reads every sentence of the graph once, and holds no more of them than it gives back a few times over.
func (r *Reader) SearchSentences(ctx context.Context, text string, limit int) ([]TextMatch, error) {
	return r.searchTexts(ctx, kgSentence, text, limit)
}

func (r *Reader) searchTexts(ctx context.Context, pred quad.IRI, text string, limit int) ([]TextMatch, error) {
	t := newTextSearch(text, limit)
	if len(t.words) == 0 || limit <= 0 {
		return nil, ctx.Err()
	}
	var have string
	var mask uint32
	err := r.s.scanIf(ctx, quad.Quad{Predicate: pred}, func(object quad.Value) bool {
		if text := textOf(object); text != have { // the claims of a sentence often follow each other
			have, mask = text, t.match(text)
		}
		t.total++
		return mask != 0
	}, func(q quad.Quad) error {
		m := TextMatch{Article: nameOf(q.Label, schema.ArtPrefix), Text: have}
		if id, ok := name(q.Subject, schema.ClaimPrefix); ok {
			m.Claim = id
		}
		t.add(mask, m)
		return nil
	})
	return t.best(), err
}

// textSearch is a search under way. A mask has a bit for each word that a text has.
type textSearch struct {
	words []string // folded
	limit int
	total int
	texts [maxWords]int // that have the word
	found map[uint32][]TextMatch
}

func newTextSearch(text string, limit int) *textSearch {
	t := &textSearch{limit: limit, found: make(map[uint32][]TextMatch)}
	for _, w := range strings.FieldsFunc(fold(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if !slices.Contains(t.words, w) && len(t.words) < maxWords {
			t.words = append(t.words, w)
		}
	}
	return t
}

// match gives the mask of the words that text has.
func (t *textSearch) match(text string) uint32 {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			text = fold(text)
			break
		}
	}
	var mask uint32
	for i := 0; i < len(text); {
		start := i
		for i < len(text) {
			c, n := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
				break
			}
			i += n
		}
		if i == start {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		for k, w := range t.words {
			if begins(text[start:i], w) {
				mask |= 1 << k
			}
		}
	}
	return mask
}

// begins reports whether a word is want, or begins with it where want is long enough. want is folded, the word
// at least where it is not ASCII.
func begins(word, want string) bool {
	if len(word) < len(want) || len(word) > len(want) && utf8.RuneCountInString(want) < 4 {
		return false
	}
	for i := range len(want) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != want[i] {
			return false
		}
	}
	return true
}

func (t *textSearch) add(mask uint32, m TextMatch) {
	for k := range t.words {
		if mask&(1<<k) != 0 {
			t.texts[k]++
		}
	}
	have := append(t.found[mask], m)
	if len(have)/2 > t.limit+512 {
		have = t.cut(have)
	}
	t.found[mask] = have
}

// cut leaves the best of texts that have the same words, each once.
func (t *textSearch) cut(texts []TextMatch) []TextMatch {
	slices.SortFunc(texts, func(a, b TextMatch) int {
		return cmp.Or(cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Article, b.Article), cmp.Compare(a.Claim, b.Claim))
	})
	once := slices.CompactFunc(texts, func(a, b TextMatch) bool { return a.Text == b.Text && a.Article == b.Article })
	return once[:min(t.limit, len(once))]
}

// best gives what has been found, the best first.
func (t *textSearch) best() []TextMatch {
	weight := func(mask uint32) float64 {
		sum := 0.0
		for k := range t.words {
			if mask&(1<<k) != 0 && t.texts[k] > 0 {
				sum += math.Log(1 + float64(t.total)/float64(t.texts[k]))
			}
		}
		return sum
	}
	var masks []uint32
	for mask := range t.found {
		if weight(mask) >= weight(math.MaxUint32)/2 {
			masks = append(masks, mask)
		}
	}
	slices.SortFunc(masks, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a, b))
	})
	var out []TextMatch
	for _, mask := range masks {
		for _, m := range t.cut(t.found[mask]) {
			if len(out) == t.limit {
				return out
			}
			m.Words, m.Score = bits.OnesCount32(mask), weight(mask)
			out = append(out, m)
		}
	}
	return out
}
