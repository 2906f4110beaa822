package graph

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"kg/graph/words"
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
// Words in quotation marks have to stand together in it, just so, and other words then need not be there; a word, or words
// in quotation marks, after a "-" must not be.
//
// The embedded store has an index of words. Of a store without one every sentence is read once, and no more of them
// are held than are given back a few times over.
func (r *Reader) SearchSentences(ctx context.Context, text string, limit int) ([]TextMatch, error) {
	return r.searchTexts(ctx, kgSentence, text, limit)
}

func (r *Reader) searchTexts(ctx context.Context, pred quad.IRI, text string, limit int) ([]TextMatch, error) {
	t := newTextSearch(text, limit)
	if t.empty() || limit <= 0 {
		return nil, ctx.Err()
	}
	return frozenDo(r.s, func(s *Store) ([]TextMatch, error) {
		if s.index() != nil && t.canFind() {
			return findTexts(ctx, s, pred, t)
		}
		return scanTexts(ctx, s, pred, t)
	})
}

// scanTexts is searchTexts without an index.
func scanTexts(ctx context.Context, s *Store, pred quad.IRI, t *textSearch) ([]TextMatch, error) {
	var have string
	var mask uint32
	err := s.scanIf(ctx, quad.Quad{Predicate: pred}, func(object quad.Value) bool {
		if text := textOf(object); text != have { // the claims of a sentence often follow each other
			have, mask = text, t.match(text)
			t.count(mask)
			if !t.allows(mask) || t.reads && !t.query.Fits(text) {
				mask = 0
			}
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
	query words.Query
	words []string // folded
	exact uint32   // the mask of words that find no longer ones
	must  uint32   // of those that have to be there
	never uint32   // of those that must not
	reads bool     // the words that a text has do not tell whether it fits
	limit int
	total int           // claims, or headlines
	texts [maxWords]int // that have the word
	found map[uint32][]TextMatch
}

func newTextSearch(text string, limit int) *textSearch {
	t := &textSearch{query: words.Parse(text), limit: limit, found: make(map[uint32][]TextMatch)}
	for _, phrase := range t.query.Phrases {
		for _, w := range phrase {
			t.must |= t.bit(w, true)
		}
		t.reads = t.reads || len(phrase) > 1
	}
	for _, phrase := range t.query.Without {
		if len(phrase) == 1 {
			t.never |= t.bit(phrase[0], true)
		}
		t.reads = t.reads || len(phrase) > 1 || len(t.words) == maxWords
	}
	for _, w := range t.query.Words {
		t.bit(w, false)
	}
	return t
}

// bit is the mask of a word, and 0 of one too many.
func (t *textSearch) bit(word string, exact bool) uint32 {
	for k, w := range t.words {
		if w == word && (t.exact>>k&1 == 1) == exact {
			return 1 << k
		}
	}
	if len(t.words) == maxWords {
		return 0
	}
	t.words = append(t.words, word)
	bit := uint32(1) << (len(t.words) - 1)
	if exact {
		t.exact |= bit
	}
	return bit
}

// empty reports whether there is nothing that it looks for.
func (t *textSearch) empty() bool { return t.never == 1<<len(t.words)-1 }

// allows reports whether a text with the words of mask may be what is looked for.
func (t *textSearch) allows(mask uint32) bool { return mask&t.must == t.must && mask&t.never == 0 }

// wide reports whether word k also finds those that it begins.
func (t *textSearch) wide(k int) bool {
	return t.exact>>k&1 == 0 && utf8.RuneCountInString(t.words[k]) >= 4
}

// match gives the mask of the words that text has.
func (t *textSearch) match(text string) uint32 {
	var mask uint32
	words.Each(text, func(have []byte) {
		for k, w := range t.words {
			if string(have) == w || t.wide(k) && bytes.HasPrefix(have, []byte(w)) {
				mask |= 1 << k
			}
		}
	})
	return mask
}

// count counts a text that has the words of mask.
func (t *textSearch) count(mask uint32) {
	for k := range t.words {
		if mask&(1<<k) != 0 {
			t.texts[k]++
		}
	}
}

func (t *textSearch) add(mask uint32, m TextMatch) {
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

// weight is how much the words of mask weigh.
func (t *textSearch) weight(mask uint32) float64 {
	sum := 0.0
	for k := range t.words {
		if mask&^t.never&(1<<k) != 0 && t.texts[k] > 0 {
			sum += math.Log(1 + float64(t.total)/float64(t.texts[k]))
		}
	}
	return sum
}

// ranked gives those masks that are allowed and weigh enough, the heaviest first.
func (t *textSearch) ranked(counts map[uint32]int) []uint32 {
	var masks []uint32
	all := t.weight(math.MaxUint32)
	for mask := range counts {
		if t.allows(mask) && (t.must != 0 || t.weight(mask) >= all/2) {
			masks = append(masks, mask)
		}
	}
	slices.SortFunc(masks, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(t.weight(b), t.weight(a)), cmp.Compare(a, b))
	})
	return masks
}

// best gives what has been found, the best first.
func (t *textSearch) best() []TextMatch {
	counts := make(map[uint32]int, len(t.found))
	for mask, found := range t.found {
		counts[mask] = len(found)
	}
	var out []TextMatch
	for _, mask := range t.ranked(counts) {
		for _, m := range t.cut(t.found[mask]) {
			if len(out) == t.limit {
				return out
			}
			m.Words, m.Score = bits.OnesCount32(mask), t.weight(mask)
			out = append(out, m)
		}
	}
	return out
}
