package resolve

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/resolve/join"
)

// override changes a resolution as the ledger has it.
func (l *Ledger) override(r *Resolver, res *Resolution, d *nlp.Doc, claims []extract.Claim, article string) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if len(l.moved)+len(l.splits)+len(l.renamed) == 0 {
		return
	}
	old := map[string]*Entity{}
	for i := range res.Entities {
		old[res.Entities[i].ID] = &res.Entities[i]
	}
	where := func(id, words string) (string, []target) {
		to, why := l.where(id, article, words)
		if e := old[id]; to == id && e != nil && e.Class == "Person" {
			if t, ok := l.parted(e, article, words); ok {
				return t.id, append(why, t)
			}
		}
		return to, why
	}
	made := map[string]*Entity{}
	settled := map[string]bool{}  // what stays apart from the one whom it would be joined with
	from := map[string][]string{} // by new id: the old ones
	move := func(id, words string) string {
		if id == "" {
			return ""
		}
		to, why := where(id, words)
		if to == id && len(why) > 0 {
			settled[id] = true
		}
		if to != id {
			if made[to] == nil {
				made[to] = l.entity(r, to, old[id], why[len(why)-1])
			}
			if e := old[id]; e != nil && !slices.Contains(from[to], id) {
				from[to] = append(from[to], id)
			}
		}
		return to
	}
	used := map[string]bool{}
	ref := func(ref *Ref, a *extract.Arg) {
		if ref.Entity == "" {
			return
		}
		words := a.Text
		if a.Mention >= 0 && a.Mention < len(d.Mentions) {
			words = d.Slice(d.Mentions[a.Mention].Span)
		}
		ref.Entity = move(ref.Entity, words)
		used[ref.Entity] = true
	}
	for i := range res.Claims {
		c, out := &claims[i], &res.Claims[i]
		ref(&out.Subject, &c.Subject)
		ref(&out.Object, &c.Object)
		for k := range out.More {
			ref(&out.More[k], &c.More[k])
		}
		if c.Place != nil {
			ref(&out.Place, c.Place)
		}
		if c.Attribution != nil {
			ref(&out.Source, &c.Attribution.Source)
		}
	}
	for i, id := range res.Mentions {
		res.Mentions[i] = move(id, d.Slice(d.Mentions[i].Span))
	}
	for i := range res.Decisions {
		x := &res.Decisions[i]
		to, why := where(x.Entity, x.Text)
		for _, t := range why {
			x.Reason += fmt.Sprintf("; record %d of the ledger: %s", t.N, t.Op)
			if t.Note != "" {
				x.Reason += " (" + t.Note + ")"
			}
		}
		x.Entity = to
	}
	// What a moved entity was called is another name of what it is now; what it stood for and belongs to goes with it.
	for to, ids := range from {
		if e := old[to]; e != nil {
			made[to] = e
		}
		e := made[to]
		for _, id := range ids {
			o := old[id]
			e.Aliases = append(e.Aliases, o.Label)
			e.Aliases = append(e.Aliases, o.Aliases...)
			e.ExactMatch = union(e.ExactMatch, o.ExactMatch)
			e.StandsFor = union(e.StandsFor, o.StandsFor)
			if e.Country == "" {
				e.Country = o.Country
			}
			e.Bears = union(e.Bears, o.Bears)
			slices.Sort(e.Bears)
			if e.Sector == "" {
				e.Sector = o.Sector
			}
		}
	}
	all := map[string]*Entity{}
	for id, e := range old {
		all[id] = e
	}
	for id, e := range made {
		all[id] = e
	}
	for _, e := range all {
		if to, _ := l.where(e.Country, article, ""); to != e.Country {
			e.Country = to
		}
		e.StandsFor = slices.Clone(e.StandsFor)
		for i, s := range e.StandsFor {
			e.StandsFor[i], _ = l.where(s, article, "")
		}
	}
	keep := map[string]bool{}
	var mark func(id string)
	mark = func(id string) {
		if id == "" || keep[id] || all[id] == nil {
			return
		}
		keep[id] = true
		mark(all[id].Country)
		for _, s := range all[id].StandsFor {
			mark(s)
		}
	}
	for id := range used {
		mark(id)
	}
	res.Entities = res.Entities[:0:0]
	for id := range keep {
		e := *all[id]
		if t, ok := l.renamed[id]; ok {
			e.Aliases = append(slices.Clone(e.Aliases), e.Label)
			e.Label = t.Label
		}
		if settled[id] {
			e.Seeks = nil
		}
		if e.Class == "Person" {
			e.Marks = l.namesakes(&e)
		}
		e.Aliases = tidy(slices.Clone(e.Aliases), e.Label)
		res.Entities = append(res.Entities, e)
	}
	sort.Slice(res.Entities, func(i, j int) bool { return res.Entities[i].ID < res.Entities[j].ID })
}

// namesakes are the marks of a person, with those of what has been decided about namesakes: who they are only other articles
// tell, so it is done where these are looked at.
func (l *Ledger) namesakes(e *Entity) []string {
	marks := slices.Clone(e.Marks)
	for _, o := range l.moves {
		if o.Op == Merge && (join.Qualified(o.Other, e.ID) || o.Other == e.ID && join.Qualified(o.Entity, e.ID)) {
			marks = append(marks, join.MarkOne+o.Entity+" "+o.Other)
		}
	}
	for id, t := range l.renamed {
		if join.Qualified(id, e.ID) {
			marks = append(marks, join.MarkCalled+id+" "+t.Label)
		}
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}

// parted is the record in force that takes what e is in an article away from the one whom its name would join it with: a
// split of an entity that bears what e seeks, or of a namesake in this article.
func (l *Ledger) parted(e *Entity, article, words string) (t target, ok bool) {
	for _, o := range l.moves {
		if o.Op != Split || o.Article != "" && o.Article != article || o.Mention != "" && gazetteer.Key(o.Mention) != gazetteer.Key(words) {
			continue
		}
		if o.Article != "" && join.Qualified(o.Entity, e.ID) {
			t, ok = target{o, o.Into}, true
			continue
		}
		name, _, _ := strings.Cut(o.Entity, "_(")
		_, family := gazetteer.Parts(strings.ReplaceAll(name, "_", " "), "")
		for _, f := range gazetteer.FamilyKeys(family) {
			if slices.Contains(e.Seeks, join.PersonKey+f) {
				t, ok = target{o, o.Into}, true
			}
		}
	}
	return t, ok
}

// entity is what a record gives an entity that the article does not show by itself: what the gazetteer knows of it, else
// the label and class that the record has.
func (l *Ledger) entity(r *Resolver, id string, was *Entity, t target) *Entity {
	if e, ok := r.get(id); ok {
		return &Entity{ID: e.ID, Class: e.Class, Label: e.Label, ExactMatch: e.Match, Sector: e.Sector, Country: e.Country}
	}
	e := &Entity{ID: id, Class: t.Class, Label: t.Label}
	if e.Label == "" {
		e.Label = id
	}
	if e.Class == "" && was != nil {
		e.Class = was.Class
	}
	if e.Class == "" {
		e.Class = "Thing"
	}
	return e
}

// union is a and what b has beside it.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
