package extract

import (
	_ "embed" // signs.tsv
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"kg/nlp"
)

// A reading that no rule speaks against may still be a doubtful one: who "she" is may be open, or the clause may stand under
// another verb. What of that can be seen is a sign; how much each sign speaks against a reading is learned from facts that
// people judged (signs.tsv, made by train/signs), and the sum is the confidence of the claim (logistic regression).

// sign is something about a reading that speaks against it.
type sign uint8

const (
	signUnsure sign = iota
	signUnsurer
	signUnsurest
	signTwice
	signUnder
	signBeside
	signNoName
	signBare
	signIt
	signFar
	signFaintArc
	signCount
)

// signTexts has the name of each sign in signs.tsv, and how it is told to people.
var signTexts = [signCount]struct{ name, text string }{
	signUnsure:   {"unsure", "who is meant is not quite sure"},
	signUnsurer:  {"unsurer", "who is meant is not sure"},
	signUnsurest: {"unsurest", "who is meant is a guess"},
	signTwice:    {"twice", "the sentence has two of that name"},
	signUnder:    {"under", "in a clause under another verb"},
	signBeside:   {"beside", "told beside the main clause"},
	signNoName:   {"noname", "a name that nobody marked"},
	signBare:     {"bare", "a group of which nothing more is told"},
	signIt:       {"it", "“it” or “they”"},
	signFar:      {"far", "far from the word that tells it"},
	signFaintArc: {"faintarc", "the parser is not sure"},
}

// signs is a set of them.
type signs uint32

func (s *signs) add(n sign, yes bool) {
	if yes {
		*s |= 1 << n
	}
}

func (s signs) has(n sign) bool { return s>>n&1 == 1 }

//go:embed signs.tsv
var signFile string

// model has the constant and the weight of each sign, in log odds of a right fact.
type model struct {
	constant float64
	weight   [signCount]float64
}

// loadModel reads signs.tsv, once.
var loadModel = sync.OnceValues(func() (*model, error) { return parseModel(signFile) })

// parseModel reads "name⇥weight", one a line; "constant" is one of the names. Lines that begin with # are remarks.
func parseModel(text string) (*model, error) {
	m := new(model)
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, number, _ := strings.Cut(line, "\t")
		w, err := strconv.ParseFloat(number, 64)
		if err != nil || math.IsNaN(w) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("extract: signs.tsv:%d: weight %q", n+1, number)
		}
		if name == "constant" {
			m.constant = w
			continue
		}
		found := false
		for i := range signTexts {
			if signTexts[i].name == name {
				m.weight[i], found = w, true
			}
		}
		if !found {
			return nil, fmt.Errorf("extract: signs.tsv:%d: no sign %q", n+1, name)
		}
	}
	return m, nil
}

// probability is how likely a reading with these signs is right, 0 to 1.
func (m *model) probability(s signs) float32 {
	z := m.constant
	for n := range m.weight {
		if s.has(sign(n)) {
			z += m.weight[n]
		}
	}
	return float32(1 / (1 + math.Exp(-z)))
}

// worst tells of the two signs of s that speak most against it.
func (m *model) worst(s signs) string {
	switch { // each of these goes with those before it
	case s.has(signUnsurest):
		s &^= 1<<signUnsure | 1<<signUnsurer
	case s.has(signUnsurer):
		s &^= 1 << signUnsure
	}
	first, second := -1, -1
	for n := range m.weight {
		if !s.has(sign(n)) || m.weight[n] >= 0 {
			continue
		}
		switch {
		case first < 0 || m.weight[n] < m.weight[first]:
			first, second = n, first
		case second < 0 || m.weight[n] < m.weight[second]:
			second = n
		}
	}
	switch {
	case first < 0:
		return ""
	case second < 0:
		return signTexts[first].text
	}
	return signTexts[first].text + ", " + signTexts[second].text
}

// Signs lists what speaks against c, by the names in signs.tsv. It reports false of a claim that is not weighed, because it is
// open or no rule is sure enough of it.
func (c *Claim) Signs() (list []string, weighed bool) {
	var out []string
	for n := range signTexts {
		if c.signs.has(sign(n)) {
			out = append(out, signTexts[n].name)
		}
	}
	return out, c.weighed
}

// SignNames lists all signs.
func SignNames() []string {
	out := make([]string, signCount)
	for n := range signTexts {
		out[n] = signTexts[n].name
	}
	return out
}

// signs reads what speaks against claim c, read from f.
func (x *pass) signs(c *Claim, f *frame) signs {
	t, d := x.t, x.t.d
	var s signs
	for _, arg := range []*Arg{&c.Subject, &c.Object} {
		h := arg.Head
		if m := t.heads[h]; m >= 0 && d.Mentions[m].Kind != nlp.Name && arg.Mention >= 0 && arg.Mention != m {
			sure := d.Mentions[m].Score // of the chain through which h has its name
			s.add(signUnsure, sure > 0 && sure < 0.97)
			s.add(signUnsurer, sure > 0 && sure < 0.9)
			s.add(signUnsurest, sure > 0 && sure < 0.75)
		}
		s.add(signTwice, x.namedTwice(h))
		s.add(signIt, t.upos(h) == "PRON" && !feminine[t.lemma[h]] && !masculine[t.lemma[h]])
		s.add(signBare, arg.Kind == GroupArg && arg.Of < 0 && t.child(h, "amod", "compound", "nmod") < 0)
		s.add(signNoName, arg.Class == "" || arg.Kind == EntityArg && arg.Mention < 0)
		s.add(signFar, h-f.pred > 12 || f.pred-h > 12)
		score := d.Tokens[h].Score
		s.add(signFaintArc, score > 0 && score < 0.5)
	}
	if f.rule == "title" || f.rule == "apposition" {
		return s // who someone is holds wherever they are named
	}
	for i, n := f.carrier, 0; i >= 0 && n < 8; i, n = t.head(i), n+1 {
		switch t.base(i) {
		case "acl", "advcl", "parataxis", "appos":
			s.add(signBeside, true)
		case "ccomp", "xcomp", "csubj":
			s.add(signUnder, true)
		}
	}
	return s
}

// namedTwice reports whether the sentence has another, fuller name that ends in the family name that h heads: "Banda was
// born to Ruth Banda" is of two people.
func (x *pass) namedTwice(h int) bool {
	t, d := x.t, x.t.d
	m := t.name[h]
	if m < 0 || d.Mentions[m].Class != nlp.Person {
		return false
	}
	w := d.Mentions[m]
	s := t.sentence(h)
	for i := s.First; i < s.Last; i++ {
		n := t.name[i]
		if n < 0 || n == m {
			continue
		}
		if o := d.Mentions[n]; o.Class == nlp.Person && o.Last-o.First > w.Last-w.First && t.lemma[o.Last-1] == t.lemma[w.Last-1] {
			return true
		}
	}
	return false
}
