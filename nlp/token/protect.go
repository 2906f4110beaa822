package token

import "strings"

// protect marks what is known without asking: an address of the web or of e-mail, and an emoticon, is left
// whole, and cut from the punctuation around it.
func (p *word) protect() {
	s := p.text[p.start:p.end]
	if len(s) > 4096 {
		return
	}
	if from, to, ok := address(s); ok {
		p.keep(p.start+from, p.start+to)
		return
	}
	if from, to, ok := emoticon(s); ok {
		p.keep(p.start+from, p.start+to)
		return
	}
	p.protectMarks()
}

// protectMarks keeps the full stop with a title or an initial before a name, and with letters and stops in
// turn: "Sgt. Lee", "J. K. Lee", "U.K.", "p.m." Where a paragraph ends with one, the classifier is asked: what ends
// it there is the stop of the sentence. An apostrophe in "Sana'a" or "Qur'an"
// begins no word, and "R&D" is one.
func (p *word) protectMarks() {
	n := len(p.kinds)
	for k := 1; k < n; k++ {
		a := p.runStart[k-1]
		if p.kinds[k] == '\'' && k+1 < n && isLetter(p.kinds[a]) && isLetter(p.kinds[k+1]) && p.runEnd[k+1]-k > 2 &&
			!p.in(clitics, k+1, p.runEnd[k+1]) {
			p.fixed[k], p.fixed[k+1] = never, never
			continue
		}
		if p.kinds[k] == '&' && k+1 < n && p.kinds[a] == upper && p.kinds[k+1] == upper && k-a < 4 && p.runEnd[k+1]-k < 5 {
			p.fixed[k], p.fixed[k+1] = never, never
			continue
		}
		if p.kinds[k] != '.' || !isLetter(p.kinds[a]) {
			continue
		}
		atEnd := k == n-1
		capital := p.next >= 'A' && p.next <= 'Z'
		figure := p.next >= '0' && p.next <= '9'
		switch {
		case k-a == 1 && a >= 2 && p.kinds[a-1] == '.' && isLetter(p.kinds[a-2]) && p.runStart[a-2] == a-2:
			if !atEnd || p.last != hard {
				p.fixed[k] = never
			}
			p.fixed[a], p.fixed[a-1] = never, never
		case atEnd && figure && p.in(numbered, a, k):
			p.fixed[k] = never
		case p.kinds[a] == lower:
		case k-a == 1 && atEnd && capital && p.runes[a] != 'i' && (a == 0 || !isLetter(p.kinds[a-1])):
			p.fixed[k] = never
		case k-a > 1 && atEnd && capital && p.title(a, k):
			p.fixed[k] = never
		}
	}
}

// keep keeps bytes from to to whole.
func (p *word) keep(from, to int) {
	for k := range p.fixed {
		switch at := p.offsets[k]; {
		case at == from || at == to:
			p.fixed[k] = always
		case at > from && at < to:
			p.fixed[k] = never
		}
	}
}

// address finds an address within s, without the brackets and punctuation around it.
func address(s string) (from, to int, ok bool) {
	from, to = 0, len(s)
	for from < to && strings.IndexByte(`<("'[{`, s[from]) >= 0 {
		from++
	}
	if strings.HasPrefix(s[from:], "“") || strings.HasPrefix(s[from:], "‘") {
		from += len("“")
	}
	core := s[from:]
	mail := strings.IndexByte(core, '@')
	web := strings.Contains(core, "://") || hasPrefixFold(core, "www.")
	if mail < 0 && !web && !hasDomain(core) {
		return 0, 0, false
	}
	// What closes is not of the address, unless it was opened in it.
	for trimming := true; trimming && to > from; {
		trimming = false
		switch c := s[to-1]; c {
		case '.', ',', ';', ':', '!', '?', '"', '\'', '>', ']', '}':
			to--
			trimming = true
		case ')':
			if strings.Count(s[from:to], "(") < strings.Count(s[from:to], ")") {
				to--
				trimming = true
			}
		}
		for _, quote := range []string{"”", "’", "»", "…"} {
			if strings.HasSuffix(s[from:to], quote) {
				to -= len(quote)
				trimming = true
			}
		}
	}
	core = s[from:to]
	if i := strings.IndexAny(core, "<>\""); i > 0 { // "http://a.example>,<http://b.example"
		core = core[:i]
		to = from + i
	}
	switch {
	case web:
		return from, to, len(core) > len("www.")
	case mail >= 0:
		at := strings.IndexByte(core, '@')
		return from, to, at > 0 && at < len(core)-3 && strings.IndexByte(core[at:], '.') > 1 && strings.Count(core, "@") == 1
	}
	return from, to, hasDomain(core)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// domains end the name of a host that is written without its scheme.
var domains = set("com org net edu gov mil int info biz io co.uk org.uk ac.uk gov.uk com.au co.jp eu")

// hasDomain reports whether s begins with the name of a host: letters, digits and hyphens with dots between,
// the last of them one of domains.
func hasDomain(s string) bool {
	host, _, _ := strings.Cut(s, "/")
	host = strings.ToLower(strings.TrimRight(host, ".,;:!?)]}>\"'"))
	name, rest, ok := strings.Cut(host, ".")
	if !ok || len(name) < 2 || len(host) > 100 {
		return false
	}
	for i := 0; i < len(host); i++ {
		c := host[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	for {
		if domains[rest] {
			return true
		}
		if _, rest, ok = strings.Cut(rest, "."); !ok {
			return false
		}
	}
}

// emoticons are faces made of punctuation.
var emoticons = set(`:) :-) :( :-( ;) ;-) :D :-D :P :-P :p :-p :/ :-/ :O :-O :o =) =( =D <3 :'( :'-( ^_^ -_- :| :* XD xD`)

// emoticon finds an emoticon that is all of s, or ends it behind a word.
func emoticon(s string) (from, to int, ok bool) {
	core := strings.TrimRight(s, ".,!")
	if emoticons[core] {
		return 0, len(core), true
	}
	for _, n := range []int{3, 2} {
		if from := len(core) - n; from > 0 && emoticons[core[from:]] && !isAlnum(core[from]) {
			c := core[from-1]
			return from, len(core), c >= 'a' && c <= 'z' || c == '.' || c == '!' || c == '?'
		}
	}
	return 0, 0, false
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
