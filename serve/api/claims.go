package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kg/graph"
	"kg/schema"
)

// scoped makes sure that a request asks for a part of the graph.
func scoped(f graph.Filter) error {
	if f.Entity == "" && f.Subject == "" && f.Object == "" && f.Article == "" && f.SaidBy == "" && len(f.Relations) == 0 {
		return badParameter("entity", "an entity, subject, object, article, relation or said_by is required")
	}
	return nil
}

// found gives the claims that a request wants.
func (s *server) found(ctx context.Context, q *query) (*graph.Found, error) {
	f := s.filter(q)
	if err := scoped(f); err != nil {
		return nil, err
	}
	return s.reader.Claims(ctx, f)
}

// dated is a claim with its day.
type dated struct {
	*graph.Statement
	day string
}

// days orders claims by day, claims of no day last.
func (s *server) days(ctx context.Context, claims []graph.Statement, later func(a, b string) int) ([]dated, error) {
	out := make([]dated, len(claims))
	for i := range claims {
		a, err := s.reader.Info(ctx, claims[i].Article)
		if err != nil {
			return nil, err
		}
		out[i] = dated{&claims[i], claims[i].Day(a)}
	}
	slices.SortStableFunc(out, func(a, b dated) int {
		if (a.day == "") != (b.day == "") {
			return cmp.Compare(b.day, a.day)
		}
		return later(a.day, b.day)
	})
	return out, nil
}

func newest(a, b string) int { return strings.Compare(b, a) }
func oldest(a, b string) int { return strings.Compare(a, b) }

// page gives limit claims from the one numbered offset.
func (s *server) page(ctx context.Context, claims []graph.Statement, offset, limit int, order func(a, b string) int) ([]Claim, error) {
	list, err := s.days(ctx, claims, order)
	if err != nil {
		return nil, err
	}
	list = list[min(offset, len(list)):]
	list = list[:min(limit, len(list))]
	out := make([]Claim, len(list))
	for i, d := range list {
		if out[i], err = s.claim(ctx, d.Statement); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Claims is a page of claims.
type Claims struct {
	Items []Claim `json:"items"`
	Total int     `json:"total"`
	Exact bool    `json:"exact" doc:"false where there are more than total"`
	Next  string  `json:"next,omitempty" doc:"address of the next page"`
}

func (s *server) claimsPage(ctx context.Context, q *query, found *graph.Found, order func(a, b string) int) (*Claims, error) {
	offset, limit := q.number("offset"), q.number("limit")
	items, err := s.page(ctx, found.Claims, offset, limit, order)
	if err != nil {
		return nil, err
	}
	out := &Claims{Items: items, Total: len(found.Claims), Exact: found.Complete}
	if limit > 0 && offset+limit < out.Total {
		out.Next = q.next(offset + limit)
	}
	return out, nil
}

func claims(ctx context.Context, s *server, q *query) (*Claims, error) {
	found, err := s.found(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.claimsPage(ctx, q, found, newest)
}

func oneClaim(ctx context.Context, s *server, q *query) (*Claim, error) {
	st, err := s.reader.Claim(ctx, q.id("id", schema.ClaimPrefix))
	if err != nil {
		return nil, err
	}
	c, err := s.claim(ctx, st)
	if err != nil {
		return nil, err
	}
	out := []Claim{c}
	err = s.addContext(ctx, out)
	return &out[0], err
}

// addContext fills in what stands around the sentences.
func (s *server) addContext(ctx context.Context, claims []Claim) error {
	texts := make(map[string]string)
	for i := range claims {
		c := &claims[i]
		text, ok := texts[c.Article.ID]
		if !ok {
			a, err := s.reader.Store().Article(ctx, c.Article.ID)
			if err != nil {
				return err
			}
			text = a.Text
			texts[c.Article.ID] = text
		}
		c.Before, c.After = around(text, c.Start, c.End)
	}
	return nil
}

func evidence(ctx context.Context, s *server, q *query) (*Claims, error) {
	f := s.filter(q)
	f.Subject, f.Object = q.id("subject", schema.EntPrefix), q.id("object", schema.EntPrefix)
	found, err := s.reader.Between(ctx, f.Subject, f.Object, f)
	if err != nil {
		return nil, err
	}
	if !q.yes("either") {
		found.Claims = slices.DeleteFunc(found.Claims, func(c graph.Statement) bool {
			rel, ok := s.reader.Schema().Relation(c.Relation)
			return c.Subject != f.Subject && (!ok || !rel.Symmetric)
		})
	}
	out, err := s.claimsPage(ctx, q, found, newest)
	if err != nil {
		return nil, err
	}
	return out, s.addContext(ctx, out.Items)
}

// Fact is a link with what its ends are called.
type Fact struct {
	Link
	SubjectRef Ref `json:"subjectRef"`
	ObjectRef  Ref `json:"objectRef"`
}

// Facts is a page of facts.
type Facts struct {
	Items []Fact `json:"items"`
	Total int    `json:"total"`
	Exact bool   `json:"exact" doc:"false where there are more than total"`
	Next  string `json:"next,omitempty" doc:"address of the next page"`
}

func facts(ctx context.Context, s *server, q *query) (*Facts, error) {
	found, err := s.found(ctx, q)
	if err != nil {
		return nil, err
	}
	ls, err := s.reader.Links(ctx, found.Claims)
	if err != nil {
		return nil, err
	}
	out := &Facts{Items: []Fact{}, Total: len(ls), Exact: found.Complete}
	offset, limit := q.number("offset"), q.number("limit")
	ls = ls[min(offset, len(ls)):]
	ls = ls[:min(limit, len(ls))]
	if out.Items, err = s.factsOf(ctx, ls); err != nil {
		return nil, err
	}
	if limit > 0 && offset+limit < out.Total {
		out.Next = q.next(offset + limit)
	}
	return out, nil
}

func (s *server) factsOf(ctx context.Context, ls []graph.Link) ([]Fact, error) {
	out := make([]Fact, len(ls))
	for i := range ls {
		f := Fact{Link: s.link(&ls[i])}
		var err error
		if f.SubjectRef, err = s.ref(ctx, f.Subject); err != nil {
			return nil, err
		}
		if f.ObjectRef, err = s.ref(ctx, f.Object); err != nil {
			return nil, err
		}
		out[i] = f
	}
	return out, nil
}

// Timeline is a page of claims by day, and how many there are for each month.
type Timeline struct {
	Claims
	Months  []Month `json:"months" doc:"of all pages together, those without claims left out"`
	Undated int     `json:"undated" doc:"claims of no day, which come last"`
}

// Month is how many claims are of one month.
type Month struct {
	Month  string `json:"month" doc:"2016-08"`
	Claims int    `json:"claims"`
}

func timeline(ctx context.Context, s *server, q *query) (*Timeline, error) {
	found, err := s.found(ctx, q)
	if err != nil {
		return nil, err
	}
	list, err := s.days(ctx, found.Claims, oldest)
	if err != nil {
		return nil, err
	}
	out := &Timeline{Months: []Month{}}
	for _, d := range list {
		if len(d.day) < 7 {
			out.Undated++
			continue
		}
		m := d.day[:7]
		if n := len(out.Months); n == 0 || out.Months[n-1].Month != m {
			out.Months = append(out.Months, Month{Month: m})
		}
		out.Months[len(out.Months)-1].Claims++
	}
	page, err := s.claimsPage(ctx, q, found, oldest)
	if err != nil {
		return nil, err
	}
	out.Claims = *page
	return out, nil
}

// Contradictions is what some claims affirm and others deny.
type Contradictions struct {
	Items []Contradiction `json:"items"`
	Total int             `json:"total"`
	Exact bool            `json:"exact" doc:"false where there may be more than total"`
	Next  string          `json:"next,omitempty" doc:"address of the next page"`
}

// Contradiction is one such relation between two entities.
type Contradiction struct {
	Subject  Ref               `json:"subject"`
	Relation schema.RelationID `json:"relation"`
	Label    string            `json:"label"`
	Object   Ref               `json:"object"`
	Affirmed []Claim           `json:"affirmed"`
	Denied   []Claim           `json:"denied"`
}

func contradictions(ctx context.Context, s *server, q *query) (*Contradictions, error) {
	f := s.filter(q)
	f.Entity = q.id("entity", schema.EntPrefix)
	f.Named, f.Polarity, f.Status = true, "", nil
	found, err := s.reader.Claims(ctx, f)
	if err != nil {
		return nil, err
	}
	type key struct{ subject, relation, object string }
	type sides struct{ affirmed, denied []graph.Statement }
	all := make(map[key]*sides)
	for _, c := range found.Claims {
		k := key{c.Subject, string(c.Relation), c.Object}
		if _, symmetric := s.relationLabel(c.Relation, ""); symmetric && k.object < k.subject {
			k.subject, k.object = k.object, k.subject
		}
		side := all[k]
		if side == nil {
			side = &sides{}
			all[k] = side
		}
		if c.Status() == graph.StatusDenied {
			side.denied = append(side.denied, c)
		} else {
			side.affirmed = append(side.affirmed, c)
		}
	}
	var keys []key
	for k, side := range all {
		if len(side.affirmed) > 0 && len(side.denied) > 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.relation, b.relation), cmp.Compare(a.object, b.object))
	})
	out := &Contradictions{Items: []Contradiction{}, Total: len(keys), Exact: found.Complete}
	offset, limit := q.number("offset"), q.number("limit")
	if limit > 0 && offset+limit < out.Total {
		out.Next = q.next(offset + limit)
	}
	keys = keys[min(offset, len(keys)):]
	for _, k := range keys[:min(limit, len(keys))] {
		c := Contradiction{Relation: schema.RelationID(k.relation)}
		c.Label, _ = s.relationLabel(c.Relation, "")
		if c.Subject, err = s.ref(ctx, k.subject); err != nil {
			return nil, err
		}
		if c.Object, err = s.ref(ctx, k.object); err != nil {
			return nil, err
		}
		if c.Affirmed, err = s.page(ctx, all[k].affirmed, 0, maxSide, newest); err != nil {
			return nil, err
		}
		if c.Denied, err = s.page(ctx, all[k].denied, 0, maxSide, newest); err != nil {
			return nil, err
		}
		out.Items = append(out.Items, c)
	}
	return out, nil
}

// maxSide is how many claims are shown on each side of a contradiction.
const maxSide = 10
