package extract

import (
	"fmt"
	"io"
	"strings"

	"kg/nlp"
)

// WriteCaRB writes claims of sentence in the form that CaRB's scorer reads: sentence, confidence, relation and
// arguments, separated by tabs, a claim a line.
func WriteCaRB(w io.Writer, sentence string, d *nlp.Doc, claims []Claim) error {
	for _, c := range claims {
		if _, err := fmt.Fprintf(w, "%s\t%.4f\t%s\t%s\n", flat(sentence), c.Confidence, flat(c.Phrase), strings.Join(c.words(d), "\t")); err != nil {
			return err
		}
	}
	return nil
}

// words are the arguments of c with the prepositions that the phrase does not have.
func (c *Claim) words(d *nlp.Doc) []string {
	out := []string{flat(c.Subject.Text), flat(c.Object.Text)}
	for _, m := range c.More {
		s := m.Text
		if m.Role != "" && m.Role != "time" && m.Role != "obj" && m.Role != "iobj" && m.Role != "place" {
			s = m.Role + " " + s
		}
		out = append(out, flat(s))
	}
	return out
}

// flat puts a text on one line without tabs.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }
