package eval

import (
	"bufio"
	"fmt"
	"io"
	"sort"
	"strings"

	"kg/extract"
	"kg/nlp"
)

// PloverCase is a sentence with a source and a target marked, and the event between them.
type PloverCase struct {
	Text           string
	Source, Target nlp.Span // one of them may be empty: someone, or something, that the text does not name
	Root, Penta    string   // the root type in the classes of PLV, "YIELD"; the pentaclass, "1" to "4"
}

// ReadPLV reads the table of PLV: a header line, then columns parted by tabs, among them marked_sentence, in which
// <s>…</s> and <t>…</t> mark source and target, gold_root and gold_penta.
func ReadPLV(r io.Reader) ([]PloverCase, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<22)
	col := map[string]int{}
	var out []PloverCase
	for n := 1; sc.Scan(); n++ {
		f := strings.Split(strings.TrimPrefix(sc.Text(), "\ufeff"), "\t")
		if n == 1 {
			for i, name := range f {
				col[name] = i
			}
			for _, name := range []string{"marked_sentence", "gold_root", "gold_penta"} {
				if _, ok := col[name]; !ok {
					return nil, fmt.Errorf("line 1: no column %s", name)
				}
			}
			continue
		}
		if len(f) < len(col) {
			return nil, fmt.Errorf("line %d: %d columns, want %d", n, len(f), len(col))
		}
		c, err := unmark(f[col["marked_sentence"]])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		c.Root, c.Penta = f[col["gold_root"]], f[col["gold_penta"]]
		out = append(out, c)
	}
	return out, sc.Err()
}

// unmark takes the marks of source and target out of a sentence.
func unmark(s string) (PloverCase, error) {
	var c PloverCase
	var b strings.Builder
	for len(s) > 0 {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		switch {
		case strings.HasPrefix(s, "<s>"):
			c.Source.Start, s = b.Len(), s[3:]
		case strings.HasPrefix(s, "</s>"):
			c.Source.End, s = b.Len(), s[4:]
		case strings.HasPrefix(s, "<t>"):
			c.Target.Start, s = b.Len(), s[3:]
		case strings.HasPrefix(s, "</t>"):
			c.Target.End, s = b.Len(), s[4:]
		default:
			b.WriteByte('<')
			s = s[1:]
		}
	}
	c.Text = b.String()
	if c.Source.Len() <= 0 && c.Target.Len() <= 0 {
		return c, fmt.Errorf("neither source nor target is marked")
	}
	return c, nil
}

// ClassScore counts one class.
type ClassScore struct {
	Class               string
	Gold, Pred, Correct int
}

// F1 is the harmonic mean of precision and recall.
func (c ClassScore) F1() float64 {
	if c.Gold+c.Pred == 0 {
		return 0
	}
	return 2 * float64(c.Correct) / float64(c.Gold+c.Pred)
}

// Labels counts a classification.
type Labels struct {
	Classes []ClassScore // sorted by name, those of the gold labels and no other
	Right   int
	Total   int
}

// MacroF1 is the mean of the F1 of the classes.
func (l Labels) MacroF1() float64 {
	sum := 0.0
	for _, c := range l.Classes {
		sum += c.F1()
	}
	if len(l.Classes) == 0 {
		return 0
	}
	return sum / float64(len(l.Classes))
}

func countLabels(gold, pred []string) Labels {
	m := map[string]*ClassScore{}
	get := func(c string) *ClassScore {
		if m[c] == nil {
			m[c] = &ClassScore{Class: c}
		}
		return m[c]
	}
	l := Labels{Total: len(gold)}
	for i := range gold {
		get(gold[i]).Gold++
		if pred[i] != "" {
			get(pred[i]).Pred++
		}
		if gold[i] == pred[i] {
			get(gold[i]).Correct++
			l.Right++
		}
	}
	for _, c := range m {
		if c.Gold > 0 {
			l.Classes = append(l.Classes, *c)
		}
	}
	sort.Slice(l.Classes, func(i, j int) bool { return l.Classes[i].Class < l.Classes[j].Class })
	return l
}

// PloverScore is the score of events between given actors.
type PloverScore struct {
	Root, Penta Labels
	None        int // cases for which nothing was found
	Confused    map[string]int
}

// rootOf is the class of PLV for a type of PLOVER: it keeps concession and retreat together, as older versions do.
func rootOf(event string) string {
	if event == "CONCEDE" || event == "RETREAT" {
		return "YIELD"
	}
	return event
}

// pentaOf has the pentaclasses of PLV: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
var pentaOf = map[string]string{"AGREE": "1", "CONSULT": "1", "SUPPORT": "1", "COOPERATE": "2", "AID": "2", "YIELD": "2",
	"REQUEST": "3", "ACCUSE": "3", "REJECT": "3", "THREATEN": "3", "PROTEST": "4", "SANCTION": "4", "MOBILIZE": "4", "COERCE": "4", "ASSAULT": "4"}

// Plover compares the event that the extractor reads between each source and target with the gold one. It scores
// macro-averaged F1, the measure of Hu et al. (2024) on PLV.
func Plover(cases []PloverCase, annotate func(string) (*nlp.Doc, error), e *extract.Extractor) (PloverScore, error) {
	var gr, pr, gp, pp []string
	s := PloverScore{Confused: map[string]int{}}
	for _, c := range cases {
		d, err := annotate(c.Text)
		if err != nil {
			return s, err
		}
		ev, ok := e.EventBetween(d, c.Source, c.Target)
		root := rootOf(ev.Type)
		if !ok {
			root = ""
			s.None++
		}
		if root != c.Root {
			s.Confused[c.Root+" as "+root]++
		}
		gr, pr = append(gr, c.Root), append(pr, root)
		gp, pp = append(gp, c.Penta), append(pp, pentaOf[root])
	}
	s.Root, s.Penta = countLabels(gr, pr), countLabels(gp, pp)
	return s, nil
}

// PloverFull scores events read with nothing given: the surest event of each sentence is right if its type is that
// of the case and its source and target overlap those of the case. A sentence with several cases counts once for
// each in gold and once in all for the prediction.
func PloverFull(cases []PloverCase, annotate func(string) (*nlp.Doc, error), e *extract.Extractor) (ClassScore, error) {
	s := ClassScore{Class: "source, target and type"}
	seen := map[string]bool{}
	for _, c := range cases {
		s.Gold++
		d, err := annotate(c.Text)
		if err != nil {
			return s, err
		}
		ev, ok := e.MainEvent(d)
		if !ok || ev.Type == "" {
			continue
		}
		if !seen[c.Text] {
			s.Pred++
			seen[c.Text] = true
		}
		hit := func(gold, pred nlp.Span) bool {
			return gold.Len() <= 0 && pred.Len() == 0 || gold.Overlaps(pred) && pred.Len() > 0
		}
		if rootOf(ev.Type) == c.Root && hit(c.Source, ev.Source.Span) && hit(c.Target, ev.Target.Span) {
			s.Correct++
		}
	}
	return s, nil
}
