package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

func notFound(what, id string) error { return fmt.Errorf("%s %q: %w", what, id, ErrNotFound) }

// A Statement is a claim and where it stands.
type Statement struct {
	Claim
	Article string // id
}

// The statuses of a claim: how far the text stands behind it.
const (
	StatusFact      = "fact"      // the text asserts it; a direct edge
	StatusStated    = "stated"    // asserted, but no edge: an end has no name, the relation is only words, or the reading is not sure enough
	StatusReported  = "reported"  // someone says so
	StatusIntended  = "intended"  // planned or wanted
	StatusUncertain = "uncertain" // possible or conditional
	StatusDenied    = "denied"    // the text says that it is not so
)

// Statuses are all of them, the firmest first.
var Statuses = []string{StatusFact, StatusStated, StatusReported, StatusIntended, StatusUncertain, StatusDenied}

// Status says how far the text stands behind a claim.
func (c *Claim) Status() string {
	switch {
	case c.Polarity == "denied":
		return StatusDenied
	case c.Edge:
		return StatusFact
	case c.Modality == "planned" || c.Modality == "wanted":
		return StatusIntended
	case c.Modality == "possible" || c.Modality == "conditional":
		return StatusUncertain
	case c.SaidBy != "" || c.SaidWith != "":
		return StatusReported
	}
	return StatusStated
}

// A Filter says which claims are wanted. A field that is empty wants any; at least one of Entity, Subject,
// Object, Article and Relations has to be there, since nothing scans the whole graph.
type Filter struct {
	Entity          string // on either side
	Subject, Object string
	Article         string
	Relations       []schema.RelationID // any of these
	Class           schema.ClassID      // of the subject or the object that is not named above, or below it
	From, To        string              // days: when it was so, or else when it was published
	Publisher       string
	MinConfidence   float32
	Polarity        string
	Modality        string
	Status          []string // any of these
	SaidBy          string
	Named           bool // only claims with a relation of the schema whose two ends have names
}

// Day is the day of a claim: when it was so, or else when its article was published. It may be empty.
func (s *Statement) Day(a *Article) string {
	if s.From != "" {
		return s.From
	}
	if s.To != "" {
		return s.To
	}
	return a.Date
}

// Found is what Claims finds.
type Found struct {
	Claims   []Statement
	Complete bool // false where there are more than MaxClaims to look at
}

// Claims gives the claims that f wants, by article and in text order.
func (r *Reader) Claims(ctx context.Context, f Filter) (*Found, error) {
	if f.Article != "" {
		return r.claimsOfArticle(ctx, f)
	}
	ids, complete, err := r.candidates(ctx, f)
	if err != nil {
		return nil, err
	}
	out := &Found{Complete: complete}
	for _, id := range ids {
		st, err := r.Claim(ctx, id)
		if err != nil {
			return nil, err
		}
		if ok, err := r.wants(ctx, &f, st); err != nil {
			return nil, err
		} else if ok {
			out.Claims = append(out.Claims, *st)
		}
	}
	slices.SortFunc(out.Claims, func(a, b Statement) int {
		if c := cmp.Compare(a.Article, b.Article); c != 0 {
			return c
		}
		switch {
		case before(&a.Claim, &b.Claim):
			return -1
		case before(&b.Claim, &a.Claim):
			return 1
		}
		return 0
	})
	return out, nil
}

func (r *Reader) claimsOfArticle(ctx context.Context, f Filter) (*Found, error) {
	claims, err := r.s.Claims(ctx, f.Article)
	if err != nil {
		return nil, err
	}
	out := &Found{Complete: true}
	for i := range claims {
		st := Statement{Claim: claims[i], Article: f.Article}
		if ok, err := r.wants(ctx, &f, &st); err != nil {
			return nil, err
		} else if ok {
			out.Claims = append(out.Claims, st)
		}
	}
	return out, nil
}

// Claim gives one claim, which must not be changed. The error wraps ErrNotFound where there is none.
func (r *Reader) Claim(ctx context.Context, id string) (*Statement, error) {
	if badName(id) != "" {
		return nil, notFound("claim", id)
	}
	now, err := r.stamp(ctx)
	if err != nil {
		return nil, err
	}
	if st, ok := r.names.claims.get(r.s, id, now); ok {
		return st, nil
	}
	st := &Statement{Claim: Claim{ID: id}}
	err = r.s.scan(ctx, quad.Quad{Subject: claimIRI(id)}, func(q quad.Quad) error {
		st.set(q.Predicate, q.Object)
		if q.Predicate == provDerived {
			st.Article = nameOf(q.Object, schema.ArtPrefix)
		}
		return nil
	})
	if err == nil && st.Article == "" {
		err = notFound("claim", id)
	}
	if err != nil {
		return nil, err
	}
	r.names.claims.put(id, st.Article, now, st)
	return st, nil
}

// maxLooked is how many claims of one side are looked at for those that have the other side too, which costs less
// than reading them.
const maxLooked = 10 * MaxClaims

// candidates gives the ids of the claims that the most selective part of f leaves, sorted, and whether these
// are all.
func (r *Reader) candidates(ctx context.Context, f Filter) (ids []string, complete bool, err error) {
	type side struct {
		pred   quad.IRI
		object quad.IRI
	}
	var sides []side // their union is looked at
	var both *side   // what a claim must have too
	if n, ok := r.s.qs.(numberedStore); ok && f.Subject != "" && f.Object != "" {
		return between(ctx, n, f.Subject, f.Object)
	}
	switch {
	case f.Subject != "" && f.Object != "":
		a, b := side{kgSubject, entityIRI(f.Subject)}, side{kgObject, entityIRI(f.Object)}
		na, err := r.s.count(ctx, quad.Quad{Predicate: a.pred, Object: a.object})
		if err != nil {
			return nil, false, err
		}
		nb, err := r.s.count(ctx, quad.Quad{Predicate: b.pred, Object: b.object})
		if err != nil {
			return nil, false, err
		}
		if na <= nb {
			sides, both = []side{a}, &b
		} else {
			sides, both = []side{b}, &a
		}
	case f.Subject != "":
		sides = []side{{kgSubject, entityIRI(f.Subject)}}
	case f.Object != "":
		sides = []side{{kgObject, entityIRI(f.Object)}}
	case f.Entity != "":
		sides = []side{{kgSubject, entityIRI(f.Entity)}, {kgObject, entityIRI(f.Entity)}}
	case f.SaidBy != "":
		sides = []side{{kgSaidBy, entityIRI(f.SaidBy)}}
	default:
		for _, rel := range f.Relations {
			sides = append(sides, side{kgRelation, quad.IRI(rel.IRI())})
		}
	}
	if len(sides) == 0 {
		return nil, false, fmt.Errorf("a filter needs an entity, an article or a relation")
	}
	seen := make(map[string]bool)
	complete = true
	looked := 0
	for _, s := range sides {
		err := r.s.scan(ctx, quad.Quad{Predicate: s.pred, Object: s.object}, func(q quad.Quad) error {
			if looked++; looked > MaxClaims && both == nil || looked > maxLooked {
				complete = false
				return errStop
			}
			id, ok := name(q.Subject, schema.ClaimPrefix)
			if !ok {
				return nil
			}
			if both == nil {
				seen[id] = true
				return nil
			}
			return r.s.scan(ctx, quad.Quad{Subject: q.Subject, Predicate: both.pred, Object: both.object}, func(quad.Quad) error {
				seen[id] = true
				return errStop
			})
		})
		if err != nil {
			return nil, false, err
		}
	}
	return sortedKeys(seen), complete, nil
}

// wants reports whether f wants a claim.
func (r *Reader) wants(ctx context.Context, f *Filter, s *Statement) (bool, error) {
	switch {
	case f.Subject != "" && s.Subject != f.Subject,
		f.Object != "" && s.Object != f.Object,
		f.Entity != "" && s.Subject != f.Entity && s.Object != f.Entity,
		f.SaidBy != "" && s.SaidBy != f.SaidBy,
		f.Named && (s.Relation == "" || s.Subject == "" || s.Object == ""),
		s.Confidence < f.MinConfidence,
		f.Polarity != "" && s.Polarity != f.Polarity,
		f.Modality != "" && s.Modality != f.Modality,
		len(f.Relations) > 0 && !slices.Contains(f.Relations, s.Relation),
		len(f.Status) > 0 && !slices.Contains(f.Status, s.Status()):
		return false, nil
	}
	if f.Class != "" {
		ok, err := r.otherIsA(ctx, f, s)
		if !ok || err != nil {
			return false, err
		}
	}
	if f.From == "" && f.To == "" && f.Publisher == "" {
		return true, nil
	}
	a, err := r.Info(ctx, s.Article)
	if err != nil {
		return false, err
	}
	day := s.Day(a)
	return (f.Publisher == "" || a.Publisher == f.Publisher) &&
		(f.From == "" || day != "" && day >= f.From) && (f.To == "" || day != "" && day <= f.To), nil
}

// otherIsA reports whether an end of s that f does not name is of the class that f wants.
func (r *Reader) otherIsA(ctx context.Context, f *Filter, s *Statement) (bool, error) {
	for _, id := range []string{s.Subject, s.Object} {
		if id == "" || id == f.Entity || id == f.Subject || id == f.Object {
			continue
		}
		n, err := r.Node(ctx, id)
		if err != nil {
			return false, err
		}
		if n.Class == f.Class || r.Schema().IsA(n.Class, f.Class) {
			return true, nil
		}
	}
	return false, nil
}
