package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kg/graph"
	"kg/schema"
)

type factsArgs struct {
	Entity    string   `json:"entity" doc:"id or name of an entity on either side"`
	Subject   string   `json:"subject" doc:"id or name of who does it"`
	Object    string   `json:"object" doc:"id or name of to whom it is done"`
	Article   string   `json:"article" doc:"id of an article: what it says"`
	Relation  string   `json:"relation" doc:"id of a relation, such as meets, supports, accuses; narrower ones are included"`
	Status    []string `json:"status" doc:"any where it is absent" enum:"fact|stated|reported|intended|uncertain|denied"`
	From      string   `json:"from" doc:"on this day or later, 2016-08-26"`
	To        string   `json:"to" doc:"on this day or earlier"`
	Publisher string   `json:"publisher" doc:"of the article"`
	Open      bool     `json:"open" doc:"also what is said in words for which the schema has no relation"`
	Sentences int      `json:"sentences" doc:"for each fact at the most, 2 where it is absent" max:"20"`
	Limit     int      `json:"limit" doc:"facts at the most, 30 where it is absent" max:"500"`
	Offset    int      `json:"offset" doc:"facts to leave out at the start" max:"20000"`
	bounded
}

// filter is the claims that are wanted. notes tell who else a name might mean.
func (a *factsArgs) filter(ctx context.Context, v *view) (f graph.Filter, notes []string, err error) {
	if a.Entity == "" && a.Subject == "" && a.Object == "" && a.Relation == "" && a.Article == "" {
		return f, nil, wrongCall("facts: an entity, subject, object, relation or article is required")
	}
	f = graph.Filter{From: a.From, To: a.To, Publisher: a.Publisher, Status: a.Status, Named: !a.Open,
		Article: strings.TrimPrefix(strings.Trim(a.Article, "<> "), schema.ArtPrefix)}
	for _, day := range []struct{ name, value string }{{"from", a.From}, {"to", a.To}} {
		if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
			return f, nil, wrongCall("%s: not a day such as 2016-08-26", day.name)
		}
	}
	for _, end := range []struct {
		name string
		to   *string
	}{{a.Entity, &f.Entity}, {a.Subject, &f.Subject}, {a.Object, &f.Object}} {
		if end.name == "" {
			continue
		}
		n, note, err := v.find(ctx, end.name)
		if err != nil {
			return f, nil, err
		}
		if *end.to = n.ID; note != "" {
			notes = append(notes, note)
		}
	}
	if a.Relation != "" {
		id := schema.RelationID(strings.TrimPrefix(a.Relation, schema.RelPrefix))
		if _, ok := v.Schema().Relation(id); !ok {
			var all []string
			for _, r := range v.Schema().Relations() {
				all = append(all, string(r.ID))
			}
			return f, nil, wrongCall("relation: there is no %q; there is %s", cut(a.Relation, 50), strings.Join(all, ", "))
		}
		f.Relations = append([]schema.RelationID{id}, v.Schema().Narrower(id)...)
	}
	return f, notes, nil
}

func facts(ctx context.Context, v *view, a *factsArgs) (string, error) {
	f, notes, err := a.filter(ctx, v)
	if err != nil {
		return "", err
	}
	found, err := v.Claims(ctx, f)
	if err != nil {
		return "", err
	}
	links, err := v.Links(ctx, found.Claims)
	if err != nil {
		return "", err
	}
	out := newBudget(a.MaxTokens)
	for _, note := range notes {
		out.add("[" + note + "]\n")
	}
	if len(links) == 0 {
		out.add("nothing is said of that\n")
		return out.String(), nil
	}
	claims := map[factKey][]*graph.Statement{}
	for i := range found.Claims {
		k := v.key(&found.Claims[i])
		claims[k] = append(claims[k], &found.Claims[i])
	}
	shown := 0
	rest := links[min(a.Offset, len(links)):]
	for i := range rest[:min(orDefault(a.Limit, 30), len(rest))] {
		l := &rest[i]
		block, err := v.fact(ctx, l, claims[factKey{l.Subject, l.Relation, l.Lemma, l.Object, l.Status}], orDefault(a.Sentences, 2))
		if err != nil {
			return "", err
		}
		if !out.add(block) {
			break
		}
		shown++
	}
	if end := min(a.Offset, len(links)) + shown; end < len(links) {
		out.note("%d of %d facts left out: go on with offset %d, or narrow it down by relation, status or day", len(links)-end, len(links), end)
	}
	if !found.Complete {
		out.note("only the first %d claims were looked at", graph.MaxClaims)
	}
	return out.String(), nil
}

// factKey tells links apart.
type factKey struct {
	subject  string
	relation schema.RelationID
	lemma    string
	object   string
	status   string
}

// key is the link that a claim belongs to, as graph.Reader.Links has it.
func (v *view) key(c *graph.Statement) factKey {
	k := factKey{c.Subject, c.Relation, "", c.Object, c.Status()}
	if c.Relation == "" {
		k.lemma = c.Lemma
	}
	if r, ok := v.Schema().Relation(c.Relation); ok && r.Symmetric && k.object < k.subject {
		k.subject, k.object = k.object, k.subject
	}
	return k
}

// fact is a fact with its sentences, the newest first, each once.
func (v *view) fact(ctx context.Context, l *graph.Link, claims []*graph.Statement, sentences int) (string, error) {
	subject, err := v.Node(ctx, l.Subject)
	if err != nil {
		return "", err
	}
	object, err := v.Node(ctx, l.Object)
	if err != nil {
		return "", err
	}
	days := ""
	if l.First != "" {
		if days = ", " + l.First; l.Last != l.First {
			days += " to " + l.Last
		}
	}
	out := fmt.Sprintf("%s — %s — %s [%s, %s in %s%s]\n", named(subject), v.label(l.Relation, l.Lemma), named(object), l.Status,
		count(l.Claims, "claim"), count(l.Articles, "article"), days)
	text, err := v.sentences(ctx, claims, sentences)
	return out + text, err
}

// sentences are those of claims, the newest first, each once, n at the most.
func (v *view) sentences(ctx context.Context, claims []*graph.Statement, n int) (string, error) {
	type dated struct {
		*graph.Statement
		day string
	}
	var list []dated
	for _, c := range claims {
		a, err := v.Info(ctx, c.Article)
		if err != nil {
			return "", err
		}
		list = append(list, dated{c, c.Day(a)})
	}
	slices.SortStableFunc(list, func(a, b dated) int { return strings.Compare(b.day, a.day) })
	var out strings.Builder
	seen := map[string]bool{}
	for _, c := range list {
		text := line(c.Sentence)
		if seen[text] {
			continue
		}
		if len(seen) == n {
			break
		}
		seen[text] = true
		source, err := v.source(ctx, c.Article)
		if err != nil {
			return "", err
		}
		said := ""
		if c.SaidBy != "" {
			n, err := v.Node(ctx, c.SaidBy)
			if err != nil {
				return "", err
			}
			said = ", said by " + line(n.Label)
		}
		fmt.Fprintf(&out, "  \"%s\" (%s%s)\n", text, source, said)
	}
	return out.String(), nil
}
