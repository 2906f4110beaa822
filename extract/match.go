package extract

import (
	"slices"
	"strings"

	"kg/schema"
)

// match reads frame f with every trigger of its words and adds the claims of the first that fits. It reports
// whether there was one.
func (x *pass) match(f *frame) bool {
	// "Back up" before "back".
	keys := slices.Clone(f.lemmas)
	slices.SortStableFunc(keys, func(a, b string) int { return strings.Count(b, "_") - strings.Count(a, "_") })
	for _, key := range keys {
		for _, tr := range x.s.Triggers(f.kind, key) {
			if !x.needsAll(f, tr) {
				continue
			}
			if x.fit(f, tr, key) {
				return true
			}
		}
	}
	return false
}

// fit fills the slots of trigger tr from f. It reports whether a claim came of it.
func (x *pass) fit(f *frame, tr *schema.Trigger, key string) bool {
	rel, ok := x.s.Relation(tr.Relation)
	if !ok {
		return false
	}
	subs := x.candidates(f, tr.Subject, rel.Domain, "light", rel)
	objs := x.candidates(f, tr.Object, rel.Range, "patient", rel)
	// A verb with its own preposition says something else than without: "agree with", "agree to".
	if len(subs) == 0 {
		return x.reciprocal(f, rel, tr, nil)
	}
	if len(objs) == 0 {
		return x.reciprocal(f, rel, tr, subs)
	}
	sub, obj := subs[0], objs[0]
	if f.kind == schema.Noun {
		// "Announced a deal between A and B": those between are the parties, whoever announced it.
		if b, ok := f.get("between"); ok && slices.Contains(tr.Subject, "between") && len(x.t.conjuncts(b.head)) > 1 {
			return x.between(f, rel, tr, b)
		}
	}
	if sub.name == "between" && obj.name == "between" {
		return x.between(f, rel, tr, sub)
	}
	if sub.head == obj.head || !x.senseOf(f, tr, sub.head, obj.head) {
		return false
	}
	return x.pairs(f, rel, tr, sub, obj)
}

// candidates are the fillers of the first slot of names that may stand there. extra is where light verbs put it.
func (x *pass) candidates(f *frame, names []string, classes []schema.ClassID, extra string, rel *schema.Relation) []slot {
	if f.kind == schema.Noun {
		_, poss := f.get(schema.SlotPoss)
		if extra == "light" && poss && !rel.Symmetric && slices.Contains(names, schema.SlotPoss) {
			names = []string{schema.SlotPoss, extra} // "Parliament ended Zambia's support for Kenya": Zambia's
		} else {
			names = append([]string{extra}, names...)
		}
		if extra == "light" && rel.Symmetric {
			names = append(slices.Clone(names), "beside")
		}
	}
	for _, n := range names {
		var out []slot
		taken := false // "demanded the withdrawal of its men from the port"
		if n == "from" && f.kind == schema.Verb {
			o, ok := f.get(schema.SlotObj)
			taken = ok && takesFrom[x.t.lemma[o.head]]
		}
		for _, s := range f.fill(n) {
			if !taken && x.allowed(classes, s.head) {
				out = append(out, s)
			}
		}
		if n == schema.SlotClause && len(out) == 0 {
			out = f.fill("obj2")
		}
		if len(out) > 0 {
			return out
		}
		// A preposition behind the object may have been read as part of it: "imposed sanctions on X".
		if f.kind == schema.Verb && !fixedSlot[n] {
			if o, ok := f.get(schema.SlotObj); ok && !(n == "to" && takesTo[x.t.lemma[o.head]]) && !(n == "from" && takesFrom[x.t.lemma[o.head]]) {
				for _, k := range x.t.kids[o.head] {
					if x.t.rel(k) == "nmod" && x.t.prep(k) == n && x.allowed(classes, k) {
						out = append(out, slot{n, k, "obj, nmod “" + n + "”", 0.1})
					}
				}
				if len(out) > 0 {
					return out
				}
			}
		}
	}
	return nil
}

var fixedSlot = set("subj", "obj", "iobj", "poss", "adj", "compound", "holder", "clause", "obj2", "light", "patient", "of", "in", "at", "as")

// allowed reports whether the argument that h heads may be of one of the classes.
func (x *pass) allowed(classes []schema.ClassID, h int) bool {
	a := x.arg(h)
	if len(classes) == 0 {
		return a.Kind != TimeArg
	}
	switch a.Kind {
	case TimeArg:
		return slices.Contains(classes, "Date")
	case ThingArg, ClauseArg:
		for _, c := range classes {
			if x.s.IsA("Thing", c) {
				return true
			}
		}
		// A pronoun that nobody resolved may be anyone.
		return a.Kind == ThingArg && x.t.upos(h) == "PRON" && animate[x.t.lemma[h]]
	case QuantityArg:
		if a.Class == "" {
			return slices.Contains(classes, "Thing") || slices.Contains(classes, "Quantity")
		}
	}
	return x.s.Allows(classes, a.Class)
}

var animate = set("he", "she", "they", "him", "her", "them", "who", "we", "i", "us", "you", "everyone", "everybody", "someone", "somebody", "anyone", "many", "some", "others", "both", "it")

// pairs adds a claim for each of what is joined to subject and object.
func (x *pass) pairs(f *frame, rel *schema.Relation, tr *schema.Trigger, sub, obj slot) bool {
	added := false
	subs, objs := x.within(f, x.joined(sub, rel.Domain)), x.within(f, x.joined(obj, rel.Range))
	inTurn := len(subs) > 1 && len(subs) == len(objs) && x.respectively(f.pred)
	if !inTurn && len(subs)+len(objs) > 2 && x.respectively(f.pred) {
		g := *f
		g.doubt = "“respectively”"
		f = &g
	}
	for i, a := range subs {
		for j, b := range objs {
			if a.head == b.head || inTurn && i != j || (i > 0 || j > 0) && !x.senseOf(f, tr, a.head, b.head) {
				continue
			}
			if x.claim(f, rel, tr, a, b) {
				added = true
			}
		}
	}
	return added
}

// within leaves out what is joined to the noun that participle f.pred stands behind and comes after it: in "the army, backed
// by Iran, and the rebels" only the army is backed.
func (x *pass) within(f *frame, list []slot) []slot {
	if x.t.base(f.pred) != "acl" || x.t.head(f.pred) != list[0].head {
		return list
	}
	out := list[:1]
	for _, s := range list[1:] {
		if s.head < f.pred {
			out = append(out, s)
		}
	}
	return out
}

// respectively reports whether the sentence of i pairs what it lists: "A and B, led by C and D respectively".
func (x *pass) respectively(i int) bool {
	s := x.t.sentence(i)
	for k := s.First; k < s.Last; k++ {
		if x.t.lemma[k] == "respectively" {
			return true
		}
	}
	return false
}

// betweenBrackets reports whether a bracket opens or closes between tokens a and b, so that they stand in two phrases.
func (x *pass) betweenBrackets(a, b int) bool {
	depth := 0
	for i := min(a, b); i <= max(a, b); i++ {
		switch x.t.d.Word(i) {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		}
	}
	return depth != 0
}

// joined lists slot s and what is joined to its filler by "and", at most eight.
func (x *pass) joined(s slot, classes []schema.ClassID) []slot {
	out := []slot{s}
	for _, c := range x.t.conjuncts(s.head)[1:] {
		if x.betweenBrackets(s.head, c) || x.unlike(s.head, c) {
			continue
		}
		if x.t.cut[c] || suffix[x.t.lemma[c]] || x.mixed(c, classes) {
			continue
		}
		if len(out) < 8 && x.allowed(classes, c) && x.t.nominal(c) && x.t.prep(c) == "" {
			out = append(out, slot{s.name, c, s.how + ", joined", s.cost + 0.03})
		} else if len(out) < 8 && x.t.prep(c) == x.t.prep(s.head) && x.allowed(classes, c) {
			out = append(out, slot{s.name, c, s.how + ", joined", s.cost + 0.05})
		}
	}
	return out
}

// between adds the claims of "between A and B". A second "between" begins another group.
func (x *pass) between(f *frame, rel *schema.Relation, tr *schema.Trigger, s slot) bool {
	all := x.joined(s, rel.Domain)
	slices.SortStableFunc(all, func(a, b slot) int { return a.head - b.head })
	added := false
	for i := range all {
		for j := i + 1; j < len(all); j++ {
			if x.t.prep(all[j].head) != "" {
				break
			}
			g := *f
			g.rule = "between"
			if x.claim(&g, rel, tr, all[i], all[j]) {
				added = true
			}
		}
	}
	return added
}

// reciprocal reads a relation that holds both ways and has only one side in the tree: "A and B met", "the
// ministers met", "talks between A and B".
func (x *pass) reciprocal(f *frame, rel *schema.Relation, tr *schema.Trigger, subs []slot) bool {
	if !rel.Symmetric {
		return false
	}
	if subs == nil {
		names := []string{"between", schema.SlotPoss, schema.SlotCompound}
		if slices.Contains(tr.Subject, "of") {
			names = append(names, "of") // "the meeting of A and B", not "under the coordination of A and B"
		}
		subs = x.candidates(f, names, rel.Domain, "light", rel)
		if len(subs) == 0 || f.kind == schema.Verb {
			return false
		}
	}
	if f.kind == schema.Verb && x.t.child(f.pred, "obj") >= 0 {
		return false // "A and B met demands"
	}
	if to, ok := f.get("to"); ok && f.kind == schema.Noun && x.t.nominal(to.head) {
		return false // "A and B made calls to the neighbours"
	}
	if k := x.t.child(f.pred, "acl"); f.kind == schema.Noun && x.t.lemma[f.pred] == "talk" && k > f.pred && x.t.marker(k) == "to" {
		if _, ok := f.get("between"); !ok {
			return false // "A and B are in talks to join"
		}
	}
	if f.kind == schema.Verb && x.t.child(f.pred, "ccomp", "xcomp") >= 0 {
		return false // "A and B agreed that …" is an opinion
	}
	if f.kind == schema.Verb && !slices.Contains(tr.Object, schema.SlotObj) && !slices.Contains(tr.Object, "with") {
		return false
	}
	if _, with := f.get("with"); with && f.kind == schema.Verb {
		return false // "a plan with which A and B agreed"
	}
	if f.kind == schema.Verb && !mutual[tr.Lemma] {
		return false // "A and B worked for X" tells nothing between them
	}
	s := subs[0]
	if all := x.joined(s, rel.Domain); len(all) > 1 {
		g := *f
		g.rule, g.cost = "reciprocal", f.cost+0.03
		added := false
		for i := range all {
			for j := i + 1; j < len(all); j++ {
				if x.claim(&g, rel, tr, all[i], all[j]) {
					added = true
				}
			}
		}
		return added
	}
	return x.togetherAgain(f, rel, tr, s)
}
