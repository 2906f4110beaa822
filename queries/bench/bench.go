// Package bench makes graphs of any size and measures the saved queries on them.
//
// The graphs are invented, but shaped like news: a few entities are in very many claims and most in one or two, an
// article has some thirty claims, a fifth of the claims are facts, some say the same as another.
package bench

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"time"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
	"kg/schema"
)

const perArticle = 30 // claims

// Records gives the articles of a graph of about so many claims. The same claims and seed give the same graph.
func Records(claims int, seed uint64) iter.Seq[*graph.Record] {
	return func(yield func(*graph.Record) bool) {
		m := newMaker(claims, seed)
		for i := 0; i*perArticle < claims; i++ {
			if !yield(m.article(i)) {
				return
			}
		}
	}
}

// Entities is how many entities a graph of so many claims draws from.
func Entities(claims int) int { return max(20, claims/6) }

// entity is one of the invented entities; the first ones are those that are named most.
func entity(i int) graph.Entity {
	e := graph.Entity{ID: fmt.Sprintf("E%d", i), Label: fmt.Sprintf("Entity %d", i), Aliases: []string{fmt.Sprintf("The %d", i)}}
	switch i % 10 {
	case 0:
		e.Class = "Country"
	case 1:
		e.Class, e.StandsFor = "City", []string{fmt.Sprintf("E%d", i-1)}
	case 2, 3:
		e.Class = "Organization"
	case 4:
		e.Class = "Group"
	default:
		e.Class, e.Country = "Person", fmt.Sprintf("E%d", i/10*10)
	}
	return e
}

type maker struct {
	r         *rand.Rand
	zipf      *rand.Zipf
	relations []schema.RelationID
}

func newMaker(claims int, seed uint64) *maker {
	r := rand.New(rand.NewPCG(seed, 1))
	m := &maker{r: r, zipf: rand.NewZipf(r, 1.2, 8, uint64(Entities(claims)-1))}
	for _, rel := range schema.Default().Relations() {
		m.relations = append(m.relations, rel.ID)
	}
	return m
}

func (m *maker) article(n int) *graph.Record {
	day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%2000).Format("2006-01-02")
	r := &graph.Record{Article: graph.Article{
		ID: fmt.Sprintf("a%d", n), Title: fmt.Sprintf("Report %d", n), Publisher: fmt.Sprintf("Paper %d", m.r.IntN(40)),
		URL: fmt.Sprintf("https://news.example/%d", n), Date: day, Language: "en", Engine: "bench",
	}}
	named := map[string]bool{}
	name := func(i int) string {
		e := entity(i)
		if !named[e.ID] {
			named[e.ID] = true
			r.Entities = append(r.Entities, e)
		}
		return e.ID
	}
	var text strings.Builder
	for c := range perArticle {
		i, j := int(m.zipf.Uint64()), int(m.zipf.Uint64())
		if i == j {
			j = i + 1
		}
		// The same two are mostly in the same relation, so that articles agree.
		rel := m.relations[(i*7+j*3+m.r.IntN(2))%len(m.relations)]
		claim := graph.Claim{
			ID: fmt.Sprintf("a%d-%d", n, c), Subject: name(i), Relation: rel, Object: name(j), Phrase: string(rel), Lemma: string(rel),
			Polarity: "affirmed", Modality: "asserted", Tense: "past", Confidence: float32(m.r.IntN(100)) / 100, Rule: "bench",
		}
		switch k := m.r.IntN(100); {
		case k < 20:
			claim.Edge = true
		case k < 24:
			claim.Polarity = "denied"
		case k < 34:
			claim.Modality = "possible"
		case k < 50:
			claim.SaidBy, claim.SaidWith = name(int(m.zipf.Uint64())), "say"
		case k < 55:
			claim.Object, claim.Literal = "", fmt.Sprintf("%d people", 10*m.r.IntN(50))
		}
		claim.Sentence = fmt.Sprintf("Entity %d is said to be in the relation %s with entity %d, as report %d has it.", i, rel, j, n)
		claim.Start = text.Len()
		claim.End = claim.Start + len(claim.Sentence)
		text.WriteString(claim.Sentence + "\n")
		r.Claims = append(r.Claims, claim)
	}
	r.Article.Text = text.String()
	return r
}

// Result is what one query took.
type Result struct {
	Query       string
	Median, P99 time.Duration
	CPU         time.Duration // of a call, on the average: what counts on a machine that others use too
	Rows        float64       // of an answer, on the average
	Failed      int           // calls that ended with an error: the time limit, an optional parameter that is wanted
}

// global are the queries that are called without an entity, about the whole graph.
var global = []string{"contradictions", "most-connected", "most-corroborated", "new-since", "orphans", "relations", "single-source", "speaks-for", "unresolved-groups", "who-met-whom"}

// Run asks every saved query so many times, about entities that are named often, seldom and hardly ever, or about the whole graph: the
// same each time, so that only the first call, which counts for the 99th percentile, meets cold files. claims is what the graph
// was made with.
func Run(ctx context.Context, lib *queries.Library, store *graph.Store, claims, calls int, limits gizmo.Limits) ([]Result, error) {
	var out []Result
	for _, q := range lib.List() {
		whole := slices.Contains(global, q.Name)
		r := rand.New(rand.NewPCG(7, 7))
		var times []time.Duration
		res := Result{Query: q.Name}
		used := cpuTime()
		for k := range calls {
			begin := time.Now()
			rows, err := call(ctx, lib, store, q, params(q, r, k, claims, whole), limits)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err != nil {
				res.Failed++
			}
			times = append(times, time.Since(begin))
			res.Rows += float64(rows) / float64(calls)
		}
		res.CPU = (cpuTime() - used) / time.Duration(calls)
		sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
		res.Median = times[len(times)/2]
		res.P99 = times[min(len(times)-1, int(math.Ceil(0.99*float64(len(times))))-1)]
		out = append(out, res)
	}
	return out, nil
}

func call(ctx context.Context, lib *queries.Library, store *graph.Store, q *queries.Query, p map[string]string, limits gizmo.Limits) (rows int, err error) {
	a, err := lib.Run(ctx, store.QuadStore(), q.Name, p, limits)
	if err != nil {
		return 0, err
	}
	for _, err := range a.Rows {
		if err != nil {
			return rows, err
		}
		rows++
	}
	return rows, nil
}

// params are the parameters of call k: an entity of one of four ranks of fame.
func params(q *queries.Query, r *rand.Rand, k, claims int, whole bool) map[string]string {
	out := map[string]string{}
	ranks := []int{1, 10, 100, 1000}
	for i, p := range q.Params {
		if whole && !p.Required || !p.Required && p.Type != queries.Entity {
			continue
		}
		switch p.Type {
		case queries.Entity:
			if !p.Required && i > 0 {
				continue
			}
			// The names of the last three quarters are often not drawn at all.
			last := max(2, Entities(claims)/4)
			low := min(ranks[k%len(ranks)], last-1)
			high := min(10*low, last)
			out[p.Name] = fmt.Sprintf("ent:E%d", low+r.IntN(max(1, high-low)))
		case queries.Date:
			out[p.Name] = "2020-01-01"
		case queries.Relation:
			out[p.Name] = "supports"
		case queries.Enum:
			out[p.Name] = p.Values[0]
		case queries.Number:
			out[p.Name] = "10"
		case queries.String:
			out[p.Name] = fmt.Sprintf("a%d", r.IntN(max(1, claims/perArticle)))
		}
	}
	return out
}
