package token

import (
	"math"

	"kg/nlp"
)

// tokenEnd says what stands between a token and the next.
type tokenEnd uint8

const (
	glued tokenEnd = iota
	spaced
	paragraph
)

// lean is the score above which a sentence ends, a little below even: the classifier is surer of what it has
// seen than of what it has not, and misses more ends than it makes up.
const lean = -20

// sentences groups the tokens of d.
func (w *Weights) sentences(d *nlp.Doc, ends []tokenEnd) []nlp.Sentence {
	if len(d.Tokens) == 0 {
		return nil
	}
	out := make([]nlp.Sentence, 0, len(d.Tokens)/16+1)
	b := newBreaker(d, ends)
	first := 0
	best, bestScore := 0, math.MinInt // where to end a sentence that grows too long
	dateline := -1                    // last token of one
	for i := range d.Tokens {
		end := ends[i] == paragraph
		if i == 0 || ends[i-1] == paragraph {
			dateline = b.dateline(i)
		}
		if i <= dateline {
			end = end || i == dateline
		} else if !end && b.candidate(i) {
			b.f = b.features(i, b.f[:0])
			s := score(w.Break, b.f)
			end = s > lean && !b.within(i) || b.afterAbbreviation(i)
			if i-first >= maxSentence/2 && s > bestScore {
				best, bestScore = i, s
			}
		}
		b.advance(i)
		if !end && i-first+1 >= maxSentence {
			if end = true; bestScore > math.MinInt {
				out = append(out, sentence(d, first, best+1))
				first, end = best+1, false
				b.restart(first, i)
			}
			bestScore = math.MinInt
		}
		if end {
			out = append(out, sentence(d, first, i+1))
			first, bestScore = i+1, math.MinInt
			b.restart(first, i)
		}
	}
	return out
}

func sentence(d *nlp.Doc, first, last int) nlp.Sentence {
	return nlp.Sentence{
		Span:  nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End},
		First: first,
		Last:  last,
	}
}

// look is what the classifier of sentence ends sees of a token.
type look struct {
	hash     feature // of the token in lower case
	suffix   feature // of its last three letters
	kind     uint8
	length   uint8 // in bytes, at most 255
	clock    bool  // "p.m."
	numbered bool  // "No.", "pp.": a number follows
	weekday  bool  // "Monday"
	title    bool  // "Mr.": a name follows
	opener   bool  // "The", "However"
	subject  bool
	common   bool // begins with a capital, and occurs in lower case in the same text
}

// The kinds of token, beside the characters of punctuation, which are kinds of their own.
const (
	outside      = iota // before the first or after the last token
	lowerWord           // "house"
	capitalWord         // "House"
	upperWord           // "NATO"
	initial             // "J"
	number              // "1,000"
	dotted              // "Mr.", "etc."
	initials            // "U.S.", "J."
	stop                // "."
	question            // "?", "!", "?!"
	dots                // "...", "…"
	address_            // of the web or of e-mail
	symbol              // emoji, "***"
	mixed               // "F-16", "iPhone", "1990s"
	quote               // "\""
	punctuation0        // others: this and the character
)

// breaker holds what is known on the way through the tokens.
type breaker struct {
	tokens    []look
	ends      []tokenEnd
	remaining []int // tokens up to the end of the paragraph, capped
	lastKind  []uint8
	casing    int // how much of the text is in capitals
	f         []uint32

	first  int // of the sentence
	depth  int // open brackets in it
	quotes int // marks of quotation in it
}

func newBreaker(d *nlp.Doc, ends []tokenEnd) *breaker {
	n := len(d.Tokens)
	b := &breaker{tokens: make([]look, n), ends: ends, remaining: make([]int, n), lastKind: make([]uint8, n)}
	seen := make(map[feature]bool, n/2)
	capitals, words := 0, 0
	for i := range d.Tokens {
		t := &b.tokens[i]
		*t = newLook(d.Word(i))
		switch t.kind {
		case lowerWord:
			seen[t.hash] = true
			words++
		case capitalWord, upperWord, initial:
			capitals++
			words++
		}
	}
	for i := range b.tokens {
		if t := &b.tokens[i]; t.kind == capitalWord {
			t.common = seen[t.hash]
		}
	}
	for i := n - 1; i >= 0; i-- {
		if ends[i] == paragraph || i == n-1 {
			b.lastKind[i] = b.tokens[i].kind
			continue
		}
		b.remaining[i] = min(b.remaining[i+1]+1, 30)
		b.lastKind[i] = b.lastKind[i+1]
	}
	if words > 0 {
		switch share := capitals * 100 / words; {
		case share < 4:
			b.casing = 1
		case share > 60:
			b.casing = 2
		}
	}
	return b
}

// candidate reports whether a sentence may end with token i: it does not between two words in lower case,
// nor within a piece of text, but for one that misses a space after its full stop.
func (b *breaker) candidate(i int) bool {
	if i+1 >= len(b.tokens) {
		return false
	}
	k := b.tokens[i].kind
	if b.ends[i] == glued {
		return k >= stop && k <= dots || k >= quote
	}
	return k != lowerWord || b.tokens[i+1].kind != lowerWord
}

// afterAbbreviation reports whether token i is "U.S.", "Corp." or the like and a new sentence follows, as in
// "He left the U.S. She stayed." The treebanks have too few of these to learn from. In a headline, which does
// not end with a stop, every word may have a capital.
func (b *breaker) afterAbbreviation(i int) bool {
	t, last := &b.tokens[i], b.lastKind[i]
	return (t.kind == initials || t.kind == dotted) && b.tokens[i+1].subject &&
		(last >= stop && last <= dots || last == quote || last == initials || last == dotted)
}

// within reports whether what token i begins goes on: "at 3 p.m. Monday", "pp. 12 and 13". In a
// text that has capitals, no sentence begins in lower case after a sign ("at 70° to the north").
func (b *breaker) within(i int) bool {
	t, next := &b.tokens[i], &b.tokens[i+1]
	return t.clock && next.weekday || t.numbered && next.kind == number ||
		next.kind == lowerWord && t.kind == symbol && t.length < 4 && b.casing != 1
}

// advance takes token i into the sentence.
func (b *breaker) advance(i int) {
	switch b.tokens[i].kind {
	case openP, punctuation0 + '[' - '!':
		b.depth++
	case closeP, punctuation0 + ']' - '!':
		b.depth = max(0, b.depth-1)
	case quote:
		b.quotes++
	}
}

// restart begins a sentence with token first, and takes those up to i into it.
func (b *breaker) restart(first, i int) {
	b.first, b.depth, b.quotes = first, 0, 0
	for j := first; j <= i; j++ {
		b.advance(j)
	}
}

func (b *breaker) at(i int) *look {
	if i < 0 || i >= len(b.tokens) {
		return &look{}
	}
	return &b.tokens[i]
}

func bucket(n int) int {
	switch {
	case n < 6:
		return n
	case n < 9:
		return 6
	case n < 13:
		return 7
	case n < 20:
		return 8
	case n < 30:
		return 9
	case n < 45:
		return 10
	}
	return 11
}

// features appends the features of a sentence end after token i.
func (b *breaker) features(i int, f []uint32) []uint32 {
	add := func(x feature) { f = append(f, x.index()) }
	p2, p1, p0 := &look{}, &look{}, &b.tokens[i]
	if i-1 >= b.first {
		p1 = &b.tokens[i-1]
	}
	if i-2 >= b.first {
		p2 = &b.tokens[i-2]
	}
	n0, n1, n2 := b.at(i+1), &look{}, &look{}
	e1 := int(b.ends[i+1])
	if b.ends[i+1] != paragraph {
		n1 = b.at(i + 2)
		if b.ends[i+2] != paragraph {
			n2 = b.at(i + 3)
		}
	}
	end := int(b.ends[i])
	kp, kn := int(p0.kind), int(n0.kind)
	pair := func(t int) feature { return template(t).num(kp).num(kn).num(end) }
	length, rest := bucket(i-b.first+1), bucket(b.remaining[i])
	common := flag(n0.common, 1)
	opener := flag(n0.opener, 1)

	add(pair(31))
	add(pair(32).num(int(p1.kind)))
	add(pair(33).num(int(n1.kind)).num(e1))
	add(pair(34).num(int(p1.kind)).num(int(p2.kind)))
	add(pair(35).num(int(p1.kind)).num(int(n1.kind)).num(e1))
	add(pair(36).num(int(n1.kind)).num(int(n2.kind)))
	add(p0.hash ^ template(37).num(end))
	add(n0.hash ^ template(38).num(kp).num(end))
	add(p0.hash ^ template(39).num(kn).num(end))
	add(p0.hash*3 ^ n0.hash ^ template(40))
	add(p1.hash*3 ^ p0.hash ^ template(41).num(kn))
	add(n0.hash*3 ^ n1.hash ^ template(42).num(kp))
	add(p1.hash ^ pair(43))
	add(n1.hash ^ pair(44))
	add(pair(45).num(length))
	add(pair(46).num(rest))
	add(pair(47).num(length).num(rest))
	add(pair(48).num(min(b.depth, 1)).num(b.quotes & 1))
	add(pair(49).num(int(p1.kind)).num(b.quotes & 1).num(int(n1.kind)))
	add(pair(50).num(b.casing).num(common))
	add(pair(51).num(int(b.lastKind[i])).num(length))
	add(b.tokens[b.first].hash ^ template(52).num(kp).num(kn).num(length))
	add(pair(53).num(int(b.tokens[b.first].kind)).num(length))
	add(pair(54).num(flag(p0.title, 1)).num(flag(p1.title, 1)))
	add(p0.suffix ^ pair(55))
	add(n0.suffix ^ pair(56))
	add(n0.hash ^ template(57).num(kp).num(int(p1.kind)))
	add(pair(58).num(common).num(int(p1.kind)))
	add(pair(60).num(opener))
	add(pair(61).num(opener).num(int(p1.kind)).num(b.quotes & 1))
	add(p0.hash ^ pair(62).num(opener))
	add(pair(59).num(int(b.lastKind[i])).num(rest).num(b.casing))
	return f
}
