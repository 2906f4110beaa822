package ingest

import (
	"slices"

	"kg/resolve"
	"kg/resolve/join"
)

// Decisions tells how each mention of the article came to its entity, with what the store has decided about its things
// across articles, see graph.Store.Joins.
func (x *Analysis) Decisions(joins []join.Decision) []resolve.Decision {
	out := slices.Clone(x.Resolution.Decisions)
	for i := range out {
		d := &out[i]
		k := slices.IndexFunc(joins, func(j join.Decision) bool { return j.Thing == d.Entity })
		if k < 0 {
			continue
		}
		d.Reason += "; across articles: " + joins[k].Reason
		d.Candidates = slices.Clone(d.Candidates)
		for _, c := range joins[k].Candidates {
			d.Candidates = append(d.Candidates, resolve.Candidate{Entity: c.ID, Score: float32(c.Score), Why: c.Why})
		}
		if joins[k].ID != "" {
			d.Entity = joins[k].ID
		}
	}
	return out
}
