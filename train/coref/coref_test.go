package main

import (
	"math/rand"
	"strings"
	"testing"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/coref"
)

// tiny is a document in which "he" always means the name before it, and nothing else refers back.
func tiny(t *testing.T) gumDoc {
	t.Helper()
	var b strings.Builder
	names := []string{"Aldo", "Boris", "Carl", "Dirk", "Emil", "Fidel"}
	for _, n := range names {
		b.WriteString("1\t" + n + "\t" + n + "\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(" + n + "-person-new-cf1-1-coref)\n" +
			"2\tfed\tfeed\tVERB\tVBD\t_\t0\troot\t_\t_\n" +
			"3\ta\ta\tDET\tDT\t_\t4\tdet\t_\tEntity=(" + n + "1-animal-new-cf2-2-sgl\n" +
			"4\tcat\tcat\tNOUN\tNN\t_\t2\tobj\t_\tEntity=" + n + "1)\n\n" +
			"1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(" + n + "-person-giv:act-cf1-1-ana)\n" +
			"2\tslept\tsleep\tVERB\tVBD\t_\t0\troot\t_\t_\n\n")
	}
	f, err := conllu.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	es, err := eval.Entities(f.Docs[0])
	if err != nil {
		t.Fatal(err)
	}
	return gumDoc{"tiny", f.Docs[0].Doc, es, eval.GoldChains(es)}
}

// A few steps on one document are enough to resolve it, and the same seed gives the same weights.
func TestLearn(t *testing.T) {
	g := tiny(t)
	named := func(g *gumDoc) *nlp.Doc { return g.named(rand.New(rand.NewSource(1)), 0) }
	teach := func() *coref.Net {
		l := newLearner(1, 0.05)
		for range 8 {
			p := coref.NewProblem(named(&g))
			if found := p.Label(g.label()); found != 18 {
				t.Fatalf("%d mentions of 18 labelled", found)
			}
			p.Walk(l.net, func(s *coref.Step) { l.step(s, costs{0.1, 3, 0.5}) })
			l.average()
		}
		return l.averaged()
	}
	before := score(newLearner(1, 0.05).net, []gumDoc{g}, named)
	net := teach()
	after := score(net, []gumDoc{g}, named)
	if after.CoNLL() < 0.99 || before.CoNLL() > 0.9 {
		t.Errorf("CoNLL %.3f before, %.3f after", before.CoNLL(), after.CoNLL())
	}
	a, err := net.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	b, err := teach().MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Error("the same seed gave other weights")
	}
}

// A passage of GAP teaches which of two names is meant.
func TestLearnGAP(t *testing.T) {
	g := tiny(t)
	d := named2(&g)
	span := func(i int) nlp.Span { return d.Tokens[i].Span }
	p := gapDoc{doc: d, item: eval.GAPItem{Text: d.Text, Pronoun: span(10), A: span(0), B: span(6), IsB: true}}
	l := newLearner(1, 0.05)
	for range 12 {
		l.learnGAP(&p, 0, costs{0.1, 3, 0.5})
	}
	if l.steps != 12 {
		t.Fatalf("%d steps of 12", l.steps)
	}
	q := coref.NewProblem(d)
	pronoun, name := q.Find(p.item.Pronoun)[0], q.Find(p.item.B)[0]
	q.Walk(l.net, func(s *coref.Step) {
		best := 0
		for i := range s.Candidates {
			if s.Candidates[i].Score > s.Candidates[best].Score {
				best = i
			}
		}
		if c := s.Candidates[best]; s.Mention == pronoun && c.Index != name {
			t.Errorf("the pronoun goes to mention %d, not to %d", c.Index, name)
		}
	})
}

func named2(g *gumDoc) *nlp.Doc { return g.named(rand.New(rand.NewSource(1)), 0) }
