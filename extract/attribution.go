package extract

import "kg/nlp"

// attribute sets the source of s to whoever is the subject of the reporting word h, unless there is one nearer.
func (x *pass) attribute(h int, s *status) {
	if s.by != nil {
		return
	}
	t := x.t
	src := -1
	if t.verbal(h) {
		if sub := x.subject(h, 0); sub.head >= 0 && !sub.passive {
			src = sub.head
		} else if a := t.child(h, "obl:agent"); a >= 0 {
			src = a
		}
	} else {
		for _, k := range t.kids[h] {
			if r := t.rel(k); r == "nmod:poss" || r == "nmod" && (t.prep(k) == "by" || t.prep(k) == "from") {
				src = k
				break
			}
		}
		if src < 0 && t.base(h) == "obj" && t.head(h) >= 0 && t.verbal(t.head(h)) {
			src = x.subject(t.head(h), 0).head // "issued a statement that"
		}
	}
	if src < 0 || t.upos(src) == "PRON" && (t.lemma[src] == "it" || t.lemma[src] == "this") {
		return
	}
	e, _ := x.effectOf(h)
	s.by = &Attribution{Source: x.arg(src), Verb: t.lemma[h], Factive: e == knows}
}

// attributed finds the source that stands beside the clause of i: "according to", "X said" around or behind it,
// or the speaker of the quotation that i is in.
func (x *pass) attributed(i int) *Attribution {
	t := x.t
	s := t.sentence(i)
	for j, n := i, 0; j >= 0 && n < 60; j, n = t.head(j), n+1 {
		for _, k := range t.kids[j] {
			switch t.base(k) {
			case "obl", "nmod", "advmod":
				if p := t.prep(k); (p == "according_to" || p == "per" || p == "in_the_words_of") && !t.under(i, k) {
					return &Attribution{Source: x.arg(k), Verb: "according to"}
				}
			case "advcl":
				// "As X said", "X told reporters" in the middle.
				if m := t.marker(k); m == "as" && !t.under(i, k) {
					if a := x.reporter(k); a != nil {
						return a
					}
				}
			case "parataxis":
				if !t.under(i, k) {
					if a := x.reporter(k); a != nil {
						return a
					}
				}
			}
		}
		if t.base(j) == "parataxis" && t.head(j) >= 0 {
			// The main verb reports: "Fighting has resumed, the envoy said" read from its second half.
			if a := x.reporter(t.head(j)); a != nil && !x.reportsOther(t.head(j)) {
				return a
			}
		}
	}
	if q := t.quote[i]; q > 0 {
		return x.speaker(q, s)
	}
	return nil
}

// reportsOther reports whether reporting verb h has a clause of its own that it reports.
func (x *pass) reportsOther(h int) bool { return x.t.child(h, "ccomp") >= 0 }

// reporter makes an attribution of verb k if it is one of reporting with a subject of its own.
func (x *pass) reporter(k int) *Attribution {
	t := x.t
	if !t.verbal(k) {
		return nil
	}
	e := verbEffects[t.lemma[k]]
	switch t.lemma[k] {
	case "warn", "insist", "claim", "believe", "think", "agree", "suggest":
		if e != doubts {
			e = reports
		}
	}
	if e != reports && e != knows && e != doubts {
		return nil
	}
	src := t.child(k, "nsubj")
	if src < 0 {
		return nil
	}
	return &Attribution{Source: x.arg(src), Verb: t.lemma[k], Factive: e == knows}
}

// speaker finds who says quotation q: the subject of the reporting verb in the sentence of the quotation, or in
// the one before it or after it where the quotation fills its own.
func (x *pass) speaker(q int, s nlp.Sentence) *Attribution {
	if a, ok := x.speakers[q]; ok {
		return a
	}
	x.speakers[q] = nil // no recursion through the same quotation
	t, d := x.t, x.t.d
	first, last := -1, -1
	for i := range t.quote {
		if t.quote[i] == q {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	a, b := d.SentenceOf(first), d.SentenceOf(last)
	find := func(n int) *Attribution {
		if n < 0 || n >= len(d.Sentences) {
			return nil
		}
		sn := d.Sentences[n]
		for i := sn.First; i < sn.Last; i++ {
			if t.quote[i] != 0 || !t.verbal(i) {
				continue
			}
			if r := x.reporter(i); r != nil {
				c := *r
				c.Quoted = true
				return &c
			}
		}
		return nil
	}
	var found *Attribution
	for n := a; n <= b && found == nil; n++ {
		found = find(n)
	}
	if found == nil && x.fills(q, d.Sentences[a]) {
		// "…," he said. "And there is more.": the speaker goes on within the paragraph.
		if a > 0 && !paragraphEnd(d.Text[d.Sentences[a-1].End:d.Sentences[a].Start]) {
			found = x.lastSpeaker(a - 1)
		}
		if found == nil && b+1 < len(d.Sentences) && !paragraphEnd(d.Text[d.Sentences[b].End:d.Sentences[b+1].Start]) {
			found = find(b + 1)
		}
	}
	if found != nil {
		found.Quoted = true
	}
	x.speakers[q] = found
	return found
}

// fills reports whether sentence s has no word outside quotation q.
func (x *pass) fills(q int, s nlp.Sentence) bool {
	for i := s.First; i < s.Last; i++ {
		if x.t.quote[i] != q && x.t.upos(i) != "PUNCT" {
			return false
		}
	}
	return true
}

// lastSpeaker is who speaks the last quotation of sentence n.
func (x *pass) lastSpeaker(n int) *Attribution {
	s := x.t.d.Sentences[n]
	for i := s.Last - 1; i >= s.First; i-- {
		if q := x.t.quote[i]; q > 0 {
			return x.speaker(q, s)
		}
	}
	for i := s.Last - 1; i >= s.First; i-- {
		if x.t.verbal(i) {
			if a := x.reporter(i); a != nil {
				return a
			}
		}
	}
	return nil
}
