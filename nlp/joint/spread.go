package joint

import (
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
	"kg/nlp/kernel"
)

// tagScores are the log probabilities of the name tags of a document's tokens. Those of tokens that are surely in no
// name are not kept.
type tagScores struct {
	width int
	at    []int32 // of each token its row, or -1
	rows  []float32
}

// sure is the log probability above which a token is surely in no name.
const sure = -0.002

func newTagScores(tokens, width int) *tagScores {
	return &tagScores{width: width, at: make([]int32, 0, tokens)}
}

// add keeps the rows of the next tokens.
func (t *tagScores) add(rows []float32) {
	for ; len(rows) > 0; rows = rows[t.width:] {
		if rows[0] > sure {
			t.at = append(t.at, -1)
			continue
		}
		t.at = append(t.at, int32(len(t.rows)/t.width))
		t.rows = append(t.rows, rows[:t.width]...)
	}
}

// of returns the rows of tokens [a,b), or nil where one of them is not kept.
func (t *tagScores) of(a, b int) []float32 {
	var out []float32
	for i := a; i < b; i++ {
		if t.at[i] < 0 {
			return nil
		}
		out = append(out, t.rows[int(t.at[i])*t.width:][:t.width]...)
	}
	return out
}

// maxAlike is how many names that begin with the same word are looked for, so that no text costs too much.
const maxAlike = 32

// spread makes a document agree on what is a name: where words with a capital were found to be a name in one place and
// not in another, all places together decide whether they are one there too. What was found stays.
func (m *Model) spread(d *nlp.Doc, found []named, tags *tagScores) []named {
	type place struct {
		named
		found bool
	}
	type candidate struct {
		words  []string
		places []place
	}
	var list []*candidate
	byText, byFirst := map[string]*candidate{}, map[string][]*candidate{}
	inside := make([]bool, len(d.Tokens)) // in a name
	for _, f := range found {
		for i := f.First; i < f.Last; i++ {
			inside[i] = true
		}
		text := d.Slice(f.Span)
		c := byText[text]
		if c == nil {
			c = &candidate{}
			for i := f.First; i < f.Last; i++ {
				c.words = append(c.words, d.Word(i))
			}
			byText[text] = c
			if slices.ContainsFunc(c.words, capitalised) && len(byFirst[c.words[0]]) < maxAlike {
				byFirst[c.words[0]] = append(byFirst[c.words[0]], c)
			}
			list = append(list, c)
		}
		c.places = append(c.places, place{f, true})
	}
	missed := false
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			if inside[i] {
				continue
			}
		next:
			for _, c := range byFirst[d.Word(i)] {
				n := len(c.words)
				if i+n > s.Last {
					continue
				}
				for k := range n {
					if inside[i+k] || d.Word(i+k) != c.words[k] {
						continue next
					}
				}
				f := named{none: doubt, votes: make([]float32, len(m.classes))}
				if rows := tags.of(i, i+n); rows != nil {
					f = m.named(d, i, i+n, rows)
				} else {
					f.First = -1
				}
				c.places = append(c.places, place{f, false})
				missed = true
			}
		}
	}
	if !missed {
		return found
	}
	out := found[:0]
	for _, c := range list {
		sum := float32(0)
		for _, p := range c.places {
			sum += max(-doubt, min(doubt, slices.Max(p.votes)-p.none))
		}
		for _, p := range c.places {
			if !p.found {
				if sum <= 0 || p.First < 0 {
					continue
				}
				p.Class, p.Score = nlp.Class(m.classes[best(p.votes)]), kernel.Exp(slices.Max(p.votes))
			}
			out = append(out, p.named)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].First < out[j].First })
	end := 0
	kept := out[:0]
	for _, f := range out { // two that were missed may overlap
		if f.First >= end {
			kept = append(kept, f)
			end = f.Last
		}
	}
	return kept
}

func capitalised(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}
