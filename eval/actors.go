package eval

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"kg/extract"
	"kg/nlp"
)

// ActorCase is a sentence in words with the spans of its sources and targets.
type ActorCase struct {
	Words            []string
	Sources, Targets [][2]int // runs of words, half-open
}

// ReadActors reads a word and a tag a line, B-S and I-S for a source, B-T and I-T for a target, anything else for
// neither; a blank line ends a sentence.
func ReadActors(r io.Reader) ([]ActorCase, error) {
	var out []ActorCase
	var c ActorCase
	var tags []string
	flush := func() {
		if len(c.Words) > 0 {
			c.Sources, c.Targets = runs(tags, "S"), runs(tags, "T")
			out = append(out, c)
		}
		c, tags = ActorCase{}, nil
	}
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		f := strings.Fields(sc.Text())
		switch len(f) {
		case 0:
			flush()
		case 2:
			c.Words, tags = append(c.Words, f[0]), append(tags, f[1])
		default:
			return nil, fmt.Errorf("line %d: %d columns, want a word and a tag", n, len(f))
		}
	}
	flush()
	return out, sc.Err()
}

func runs(tags []string, class string) [][2]int {
	var out [][2]int
	for i, t := range tags {
		switch {
		case t == "B-"+class, t == "I-"+class && (i == 0 || !strings.HasSuffix(tags[i-1], "-"+class)):
			out = append(out, [2]int{i, i + 1})
		case t == "I-"+class:
			out[len(out)-1][1] = i + 1
		}
	}
	return out
}

// ActorScore counts spans. A predicted span that overlaps a gold one of its kind counts one half for Partial, one
// if it is the same, as in the partial match of the MUC evaluation (Chinchor and Sundheim 1993); Overlap counts
// one for both.
type ActorScore struct {
	Cases            int
	Gold, Pred       int
	Exact, Partial   int // spans found exactly; spans that only overlap
	Source, Target   ClassScore
	NothingPredicted int
}

// PartialF1 gives half credit to a span that only overlaps.
func (s ActorScore) PartialF1() float64 { return s.f1(float64(s.Exact) + 0.5*float64(s.Partial)) }

// OverlapF1 gives full credit to a span that overlaps.
func (s ActorScore) OverlapF1() float64 { return s.f1(float64(s.Exact + s.Partial)) }

// ExactF1 gives none.
func (s ActorScore) ExactF1() float64 { return s.f1(float64(s.Exact)) }

func (s ActorScore) f1(hits float64) float64 {
	if s.Gold+s.Pred == 0 {
		return 0
	}
	return 2 * hits / float64(s.Gold+s.Pred)
}

// Actors compares source and target of the surest event of each sentence with the gold spans.
func Actors(cases []ActorCase, annotate func(string) (*nlp.Doc, error), e *extract.Extractor) (ActorScore, error) {
	s := ActorScore{Source: ClassScore{Class: "source"}, Target: ClassScore{Class: "target"}}
	for _, c := range cases {
		s.Cases++
		text, spans := join(c.Words)
		d, err := annotate(text)
		if err != nil {
			return s, err
		}
		var src, tgt []nlp.Span
		if ev, ok := e.MainEvent(d); ok {
			if ev.Source.Len() > 0 {
				src = append(src, ev.Source.Span)
			}
			if ev.Target.Len() > 0 {
				tgt = append(tgt, ev.Target.Span)
			}
		} else {
			s.NothingPredicted++
		}
		s.count(&s.Source, bytesOf(c.Sources, spans), src)
		s.count(&s.Target, bytesOf(c.Targets, spans), tgt)
	}
	return s, nil
}

func (s *ActorScore) count(c *ClassScore, gold, pred []nlp.Span) {
	c.Gold += len(gold)
	c.Pred += len(pred)
	s.Gold += len(gold)
	s.Pred += len(pred)
	used := make([]bool, len(gold))
	for _, p := range pred {
		best := -1
		for i, g := range gold {
			if used[i] || !g.Overlaps(p) {
				continue
			}
			if best < 0 || g == p {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		used[best] = true
		c.Correct++
		if gold[best] == p {
			s.Exact++
		} else {
			s.Partial++
		}
	}
}

// join makes a text of words, with the byte span of each.
func join(words []string) (string, []nlp.Span) {
	var b strings.Builder
	spans := make([]nlp.Span, len(words))
	for i, w := range words {
		if i > 0 && !strings.ContainsAny(w[:1], ".,;:!?)%") && w != "'s" && w != "’" && words[i-1] != "(" && words[i-1] != "$" {
			b.WriteByte(' ')
		}
		spans[i].Start = b.Len()
		b.WriteString(w)
		spans[i].End = b.Len()
	}
	return b.String(), spans
}

func bytesOf(runs [][2]int, spans []nlp.Span) []nlp.Span {
	out := make([]nlp.Span, len(runs))
	for i, r := range runs {
		out[i] = nlp.Span{Start: spans[r[0]].Start, End: spans[r[1]-1].End}
	}
	return out
}
