package graph

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
	"kg/graph/words"
	"kg/schema"
)

// textFinder finds texts in the index: of each word the set of the texts that have it, of the sets what each text
// has, and then it reads those texts that are shown.
type textFinder struct {
	*textSearch
	s     *Store
	index backend.Indexed
	pred  quad.IRI
	has   []numberSet // by word
}

// canFind reports whether the index knows the words whole.
func (t *textSearch) canFind() bool {
	return !slices.ContainsFunc(t.words, func(w string) bool { return len(w) >= words.MaxTerm })
}

// findTexts is searchTexts in an index. What it takes grows with how many texts have a word, by some nanoseconds for
// each, and with how many are shown.
func findTexts(ctx context.Context, s *Store, pred quad.IRI, t *textSearch) ([]TextMatch, error) {
	f := &textFinder{textSearch: t, s: s, index: s.index(), pred: pred}
	total, err := s.count(ctx, quad.Quad{Predicate: pred})
	if err != nil || total == 0 {
		return nil, err
	}
	f.total = int(total)
	top := f.index.Top()
	for k, w := range f.words {
		set := newNumberSet(top)
		err := f.index.Terms(ctx, pred, w, f.wide(k), func(_ []byte, texts []uint64) error {
			set.add(texts)
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, b := range set {
			f.texts[k] += bits.OnesCount64(b)
		}
		f.has = append(f.has, set)
	}
	counts := make(map[uint32]int)
	f.each(func(_ uint64, mask uint32) { counts[mask]++ })
	masks := f.ranked(counts)
	var out []TextMatch
	for _, mask := range masks {
		if len(out) == f.limit {
			break
		}
		if out, err = f.show(ctx, mask, counts[mask], out); err != nil {
			return nil, err
		}
	}
	return out, ctx.Err()
}

// each calls found for every text that has a word, with the mask of those that it has.
func (f *textFinder) each(found func(text uint64, mask uint32)) {
	for i := range f.has[0] {
		var any uint64
		for _, set := range f.has {
			any |= set[i]
		}
		for any != 0 {
			b := bits.TrailingZeros64(any)
			any &= any - 1
			var mask uint32
			for k, set := range f.has {
				mask |= uint32(set[i]>>b&1) << k
			}
			found(uint64(i)*64+uint64(b), mask)
		}
	}
}

// maskOf is the mask of the words that a text has.
func (f *textFinder) maskOf(text uint64) (mask uint32) {
	for k, set := range f.has {
		if set.has(text) {
			mask |= 1 << k
		}
	}
	return mask
}

// readAtOnce is how many texts are rather read than looked up in the table of lengths.
const readAtOnce = 2000

// sized is a text with its length in bytes.
type sized struct {
	text   uint64
	length int
}

// show adds the texts that have just the words of mask, count of them, the best first, up to the limit.
func (f *textFinder) show(ctx context.Context, mask uint32, count int, out []TextMatch) ([]TextMatch, error) {
	var texts []uint64
	want := f.limit - len(out)
	if count <= readAtOnce || count <= want || f.reads {
		f.each(func(text uint64, m uint32) {
			if m == mask {
				texts = append(texts, text)
			}
		})
	} else {
		var err error
		if texts, err = f.shortest(ctx, mask, want); err != nil {
			return nil, err
		}
	}
	var order []string
	sort := func() {
		slices.SortFunc(order, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	}
	for some := range slices.Chunk(texts, readAtOnce) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		values, err := f.index.Values(some)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			if s := textOf(v); s != "" && (!f.reads || f.query.Fits(s)) {
				order = append(order, s)
			}
		}
		if f.reads && len(order) > 2*want+readAtOnce {
			sort()
			order = order[:want]
		}
	}
	sort()
	for _, t := range order {
		if len(out) >= f.limit {
			break
		}
		ms, err := f.matches(ctx, t)
		if err != nil {
			return nil, err
		}
		for _, m := range ms[:min(len(ms), f.limit-len(out))] {
			m.Words, m.Score = bits.OnesCount32(mask), f.weight(mask)
			out = append(out, m)
		}
	}
	return out, nil
}

// shortest gives the want shortest texts that have just the words of mask, and those that are as long as the longest
// of them; they ascend.
func (f *textFinder) shortest(ctx context.Context, mask uint32, want int) ([]uint64, error) {
	var have []sized
	most := math.MaxInt
	enough := 2*want + 4096
	cut := func() {
		slices.SortFunc(have, func(a, b sized) int { return cmp.Compare(a.length, b.length) })
		if len(have) > want {
			most = have[want-1].length
			n := want
			for n < len(have) && have[n].length == most {
				n++
			}
			have = have[:n]
		}
		enough = max(enough, 2*len(have))
	}
	err := f.index.Lengths(ctx, f.pred, func(text uint64, length int) error {
		if length <= most && f.maskOf(text) == mask {
			if have = append(have, sized{text, length}); len(have) > enough {
				cut()
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	cut()
	texts := make([]uint64, len(have))
	for i, s := range have {
		texts[i] = s.text
	}
	slices.Sort(texts)
	return texts, nil
}

// matches gives the articles that have a text, each with the first claim that has it.
func (f *textFinder) matches(ctx context.Context, text string) ([]TextMatch, error) {
	var out []TextMatch
	err := f.s.scan(ctx, quad.Quad{Predicate: f.pred, Object: quad.String(text)}, func(q quad.Quad) error {
		m := TextMatch{Article: nameOf(q.Label, schema.ArtPrefix), Text: text}
		if id, ok := name(q.Subject, schema.ClaimPrefix); ok {
			m.Claim = id
		}
		out = append(out, m)
		return nil
	})
	slices.SortFunc(out, func(a, b TextMatch) int {
		return cmp.Or(strings.Compare(a.Article, b.Article), strings.Compare(a.Claim, b.Claim))
	})
	return slices.CompactFunc(out, func(a, b TextMatch) bool { return a.Article == b.Article }), err
}
