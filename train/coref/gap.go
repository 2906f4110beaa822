package main

import (
	"fmt"
	"os"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/coref"
)

// gapDoc is a passage of GAP, annotated.
type gapDoc struct {
	item eval.GAPItem
	doc  *nlp.Doc // without chains
}

func readGAP(path string, p *nlp.Pipeline) ([]gapDoc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	items, err := eval.ReadGAP(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []gapDoc
	for _, it := range items {
		d, err := p.Annotate(it.Text, "")
		if err != nil {
			return nil, err
		}
		out = append(out, gapDoc{it, d})
	}
	return out, nil
}

// scoreGAP resolves the passages and scores them.
func scoreGAP(net *coref.Net, docs []gapDoc) (*eval.GAPScore, error) {
	stage := coref.StageOf(net)
	var s eval.GAPScore
	for i := range docs {
		d := *docs[i].doc
		if err := stage.Run(&d); err != nil {
			return nil, err
		}
		a, b := eval.GAPAnswer(&docs[i].item, &d)
		s.Add(&docs[i].item, a, b)
	}
	return &s, nil
}

// learnGAP takes a step for the pronoun of a passage. Of its candidates those are right whose chain holds a
// name that it means, and the rest is wrong but for pronouns whose chain has no name yet: whom they mean is unknown.
func (l *learner) learnGAP(g *gapDoc, drop float64, cost costs) {
	p := coref.NewProblem(g.doc)
	if drop > 0 {
		p.Keep = func() bool { return l.rng.Float64() >= drop }
	}
	it := &g.item
	pronoun := p.Find(it.Pronoun)
	if len(pronoun) == 0 {
		return
	}
	named := [2][]int{p.Find(it.A), p.Find(it.B)}
	means := [2]bool{it.IsA, it.IsB}
	chains, ahead := map[int]int{}, map[int]int{} // 1: right, 2: wrong
	p.Walk(l.net, func(s *coref.Step) {
		if s.Mention != pronoun[0] {
			return
		}
		clear(chains)
		clear(ahead)
		reach := false // is a right name before the pronoun?
		for i := range s.Candidates {
			c := &s.Candidates[i]
			for k, list := range named {
				for _, n := range list {
					if c.Index == n {
						verdict := 2
						if means[k] {
							verdict, reach = 1, true
						}
						if c.Chain < 0 { // a name further on
							ahead[n] = verdict
						} else if chains[c.Chain] != 1 {
							chains[c.Chain] = verdict
						}
					}
				}
			}
		}
		if (it.IsA || it.IsB) && !reach {
			return
		}
		t := coref.Step{Rows: s.Rows, Mention: s.Mention, Pronoun: true}
		for i, c := range s.Candidates {
			verdict := chains[c.Chain]
			if c.Chain < 0 {
				verdict = ahead[c.Index]
			}
			switch {
			case i == 0:
				c.Right = !it.IsA && !it.IsB
			case it.IsA || it.IsB:
				if verdict == 0 && p.Pronoun(c.Index) && !c.Named {
					continue
				}
				c.Right = verdict == 1
			default:
				c.Right = verdict != 2
			}
			t.Candidates = append(t.Candidates, c)
		}
		l.step(&t, cost)
	})
}
