package graph

import (
	"maps"
	"slices"

	"kg/resolve/join"
	"kg/schema"
)

// alone is what the article of a record would contribute if it were the only one: a thing that is joined with one of
// other articles has the id, label and class of its own again. It is r itself where nothing is joined.
func alone(r *Record) *Record {
	ids := map[string]string{}
	for i := range r.Entities {
		if e := &r.Entities[i]; e.AloneID != "" {
			ids[e.ID] = e.AloneID
		}
	}
	if len(ids) == 0 {
		return r
	}
	out := renamed(r, ids)
	for i := range out.Entities {
		e := &out.Entities[i]
		if e.AloneID == "" {
			continue
		}
		e.Label, e.Class = e.AloneLabel, e.AloneClass
		e.Aliases = slices.DeleteFunc(slices.Clone(e.Aliases), func(a string) bool { return a == e.AloneLabel })
		e.AloneID, e.AloneLabel, e.AloneClass = "", "", ""
	}
	return out
}

// joined is r, which is as alone gives it, with the things that are one with those of other articles under their ids.
func joined(r *Record, decisions []join.Decision) *Record {
	ids, to := map[string]string{}, map[string]join.Decision{}
	for _, d := range decisions {
		if d.ID != "" {
			ids[d.Thing], to[d.Thing] = d.ID, d
		}
	}
	if len(ids) == 0 {
		return r
	}
	out := renamed(r, ids)
	for i := range out.Entities {
		e, own := &out.Entities[i], &r.Entities[i]
		if ids[own.ID] == "" {
			continue
		}
		e.AloneID, e.AloneLabel, e.AloneClass = own.ID, own.Label, own.Class
		if label := to[own.ID].Label; label != own.Label {
			e.Aliases = append(slices.Clone(e.Aliases), own.Label)
			slices.Sort(e.Aliases)
			e.Label = label
		}
		e.Class = schema.ClassID(to[own.ID].Class)
	}
	return out
}

// renamed is a copy of r in which entities have other ids.
func renamed(r *Record, ids map[string]string) *Record {
	rename := func(id *string) {
		if to, ok := ids[*id]; ok {
			*id = to
		}
	}
	out := *r
	out.Entities, out.Claims = slices.Clone(r.Entities), slices.Clone(r.Claims)
	for i := range out.Entities {
		e := &out.Entities[i]
		rename(&e.ID)
		rename(&e.Country)
		e.StandsFor = slices.Clone(e.StandsFor)
		for k := range e.StandsFor {
			rename(&e.StandsFor[k])
		}
	}
	for i := range out.Claims {
		c := &out.Claims[i]
		rename(&c.Subject)
		rename(&c.Object)
		rename(&c.SaidBy)
		rename(&c.Place)
	}
	return &out
}

// things is what a record, as alone gives it, shows of its things.
func things(r *Record) *join.Article {
	a := &join.Article{ID: r.Article.ID, Day: join.Day(r.Article.Date)}
	any := false
	speaks := map[string]bool{}
	for i := range r.Claims {
		speaks[r.Claims[i].SaidBy] = true
	}
	for i := range r.Entities {
		e := &r.Entities[i]
		any = any || len(e.Bears)+len(e.Seeks) > 0
		a.Things = append(a.Things, join.Thing{
			ID: e.ID, Label: e.Label, Class: string(e.Class), Country: e.Country, Bears: e.Bears, Seeks: e.Seeks, Marks: e.Marks,
			Known: len(e.ExactMatch) > 0, Speaks: speaks[e.ID],
		})
	}
	if any {
		a.Topic = topic(&r.Article)
	}
	return a
}

func topic(a *Article) join.Topic { return join.NewTopic(a.Title + "\n" + a.Text) }

// sameJoins reports whether decisions join just what is joined in r.
func sameJoins(r *Record, decisions []join.Decision) bool {
	have, want := map[string][3]string{}, map[string][3]string{}
	for i := range r.Entities {
		if e := &r.Entities[i]; e.AloneID != "" {
			have[e.AloneID] = [3]string{e.ID, e.Label, string(e.Class)}
		}
	}
	for _, d := range decisions {
		if d.ID != "" {
			want[d.Thing] = [3]string{d.ID, d.Label, d.Class}
		}
	}
	return maps.Equal(have, want)
}
