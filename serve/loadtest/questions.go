package loadtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// question is one that clients ask, so often among all others.
type question struct {
	name   string
	weight int
	ask    func(ctx context.Context, c *client) error
}

var questions = []question{
	{"search names", 20, askNames},
	{"search sentences", 1, askSentences},
	{"entity", 15, askEntity},
	{"facts and evidence", 20, askFacts},
	{"article", 10, askArticle},
	{"neighbourhood", 10, askNeighbourhood},
	{"timeline", 4, askTimeline},
	{"paths", 4, askPaths},
	{"saved query", 4, askSaved},
	{"stats", 4, askStats},
	{"latest articles", 4, askLatest},
	{"Gizmo", 4, askGizmo},
}

// claim is what is checked of a claim.
type claim struct {
	ID, Status, Phrase, Sentence, Day string
	Subject, Object                   *ref
	Start, End                        int
	Article                           ref
}

// check holds a claim to what must be true of every one.
func (k *claim) check() error {
	if strings.TrimSpace(k.Sentence) == "" || k.Article.ID == "" || k.End-k.Start != len(k.Sentence) {
		return wrong("claim %s has no sentence, or not in its place: %d to %d, %q of article %q", k.ID, k.Start, k.End, k.Sentence, k.Article.ID)
	}
	if k.Status == "fact" && (k.Subject == nil || k.Object == nil) {
		return wrong("claim %s is a fact without two ends", k.ID)
	}
	have := words(k.Sentence)
	for _, w := range words(k.Phrase) {
		if !slices.Contains(have, w) {
			return wrong("claim %s: %q of its phrase %q is not in its sentence %q", k.ID, w, k.Phrase, k.Sentence)
		}
	}
	return nil
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func askNames(ctx context.Context, c *client) error {
	who := c.someone()
	parts := words(who.Label)
	if len(parts) == 0 || strings.ContainsFunc(who.Label, func(r rune) bool { return r > unicode.MaxASCII }) {
		return nil
	}
	q := parts[c.rng.IntN(len(parts))]
	q = q[:min(len(q), 2+c.rng.IntN(6))]
	type hits struct {
		Items []struct {
			ref
			Name string
		}
		Total int
	}
	found, err := get[hits](ctx, c, "/search", "q", q, "limit", "10")
	for begin := time.Now(); err == nil && len(found.Items) == 0 && time.Since(begin) < patience && ctx.Err() == nil; {
		c.reportMu.Lock()
		c.report.Late++
		c.reportMu.Unlock()
		time.Sleep(200 * time.Millisecond)
		found, err = get[hits](ctx, c, "/search", "q", q, "limit", "10")
	}
	if err != nil {
		return err
	}
	if len(found.Items) == 0 && ctx.Err() != nil {
		return nil
	}
	if len(found.Items) == 0 || found.Total < len(found.Items) {
		return wrong("search %q finds %d of %d, and %q was there", q, len(found.Items), found.Total, who.Label)
	}
	for _, m := range found.Items {
		name := m.Label
		if m.Name != "" {
			name = m.Name
		}
		if strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
			continue // folded
		}
		if !slices.ContainsFunc(words(name), func(w string) bool { return strings.HasPrefix(w, q) }) {
			return wrong("search %q finds %q", q, name)
		}
	}
	return nil
}

func askSentences(ctx context.Context, c *client) error {
	who := c.someone()
	found, err := get[struct{ Sentences []struct{ Text string } }](ctx, c, "/search", "q", who.Label, "kind", "sentence", "limit", "5")
	if err != nil {
		return err
	}
	for _, s := range found.Sentences {
		if s.Text == "" {
			return wrong("an empty sentence for %q", who.Label)
		}
	}
	return nil
}

func askEntity(ctx context.Context, c *client) error {
	who := c.someone()
	e, err := get[struct {
		ref
		Articles            int
		AsSubject, AsObject int
		Positions           []claim
	}](ctx, c, "/entity", "id", who.ID)
	if err != nil {
		return err
	}
	if e.ID != who.ID || e.Label == "" || e.Articles < 1 {
		return wrong("entity %s is %+v", who.ID, e)
	}
	return checkAll(e.Positions)
}

func checkAll(claims []claim) error {
	for i := range claims {
		if err := claims[i].check(); err != nil {
			return err
		}
	}
	return nil
}

type fact struct {
	Subject, Object, Relation, Status string
	SubjectRef, ObjectRef             ref
	Claims                            int
}

func askFacts(ctx context.Context, c *client) error {
	who := c.someone()
	got, err := get[struct {
		Items []fact
		Total int
	}](ctx, c, "/facts", "entity", who.ID, "named", "true", "limit", "20")
	if err != nil || len(got.Items) == 0 {
		return err
	}
	for _, f := range got.Items {
		if f.Subject != who.ID && f.Object != who.ID || f.Claims < 1 {
			return wrong("facts of %s: %+v", who.ID, f)
		}
	}
	f := got.Items[c.rng.IntN(len(got.Items))]
	c.meet(f.SubjectRef)
	c.meet(f.ObjectRef)
	found, err := get[struct {
		Items []claim
		Total int
		Exact bool
	}](ctx, c, "/evidence", "subject", f.Subject, "object", f.Object, "relation", f.Relation, "status", f.Status)
	if err != nil {
		return err
	}
	if found.Exact && found.Total < f.Claims && !c.opt.Replaces {
		return wrong("%d claims behind %+v", found.Total, f)
	}
	return checkAll(found.Items)
}

func askArticle(ctx context.Context, c *client) error {
	c.mu.Lock()
	id := c.articles[c.rng.IntN(len(c.articles))]
	if n := len(c.claims); n > 0 && c.rng.IntN(2) == 0 {
		id = c.articles[len(c.articles)-1-c.rng.IntN(min(n, 20))] // loaded lately
	}
	want, loaded := c.claims[id]
	c.mu.Unlock()
	a, err := get[struct {
		ref
		Text   string
		Claims []claim
	}](ctx, c, "/article", "id", id)
	if err != nil {
		return err
	}
	if a.ID != id || loaded && len(a.Claims) != want && !c.opt.Replaces {
		return wrong("article %s, loaded with %d claims, has %d", id, want, len(a.Claims))
	}
	for i := range a.Claims {
		k := &a.Claims[i]
		if err := k.check(); err != nil {
			return err
		}
		if k.Start < 0 || k.End > len(a.Text) || a.Text[k.Start:k.End] != k.Sentence {
			return wrong("claim %s: its sentence does not stand in article %s", k.ID, id)
		}
		if k.Subject != nil {
			c.meet(*k.Subject)
		}
	}
	return nil
}

func askNeighbourhood(ctx context.Context, c *client) error {
	who := c.someone()
	n, err := get[struct {
		Centre ref
		Nodes  []ref
		Links  []fact
		Total  int
	}](ctx, c, "/neighbourhood", "id", who.ID, "limit", "30", "named", "true")
	if err != nil {
		return err
	}
	if n.Centre.ID != who.ID || len(n.Nodes) > 30 || n.Total < len(n.Nodes) {
		return wrong("%d of %d beside %s, asked for %s", len(n.Nodes), n.Total, n.Centre.ID, who.ID)
	}
	shown := map[string]bool{who.ID: true}
	for _, x := range n.Nodes {
		shown[x.ID] = true
	}
	for _, l := range n.Links {
		if !shown[l.Subject] || !shown[l.Object] || l.Claims < 1 {
			return wrong("around %s: a link of what is not shown, %+v", who.ID, l)
		}
	}
	return nil
}

func askTimeline(ctx context.Context, c *client) error {
	who := c.someone()
	t, err := get[struct {
		Items         []claim
		Months        []struct{ Claims int }
		Undated       int
		Total         int
		Exact, before bool
	}](ctx, c, "/timeline", "entity", who.ID, "limit", "50")
	if err != nil {
		return err
	}
	sum := t.Undated
	for _, m := range t.Months {
		sum += m.Claims
	}
	if sum != t.Total {
		return wrong("timeline of %s: %d claims by month, %d in all", who.ID, sum, t.Total)
	}
	dated := slices.DeleteFunc(slices.Clone(t.Items), func(k claim) bool { return k.Day == "" })
	if !slices.IsSortedFunc(dated, func(a, b claim) int { return strings.Compare(a.Day, b.Day) }) {
		return wrong("timeline of %s is not in order", who.ID)
	}
	return checkAll(t.Items)
}

func askPaths(ctx context.Context, c *client) error {
	a, b := c.someone(), c.someone()
	got, err := get[struct {
		Items []struct {
			Nodes []ref
			Steps [][]struct{ Articles int }
		}
	}](ctx, c, "/paths", "start", a.ID, "end", b.ID, "steps", "3", "limit", "3")
	if err != nil {
		return err
	}
	for _, p := range got.Items {
		if len(p.Nodes) == 0 || p.Nodes[0].ID != a.ID || p.Nodes[len(p.Nodes)-1].ID != b.ID || len(p.Steps) != len(p.Nodes)-1 {
			return wrong("a path from %s to %s: %+v", a.ID, b.ID, p)
		}
		for _, s := range p.Steps {
			if len(s) == 0 || s[0].Articles < 1 {
				return wrong("a path from %s to %s has a step without a fact", a.ID, b.ID)
			}
		}
	}
	return nil
}

func askSaved(ctx context.Context, c *client) error {
	who := c.someone()
	name, params := "what-did", []string{"p.name", "<ent:" + who.ID + ">", "p.limit", "20"}
	if c.rng.IntN(2) == 0 {
		name, params = "who-met-whom", []string{"p.who", "<ent:" + who.ID + ">", "p.limit", "20"}
	}
	got, err := get[struct {
		Columns []struct{ Name string }
		Rows    []map[string]any
	}](ctx, c, "/queries/"+name+"/rows", params...)
	if err != nil {
		return err
	}
	if len(got.Columns) == 0 || len(got.Rows) > 20 {
		return wrong("%s of %s: %d columns, %d rows", name, who.ID, len(got.Columns), len(got.Rows))
	}
	for _, row := range got.Rows {
		if s, _ := row["sentence"].(string); s == "" {
			return wrong("%s of %s: a row without a sentence, %v", name, who.ID, row)
		}
	}
	return nil
}

// rising holds counts to what has been seen before they were asked for.
func (c *client) rising(what string, floors []int64, now ...int64) error {
	for i, n := range now {
		if n < floors[i] {
			return wrong("%s: %d where %d had been seen", what, n, floors[i])
		}
	}
	return nil
}

func raise(floor interface {
	Load() int64
	CompareAndSwap(old, new int64) bool
}, n int64) {
	for {
		old := floor.Load()
		if n <= old || floor.CompareAndSwap(old, n) {
			return
		}
	}
}

func askStats(ctx context.Context, c *client) error {
	floors := []int64{c.floors[0].Load(), c.floors[1].Load(), c.floors[2].Load()}
	s, err := get[struct{ Articles, Claims, Facts int64 }](ctx, c, "/stats")
	if err != nil {
		return err
	}
	now := []int64{s.Articles, s.Claims, s.Facts}
	if c.opt.Replaces {
		now = now[:1]
	}
	if err := c.rising("articles, claims, facts", floors, now...); err != nil {
		return err
	}
	for i, n := range now {
		raise(&c.floors[i], n)
	}
	if s.Facts > s.Claims || s.Articles < 1 {
		return wrong("%+v", s)
	}
	return nil
}

func askLatest(ctx context.Context, c *client) error {
	floor := []int64{c.floors[3].Load()}
	got, err := get[struct {
		Items []struct{ ID, Date string }
		Total int64
	}](ctx, c, "/articles", "limit", "20")
	if err != nil {
		return err
	}
	if err := c.rising("articles listed", floor, got.Total); err != nil {
		return err
	}
	raise(&c.floors[3], got.Total)
	for i := 1; i < len(got.Items); i++ {
		if got.Items[i-1].Date < got.Items[i].Date {
			return wrong("the latest articles are not in order: %v", got.Items)
		}
	}
	return nil
}

func askGizmo(ctx context.Context, c *client) error {
	_, err := c.gizmo(ctx, Scripts[c.rng.IntN(len(Scripts))].Of(c.someone()))
	return err
}

// gizmo asks Cayley's route and gives the number of rows.
func (c *client) gizmo(ctx context.Context, script string) (rows int, err error) {
	b, err := c.do(ctx, http.MethodPost, "/api/v2/query?lang=gizmo", "text/plain", []byte(script))
	if err != nil {
		return 0, err
	}
	var got struct {
		Result []json.RawMessage
		Error  any
	}
	if err := json.Unmarshal(b, &got); err != nil || got.Error != nil {
		return 0, wrong("%s: %.200s", script, b)
	}
	return len(got.Result), nil
}

// Script is a question in Gizmo that any server of Cayley answers.
type Script struct{ Name, text string }

// Scripts are asked about entities; each has at most a hundred rows, as Cayley's server gives.
var Scripts = []Script{
	{"by label", `g.V().has("<rdfs:label>", LABEL).getLimit(100)`},
	{"whom it meets", `g.V(ID).out("<rel:meets>").getLimit(100)`},
	{"facts of both sides", `g.V(ID).both(["<rel:meets>", "<rel:supports>", "<rel:accuses>", "<rel:attacks>"]).unique().getLimit(100)`},
	{"claims about it", `g.V(ID).in("<kg:object>").getLimit(100)`},
	{"sentences", `g.V(ID).in("<kg:subject>").out("<kg:sentence>").getLimit(100)`},
}

// Of is the script about an entity.
func (s Script) Of(r ref) string {
	return strings.NewReplacer("ID", strconv.Quote("<ent:"+r.ID+">"), "LABEL", quoteJS(r.Label)).Replace(s.text)
}

func quoteJS(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return fmt.Sprintf("%q", s)
	}
	return string(b)
}
