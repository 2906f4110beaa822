package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/resolve/join"
	"kg/schema"
)

// joinCheck tells whether what is joined across articles is what the set of articles demands.
type joinCheck struct {
	s *Store
	j *joining
	n int // records checked
}

// check lists what is wrong with the joins of a record of the store, a line each.
func (c *joinCheck) check(ctx context.Context, r *Record) ([]string, error) {
	const remember = 64 // records, so that memory has a bound
	if c.n%remember == 0 {
		c.j = newJoining(ctx, c.s)
	}
	c.n++
	ds, err := c.j.decide(things(alone(r)))
	if err != nil || sameJoins(r, ds) {
		return nil, err
	}
	return joinsApart(r, ds), nil
}

// joinsApart lists in what the joins of a record differ from decisions.
func joinsApart(r *Record, decisions []join.Decision) []string {
	want := map[string]join.Decision{}
	for _, d := range decisions {
		if d.ID != "" {
			want[d.Thing] = d
		}
	}
	var out []string
	for i := range r.Entities {
		e := &r.Entities[i]
		own := e.AloneID
		if own == "" {
			own = e.ID
		}
		d, ok := want[own]
		switch {
		case !ok && e.AloneID != "":
			out = append(out, fmt.Sprintf("ent:%s is joined with ent:%s, and the other articles do not say so", own, e.ID))
		case ok && e.ID != d.ID:
			out = append(out, fmt.Sprintf("ent:%s is ent:%s, and not ent:%s: %s", own, d.ID, e.ID, d.Reason))
		case ok && (e.Label != d.Label || string(e.Class) != d.Class):
			out = append(out, fmt.Sprintf("ent:%s is called %q, a %s, and not %q, a %s", e.ID, d.Label, d.Class, e.Label, e.Class))
		}
	}
	slices.Sort(out)
	return out
}

// checkMonth says what is wrong with a quad by which others find what is in an article of a day; empty where nothing is.
func checkMonth(q quad.Quad, date string) string {
	if q.Predicate != kgBears && q.Predicate != kgSeeks {
		return ""
	}
	month := join.Month(join.Day(date))
	if key := textOf(q.Object); !strings.HasSuffix(key, " "+month) {
		return fmt.Sprintf("ent:%s has the key %q, and the month is %s", nameOf(q.Subject, schema.EntPrefix), key, month)
	}
	return ""
}

// rejoin makes what is joined across articles, and the keys for it, what the set of articles demands, and gives how many
// articles it wrote for that.
func (s *Store) rejoin(ctx context.Context) (int, error) {
	ids, err := s.Articles(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, id := range ids {
		r, err := s.record(ctx, id)
		if err != nil {
			return n, err
		}
		_, keys, _, err := s.checkRecord(ctx, r)
		if err != nil {
			return n, err
		}
		wrong, err := (&joinCheck{s: s}).check(ctx, r)
		if err != nil {
			return n, err
		}
		if len(wrong)+len(keys) == 0 {
			continue
		}
		if _, err := s.Put(ctx, r); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
