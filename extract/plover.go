package extract

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed" // cameo.tsv.gz
	"strings"
	"sync"

	"kg/nlp"
	"kg/schema"
)

// Event is the PLOVER reading of what a source does to a target.
type Event struct {
	Type, Mode string // "SANCTION", "expel"; Mode may be empty
	Plain      string // the type where a future tense is not taken for a promise, as CAMEO has it: "will sign" as "signed"
	Trigger    nlp.Span
	Source     Arg
	Target     Arg
	Confidence float32
	Sentence   int // index in Doc.Sentences
	Why        string
}

//go:embed cameo.tsv.gz
var cameoData []byte

// pattern is an entry of the verb dictionary: words that must stand with the verb, and what it then means.
type pattern struct {
	words       [][]string
	event, mode string
}

// cameo is the verb dictionary of PETRARCH2 (Open Event Data Alliance, MIT), by verb; its codes are turned into
// types of PLOVER with the table of P. Schrodt (2021, CC BY-SA 4.0).
var cameo = sync.OnceValue(func() map[string][]pattern {
	out := map[string][]pattern{}
	z, err := gzip.NewReader(bytes.NewReader(cameoData))
	if err != nil {
		return out // a test reads the file
	}
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		f := strings.Split(sc.Text(), "\t")
		if len(f) != 4 {
			continue
		}
		p := pattern{event: f[2], mode: f[3]}
		if f[1] != "" {
			for _, w := range strings.Split(f[1], "+") {
				p.words = append(p.words, strings.Split(w, "|"))
			}
		}
		out[f[0]] = append(out[f[0]], p)
	}
	return out
})

// EventBetween says which PLOVER event the text reports between a source and a target, two spans of one sentence.
// One of the two may be empty, where the text does not name it. It takes the outermost predicate on the way from source to target that is one of an event: in "X threatened to
// attack Y" it is the threat.
func (e *Extractor) EventBetween(d *nlp.Doc, source, target nlp.Span) (Event, bool) {
	if d == nil || d.Has&Needs != Needs {
		return Event{}, false
	}
	x := e.pass(d)
	s, ok1 := x.headOf(source)
	g, ok2 := x.headOf(target)
	switch {
	case !ok1 && !ok2:
		return Event{}, false
	case !ok1:
		s = g
	case !ok2:
		g = s
	}
	if ev, ok := x.should(s, g); ok {
		ev.Source, ev.Target = x.arg(s), x.arg(g)
		return ev, true
	}
	for _, v := range x.way(s, g) {
		if ev, ok := x.eventAt(v, s, g); ok {
			ev.Source, ev.Target = x.arg(s), x.arg(g)
			return ev, true
		}
	}
	return Event{}, false
}

// should reads "X said that Y must …" as a demand of X, and "X said that Y was responsible" as blame.
func (x *pass) should(s, g int) (Event, bool) {
	t := x.t
	v := t.head(g)
	if v < 0 || s == g || t.base(g) != "nsubj" || t.rel(v) != "ccomp" && t.rel(v) != "parataxis" {
		return Event{}, false
	}
	h := t.head(v)
	if h < 0 || x.subject(h, 0).head != s || verbEffects[t.lemma[h]] != reports {
		return Event{}, false
	}
	ev := Event{Type: "REQUEST", Plain: "REQUEST", Trigger: t.d.Tokens[h].Span, Confidence: 0.6}
	for _, k := range t.kids[v] {
		if t.base(k) == "aux" && (t.lemma[k] == "must" || t.lemma[k] == "should" || t.lemma[k] == "shall") {
			ev.Why = "“" + t.lemma[h] + "” that “" + t.lemma[k] + "”"
			return ev, true
		}
	}
	switch t.lemma[v] {
	case "need", "have", "ought":
		if t.child(v, "xcomp") >= 0 {
			ev.Why = "“" + t.lemma[h] + "” that “" + t.lemma[v] + "”"
			return ev, true
		}
	case "responsible", "guilty", "wrong", "unacceptable":
		ev.Type, ev.Plain, ev.Mode, ev.Why = "ACCUSE", "ACCUSE", "allege", "“"+t.lemma[h]+"” that “"+t.lemma[v]+"”"
		return ev, true
	}
	return ev, false
}

// pass is a new reading of d.
func (e *Extractor) pass(d *nlp.Doc) *pass {
	return &pass{s: e.s, opts: e.opts, lightVerbs: e.light, t: newTree(d, e.s), args: map[int]Arg{}, speakers: map[int]*Attribution{}, seen: map[key]bool{}, gaps: map[int]int{}}
}

// headOf is the token of span whose head is outside of it.
func (x *pass) headOf(s nlp.Span) (int, bool) {
	for i, w := range x.t.d.Tokens {
		if s.Len() <= 0 || !w.Overlaps(s) || x.t.upos(i) == "PUNCT" || x.t.rel(i) == "case" || x.t.rel(i) == "det" {
			continue
		}
		if h := x.t.head(i); h < 0 || !x.t.d.Tokens[h].Overlaps(s) {
			return i, true
		}
	}
	return 0, false
}

// way lists the predicates between source s and target g, the outermost first: where their paths to the root meet,
// then down to the target, then down to the source; then what else is in the clause.
func (x *pass) way(s, g int) []int {
	t := x.t
	up := map[int]bool{}
	var toS, toG []int
	for i, n := s, 0; i >= 0 && n < 60; i, n = t.head(i), n+1 {
		up[i] = true
		toS = append(toS, i)
	}
	meet := -1
	for i, n := g, 0; i >= 0 && n < 60; i, n = t.head(i), n+1 {
		if up[i] {
			meet = i
			break
		}
		toG = append(toG, i)
	}
	var out []int
	add := func(i int) {
		for _, o := range out {
			if o == i {
				return
			}
		}
		out = append(out, i)
	}
	if meet >= 0 && meet != s && meet != g {
		add(meet)
	}
	if s == g && t.head(s) >= 0 {
		add(t.head(s))
	}
	for i := len(toG) - 1; i >= 0; i-- {
		if toG[i] != g {
			add(toG[i])
		}
	}
	for _, i := range toS {
		if i == meet {
			break
		}
		if i != s {
			add(i)
		}
	}
	// What hangs on the meeting point: "signed a deal", "made a statement condemning".
	for n := 0; n < len(out) && n < 12; n++ {
		for _, k := range t.kids[out[n]] {
			switch t.base(k) {
			case "obj", "xcomp", "ccomp", "conj", "advcl", "acl", "obl", "nmod":
				if k != s && k != g {
					add(k)
				}
			}
		}
	}
	if h := t.head(g); h >= 0 {
		add(h)
	}
	if meet >= 0 {
		for i, n := t.head(meet), 0; i >= 0 && n < 5; i, n = t.head(i), n+1 {
			add(i)
		}
	}
	for _, k := range []int{s, g} {
		add(k)
		for _, j := range t.kids[k] {
			add(j)
		}
	}
	return out
}

// eventAt is the event that predicate v tells, with what the words around it make of it.
func (x *pass) eventAt(v, s, g int) (Event, bool) {
	t := x.t
	ev := Event{Trigger: t.d.Tokens[v].Span, Confidence: 0.6}
	var ok bool
	switch {
	case t.verbal(v) || t.xpos(v) == "VBN" || t.xpos(v) == "VBG":
		ev.Type, ev.Mode, ev.Why, ok = x.verbEvent(v)
	case t.upos(v) == "NOUN" || t.upos(v) == "PROPN":
		if v == s || v == g {
			return ev, false
		}
		ev.Type, ev.Mode, ev.Why, ok = x.nounEvent(v)
	case t.upos(v) == "ADJ":
		for _, tr := range x.s.Triggers(schema.Adjective, t.lemma[v]) {
			if r, is := x.s.Relation(tr.Relation); is && r.Event != "" {
				ev.Type, ev.Mode, ev.Why, ok = r.Event, r.Mode, "“"+t.lemma[v]+"”", true
				break
			}
		}
	}
	if !ok {
		return ev, false
	}
	x.turn(&ev, v)
	return ev, true
}

// verbEvent is what verb v means in PLOVER. What it does to an event noun or a purpose comes first: "suspended
// aid", "ordered the arrest of", "summoned the envoy to complain". Then the triggers of the schema whose slots and
// words are there, light verbs, and the verb dictionary.
func (x *pass) verbEvent(v int) (event, mode, why string, ok bool) {
	t := x.t
	f := x.verbFrame(v)
	word := "“" + t.lemma[v] + "”"
	if e, m, w, is := x.aspect(f, v); is {
		return e, m, w, true
	}
	for _, strict := range []bool{true, false} {
		for i := len(f.lemmas) - 1; i >= 0; i-- {
			for _, tr := range x.s.Triggers(schema.Verb, f.lemmas[i]) {
				r, is := x.s.Relation(tr.Relation)
				if !is || r.Event == "" && tr.Event == "" || !x.needsAll(f, tr) {
					continue
				}
				if (strict || t.lemma[v] == "leave") && len(x.candidates(f, tr.Object, r.Range, "patient", r)) == 0 {
					continue
				}
				if tr.Event != "" {
					return tr.Event, tr.Mode, "“" + f.lemmas[i] + "”", true
				}
				return r.Event, r.Mode, "“" + f.lemmas[i] + "”", true
			}
		}
		if strict && (x.isLight("do", v) || x.isLight("get", v) || x.isLight("in", v)) {
			for _, k := range t.kids[v] {
				if b := t.base(k); b == "obj" || b == "nsubj" && f.passive || b == "obl" && (t.prep(k) == "in" || t.prep(k) == "into" || t.prep(k) == "under") {
					if e, m, w, is := x.nounEvent(k); is {
						if e == "AGREE" && seals[t.lemma[v]] {
							e = "SUPPORT"
						}
						return e, m, word + " with " + w, true
					}
				}
			}
		}
	}
	words := x.around(v)
	best, bestN := pattern{}, 0
	for _, l := range f.lemmas {
		for _, p := range cameo()[l] {
			if n := p.match(words); n > bestN {
				best, bestN = p, n
			}
		}
	}
	if bestN > 0 && !(gifts[t.lemma[v]] && best.event == "COOPERATE") {
		return best.event, best.mode, word + " with its words", true
	}
	if gifts[t.lemma[v]] {
		return "AID", "", word, true
	}
	for _, l := range f.lemmas {
		for _, p := range cameo()[l] {
			if len(p.words) == 0 && !bland[l] {
				return p.event, p.mode, "“" + l + "”", true
			}
		}
	}
	return "", "", "", false
}

// aspect is what verb v does to the event that it governs: to end help is a sanction, to end a blockade a retreat,
// to order an arrest is to arrest.
func (x *pass) aspect(f *frame, v int) (event, mode, why string, ok bool) {
	t := x.t
	l := t.lemma[v]
	word := "“" + l + "”"
	obj := -1
	if o, is := f.get(schema.SlotObj); is {
		obj = o.head
	} else if o, is := f.get("for"); is && l == "call" {
		obj = o.head
	}
	ends := false
	for _, k := range f.lemmas {
		ends = ends || enders[k]
	}
	if ends && obj >= 0 && visits[t.lemma[obj]] && (l == "cancel" || l == "postpone" || l == "call" || l == "scrap") {
		return "REJECT", "meet", word + " with “" + t.lemma[obj] + "”", true
	}
	if ends && obj >= 0 {
		if e, m, is := x.ended(obj); is {
			return e, m, word + " with “" + t.lemma[obj] + "”", true
		}
	}
	if orders[l] && obj >= 0 {
		// "Announced a suspension of aid".
		if enders[verbOf[t.lemma[obj]]] {
			if e, m, is := x.ended(obj); is {
				return e, m, word + " with “" + t.lemma[obj] + "”", true
			}
			for _, k := range t.kids[obj] {
				if t.base(k) == "nmod" {
					if e, m, is := x.ended(k); is {
						return e, m, word + " with “" + t.lemma[obj] + " of " + t.lemma[k] + "”", true
					}
				}
			}
		}
		if e, m, w, is := x.nounEvent(obj); is && e != "REQUEST" {
			if l == "call" && (e == "COERCE" || e == "SANCTION" || e == "PROTEST") {
				e, m = "ACCUSE", ""
			}
			if l != "call" || e == "ACCUSE" {
				return e, m, word + " with " + w, true
			}
		}
	}
	if l == "order" {
		for _, k := range t.kids[v] {
			if b := t.base(k); (b == "xcomp" || b == "advcl" || b == "ccomp") && t.verbal(k) {
				if e, m, w, is := x.verbEvent(k); is && (e == "COERCE" || e == "RETREAT" || e == "ASSAULT" || e == "CONCEDE") {
					return e, m, word + " with " + w, true
				}
				return "COERCE", "", word + " someone to do something", true
			}
		}
	}
	if l == "agree" {
		// "Agreed that the court is to decide" endorses a view; "agreed that they would sign" commits to something.
		if c := t.child(v, "ccomp"); c >= 0 && !t.has(c, "aux", "will", "would") && obj < 0 {
			return "SUPPORT", "", word + " that", true
		}
	}
	if summons[l] && obj >= 0 {
		for _, k := range t.kids[v] {
			if b := t.base(k); (b == "advcl" || b == "xcomp") && t.verbal(k) {
				if e, m, w, is := x.verbEvent(k); is && e != "CONSULT" && e != "AGREE" {
					return e, m, word + " with purpose " + w, true
				}
			}
		}
		if p, is := f.get("in"); is && t.lemma[p.head] == "protest" {
			return "ACCUSE", "disapprove", word + " in protest", true
		}
	}
	if pledges[l] && obj >= 0 {
		if e, m, w, is := x.nounEvent(obj); is && e == "SUPPORT" {
			return e, m, word + " with " + w, true
		}
	}
	return "", "", "", false
}

// ended is what it means that thing n comes to an end.
func (x *pass) ended(n int) (event, mode string, ok bool) {
	t := x.t
	for _, k := range append([]int{n}, t.kids[n]...) {
		if k != n && t.base(k) != "compound" && t.base(k) != "amod" && t.base(k) != "nmod" && t.base(k) != "conj" {
			continue
		}
		l := t.lemma[k]
		switch {
		case hostile[l]:
			return "RETREAT", "", true
		case kindly[l]:
			return "SANCTION", "discontinue", true
		}
	}
	return "", "", false
}

// nounEvent is what event noun n means.
func (x *pass) nounEvent(n int) (event, mode, why string, ok bool) {
	keys := x.nounLemmas(n)
	for i := len(keys) - 1; i >= 0; i-- {
		for _, kind := range []schema.TriggerKind{schema.Noun} {
			for _, tr := range x.s.Triggers(kind, keys[i]) {
				if r, is := x.s.Relation(tr.Relation); is && (r.Event != "" || tr.Event != "") {
					if tr.Event != "" {
						return tr.Event, tr.Mode, "“" + keys[i] + "”", true
					}
					return r.Event, r.Mode, "“" + keys[i] + "”", true
				}
			}
		}
	}
	return "", "", "", false
}

// around has the lemmas and words in the part of the tree below v.
func (x *pass) around(v int) map[string]bool {
	t := x.t
	out := map[string]bool{}
	n := 0
	for i := v + 1; i <= t.last[v] && n < 14; i++ {
		if t.under(i, v) {
			out[t.lemma[i]], out[lower(t.d.Word(i))] = true, true
			n++
		}
	}
	return out
}

// match is the number of words of p if they are all there, else 0.
func (p pattern) match(words map[string]bool) int {
	for _, alt := range p.words {
		found := false
		for _, w := range alt {
			if words[w] {
				found = true
				break
			}
		}
		if !found {
			return 0
		}
	}
	return len(p.words)
}

// turn is what denial, intention and demand make of an event: help that is refused is a rejection, help that is
// promised an agreement, an attack that is announced a threat.
func (x *pass) turn(ev *Event, v int) {
	st := x.status(v)
	helpful := false
	ev.Plain = ev.Type
	switch ev.Type {
	case "AID", "COOPERATE", "CONCEDE", "RETREAT", "SUPPORT", "AGREE", "CONSULT":
		helpful = true
	}
	switch {
	case st.denied && helpful:
		ev.Type, ev.Mode = "REJECT", ""
		ev.Plain = ev.Type
		ev.Why += ", denied"
	case st.modality == Planned && helpful && ev.Type != "CONSULT" && !strings.Contains(st.why, "decide") && !strings.Contains(st.why, "about"):
		ev.Type, ev.Mode = "AGREE", ""
		if !st.weak {
			ev.Plain = ev.Type
		}
		ev.Why += ", intended"
	}
}
