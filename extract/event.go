package extract

import (
	"sort"

	"kg/nlp"
	"kg/schema"
)

// Events reads the PLOVER events of d: who does what to whom, in the terms of conflict and cooperation. Each has a
// source and a target, one of which may be missing; within a sentence the surest comes first.
func (e *Extractor) Events(d *nlp.Doc) []Event {
	if d == nil || d.Has&Needs != Needs {
		return nil
	}
	x := e.pass(d)
	var out []Event
	for n, s := range d.Sentences {
		x.findGaps(s)
		var here []Event
		for i := s.First; i < s.Last; i++ {
			if ev, ok := x.eventOf(i); ok {
				here = append(here, ev)
			}
		}
		sort.SliceStable(here, func(i, j int) bool { return here[i].Confidence > here[j].Confidence })
		for i := range here {
			here[i].Sentence = n
		}
		out = append(out, distinct(here)...)
	}
	return out
}

// MainEvent is the surest event of d; where there is none, the main verb with its subject and object, without a type.
func (e *Extractor) MainEvent(d *nlp.Doc) (Event, bool) {
	var best Event
	found := false
	for _, ev := range e.Events(d) {
		if !found || ev.Confidence > best.Confidence {
			best, found = ev, true
		}
	}
	if found || d == nil || d.Has&Needs != Needs {
		return best, found
	}
	x := e.pass(d)
	for i := range d.Tokens {
		if x.t.head(i) < 0 && x.t.verbal(i) {
			s, g := x.sides(x.verbFrame(i))
			if s < 0 {
				continue
			}
			best.Trigger, best.Source = d.Tokens[i].Span, x.arg(s)
			if g >= 0 {
				best.Target = x.arg(g)
			}
			return best, true
		}
	}
	return best, false
}

// distinct drops an event whose source and target a surer one of the sentence has too.
func distinct(list []Event) []Event {
	var out []Event
next:
	for _, e := range list {
		for _, o := range out {
			if o.Source.Span == e.Source.Span && o.Target.Span == e.Target.Span && o.Type == e.Type {
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

// eventOf is the event that predicate i tells with its own source and target.
func (x *pass) eventOf(i int) (Event, bool) {
	t := x.t
	var f *frame
	switch {
	case t.verbal(i):
		f = x.verbFrame(i)
	case t.upos(i) == "NOUN":
		if f = x.nounFrame(i); f == nil {
			return Event{}, false
		}
	default:
		return Event{}, false
	}
	ev, ok := x.eventAt(i, -1, -1)
	if !ok {
		return ev, false
	}
	s, g := x.sides(f)
	s = x.named(s)
	if s < 0 && g < 0 || s == g {
		return ev, false
	}
	if s < 0 && f.kind == schema.Noun {
		return ev, false
	}
	ev.Confidence = 0.5
	real := func(a Arg) bool { return a.Kind == EntityArg || a.Kind == GroupArg || a.Kind == QuantityArg }
	if s >= 0 {
		ev.Source = x.arg(s)
		if real(ev.Source) {
			ev.Confidence += 0.2
		}
	}
	if g >= 0 {
		ev.Target = x.arg(g)
		if real(ev.Target) {
			ev.Confidence += 0.12
		}
	}
	if s < 0 || g < 0 {
		ev.Confidence -= 0.15
	}
	// What the sentence is about stands high in the tree.
	for h, n := t.head(i), 0; h >= 0 && n < 6; h, n = t.head(h), n+1 {
		if t.rel(i) != "ccomp" && t.rel(i) != "xcomp" || n > 0 {
			ev.Confidence -= 0.04
		}
	}
	if f.kind == schema.Noun {
		ev.Confidence -= 0.05
	}
	return ev, true
}

// sides are the source and the target of frame f: who does it, and to whom or what.
func (x *pass) sides(f *frame) (source, target int) {
	source, target = -1, -1
	for _, n := range []string{"light", schema.SlotSubj, schema.SlotPoss, "by", "from", schema.SlotAdj, "beside"} {
		if f.kind == schema.Verb && n != schema.SlotSubj {
			continue
		}
		if s, ok := f.get(n); ok {
			source = s.head
			break
		}
	}
	names := []string{"patient", schema.SlotObj, "against", "on", "with", "to", "between", "at", "for", "from", "into", "of", "in", "over", schema.SlotIobj}
	if f.kind == schema.Verb {
		names = []string{schema.SlotIobj, schema.SlotObj, "against", "on", "with", "to", "at", "from", "into", "for", "in", "over", "of"}
	}
	second := -1
	for _, n := range names {
		for _, s := range f.fill(n) {
			if s.head == source || x.t.when[s.head] >= 0 {
				continue
			}
			if x.isActor(s.head) {
				return source, s.head
			}
			if n == schema.SlotObj && f.kind == schema.Verb && (!x.eventNoun(s.head) || x.owned(s.head)) && !x.handedOver(f, s.head, source) {
				return source, s.head // what is done to it, not who is near it
			}
			if second < 0 && n != "in" && n != "for" && n != "over" {
				second = s.head
			} else if second >= 0 && !x.holdsName(second) && x.holdsName(s.head) && (n == "to" || n == "against" || n == "on" || n == "with" || n == "at") {
				second = s.head // "sent food to the Yemen villages"
			}
		}
		// What hangs on the object may be meant: "imposed sanctions on X", "called for a boycott of X".
		over := second
		if s, ok := f.get(n); ok && n == "for" && f.kind == schema.Verb && x.eventNoun(s.head) {
			over = s.head
		}
		if (n == schema.SlotObj || n == "for") && over >= 0 {
			for _, k := range x.t.kids[over] {
				if x.t.rel(k) == "nmod" && x.t.when[k] < 0 {
					if x.isActor(k) && k != source {
						return source, k
					}
				}
			}
		}
	}
	// "A and B postponed their meeting": what they have together.
	shared := second >= 0 && x.eventNoun(second) && !x.owned(second)
	for _, n := range names {
		for _, s := range f.fill(n) {
			shared = shared && (s.head == source || s.head == second || x.t.when[s.head] >= 0)
		}
	}
	if second < 0 || shared {
		// "Talks between A and B", "A and B met".
		if source >= 0 {
			if c := x.t.conjuncts(source); len(c) > 1 {
				return c[0], c[1]
			}
		}
		if s, ok := f.get("between"); ok {
			if c := x.t.conjuncts(s.head); len(c) > 1 {
				return c[0], c[1]
			}
		}
	}
	return source, second
}

// owned reports whether thing h is an actor's: "the Croatian government's request".
func (x *pass) owned(h int) bool {
	t := x.t
	for _, k := range t.kids[h] {
		if t.rel(k) == "nmod:poss" && t.upos(k) != "PRON" && x.isActor(k) {
			return true
		}
	}
	return false
}

// handedOver reports whether thing obj goes to an actor: "gave money to the schools", "declared war on them".
func (x *pass) handedOver(f *frame, obj, source int) bool {
	t := x.t
	for _, at := range []int{f.pred, obj} {
		for _, k := range t.kids[at] {
			if b := t.base(k); (b == "obl" || b == "nmod") && k != source && t.when[k] < 0 {
				switch t.prep(k) {
				case "to", "against", "on", "for", "with", "from", "at":
					if x.isActor(k) || x.holdsName(k) {
						return true
					}
				}
			}
		}
	}
	return false
}

// holdsName reports whether the words of h itself have a name among them: "the affected Yemen villages".
func (x *pass) holdsName(h int) bool {
	t := x.t
	if t.name[h] >= 0 {
		return true
	}
	for _, k := range t.kids[h] {
		switch t.base(k) {
		case "compound", "amod":
			if t.name[k] >= 0 {
				return true
			}
		case "nmod":
			if t.name[k] >= 0 && (t.rel(k) == "nmod:poss" || t.prep(k) == "of") {
				return true
			}
		}
	}
	return false
}

// named is who a pronoun in the place of source h stands for, within the sentence: in "X said it would" it is X.
func (x *pass) named(h int) int {
	t := x.t
	if h < 0 || t.upos(h) != "PRON" {
		return h
	}
	for v, n := t.head(h), 0; v >= 0 && n < 6; v, n = t.head(v), n+1 {
		if b := t.base(v); b != "ccomp" && b != "xcomp" && b != "advcl" {
			continue
		}
		if u := t.head(v); u >= 0 {
			if s := t.child(u, "nsubj"); s >= 0 && t.upos(s) != "PRON" && x.isActor(s) {
				return s
			}
		}
	}
	return h
}

// isActor reports whether h heads someone who can act, or some of them.
func (x *pass) isActor(h int) bool {
	switch a := x.arg(h); a.Kind {
	case EntityArg, GroupArg:
		return true
	case QuantityArg:
		return a.Class != "" // "two shells" are no actors
	}
	return false
}

// eventNoun reports whether h names an event or a thing that one side has for, or does to, another.
func (x *pass) eventNoun(h int) bool {
	_, _, _, ok := x.nounEvent(h)
	l := x.t.lemma[h]
	return ok || kindly[l] || hostile[l] || nounEffects[l] != transparent
}
