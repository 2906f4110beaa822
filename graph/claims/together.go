package claims

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// ArticleAbout is an article and how many of its claims are about someone.
type ArticleAbout struct {
	ID        string
	Published string // day, "" where it is not known
	Claims    int
}

// ArticlesAbout gives the articles that claim something of one of the entities, those of the most claims first, of
// several the earlier: those published in a span of days, either end of which may be empty, at most limit, 0 being all.
func (r *Reader) ArticlesAbout(ctx context.Context, entities []string, since, until string, limit int) ([]ArticleAbout, error) {
	rows, err := r.articlesAbout(ctx, entities)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(x articleAbout) bool { return x.day < since || until != "" && (x.day == "" || x.day > until) })
	rows, err = top(rows, limit, func(a, b articleAbout) int {
		return cmp.Or(cmp.Compare(b.claims, a.claims), strings.Compare(a.day, b.day))
	}, func(x articleAbout) (string, error) { return r.Text(x.article) })
	if err != nil {
		return nil, err
	}
	out := make([]ArticleAbout, len(rows))
	for i, x := range rows {
		out[i] = ArticleAbout{Published: x.day, Claims: x.claims}
		if out[i].ID, err = r.Text(x.article); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// articlesAbout is all articles that claim something of one of the entities.
func (r *Reader) articlesAbout(ctx context.Context, entities []string) (rows []articleAbout, err error) {
	ns, err := r.numbers(entities)
	if err != nil {
		return nil, err
	}
	if r.d != nil && len(ns) <= manyEntities {
		if rows, err = r.latestArticles(ctx, ns, 0); err != nil {
			return nil, err
		}
		return rows, r.countOnce(ctx, ns, rows)
	}
	ms, err := r.mentions(ctx, ns, []uint64{r.p.subject, r.p.object})
	if err != nil {
		return nil, err
	}
	days, err := r.publication(ctx, ms)
	if err != nil {
		return nil, err
	}
	count := make(map[uint64]int)
	for _, m := range ms {
		count[m.article]++
	}
	for a, n := range count {
		rows = append(rows, articleAbout{a, days[a], n})
	}
	return rows, nil
}

// manyEntities is how many entities are too many to ask for the claims between each two of them.
const manyEntities = 16

// countOnce corrects how many claims of articles are about entities, where a claim about two of them was counted for each.
func (r *Reader) countOnce(ctx context.Context, entities []uint64, rows []articleAbout) error {
	twice := make(map[uint64]int) // by article
	for _, a := range entities {
		for _, b := range entities {
			if a == b {
				continue
			}
			for row, err := range r.d.Rows(ctx, rowBetween, []uint64{a, b}, nil, false) {
				if err != nil {
					return err
				}
				twice[row.Label]++
			}
		}
	}
	for i := range rows {
		rows[i].claims -= twice[rows[i].article]
	}
	return nil
}

// publication is the days on which the articles of mentions were published.
func (r *Reader) publication(ctx context.Context, ms []mention) (map[uint64]string, error) {
	articles := make(map[uint64]string)
	for _, m := range ms {
		articles[m.article] = ""
	}
	err := r.loadArticles(ctx, dayOf, len(articles), func(yield func(uint64) bool) {
		for a := range articles {
			if !yield(a) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for a := range articles {
		if articles[a], err = r.day(a); err != nil {
			return nil, err
		}
	}
	return articles, nil
}

// Together is an entity that is named in the articles about another: in how many, and in how many of the sentences
// about that other.
type Together struct {
	ID                  string
	Articles, Sentences int
}

// NamedTogether gives the entities that claims of the latest articles about one of who name, those in the most
// articles first, at most limit. It looks at so many articles, 0 being all.
func (r *Reader) NamedTogether(ctx context.Context, who []string, articles, limit int) ([]Together, error) {
	ns, err := r.numbers(who)
	if err != nil {
		return nil, err
	}
	var latest []articleAbout
	if r.d != nil {
		latest, err = r.latestArticles(ctx, ns, articles)
	} else {
		latest, err = r.articlesAbout(ctx, who)
	}
	if err != nil {
		return nil, err
	}
	latest, err = top(latest, articles, func(a, b articleAbout) int { return strings.Compare(b.day, a.day) }, func(x articleAbout) (string, error) {
		text, err := r.Text(x.article)
		return backwards(text), err
	})
	if err != nil {
		return nil, err
	}
	type counts struct {
		articles, sentences int
		article             uint64          // in hand
		in                  map[uint64]bool // sentences of it, by where they start
	}
	of := make(map[uint64]*counts)
	for _, x := range latest {
		a := x.article
		own, err := r.placesIn(ctx, a)
		if err != nil {
			return nil, err
		}
		mine := make(map[uint64]bool) // sentences about who
		for _, c := range own {
			if slices.Contains(ns, c.subject) || slices.Contains(ns, c.object) {
				mine[c.start] = true
			}
		}
		for _, c := range own {
			for _, e := range []uint64{c.subject, c.object} {
				if e == 0 || slices.Contains(ns, e) {
					continue
				}
				n := of[e]
				if n == nil {
					n = &counts{}
					of[e] = n
				}
				if n.article != a {
					n.article, n.in = a, make(map[uint64]bool)
					n.articles++
				}
				if mine[c.start] && !n.in[c.start] {
					n.in[c.start] = true
					n.sentences++
				}
			}
		}
	}
	rows := make([]uint64, 0, len(of))
	for e := range of {
		rows = append(rows, e)
	}
	rows, err = top(rows, limit, func(a, b uint64) int {
		return cmp.Or(cmp.Compare(of[b].articles, of[a].articles), cmp.Compare(of[b].sentences, of[a].sentences))
	}, r.Text)
	if err != nil {
		return nil, err
	}
	out := make([]Together, len(rows))
	for i, e := range rows {
		out[i] = Together{Articles: of[e].articles, Sentences: of[e].sentences}
		if out[i].ID, err = r.Text(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// placesIn reads of the claims of an article who is named in them, and where they start: all quads of an article lie side by side.
func (r *Reader) placesIn(ctx context.Context, article uint64) (own []claim, err error) {
	var c claim
	add := func() {
		if c.subject != 0 || c.object != 0 {
			own = append(own, c)
		}
	}
	err = r.n.Each(ctx, [4]uint64{0, 0, 0, article}, func(k [4]uint64) bool {
		if k[0] != c.id {
			add()
			c = claim{id: k[0], article: article}
		}
		switch k[1] {
		case r.p.subject:
			c.subject = cmp.Or(c.subject, k[2])
		case r.p.object:
			c.object = cmp.Or(c.object, k[2])
		case r.p.start:
			c.start = cmp.Or(c.start, k[2])
		}
		return true
	})
	add()
	return own, err
}

// backwards is a text that sorts the other way round than s among texts of one length or another.
func backwards(s string) string {
	b := make([]byte, len(s)+1)
	for i := range len(s) {
		b[i] = ^s[i]
	}
	b[len(s)] = 0xff
	return string(b)
}
