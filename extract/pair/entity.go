package pair

import "strings"

// Candidate reports whether token i may head an entity: a name, a noun, a number, a pronoun.
func (r *Reading) Candidate(i int) bool {
	if m := r.name[i]; m >= 0 {
		return r.d.Mentions[m].Head == i
	}
	switch r.d.Tokens[i].UPOS {
	case "NOUN", "PROPN", "NUM", "PRON", "SYM", "X":
		return true
	}
	return r.lemma[i] == "here" || r.lemma[i] == "there"
}

// Templates of the features of entities.
const (
	entityTag = iota
	entityClass
	entityLemma
	entityLemmaTag
	entityAnyLemma
	entityEnding
	entityKind
	entityTitle
	entityRel
	entityRelClass
	entityPrep
	entityPrepClass
	entityModifier
	entityModified
	entityOf
	entityDet
	entityNumber
	entityNameBefore
	entityPossessor
	entityHead
	entityHeadTag
	entityPrevious
	entityNext
	entityAround
	entityNextClass
	entityIn
	entityInClass
	entityChain
	entityFirst
	entityCapital
	entityTime
	entityArgument
	entityArgumentClass
	entityThing
	entityThingTag
	entityThingRel
	entityThingPrep
	entityThingDet
	entityThingHead
	entityThingOf
	entityTemplates
)

// EntityFeatures adds the hashed features of token i as an entity to row.
func (r *Reading) EntityFeatures(row []uint32, i int) []uint32 {
	add := func(template uint32, values ...string) { row = append(row, hash(template, values...)) }
	t := r.d.Tokens[i]
	lemma, class, tag := r.lemma[i], r.class(i), t.XPOS
	add(entityTag, tag)
	add(entityClass, class)
	if class == "" {
		add(entityLemma, lemma)
		add(entityLemmaTag, lemma, tag)
	}
	add(entityAnyLemma, lemma)
	add(entityEnding, lemma[max(0, len(lemma)-3):])
	kind, sector := r.kind(lemma)
	add(entityKind, kind, sector, class)
	add(entityTitle, yes(r.s.Title(lemma)))
	add(entityRel, t.Rel)
	add(entityRelClass, t.Rel, class)
	add(entityPrep, r.prep[i])
	add(entityPrepClass, r.prep[i], class)
	thing := r.thing(i)
	add(entityThing, thing)
	add(entityThingTag, thing, tag)
	add(entityThingRel, thing, t.Rel)
	add(entityThingPrep, thing, r.prep[i])
	det, number, before, owner := "", false, "", ""
	for _, k := range r.kids[i] {
		switch rel := r.d.Tokens[k].Rel; rel {
		case "det":
			det = r.lemma[k]
		case "nummod":
			number = true
		case "nmod:poss":
			owner = r.d.Tokens[k].UPOS
		case "amod", "compound":
			if c := r.class(k); c != "" && k < i {
				before = c
			}
			add(entityModifier, r.lemma[k])
			add(entityModified, r.lemma[k], lemma)
		case "nmod":
			add(entityOf, r.prep[k], r.class(k))
			add(entityThingOf, thing, r.prep[k], r.thing(k))
		}
	}
	add(entityThingDet, thing, det, yes(number), before)
	add(entityDet, det, tag)
	add(entityNumber, yes(number))
	add(entityNameBefore, before)
	add(entityPossessor, owner)
	if h := t.Head; h >= 0 {
		add(entityThingHead, thing, t.Rel, r.thing(h))
		add(entityHead, t.Rel, r.lemma[h])
		add(entityHeadTag, t.Rel, r.d.Tokens[h].UPOS)
		switch t.Rel {
		case "nmod", "nmod:poss", "nmod:desc", "compound", "amod", "appos", "conj":
			// "The members of the council" are one thing.
			top := r.headOf(h)
			kind, sector := r.kind(r.lemma[top])
			add(entityIn, t.Rel, r.prep[i], kind, sector, r.class(top))
			add(entityInClass, t.Rel, r.prep[i], r.class(top), class)
		}
	}
	first, last := r.sentence(i)
	word := func(j int) string {
		if j < first || j >= last {
			return "#"
		}
		return r.lemma[j]
	}
	add(entityPrevious, word(i-1))
	add(entityNext, word(i+1))
	add(entityAround, word(i-1), word(i+1))
	add(entityNextClass, word(i+1), class)
	if c := r.chain[i]; c >= 0 {
		add(entityChain, string(r.named[c]), yes(r.length[c] > 1), t.UPOS)
	}
	add(entityFirst, yes(i == first), class)
	w := r.d.Word(i)
	add(entityCapital, yes(w != strings.ToLower(w)), class, t.UPOS)
	add(entityTime, yes(r.time[i]))
	for _, a := range r.args[i] {
		add(entityArgument, a.role, a.kind, a.class)
		add(entityArgumentClass, a.kind, a.class)
	}
	return row
}

// kind is what the schema says of nouns with the lemma.
func (r *Reading) kind(lemma string) (class, sector string) {
	h, ok := r.s.Head(lemma)
	if !ok {
		return "-", ""
	}
	return string(h.Class), h.Sector
}

// sentence is the range of tokens of the sentence of token i.
func (r *Reading) sentence(i int) (first, last int) {
	s := r.d.Sentences[r.d.SentenceOf(i)]
	return s.First, s.Last
}
