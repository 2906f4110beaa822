package joint

// ListRows is the number of rows of the sense table that say that a token is in a name of a list: the first token of
// it or another one, of a person, a place, a group, or of more than one of these.
const ListRows = 8

// maxListed is the number of tokens of the longest name that is looked up.
const maxListed = 6

// Listed appends for every word of a sentence the row of the sense table, plus one, that says of which kind of the
// lexicon's names of several words it is part, or 0. The longest name that begins at a token counts.
func (l *Lexicon) Listed(dst []int32, words []string) []int32 {
	from := len(dst)
	for range words {
		dst = append(dst, 0)
	}
	out := dst[from:]
	if l == nil {
		return dst
	}
	for i := 0; i+1 < len(words); i++ {
		name := startHash(lexiconHash).add(Spell(words[i]))
		if at := l.atHash(name.sum()); at < 0 || l.classes[at]>>LexBegins&1 == 0 {
			continue
		}
		kind, last := int32(-1), i
		for j := i + 1; j < len(words) && j < i+maxListed; j++ {
			name = name.add(" ").add(Spell(words[j]))
			if c, ok := l.findHash(name.sum()); ok {
				kind, last = listOf(c), j
			}
		}
		if kind < 0 {
			continue
		}
		for j := i; j <= last; j++ {
			out[j] = 2*kind + 2
		}
		out[i]--
		i = last
	}
	return dst
}

// listOf is the kind of a name of several words of some classes.
func listOf(c uint64) int32 {
	person, place, group := c&personClasses != 0, c&placeClasses != 0, c&groupClasses != 0
	switch {
	case person && !place && !group:
		return 0
	case place && !person && !group:
		return 1
	case group && !person && !place:
		return 2
	}
	return 3
}
