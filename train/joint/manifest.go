package joint

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"kg/nlp"
	model "kg/nlp/joint"
)

// credits name the data that the weights are made of, and its licences.
const credits = `data:
  UD English EWT, train (Silveira et al. 2014; Bies et al. 2012), CC BY-SA 4.0
  GUM, train, without the conversations (Zeldes 2017, and the annotators and authors it names), CC BY 4.0 annotations; texts CC BY, CC BY-SA and public domain
  PropBank over English EWT, train, roles of arguments (Bonial et al. 2014; Pradhan et al. 2022), CC BY-SA 4.0
  Universal NER, English EWT, train (Mayhew et al. 2024), CC BY-SA 4.0
  Wikigold, the first nine tenths (Balasuriya et al. 2009), CC BY 4.0
  CrossNER, politics, train (Liu et al. 2021), MIT; texts of Wikipedia, CC BY-SA
  re3d, the first half of the documents (Dstl), names of organisations and places, OGL v3.0, public domain, CC BY-SA 3.0,
    CC BY 3.0 AU and EU legal notice, by document
  without labels: GAP, development (Webster et al. 2018), Apache-2.0, texts of Wikipedia, CC BY-SA
  the lexicon, and names that take the place of others: Open English WordNet, CC BY 4.0, and Princeton WordNet;
    PropBank frames, with classes of VerbNet, CC BY-SA 4.0; CountryInfo (Philip A. Schrodt 2012), CC BY-SA 3.0;
    geonames.org cities, CC BY 4.0; country codes, PDDL; congress-legislators, CC0; PETRARCH2 dictionaries, MIT
licence of the weights: CC BY-SA 4.0
`

// Export writes the network of the last checkpoint of a run to out, as joint.bin, with a MANIFEST beside it that
// has the scores of the network as it ships.
func Export(dir, out string, opt Options, command string) error {
	return export(folder(dir), out, opt, command)
}

func export(src source, out string, opt Options, command string) error {
	data, err := src.corpus()
	if err != nil {
		return err
	}
	t := newTrainer(data, opt)
	if err := t.resume(); err != nil {
		return err
	}
	if t.step == 0 {
		return fmt.Errorf("no checkpoint in %s", opt.Run)
	}
	return t.export(out, command)
}

func (t *trainer) export(out, command string) error {
	b := t.file().Encode()
	m, err := model.Load(b)
	if err != nil {
		return err
	}
	scores, err := t.measureModel(m)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "joint.bin"), b, 0o644); err != nil {
		return err
	}
	var s strings.Builder
	fmt.Fprintf(&s, "file: joint.bin\nsha256: %x\nbytes: %d\n", sha256.Sum256(b), len(b))
	fmt.Fprintf(&s, "network: %+v\n", t.opt.Config)
	fmt.Fprintf(&s, "command: %s\nseed: %d\nepochs: %d of %d, %d steps\nduration: %.0f minutes\n", command, t.opt.Seed,
		t.epoch, t.opt.Epochs, t.step, t.spent.Minutes())
	s.WriteString(credits)
	s.WriteString("scores, on tokens and sentences as given (las and uas as in CoNLL 2018; names: PER, ORG and LOC, exact spans):\n")
	var keys []string
	for k := range scores {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&s, "  %-16s %.2f\n", k, scores[k])
	}
	fmt.Println(format(scores))
	return os.WriteFile(filepath.Join(out, "MANIFEST.joint"), []byte(s.String()), 0o644)
}

// document is a text of the words of examples, with their tokens and sentences.
func document(list []*example) *nlp.Doc {
	d := &nlp.Doc{Has: nlp.Tokens | nlp.Sentences}
	var b strings.Builder
	for _, ex := range list {
		first := len(d.Tokens)
		for _, w := range ex.words {
			at := b.Len()
			b.WriteString(w)
			d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: b.Len()}})
			b.WriteByte(' ')
		}
		span := nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[len(d.Tokens)-1].End}
		d.Sentences = append(d.Sentences, nlp.Sentence{Span: span, First: first, Last: len(d.Tokens)})
	}
	d.Text = b.String()
	return d
}

// measureModel scores the running network as measure does the one in training.
func (t *trainer) measureModel(m *model.Model) (map[string]float64, error) {
	var err error
	scores := t.score(func(list []*example) []answer {
		var out []answer
		for len(list) > 0 { // document by document
			n := 1
			for n < len(list) && list[n].doc == list[0].doc {
				n++
			}
			a, e := t.annotateModel(m, list[:n])
			err = errors.Join(err, e)
			out = append(out, a...)
			list = list[n:]
		}
		return out
	})
	return scores, err
}

// annotateModel annotates one document of examples with the running network.
func (t *trainer) annotateModel(m *model.Model, list []*example) ([]answer, error) {
	upos, xpos, rels := indexOf(t.data.inv.UPOS), indexOf(t.data.inv.XPOS), indexOf(t.data.inv.Rels)
	d := document(list)
	if err := m.Annotate(d); err != nil {
		return nil, err
	}
	d.Has |= nlp.Tags | nlp.Tree | nlp.Names
	if err := d.Check(); err != nil {
		return nil, err
	}
	var out []answer
	mention := 0
	for _, s := range d.Sentences {
		a := answer{names: make([]int, s.Last-s.First)}
		for i := s.First; i < s.Last; i++ {
			tok := d.Tokens[i]
			a.upos = append(a.upos, int(upos[tok.UPOS]))
			a.xpos = append(a.xpos, int(xpos[tok.XPOS]))
			a.rels = append(a.rels, int(rels[tok.Rel]))
			head := -1
			if tok.Head != nlp.Root {
				head = tok.Head - s.First
			}
			a.heads = append(a.heads, head)
		}
		for ; mention < len(d.Mentions) && d.Mentions[mention].First < s.Last; mention++ {
			x := d.Mentions[mention]
			class := 0
			for c, name := range Classes {
				if name == string(x.Class) {
					class = c
				}
			}
			for i := x.First; i < x.Last; i++ {
				place := 1 // inside
				switch {
				case x.Last-x.First == 1:
					place = 3
				case i == x.First:
					place = 0
				case i == x.Last-1:
					place = 2
				}
				a.names[i-s.First] = 1 + 4*class + place
			}
		}
		out = append(out, a)
	}
	return out, nil
}
