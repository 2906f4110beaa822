package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
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

type pathArgs struct {
	From  string `json:"from" doc:"id or name of an entity" need:"1"`
	To    string `json:"to" doc:"id or name of an entity" need:"1"`
	Steps int    `json:"steps" doc:"how long at the most, 6 where it is absent" max:"8"`
	Limit int    `json:"limit" doc:"chains at the most, 3 where it is absent" max:"50"`
	bounded
}

func path(ctx context.Context, v *view, a *pathArgs) (string, error) {
	from, note, err := v.find(ctx, a.From)
	if err != nil {
		return "", err
	}
	to, alsoNote, err := v.find(ctx, a.To)
	if err != nil {
		return "", err
	}
	limit := orDefault(a.Limit, 3)
	paths, complete, err := v.Paths(ctx, from.ID, to.ID, orDefault(a.Steps, 6), limit)
	if err != nil {
		return "", err
	}
	out := newBudget(a.MaxTokens)
	for _, n := range []string{note, alsoNote} {
		if n != "" {
			out.add("[" + n + "]\n")
		}
	}
	if len(paths) == 0 {
		out.add(fmt.Sprintf("no chain of facts from %s to %s\n", named(from), named(to)))
	}
	for i, p := range paths {
		block, err := v.chain(ctx, &p)
		if err != nil {
			return "", err
		}
		if !out.add(block) {
			out.note("%d of %d chains left out for length", len(paths)-i, len(paths))
			break
		}
	}
	if len(paths) == limit {
		out.note("there may be more of this length: limit is %d", limit)
	}
	if !complete {
		out.note("the search had to leave something out")
	}
	return out.String(), nil
}

// chain is a path, a line for each step with a sentence of it.
func (v *view) chain(ctx context.Context, p *graph.Path) (string, error) {
	var labels []string
	for _, n := range p.Nodes {
		labels = append(labels, line(n.Label))
	}
	out := strings.Join(labels, " → ") + "\n"
	for i, steps := range p.Steps {
		for j, s := range steps {
			subject, object := p.Nodes[i], p.Nodes[i+1]
			if !s.Forward {
				subject, object = object, subject
			}
			out += fmt.Sprintf(" %d. %s — %s — %s [%s]\n", i+1, named(subject), v.label(s.Relation, ""), named(object), count(s.Articles, "article"))
			if j > 0 {
				continue
			}
			found, err := v.Between(ctx, subject.ID, object.ID, graph.Filter{Relations: []schema.RelationID{s.Relation}, Status: []string{graph.StatusFact}})
			if err != nil {
				return "", err
			}
			var claims []*graph.Statement
			for k := range found.Claims {
				if c := &found.Claims[k]; c.Subject == subject.ID || s.Both {
					claims = append(claims, c)
				}
			}
			text, err := v.sentences(ctx, claims, 1)
			if err != nil {
				return "", err
			}
			out += text
		}
	}
	return out, nil
}

type listArgs struct {
	Name string `json:"name" doc:"of one query, to be described in full"`
	bounded
}

func listQueries(_ context.Context, v *view, a *listArgs) (string, error) {
	if v.library == nil {
		return "there are no saved queries", nil
	}
	out := newBudget(a.MaxTokens)
	if a.Name != "" {
		q, err := v.library.Get(a.Name)
		if err != nil {
			return "", err
		}
		out.add(describe(q))
		return out.String(), nil
	}
	out.add("name(parameters, those with * are required): what it answers\n")
	all := v.library.List()
	for i, q := range all {
		var params []string
		for _, p := range q.Params {
			name := p.Name
			if p.Required {
				name += "*"
			}
			params = append(params, name)
		}
		if !out.add(fmt.Sprintf("%s(%s): %s\n", q.Name, strings.Join(params, ", "), line(q.Description))) {
			out.note("%d of %d queries left out; a larger max_tokens shows them", len(all)-i, len(all))
			break
		}
	}
	return out.String(), nil
}

// describe is a query with its parameters, columns and examples.
func describe(q *queries.Query) string {
	out := fmt.Sprintf("%s: %s\n", q.Name, line(q.Description))
	for _, p := range q.Params {
		typ := string(p.Type)
		if len(p.Values) > 0 {
			typ = strings.Join(p.Values, "|")
		}
		if p.Required {
			typ += ", required"
		}
		if p.Default != "" {
			typ += ", default " + p.Default
		}
		out += fmt.Sprintf("  parameter %s (%s): %s\n", p.Name, typ, line(p.Help))
	}
	for _, c := range q.Columns {
		out += fmt.Sprintf("  column %s: %s\n", c.Name, line(c.Help))
	}
	for _, e := range q.Examples {
		out += "  example: " + line(e) + "\n"
	}
	return out
}

type runArgs struct {
	Name   string         `json:"name" doc:"of the query" need:"1"`
	Params map[string]any `json:"params" doc:"its parameters by name; an entity is an id or a name"`
	Limit  int            `json:"limit" doc:"rows at the most, 50 where it is absent" max:"10000"`
	bounded
}

func runQuery(ctx context.Context, v *view, a *runArgs) (string, error) {
	if v.library == nil {
		return "", wrongCall("there are no saved queries")
	}
	params := make(map[string]string, len(a.Params))
	for name, value := range a.Params {
		switch value.(type) {
		case string, float64, bool:
			params[name] = strings.TrimSpace(fmt.Sprint(value))
		default:
			return "", wrongCall("params.%s: want a text, a number, true or false", cut(name, 50))
		}
	}
	answer, err := v.library.Run(ctx, v.Store().QuadStore(), a.Name, params, gizmo.Limits{Time: v.time})
	if err != nil {
		return "", err
	}
	out, limit := newBudget(a.MaxTokens), orDefault(a.Limit, 50)
	var columns []string
	for _, c := range answer.Columns {
		columns = append(columns, c.Name)
	}
	if len(columns) > 0 {
		out.add(strings.Join(columns, " | ") + "\n")
	}
	rows := 0
	for row, err := range answer.Rows {
		if err != nil {
			return "", err
		}
		if rows >= limit || !out.add(rowText(columns, row)) {
			out.note("there are more than these %s: a larger limit or max_tokens shows them, the query's parameters may narrow them down", count(rows, "row"))
			break
		}
		rows++
	}
	if rows == 0 && !out.full {
		out.note("no rows")
	}
	return out.String(), nil
}

// rowText is a row as a line: the values of the columns, or JSON where there are no columns. What a row has beside them is
// left out.
func rowText(columns []string, row gizmo.Row) string {
	if len(columns) == 0 || row.IsSingle() {
		return line(asJSON(row)) + "\n"
	}
	values := make([]string, len(columns))
	for i, name := range columns {
		switch v, _ := row.Get(name); v := v.(type) {
		case nil:
		case string:
			values[i] = line(v)
		default:
			values[i] = line(asJSON(v))
		}
	}
	return strings.Join(values, " | ") + "\n"
}

func asJSON(v any) string {
	b, err := encode(v)
	if err != nil {
		return "?"
	}
	return string(b)
}
