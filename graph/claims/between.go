package claims

import (
	"cmp"
	"context"
	"slices"

	"kg/graph/backend"
)

// between gives, oldest day first, claims of the relations that join two entities, until f returns false at the end of a day.
func (r *Reader) between(ctx context.Context, relations []uint64, sides [][2]uint64, f func(day uint64, rows []backend.Row) (bool, error)) error {
	var lists []*pulled[backend.Row]
	defer func() { stopAll(lists) }()
	for _, rel := range relations {
		for _, x := range sides {
			p, err := pull(r.d.Rows(ctx, rowBetween, []uint64{x[0], x[1], rel}, nil, false))
			lists = append(lists, p)
			if err != nil {
				return err
			}
		}
	}
	var rows []backend.Row
	for {
		day := uint64(noDay + 1)
		for _, p := range lists {
			if p.ok {
				day = min(day, p.head.Key[3])
			}
		}
		if day > noDay {
			return nil
		}
		rows = rows[:0]
		for _, p := range lists {
			for p.ok && p.head.Key[3] == day {
				rows = append(rows, p.head)
				if err := p.step(); err != nil {
					return err
				}
			}
		}
		slices.SortFunc(rows, func(a, b backend.Row) int { return cmp.Compare(a.Key[4], b.Key[4]) })
		if more, err := f(day, rows); !more || err != nil {
			return err
		}
	}
}

// sidesOf is the directions in which claims state a fact.
func (r *Reader) sidesOf(relation, subject, object uint64) [][2]uint64 {
	sides := [][2]uint64{{subject, object}}
	if r.twoWay[relation] && subject != object {
		sides = append(sides, [2]uint64{object, subject})
	}
	return sides
}

// claimsBetween is the earliest claims behind a fact, from the rows of the store.
func (r *Reader) claimsBetween(ctx context.Context, f fact, relations []uint64) (out []evidence, err error) {
	err = r.between(ctx, relations, r.sidesOf(f.relation, f.subject, f.object), func(day uint64, rows []backend.Row) (bool, error) {
		for _, row := range rows {
			if marks(row.Value[0])&markFact == 0 {
				continue
			}
			c, err := r.read(ctx, mention{row.Key[4], row.Label})
			if err != nil {
				return false, err
			}
			if c.fact == 0 || !slices.Contains(relations, c.fact) {
				continue
			}
			sure, err := r.number(c.confidence)
			if err != nil {
				return false, err
			}
			c.all = nil
			out = append(out, evidence{c, dayText(day), sure})
		}
		return len(out) < weighed, nil
	})
	return out, err
}
