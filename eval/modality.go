package eval

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"kg/extract"
	"kg/nlp"
)

// ModalityCase is a sentence with what a careful reader says of one predicate in it.
type ModalityCase struct {
	Word, Polarity, Modality, Source, Text string
}

// ModalityScore counts right answers. Right counts the cases in which all three are.
type ModalityScore struct {
	Cases, Found, Polarity, Modality, Source, Right int
	Wrong                                           []string // one line a wrong case
}

// ReadModality reads cases, one a line: predicate | polarity | modality | source, or - | sentence. Lines that
// begin with # are remarks.
func ReadModality(r io.Reader) ([]ModalityCase, error) {
	var out []ModalityCase
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, " | ", 5)
		if len(f) != 5 {
			return nil, fmt.Errorf("line %d: %d columns, want 5", n, len(f))
		}
		out = append(out, ModalityCase{f[0], f[1], f[2], f[3], f[4]})
	}
	return out, sc.Err()
}

// Modality compares the claims of each sentence with its case. A predicate for which there is no claim counts as
// wrong in all three. annotate makes the document of a text.
func Modality(cases []ModalityCase, annotate func(string) (*nlp.Doc, error), e *extract.Extractor) (ModalityScore, error) {
	var s ModalityScore
	for _, c := range cases {
		s.Cases++
		d, err := annotate(c.Text)
		if err != nil {
			return s, err
		}
		got, ok := claimAt(d, e.Claims(d), c.Word)
		if !ok {
			s.Wrong = append(s.Wrong, fmt.Sprintf("%s: no claim: %s", c.Word, c.Text))
			continue
		}
		s.Found++
		source := "-"
		if got.Attribution != nil {
			source = got.Attribution.Source.Text
		}
		pol, mod, src := string(got.Polarity) == c.Polarity, string(got.Modality) == c.Modality, source == "-" && c.Source == "-" || source != "-" && c.Source != "-" && strings.Contains(strings.ToLower(source), strings.ToLower(c.Source))
		if pol {
			s.Polarity++
		}
		if mod {
			s.Modality++
		}
		if src {
			s.Source++
		}
		if pol && mod && src {
			s.Right++
		} else {
			s.Wrong = append(s.Wrong, fmt.Sprintf("%s: %s/%s/%s, want %s/%s/%s: %s", c.Word, got.Polarity, got.Modality, source, c.Polarity, c.Modality, c.Source, c.Text))
		}
	}
	return s, nil
}

// claimAt is the claim whose trigger is the given word, a typed one before others; or whose phrase has the word.
func claimAt(d *nlp.Doc, claims []extract.Claim, word string) (extract.Claim, bool) {
	var best extract.Claim
	found := false
	for _, c := range claims {
		got := strings.ToLower(d.Slice(c.Trigger))
		exact := got == word || strings.HasPrefix(got, word[:len(word)*3/4]) && c.Relation != "says"
		if !exact || strings.HasPrefix(c.Rule, "title") {
			continue
		}
		if !found || best.Relation == "" && c.Relation != "" {
			best, found = c, true
		}
	}
	return best, found
}
