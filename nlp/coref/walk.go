package coref

import (
	"math"
	"strings"

	"kg/nlp"
)

// How many antecedents are looked at for one mention: the nearest ones, and of those further back the
// latest with a word of it. That bounds the time of a document to a constant for each mention.
const (
	nearPronoun = 40
	nearNominal = 24
	matching    = 16
	farthest    = 10 // sentences back for a pronoun
)

// Candidate is a way to resolve a mention: an earlier mention, or none.
type Candidate struct {
	Index  int // of the antecedent among the mentions; -1 for a chain of its own
	Rows   []uint16
	Pair   []uint16
	Score  float32
	Chain  int  // of the antecedent, as far as is decided; -1 for none
	Named  bool // that chain has a name
	Right  bool // in training: it is in the chain of the mention, or the mention is new and this says so
	hidden [width]float32
}

// Hidden is the input of the hidden layer.
func (c *Candidate) Hidden() []float32 { return c.hidden[:hidden] }

// Step is one mention and its candidates, the first of which is "none".
type Step struct {
	Rows       []uint16
	Candidates []Candidate
	Mention    int // its index
	Pronoun    bool
}

// Problem is a document with its mentions, ready to be resolved; in training, labelled.
type Problem struct {
	a *analysis

	// Keep, if not nil, is asked in training for every feature whether this step may see it.
	Keep func() bool
}

// thin drops the rows that Keep does not want.
func (p *Problem) thin(rows []uint16) []uint16 {
	if p.Keep == nil {
		return rows
	}
	out := rows[:0]
	for _, r := range rows {
		if p.Keep() {
			out = append(out, r)
		}
	}
	return out
}

// NewProblem finds the mentions of d, which needs the layers of the stage.
func NewProblem(d *nlp.Doc) *Problem { return &Problem{a: analyse(d)} }

// Phrase is a run of tokens.
type Phrase struct{ First, Last int }

// Label tells the chains of the phrases of a document by a number from 0 on. A mention that is none of them is
// in no chain.
func (p *Problem) Label(chains map[Phrase]int) (found int) {
	for i := range p.a.mentions {
		m := &p.a.mentions[i]
		m.gold = -1
		if c, ok := chains[Phrase{m.first, m.last}]; ok {
			m.gold = c
			found++
		}
	}
	return found
}

// Find lists the mentions whose head overlaps a span of the text. Coordinations are left out.
func (p *Problem) Find(s nlp.Span) []int {
	var out []int
	for i := range p.a.mentions {
		m := &p.a.mentions[i]
		if m.form != formCoord && p.a.doc.Tokens[m.head].Overlaps(s) {
			out = append(out, i)
		}
	}
	return out
}

// Pronoun reports whether mention i is a pronoun.
func (p *Problem) Pronoun(i int) bool { return p.a.mentions[i].form.pronoun() }

// sure is the share of the chain that scores best, or of a new one, in all that the mention could refer to: from above 0 to 1.
func (s *Step) sure() float32 {
	best := 0
	for k := range s.Candidates {
		if s.Candidates[k].Score > s.Candidates[best].Score {
			best = k
		}
	}
	var all, same float64
	for k := range s.Candidates {
		e := math.Exp(float64(s.Candidates[k].Score - s.Candidates[best].Score))
		all += e
		if k == best || k > 0 && best > 0 && s.Candidates[k].Chain >= 0 && s.Candidates[k].Chain == s.Candidates[best].Chain {
			same += e
		}
	}
	return float32(same / all)
}

// Walk resolves the mentions in text order by the scores of net and returns of each its chain: a number that
// it shares with what it refers to. Visit, if not nil, sees every step before the decision, and may change the
// net; the Step is reused.
//
// "I" in a quote is whoever speaks, and waits for its turn if they are named after it.
func (p *Problem) Walk(net *Net, visit func(*Step)) (chain []int) {
	a := p.a
	n := len(a.mentions)
	w := walker{p: p, a: a, net: net, chain: make([]int, n), sums: make([][width]float32, n),
		rows: make([][]uint16, n), byWord: map[int32][]int{}, waiting: map[int][]int{}, seenGold: map[int]bool{}}
	for i := range w.chain {
		w.chain[i] = -1
	}
	byHead := map[int]int{}
	for i := range a.mentions {
		if m := &a.mentions[i]; m.form != formCoord {
			byHead[m.head] = i
		}
	}
	rows := make([]uint16, 0, 28*n)
	for i := range a.mentions {
		from := len(rows)
		rows = a.mentionFeatures(rows, &a.mentions[i])
		w.rows[i] = p.thin(rows[from:len(rows):len(rows)])
		sum(&w.sums[i], net.Antecedent, w.rows[i])
	}
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.form == formI && a.speakers[m.quote] >= 0 {
			if s, ok := byHead[a.speakers[m.quote]]; ok && a.mentions[s].gender&anyone != 0 {
				if s > i {
					w.waiting[s] = append(w.waiting[s], i)
				} else {
					w.link(i, s)
				}
				continue
			}
		}
		if c := w.step(i, visit); c > i {
			w.waiting[c] = append(w.waiting[c], i)
		} else {
			w.link(i, c)
		}
	}
	return w.chain
}

// firstRow is the only row of a table of one.
var firstRow = []uint16{0}

type walker struct {
	p        *Problem
	a        *analysis
	net      *Net
	chain    []int // of every mention its cluster; -1 for one that has not had its turn
	clusters []cluster
	sums     [][width]float32 // of every mention, as an antecedent
	rows     [][]uint16
	byWord   map[int32][]int // mentions by the words of names and heads of other phrases
	waiting  map[int][]int   // for a later mention, those that will follow it
	seenGold map[int]bool
	s        Step
	list     []int
}

// step decides mention i and returns its antecedent, -1 for none. It does not link them.
func (w *walker) step(i int, visit func(*Step)) int {
	a, s := w.a, &w.s
	m := &a.mentions[i]
	s.Rows = w.rows[i]
	s.Mention, s.Pronoun = i, m.form.pronoun()
	var own [width]float32
	sum(&own, w.net.Mention, s.Rows)

	w.candidates(m)
	n := len(w.list) + 1
	for len(s.Candidates) < n {
		s.Candidates = append(s.Candidates, Candidate{})
	}
	s.Candidates = s.Candidates[:n]
	best := noMatch
	var b between
	choice := 0
	for k, ci := range w.list {
		c := &a.mentions[ci]
		var cl *cluster
		if ci < i {
			cl = &w.clusters[w.chain[ci]]
		} else {
			later := newCluster(c)
			cl = &later
		}
		match := a.compare(m, c)
		if match != noMatch && (best == noMatch || match < best) {
			best = match
		}
		x := &s.Candidates[k+1]
		x.Index, x.Chain, x.Rows, x.Right = ci, max(w.chain[ci], -1), w.rows[ci], m.gold >= 0 && c.gold == m.gold
		x.Named = cl.name >= 0
		x.Pair = w.p.thin(a.pairFeatures(x.Pair[:0], m, c, cl, &b, match))
		x.hidden = own
		sum(&x.hidden, w.sums[ci][:], firstRow)
		sum(&x.hidden, w.net.Pair, x.Pair)
		x.Score = w.net.score(&x.hidden)
		if m.gender&cl.gender != 0 && m.number&cl.number != 0 {
			b.fitting++
		}
		if match != noMatch {
			b.match++
		}
	}
	none := &s.Candidates[0]
	none.Index, none.Chain, none.Named, none.Rows = -1, -1, false, nil
	none.Right = m.gold < 0 || !w.seenGold[m.gold]
	none.Pair = a.newFeatures(none.Pair[:0], m, best, len(w.list))
	none.hidden = own
	sum(&none.hidden, w.net.Pair, none.Pair)
	none.Score = w.net.score(&none.hidden)
	if visit != nil {
		visit(s)
	}
	for k := range s.Candidates {
		if s.Candidates[k].Score > s.Candidates[choice].Score {
			choice = k
		}
	}
	w.sums[i] = [width]float32{}
	sum(&w.sums[i], w.net.Antecedent, s.Rows)
	return s.Candidates[choice].Index
}

// open reports whether mention c is looked at as an antecedent of m.
func (w *walker) open(m, c *mention) bool {
	k := w.chain[c.index]
	return k >= 0 && !w.a.barred(m, c) && !w.a.otherName(m, c, &w.clusters[k]) && !w.clusters[k].personal(m)
}

// personal reports whether the chain has the name of a person, and m is "it".
func (k *cluster) personal(m *mention) bool {
	return m.form.pronoun() && m.gender == thing && k.name >= 0 && k.class == personNN
}

// candidates lists the antecedents to look at for m, the nearest first.
func (w *walker) candidates(m *mention) {
	w.list = w.list[:0]
	near := nearNominal
	if m.form.pronoun() {
		near = nearPronoun
	}
	i := m.index - 1
	for ; i >= 0 && len(w.list) < near; i-- {
		if m.form.pronoun() && m.sent-w.a.mentions[i].sent > farthest {
			break
		}
		if m.form.pronoun() && w.a.dateline(w.a.mentions[i].sent) {
			break
		}
		if w.open(m, &w.a.mentions[i]) {
			w.list = append(w.list, i)
		}
	}
	// what is older needs a word in common
	limit := i
	found := 0
	add := func(word int32) {
		l := w.byWord[word]
		for k := len(l) - 1; k >= 0 && found < matching; k-- {
			if l[k] > limit || !w.open(m, &w.a.mentions[l[k]]) {
				continue
			}
			w.list = append(w.list, l[k])
			found++
		}
	}
	if m.form <= formProper {
		for _, t := range m.toks {
			add(t)
		}
	} else {
		add(m.key)
	}
	if found > 1 { // nearest first, each once
		tail := w.list[len(w.list)-found:]
		for x := 1; x < len(tail); x++ {
			for y := x; y > 0 && tail[y] > tail[y-1]; y-- {
				tail[y], tail[y-1] = tail[y-1], tail[y]
			}
		}
		k := 0
		for x := range tail {
			if x == 0 || tail[x] != tail[x-1] {
				tail[k] = tail[x]
				k++
			}
		}
		w.list = w.list[:len(w.list)-found+k]
	}
	if m.form.pronoun() {
		w.list = append(w.list, w.a.ahead(m)...)
	}
}

// dateline reports whether sentence s only says where and by whom a text was written, "OSLO (Reuters) -": nothing takes that
// up.
func (a *analysis) dateline(s int) bool {
	d := a.doc
	first, last := d.Sentences[s].First, d.Sentences[s].Last
	switch w := d.Word(last - 1); w {
	case "-", "–", "—", "--":
	default:
		return false
	}
	for i := first; i < last; i++ {
		if u := d.Tokens[i].UPOS; u == "VERB" || u == "AUX" {
			return false
		}
	}
	return last-first > 1 && strings.ToUpper(d.Word(first)) == d.Word(first)
}

func newCluster(m *mention) cluster {
	k := cluster{gender: m.gender, number: m.number, size: 1, last: m.index, name: -1, person: m.person, class: m.class}
	if m.form <= formProper {
		k.name = m.index
	}
	return k
}

// link puts mention i into the chain of antecedent c, or into a new one for -1, and with it what waits for it.
func (w *walker) link(i, c int) {
	m := &w.a.mentions[i]
	if m.gold >= 0 {
		w.seenGold[m.gold] = true
	}
	if c < 0 {
		w.chain[i] = len(w.clusters)
		w.clusters = append(w.clusters, newCluster(m))
	} else {
		w.chain[i] = w.chain[c]
		k := &w.clusters[w.chain[i]]
		if g := k.gender & m.gender; g != 0 {
			k.gender = g
		}
		if n := k.number & m.number; n != 0 {
			k.number = n
		}
		if m.form <= formProper && (k.name < 0 || len(m.toks) > len(w.a.mentions[k.name].toks)) {
			k.name = i
		}
		if k.class == noClass {
			k.class = m.class
		}
		k.size++
		k.last = i
	}
	if m.form <= formProper {
		for _, t := range m.toks {
			w.byWord[t] = append(w.byWord[t], i)
		}
	} else if m.form != formCoord {
		w.byWord[m.key] = append(w.byWord[m.key], i)
	}
	for _, k := range w.waiting[i] {
		w.link(k, i)
	}
}

// Chains groups the mentions by what Walk returned: of every chain its phrases, in text order.
func (p *Problem) Chains(chain []int) [][]Phrase {
	var out [][]Phrase
	index := map[int]int{}
	for i, c := range chain {
		k, ok := index[c]
		if !ok {
			k = len(out)
			index[c] = k
			out = append(out, nil)
		}
		m := &p.a.mentions[i]
		out[k] = append(out[k], Phrase{m.first, m.last})
	}
	return out
}
