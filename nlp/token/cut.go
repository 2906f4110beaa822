package token

import (
	"unicode"
	"unicode/utf8"
)

// cutter cuts pieces into tokens.
type cutter struct {
	w    *Weights
	text string
	p    word
	f    []uint32
}

// run calls token for every token of the pieces, in order, and returns for every token whether a piece ends
// with it, and how.
func (c *cutter) run(pieces []piece, token func(start, end int)) []tokenEnd {
	ends := make([]tokenEnd, 0, len(pieces)*5/4)
	for i, p := range pieces {
		next := byte(0)
		if p.after == space && i+1 < len(pieces) {
			next = c.text[pieces[i+1].start]
		}
		start := p.start
		if c.p.set(c.text, p, next) {
			c.p.protect()
			c.joined()
			for k := 1; k < len(c.p.kinds); k++ {
				if c.cutsAt(k) {
					at := c.p.offsets[k]
					token(start, at)
					ends = append(ends, glued)
					start = at
					c.p.cut[k] = true
				}
			}
		}
		token(start, p.end)
		if p.after == hard {
			ends = append(ends, paragraph)
		} else {
			ends = append(ends, spaced)
		}
	}
	return ends
}

// cutsAt reports whether a token begins with character k of the piece.
func (c *cutter) cutsAt(k int) bool {
	p := &c.p
	switch p.fixed[k] {
	case always:
		return true
	case never:
		return false
	}
	if !p.candidate(k) {
		return false
	}
	c.f = p.features(k, c.f[:0])
	s := score(c.w.Cut, c.f)
	if p.bridges(k) && p.fixed[k+1] == ask {
		// A hyphen between two words is cut on both sides or on neither, whichever is likelier.
		s *= 2
		for _, p.cut[k] = range []bool{false, true} {
			c.f = p.features(k+1, c.f[:0])
			s += score(c.w.Cut, c.f)
		}
		p.cut[k], p.fixed[k+1] = s > 0, never
		if s > 0 {
			p.fixed[k+1] = always
		}
	}
	return s > 0
}

// bridges reports whether character k is a hyphen between letters or digits.
func (p *word) bridges(k int) bool {
	if p.kinds[k] != '-' || k+1 >= len(p.kinds) {
		return false
	}
	a, b := p.kinds[k-1], p.kinds[k+1]
	return (isLetter(a) || a == digit) && (isLetter(b) || b == digit)
}

// joined marks where words end that are written together, such as "cannot".
func (c *cutter) joined() {
	p := &c.p
	for k := 0; k < len(p.kinds); k = p.runEnd[k] {
		if n := p.runEnd[k] - k; n < minJoined || n > maxJoined || !isLetter(p.kinds[k]) {
			continue
		}
		var b [4 * maxJoined]byte
		buf := b[:0]
		for _, r := range p.runes[k:p.runEnd[k]] {
			buf = utf8.AppendRune(buf, r)
		}
		if at := c.w.Joined[string(buf)]; at > 0 && p.fixed[k+at] == ask {
			p.fixed[k+at] = always
		}
	}
}

// Lengths in characters of words that are written together.
const (
	minJoined = 3
	maxJoined = 9
)

// fix says what is known about a place before the classifier is asked.
type fix uint8

const (
	ask fix = iota
	always
	never
)

// word is a piece of text, character by character.
type word struct {
	text     string
	start    int
	end      int
	kinds    []rune
	runes    []rune // in lower case
	offsets  []int  // byte offset in text, and the end behind the last
	runStart []int  // where the run of characters of one kind begins that this one is in
	runEnd   []int
	cut      []bool // a token begins here
	fixed    []fix
	last     gap  // what follows the piece
	next     byte // first byte of the next piece, 0 after a hard gap
	shape    []byte
	hash     feature // of the whole piece, if it is short
}

// set takes a piece apart. It returns false if there is nothing to decide: the piece is of letters only, or
// one character, and no word that is written together.
func (p *word) set(text string, of piece, next byte) bool {
	p.text, p.start, p.end, p.last, p.next = text, of.start, of.end, of.after, next
	p.kinds, p.runes, p.offsets = p.kinds[:0], p.runes[:0], p.offsets[:0]
	for i := of.start; i < of.end; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:of.end])
		}
		kind, join := kindOf(r)
		if join && len(p.kinds) > 0 {
			kind = p.kinds[len(p.kinds)-1]
			if kind == sign || !isLetter(kind) && kind != digit {
				kind = sign
			}
		}
		switch kind {
		case upper:
			r = unicode.ToLower(r)
		case '\'', '"', '-', '–', '—':
			r = kind
		}
		p.kinds = append(p.kinds, kind)
		p.runes = append(p.runes, r)
		p.offsets = append(p.offsets, i)
		i += size
	}
	n := len(p.kinds)
	p.offsets = append(p.offsets, of.end)
	p.runStart, p.runEnd = resize(p.runStart, n), resize(p.runEnd, n)
	for i := range n {
		if p.runStart[i] = i; i > 0 && p.sameRun(i) {
			p.runStart[i] = p.runStart[i-1]
		}
	}
	for i := n - 1; i >= 0; i-- {
		if p.runEnd[i] = i + 1; i+1 < n && p.runStart[i+1] != i+1 {
			p.runEnd[i] = p.runEnd[i+1]
		}
	}
	p.cut, p.fixed = resize(p.cut, n), resize(p.fixed, n)
	clear(p.cut)
	clear(p.fixed)
	p.describe()
	return n > 1
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// sameRun reports whether character i is of the run that i-1 is in: letters, or digits, or a base character
// and its marks. Other characters are runs of one.
func (p *word) sameRun(i int) bool {
	a, b := p.kinds[i-1], p.kinds[i]
	if isLetter(a) && isLetter(b) || a == digit && b == digit {
		return true
	}
	if b != sign {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.offsets[i]:])
	if _, join := kindOf(r); join {
		return true
	}
	// After a joiner the emoji goes on; two letters of a flag are one flag.
	before, _ := utf8.DecodeLastRuneInString(p.text[:p.offsets[i]])
	return before == '\u200d' || isFlag(before) && isFlag(r) && (i-p.runStart[i-1])%2 == 1
}

func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// candidate reports whether the classifier is asked about a cut before character k: between runs, and in
// "don't" before the n.
func (p *word) candidate(k int) bool {
	return p.runStart[k] == k || p.isNot(k)
}

// isNot reports whether "n't" begins at character k.
func (p *word) isNot(k int) bool {
	return p.runes[k] == 'n' && k+2 < len(p.runes) && p.kinds[k+1] == '\'' && p.runes[k+2] == 't' &&
		(k+3 == len(p.runes) || !isLetter(p.kinds[k+3]))
}
