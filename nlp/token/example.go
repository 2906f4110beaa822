package token

import (
	"unicode/utf8"

	"kg/nlp"
)

// Example is one decision of a classifier, made right.
type Example struct {
	Features []uint32 // indexes of weights
	Yes      bool
}

// Examples are the decisions that lead to the tokens and sentences of gold: about cuts within words, and
// about sentence ends. The features are the very ones that a [Tokenizer] sees on its way to the same end.
func Examples(gold *nlp.Doc, w *Weights) (cuts, breaks []Example) {
	starts, bounds := map[int]bool{}, map[int]bool{}
	for _, t := range gold.Tokens {
		starts[t.Start] = true
		bounds[t.End] = true
	}
	c := cutter{w: w, text: gold.Text}
	pieces := cutSpace(gold.Text)
	for i, p := range pieces {
		next := byte(0)
		if p.after == space && i+1 < len(pieces) {
			next = gold.Text[pieces[i+1].start]
		}
		if !c.p.set(gold.Text, p, next) {
			continue
		}
		c.p.protect()
		c.joined()
		for k := 1; k < len(c.p.kinds); k++ {
			yes := starts[c.p.offsets[k]]
			if c.p.fixed[k] == ask && c.p.candidate(k) {
				cuts = append(cuts, Example{c.p.features(k, nil), yes})
			}
			c.p.cut[k] = yes
		}
	}

	// A gold token with a space within, which the tokenizer would cut, is one look here.
	ends := make([]tokenEnd, len(gold.Tokens))
	after := make(map[int]gap, len(pieces))
	for _, p := range pieces {
		after[p.end] = p.after
	}
	for i, t := range gold.Tokens {
		if g, ok := after[t.End]; ok {
			if ends[i] = spaced; g == hard {
				ends[i] = paragraph
			}
		}
	}
	if len(gold.Tokens) == 0 {
		return cuts, nil
	}
	b := newBreaker(gold, ends)
	for _, s := range gold.Sentences {
		b.restart(s.First, s.First-1)
		for i := s.First; i < s.Last; i++ {
			if ends[i] != paragraph && b.candidate(i) {
				breaks = append(breaks, Example{b.features(i, nil), i == s.Last-1})
			}
			b.advance(i)
		}
	}
	return cuts, breaks
}

// Joined counts, over the tokens of the documents, the words of letters only that are two tokens, and keeps
// those that are more often two than one.
func Joined(gold []*nlp.Doc) map[string]int {
	type split struct {
		word string
		at   int
	}
	whole, cut := map[string]int{}, map[split]int{}
	var c cutter
	for _, d := range gold {
		starts := map[int]bool{}
		for _, t := range d.Tokens {
			starts[t.Start] = true
		}
		for _, p := range cutSpace(d.Text) {
			c.p.set(d.Text, p, 0)
			for k := 0; k < len(c.p.kinds); k = c.p.runEnd[k] {
				end := c.p.runEnd[k]
				if n := end - k; n < minJoined || n > maxJoined || !isLetter(c.p.kinds[k]) {
					continue
				}
				word := string(c.p.runes[k:end])
				if len(word) > 255 || !utf8.ValidString(word) {
					continue
				}
				at := 0
				for j := k + 1; j < end; j++ {
					if starts[c.p.offsets[j]] && !c.p.isNot(j) {
						at = j - k
					}
				}
				if at == 0 {
					whole[word]++
				} else {
					cut[split{word, at}]++
				}
			}
		}
	}
	joined := map[string]int{}
	for s, n := range cut {
		if n > 1 && n > whole[s.word] && n > cut[split{s.word, joined[s.word]}] {
			joined[s.word] = s.at
		}
	}
	return joined
}
