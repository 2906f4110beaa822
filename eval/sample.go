package eval

import (
	"math/rand/v2"
	"slices"
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/resolve"
)

// Sampled is a claim to be judged: the columns of a verdict, and what a person reads to give it.
type Sampled struct {
	Verdict
	Claim           extract.Claim
	Subject, Object string // the words of both sides, with the entity that they stand for in brackets where its name is another
	Sentence        string
}

// Drawn is what facts were drawn from.
type Drawn struct {
	Articles, Sentences int
	Facts               int // those not judged before
	Judged              int // those that have a verdict
}

// Sample draws n of the claims of articles that are edges. Claims that have a verdict are left out. The same seed
// draws the same claims; they come in the order of the text.
func Sample(articles []Article, n int, seed uint64, judged []Verdict, annotate func(text, date string) (*nlp.Doc, error), e *extract.Extractor, r *resolve.Resolver) ([]Sampled, Drawn, error) {
	seen := map[Verdict]bool{}
	for _, v := range judged {
		v.Right = false
		seen[v] = true
	}
	from := Drawn{Articles: len(articles)}
	var all []Sampled
	for _, a := range articles {
		d, err := annotate(a.Text, a.Date)
		if err != nil {
			return nil, from, err
		}
		from.Sentences += len(d.Sentences)
		claims := e.Claims(d)
		var refs []resolve.Refs
		if slices.ContainsFunc(claims, func(c extract.Claim) bool { return c.Edge }) {
			refs = r.Resolve(d, claims, resolve.Meta{ID: a.URL, Date: a.Date}).Claims
		}
		for j, c := range claims {
			v := Verdict{URL: a.URL, Start: c.Trigger.Start, End: c.Trigger.End, Relation: string(c.Relation), Subject: c.Subject.Start, Object: c.Object.Start}
			switch {
			case !c.Edge || !refs[j].Parted():
			case seen[v]:
				from.Judged++
			default:
				seen[v] = true
				all = append(all, Sampled{v, c, sideOf(c.Subject, refs[j].Subject), sideOf(c.Object, refs[j].Object), d.Slice(c.Evidence)})
			}
		}
	}
	from.Facts = len(all)
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(all))
	order = order[:min(max(n, 0), len(order))]
	slices.Sort(order)
	out := make([]Sampled, len(order))
	for i, j := range order {
		out[i] = all[j]
	}
	return out, from, nil
}

// sideOf is the words of a with the entity that they stand for.
func sideOf(a extract.Arg, r resolve.Ref) string {
	if name := strings.ReplaceAll(r.Entity, "_", " "); name != "" && name != a.Text {
		return a.Text + " [" + name + "]"
	}
	return a.Text
}
