package pair

import (
	"slices"
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/schema"
)

// Reading is a document with what the features look up in it.
type Reading struct {
	d      *nlp.Doc
	s      *schema.Schema
	claims []extract.Claim
	rules  map[Relation]bool
	by     map[[2]int][]int // claims by the heads of their sides, the first in the text first
	kids   [][]int
	lemma  []string
	prep   []string // the preposition of each noun
	name   []int    // the name that covers each token, or -1
	chain  []int    // the chain of the mention that each token heads, or -1
	named  map[int]nlp.Class
	length map[int]int
	time   []bool // whether each token is in a time
	things map[string]string
	args   [][]argument // what each token heads in claims
	events [][]string   // by sentence, the relations of the schema that its verbs and nouns may state
}

// argument is what a word is in a claim.
type argument struct{ role, kind, class string }

// NewReading prepares d, whose claims are given.
func NewReading(d *nlp.Doc, claims []extract.Claim, s *schema.Schema) *Reading {
	n := len(d.Tokens)
	r := &Reading{d: d, s: s, claims: claims, things: thingKinds(), rules: map[Relation]bool{}, by: map[[2]int][]int{}, kids: make([][]int, n), lemma: make([]string, n),
		prep: make([]string, n), name: make([]int, n), chain: make([]int, n), named: map[int]nlp.Class{}, length: map[int]int{}, events: make([][]string, len(d.Sentences)), time: make([]bool, n), args: make([][]argument, n)}
	for i, t := range d.Tokens {
		l := t.Lemma
		if l == "" || l == "_" {
			l = d.Word(i)
		}
		r.lemma[i] = strings.ToLower(l)
		r.name[i], r.chain[i] = -1, -1
		if t.Head >= 0 {
			r.kids[t.Head] = append(r.kids[t.Head], i)
			if t.Rel == "case" && r.prep[t.Head] == "" {
				r.prep[t.Head] = strings.ToLower(d.Word(i))
			}
		}
	}
	for _, w := range d.Times {
		for i := w.First; i < w.Last; i++ {
			r.time[i] = true
		}
	}
	for n, m := range d.Mentions {
		if m.Kind == nlp.Name {
			for i := m.First; i < m.Last; i++ {
				if r.name[i] < 0 {
					r.name[i] = n
				}
			}
		}
		if m.Chain >= 0 {
			r.chain[m.Head] = m.Chain
			r.length[m.Chain]++
			if m.Kind == nlp.Name {
				r.named[m.Chain] = m.Class
			}
		}
	}
	for n, st := range d.Sentences {
		seen := map[string]bool{}
		for i := st.First; i < st.Last; i++ {
			if g, role := r.event(i); g != "" && !role && !seen[g] {
				seen[g] = true
				r.events[n] = append(r.events[n], g)
			}
		}
	}
	for _, x := range Rules(d, claims, s) {
		r.rules[x] = true
	}
	for i, c := range claims {
		a, b := r.headOf(c.Subject.Head), r.headOf(c.Object.Head)
		if a > b {
			a, b = b, a
		}
		r.by[[2]int{a, b}] = append(r.by[[2]int{a, b}], i)
		r.argument("subject", &c.Subject)
		r.argument("object", &c.Object)
		for j := range c.More {
			r.argument("more", &c.More[j])
		}
		if c.Place != nil {
			r.argument("place", c.Place)
		}
	}
	return r
}

// argument keeps what the head of a is in a claim, once.
func (r *Reading) argument(role string, a *extract.Arg) {
	x, i := argument{role, string(a.Kind), string(a.Class)}, r.headOf(a.Head)
	if !slices.Contains(r.args[i], x) {
		r.args[i] = append(r.args[i], x)
	}
}

func (r *Reading) headOf(i int) int {
	if m := r.name[i]; m >= 0 {
		return r.d.Mentions[m].Head
	}
	return i
}

// class is the class of the name that token i is in.
func (r *Reading) class(i int) string {
	if m := r.name[i]; m >= 0 {
		return string(r.d.Mentions[m].Class)
	}
	return ""
}

// event is the widest relation of the schema that the verb or noun i may state, and whether it says who bears a role.
func (r *Reading) event(i int) (rel string, role bool) {
	var list []*schema.Trigger
	switch r.d.Tokens[i].UPOS {
	case "VERB":
		list = r.s.Triggers(schema.Verb, r.lemma[i])
	case "NOUN":
		if list = r.s.Triggers(schema.Noun, r.lemma[i]); len(list) == 0 {
			list, role = r.s.Triggers(schema.Role, r.lemma[i]), true
		}
	}
	if len(list) == 0 {
		return "", false
	}
	if up := r.s.Broader(list[0].Relation); len(up) > 0 {
		return string(up[len(up)-1]), role
	}
	return string(list[0].Relation), role
}

// path lists the tokens from a up to, and without, the lowest token above both, and those from b; top is -1 where
// there is none.
func (r *Reading) path(a, b int) (up, down []int, top int) {
	const deep = 60
	for i, n := a, 0; i >= 0 && n < deep; i, n = r.d.Tokens[i].Head, n+1 {
		down = down[:0]
		for j, k := b, 0; j >= 0 && k < deep; j, k = r.d.Tokens[j].Head, k+1 {
			if i == j {
				return up, down, i
			}
			down = append(down, j)
		}
		up = append(up, i)
	}
	return nil, nil, -1
}

// steps spells the arcs of one side of a path, those between joined words left out, and lists the words within it.
func (r *Reading) steps(side []int, top int) (arcs string, within []int, joined bool) {
	var b strings.Builder
	for n, i := range side {
		rel := r.d.Tokens[i].Rel
		if rel == "conj" {
			joined = true
			continue
		}
		if rel == "flat" || rel == "compound" && n > 0 {
			rel = "c"
		}
		b.WriteString(rel)
		if rel == "obl" || rel == "nmod" {
			b.WriteByte(':')
			b.WriteString(r.prep[i])
		}
		b.WriteByte('>')
		if h := r.d.Tokens[i].Head; h != top {
			within = append(within, h)
		}
	}
	return b.String(), within, joined
}
