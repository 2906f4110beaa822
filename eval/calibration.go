package eval

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"kg/extract"
	"kg/nlp"
)

// Verdict says whether a person found a claim right: one of an article, named by its address and by where its
// trigger, subject and object stand. It repeats no word of the article.
type Verdict struct {
	URL             string
	Start, End      int // of the trigger
	Relation        string
	Subject, Object int // where they start
	Right           bool
}

// ReadVerdicts reads verdicts, one a line: address, start and end of the trigger, relation, start of subject and
// object, and "right" or "wrong", parted by tabs. Lines that begin with # are remarks.
func ReadVerdicts(r io.Reader) ([]Verdict, error) {
	var out []Verdict
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			return nil, fmt.Errorf("line %d: %d columns, want 7", n, len(f))
		}
		v := Verdict{URL: f[0], Relation: f[3], Right: f[6] == "right"}
		if f[6] != "right" && f[6] != "wrong" {
			return nil, fmt.Errorf("line %d: %q is neither right nor wrong", n, f[6])
		}
		for i, p := range map[int]*int{1: &v.Start, 2: &v.End, 4: &v.Subject, 5: &v.Object} {
			x, err := strconv.Atoi(f[i])
			if err != nil {
				return nil, fmt.Errorf("line %d: offset %q", n, f[i])
			}
			*p = x
		}
		out = append(out, v)
	}
	return out, sc.Err()
}

// Bin is a stretch of confidences with the claims in it that were judged.
type Bin struct {
	From, To   float64
	Claims     int
	Right      int
	Confidence float64 // mean
}

// Share is how many of the bin are right.
func (b Bin) Share() float64 { return float64(b.Right) / float64(max(b.Claims, 1)) }

// CalibrationScore compares confidence with verdicts.
type CalibrationScore struct {
	Judged, Found     int // verdicts; those whose claim is still read
	Edges, RightEdges int
	Relations         map[string]*ClassScore // by relation: Pred edges judged, Correct right
	Bins              []Bin
}

// Precision is the share of judged edges that are right.
func (s CalibrationScore) Precision() float64 {
	return float64(s.RightEdges) / float64(max(s.Edges, 1))
}

// Error is the expected calibration error: the mean distance between confidence and share of the bins, each
// counted by its claims.
func (s CalibrationScore) Error() float64 {
	sum, n := 0.0, 0
	for _, b := range s.Bins {
		d := b.Confidence - b.Share()
		sum += max(d, -d) * float64(b.Claims)
		n += b.Claims
	}
	return sum / float64(max(n, 1))
}

// Calibration reads the articles and compares the claims that have a verdict with it.
func Calibration(articles []Article, verdicts []Verdict, annotate func(text, date string) (*nlp.Doc, error), e *extract.Extractor) (CalibrationScore, error) {
	s := CalibrationScore{Judged: len(verdicts), Relations: map[string]*ClassScore{}}
	for f := 0; f < 10; f++ {
		s.Bins = append(s.Bins, Bin{From: float64(f) / 10, To: float64(f+1) / 10})
	}
	byURL := map[string][]Verdict{}
	for _, v := range verdicts {
		byURL[v.URL] = append(byURL[v.URL], v)
	}
	for _, a := range articles {
		vs := byURL[a.URL]
		if len(vs) == 0 {
			continue
		}
		d, err := annotate(a.Text, a.Date)
		if err != nil {
			return s, err
		}
		for _, c := range e.Claims(d) {
			for _, v := range vs {
				if v.Start == c.Trigger.Start && v.End == c.Trigger.End && v.Relation == string(c.Relation) && v.Subject == c.Subject.Start && v.Object == c.Object.Start {
					s.add(c, v.Right)
					break
				}
			}
		}
	}
	for i := range s.Bins {
		s.Bins[i].Confidence /= float64(max(s.Bins[i].Claims, 1))
	}
	return s, nil
}

func (s *CalibrationScore) add(c extract.Claim, right bool) {
	s.Found++
	b := &s.Bins[min(int(c.Confidence*10), len(s.Bins)-1)]
	b.Claims++
	b.Confidence += float64(c.Confidence)
	if right {
		b.Right++
	}
	if !c.Edge {
		return
	}
	s.Edges++
	r := s.Relations[string(c.Relation)]
	if r == nil {
		r = &ClassScore{Class: string(c.Relation)}
		s.Relations[string(c.Relation)] = r
	}
	r.Pred++
	if right {
		s.RightEdges++
		r.Correct++
	}
}
