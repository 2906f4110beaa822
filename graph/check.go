package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// A selfChecker is a backend that can verify its own files.
type selfChecker interface {
	Check(ctx context.Context) ([]string, error)
}

// Check reads the whole store as it is at this moment and lists what breaks an invariant: of the backend's
// tables, and of this package, with what is joined across articles, which it decides again. Each problem is one line that names what is wrong. progress, if not nil, is
// called as articles are checked. The error is what kept it from looking at all of it.
func (s *Store) Check(ctx context.Context, progress func(done, total int)) ([]string, error) {
	return frozenDo(s, func(s *Store) ([]string, error) {
		var problems []string
		if c, ok := s.qs.(selfChecker); ok {
			found, err := c.Check(ctx)
			if err != nil || len(found) > 0 {
				// What the quads say is not worth much then.
				return found, err
			}
		}
		ids, err := s.Articles(ctx)
		if err != nil {
			return nil, err
		}
		var inArticles int64
		joins := joinCheck{s: s}
		for i, id := range ids {
			r, err := s.record(ctx, id)
			if err != nil {
				return problems, err
			}
			found, keys, n, err := s.checkRecord(ctx, r)
			if err != nil {
				return problems, err
			}
			wrong, err := joins.check(ctx, r)
			if err != nil {
				return problems, err
			}
			found = append(found, keys...)
			for _, w := range wrong {
				found = append(found, "article "+id+": "+w)
			}
			inArticles += n
			problems = append(problems, found...)
			if progress != nil {
				progress(i+1, len(ids))
			}
		}
		ofSchema, err := s.count(ctx, quad.Quad{Label: kgSchema})
		if err != nil {
			return problems, err
		}
		size, err := s.qs.Stats(ctx, true)
		if err != nil {
			return problems, err
		}
		if stray := size.Quads.Value - inArticles - ofSchema; stray != 0 {
			problems = append(problems, fmt.Sprintf("%d quads belong to no article", stray))
		}
		return problems, nil
	})
}

// checkRecord checks the n quads of an article that has been read as r, but not what is joined across articles. Keys are
// problems of the quads by which others find what is in it, which follow from the rest.
func (s *Store) checkRecord(ctx context.Context, r *Record) (problems, keys []string, n int64, err error) {
	id := r.Article.ID
	report := func(format string, args ...any) {
		problems = append(problems, "article "+id+": "+fmt.Sprintf(format, args...))
	}
	sum := sha256.Sum256([]byte(r.Article.Text))
	if got := hex.EncodeToString(sum[:]); r.Article.SHA256 != "" && r.Article.SHA256 != got {
		report("its text has the hash %s, not %s", got, r.Article.SHA256)
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		if c.Start < 0 || c.End < c.Start || c.End > len(r.Article.Text) {
			report("claim %s: %d:%d lies outside the text", c.ID, c.Start, c.End)
		} else if r.Article.Text[c.Start:c.End] != c.Sentence {
			report("claim %s: the text at %d:%d is not its sentence", c.ID, c.Start, c.End)
		}
	}
	edges := make(map[quad.Quad]bool)
	for i := range r.Claims {
		c := &r.Claims[i]
		if !c.Edge {
			continue
		}
		q := quad.Quad{Subject: entityIRI(c.Subject), Predicate: quad.IRI(c.Relation.IRI()), Object: entityIRI(c.Object), Label: articleIRI(id)}
		edges[q] = false
		if symmetric(s.schema(), c.Relation) {
			q.Subject, q.Object = q.Object, q.Subject
			edges[q] = false
		}
	}
	err = s.scan(ctx, quad.Quad{Label: articleIRI(id)}, func(q quad.Quad) error {
		n++
		if wrong := checkMonth(q, r.Article.Date); wrong != "" {
			keys = append(keys, "article "+id+": "+wrong)
		}
		if p, ok := q.Predicate.(quad.IRI); ok && strings.HasPrefix(string(p), schema.RelPrefix) {
			if _, ok := edges[q]; !ok {
				report("no claim is behind the edge %s %s %s", q.Subject, q.Predicate, q.Object)
			}
			edges[q] = true
		}
		return nil
	})
	for q, there := range edges {
		if !there {
			report("a claim has no edge %s %s %s", q.Subject, q.Predicate, q.Object)
		}
	}
	slices.Sort(problems)
	slices.Sort(keys)
	return problems, keys, n, err
}
