package token

// describe computes what the features of every place of the piece share.
func (p *word) describe() {
	p.shape = p.shape[:0]
	p.hash = 0
	n := len(p.kinds)
	if n <= 24 {
		p.hash = p.hashRunes(template(0), 0, n)
	}
	for i := 0; i < n && len(p.shape) < 24; i = p.runEnd[i] {
		k := p.kinds[i]
		length := p.runEnd[i] - i
		switch {
		case isLetter(k):
			c := byte('a')
			if k == upper {
				if c = 'A'; length > 1 && p.kinds[i+1] == lower {
					c = 'C'
				}
			}
			if p.shape = append(p.shape, c); length > 1 {
				p.shape = append(p.shape, '+')
			}
		case k == digit:
			p.shape = append(p.shape, byte('0'+min(length, 9)))
		default:
			p.shape = append(p.shape, byte(k), byte(k>>8))
		}
	}
}

func (p *word) hashRunes(f feature, a, b int) feature {
	for _, r := range p.runes[a:b] {
		f = f.num(int(r))
	}
	return f.num(b - a)
}

// hashRun hashes the characters of a run, or only its last ones if it is long.
func (p *word) hashRun(f feature, a, b int) feature {
	if b-a > 12 {
		a = b - 3
	}
	return p.hashRunes(f, a, b)
}

// kind is the kind of character i, or 0 outside of the piece.
func (p *word) kind(i int) int {
	if i < 0 || i >= len(p.kinds) {
		return 0
	}
	return int(p.kinds[i])
}

func (p *word) char(i int) int {
	if i < 0 || i >= len(p.runes) {
		return 0
	}
	return int(p.runes[i])
}

func flag(b bool, n int) int {
	if b {
		return n
	}
	return 0
}

// features appends the features of a cut before character k.
func (p *word) features(k int, f []uint32) []uint32 {
	add := func(x feature) { f = append(f, x.index()) }
	n := len(p.kinds)
	l0, l1 := p.runStart[k-1], k // the run before, which ends here
	r0, r1 := k, p.runEnd[k]     // the run behind
	ll0 := l0                    // the run before that
	if l0 > 0 {
		ll0 = p.runStart[l0-1]
	}
	rr1 := r1
	if r1 < n {
		rr1 = p.runEnd[r1]
	}
	a, b := p.kind(k-1), p.kind(k)
	kinds := func(t int) feature { return template(t).num(a).num(b) }
	after := p.follows(k)
	cutL := flag(p.cut[l0] || l0 == 0, 1)

	add(kinds(1))
	add(template(2).num(p.char(k - 2)).num(p.char(k - 1)).num(p.char(k)).num(p.char(k + 1)))
	add(template(3).num(p.kind(k - 2)).num(a).num(b).num(p.kind(k + 1)))
	add(template(4).num(p.kind(k - 3)).num(p.kind(k - 2)).num(a).num(b).num(p.kind(k + 1)).num(p.kind(k + 2)))
	left := p.hashRun(kinds(5), l0, l1)
	right := p.hashRun(kinds(6), r0, r1)
	add(left)
	add(right)
	add(p.hashRun(left.num(7), r0, r1))
	add(p.hashRun(p.hashRun(kinds(8), ll0, l0), l0, l1))
	add(p.hashRun(p.hashRun(kinds(9), r0, r1), r1, rr1))
	add(p.hashRun(p.hashRun(kinds(10), ll0, l0), r0, r1))
	add(p.hashRun(p.hashRun(kinds(11), l0, l1), r1, rr1))
	ends := flag(l0 == 0, 1) + flag(r1 == n, 2) + flag(rr1 == n, 4)
	add(kinds(12).num(ends))
	add(kinds(13).num(ends).num(min(l1-l0, 5)).num(min(r1-r0, 5)))
	add(kinds(14).num(cutL))
	add(kinds(15).num(cutL).num(p.kind(l0 - 1)).num(p.kind(r1)).num(ends))
	add(p.hashRun(kinds(16).num(cutL), r0, r1))
	add(p.hashRun(p.hashRun(kinds(17).num(cutL), ll0, l0), r0, r1))
	add(template(18).str(string(p.shape)).num(k - l0).num(l0))
	if p.hash != 0 {
		add(p.hash.num(k))
	}
	if n-k <= 8 {
		add(p.hashRunes(template(19), k, n))
	}
	if k <= 8 {
		add(p.hashRunes(template(20), 0, k))
	}
	if b == '.' || b == '-' || b == '\'' || b == '"' {
		add(kinds(21).num(after).num(ends))
		add(p.hashRun(kinds(22).num(after), l0, l1))
		if b == '.' {
			known := flag(p.abbreviation(l0, l1), 1) + flag(p.vowel(l0, l1), 2) + flag(p.kind(l0) == upper, 4)
			add(kinds(23).num(known).num(after))
			add(kinds(24).num(known).num(min(l1-l0, 6)).num(after).num(p.kind(l0 - 1)))
			add(kinds(25).num(known).num(p.kind(l0 - 1)).num(p.kind(r1)))
		}
	}
	return f
}

// follows tells what comes after the run at k: more of the piece, the end of a paragraph, or a next piece
// that begins in upper or lower case or with something else.
func (p *word) follows(k int) int {
	n := len(p.kinds)
	for k++; k < n; k++ {
		if !isCloser(p.kinds[k]) {
			return 1
		}
	}
	c := p.next
	switch {
	case p.last == hard:
		return 2
	case c >= 'a' && c <= 'z':
		return 3
	case c >= 'A' && c <= 'Z':
		return 4
	case c >= '0' && c <= '9':
		return 5
	case c == '(' || c == '"' || c == '\'':
		return 6
	}
	return 7
}

// vowel reports whether characters a to b have one, as most words do and most abbreviations do not.
func (p *word) vowel(a, b int) bool {
	for _, r := range p.runes[a:b] {
		switch r {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

func (p *word) abbreviation(a, b int) bool { return p.in(abbreviations, a, b) }

func (p *word) title(a, b int) bool { return p.in(titles, a, b) }

// in reports whether characters a to b are a word of the list, none longer than maxAbbreviation.
func (p *word) in(list map[string]bool, a, b int) bool {
	if b-a > maxAbbreviation {
		return false
	}
	var buf [maxAbbreviation]byte
	for i, r := range p.runes[a:b] {
		if r < 'a' || r > 'z' {
			return false
		}
		buf[i] = byte(r)
	}
	return list[string(buf[:b-a])]
}
