package main

import (
	"fmt"
	"kg/eval"
	"kg/nlp/coref"
	"os"
	"testing"
)

func TestDebugGAP(t *testing.T) {
	p, _ := annotator()
	val, err := readGAP("../../../shared/data/train/gap/gap-development.tsv", p)
	if err != nil {
		t.Fatal(err)
	}
	val = val[:450]
	b, err := os.ReadFile("/tmp/net.bin")
	if err != nil {
		t.Fatal(err)
	}
	net := new(coref.Net)
	if err := net.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	st := coref.StageOf(net)
	nopron, noname, after, ok, none, wrong, other := 0, 0, 0, 0, 0, 0, 0
	for i := range val {
		g := &val[i]
		it := &g.item
		if !it.IsA && !it.IsB {
			continue
		}
		sp := it.A
		o := it.B
		if it.IsB {
			sp, o = it.B, it.A
		}
		pr := coref.NewProblem(g.doc)
		f := pr.Find(it.Pronoun)
		n := pr.Find(sp)
		no := pr.Find(o)
		if len(f) == 0 {
			nopron++
			continue
		}
		if len(n) == 0 {
			noname++
			fmt.Println("NONAME", it.Text[sp.Start:sp.End], "|", it.Text[max(0, sp.Start-60):min(len(it.Text), sp.End+40)])
			continue
		}
		if n[0] > f[0] {
			after++
		}
		d := *g.doc
		st.Run(&d)
		a, bb := eval.GAPAnswer(it, &d)
		if it.IsB {
			a, bb = bb, a
		}
		_ = no
		if a && !bb {
			ok++
			continue
		}
		if bb {
			wrong++
		}
		if !a && !bb {
			ch := -1
			for _, m := range d.Mentions {
				if it.Pronoun.Contains(m.Span) {
					ch = m.Chain
				}
			}
			s := ""
			c := 0
			for _, m := range d.Mentions {
				if m.Chain == ch {
					s += " / " + d.Slice(m.Span)
					c++
				}
			}
			if c <= 1 {
				none++
			} else {
				other++
			}
			cn := ""
			nch := -1
			for _, m := range d.Mentions {
				if d.Tokens[m.Head].Overlaps(sp) {
					nch = m.Chain
				}
			}
			for _, m := range d.Mentions {
				if m.Chain == nch {
					cn += " / " + d.Slice(m.Span)
				}
			}
			fmt.Printf("---- %s want %q got[%s] name chain[%s] after=%v\n%s\n", it.PronounWord, it.Text[sp.Start:sp.End], s, cn, n[0] > f[0], it.Text)
		}
	}
	fmt.Println("nopron", nopron, "noname", noname, "after", after, "ok", ok, "single", none, "otherchain", other, "wrongname", wrong)
}
