package claims

import (
	"context"
	"slices"

	"kg/graph/backend"
)

// byDayOf tells whether the claims that f wants are found by going back from the latest claims of its entities, which the store keeps
// by day; it gives their roles.
func (s *search) byDayOf() (roles []uint64, ok bool) {
	if s.r.d == nil || s.f.Limit <= 0 || len(s.about) == 0 || len(s.with) > 0 {
		return nil, false
	}
	names := s.f.Roles
	if len(names) == 0 {
		names = []string{"subject", "object"}
	}
	for _, name := range names {
		switch name {
		case "subject":
			roles = append(roles, roleSubject)
		case "object":
			roles = append(roles, roleObject)
		case "saidBy":
			roles = append(roles, roleSaidBy)
		default:
			return nil, false
		}
	}
	return roles, true
}

// latest reads the claims of the entities from the latest day on until there are enough, by the marks that the store keeps beside each.
func (s *search) latest(ctx context.Context, roles []uint64) (out []claim, err error) {
	r := s.r
	var from []uint64
	if s.f.Until != "" {
		from = []uint64{lastDay(s.f.Until)}
	} else if s.f.Since != "" || s.f.Dated {
		from = []uint64{noDay - 1}
	}
	s.subjects = slices.Contains(roles, roleSubject)
	var lists []*pulled[backend.Row]
	defer func() { stopAll(lists) }()
	for _, role := range roles {
		for _, e := range s.about {
			p, err := pull(r.d.Rows(ctx, rowRoles, []uint64{role, e}, from, true))
			lists = append(lists, p)
			if err != nil {
				return nil, err
			}
		}
	}
	var group []mention
	day := uint64(0)
	add := func() error {
		if !s.inSpan(dayText(day)) {
			group = group[:0]
			return nil
		}
		kept, err := s.keep(ctx, uniqueClaims(group))
		group = group[:0]
		if err != nil {
			return err
		}
		if over := len(out) + len(kept) - s.f.Limit; over > 0 {
			if kept, err = r.last(kept, len(kept)-over); err != nil {
				return err
			}
		}
		out = append(out, kept...)
		return nil
	}
	first := uint64(0)
	if s.f.Since != "" {
		first = firstDay(s.f.Since)
	}
	for row, err := range merged(lists, 2) {
		if err != nil {
			return nil, err
		}
		if row.Key[2] != day {
			if len(group) > 0 {
				if err := add(); err != nil {
					return nil, err
				}
			}
			if len(out) >= s.f.Limit || row.Key[2] < first {
				return out, nil
			}
			day = row.Key[2]
		}
		if s.mayWant(row.Key[0], row.Value[0], marks(row.Value[1])) {
			group = append(group, mention{row.Key[3], row.Label})
		}
	}
	if len(group) > 0 {
		err = add()
	}
	return out, err
}

// mayWant reports whether a claim in which one of the entities has a role may be wanted, as far as its relation and its marks tell.
func (s *search) mayWant(role, relation uint64, m marks) bool {
	if m&markOdd != 0 {
		return true
	}
	fact := m&markFact != 0
	asserted := m.modality() == modalityNone || m.modality() == modalityAsserted
	denied := m&polarityMask == markDenied
	switch {
	case s.f.Facts && !fact, s.f.NotFacts && fact && !denied && asserted,
		s.relations != nil && !s.relations[relation],
		s.f.Acts && s.subjects && role != roleSubject && !s.r.twoWay[relation],
		s.f.Undergoes && s.r.twoWay[relation]:
		return false
	}
	switch s.f.Status {
	case "":
		return true
	case "denied":
		return denied
	case "fact":
		return !denied && asserted && fact
	case "reported":
		return !denied && asserted && !fact && m&markSaid != 0
	case "claim":
		return !denied && asserted && !fact && m&markSaid == 0
	}
	return !denied && !asserted
}

// firstDay is a number that no day from one on, a year or month perhaps, is below.
func firstDay(text string) uint64 {
	if n := dayNumber(text); n != noDay {
		return n
	}
	return 0
}

// lastDay is a number that no day up to one, the last of a year or month perhaps, is above.
func lastDay(text string) uint64 {
	for _, end := range []string{"", "-31", "-12-31"} {
		if n := dayNumber(text + end); n != noDay && len(text+end) == len("2006-01-02") {
			return n
		}
	}
	return noDay - 1
}

// latestArticles gives the articles about entities, those published last first, at least as many as limit says, 0 being all, where there
// are so many, with their days and how many claims are about one of the entities; of those of one day all or none.
func (r *Reader) latestArticles(ctx context.Context, entities []uint64, limit int) (out []articleAbout, err error) {
	var lists []*pulled[backend.Row]
	defer func() { stopAll(lists) }()
	// Those without a day come last.
	for _, part := range []struct {
		from []uint64
		only bool
	}{{[]uint64{noDay - 1}, false}, {nil, true}} {
		for _, e := range entities {
			prefix := []uint64{e}
			if part.only {
				prefix = append(prefix, noDay)
			}
			p, err := pull(r.d.Rows(ctx, rowArticles, prefix, part.from, true))
			lists = append(lists, p)
			if err != nil {
				return nil, err
			}
		}
		at := make(map[uint64]int)
		day := uint64(0)
		for row, err := range merged(lists, 1) {
			if err != nil {
				return nil, err
			}
			if row.Key[1] != day && limit > 0 && len(out) >= limit {
				return out, nil
			}
			day = row.Key[1]
			i, ok := at[row.Label]
			if !ok {
				i = len(out)
				at[row.Label] = i
				out = append(out, articleAbout{article: row.Label, day: dayText(day)})
			}
			out[i].claims += int(row.Value[0])
		}
		stopAll(lists)
		lists = lists[:0]
		if limit > 0 && len(out) >= limit {
			break
		}
	}
	return out, nil
}

// articleAbout is an article and how many claims of it are about someone.
type articleAbout struct {
	article uint64
	day     string
	claims  int
}

// affirming is the earliest claim that affirms what c says, without hedging, from the rows of the store.
func (r *Reader) affirming(ctx context.Context, subject, relation, object uint64, both bool) (id uint64, ok bool, err error) {
	sides := [][2]uint64{{subject, object}}
	if both {
		sides = append(sides, [2]uint64{object, subject})
	}
	for _, x := range sides {
		var first []claim
		err := r.between(ctx, []uint64{relation}, [][2]uint64{x}, func(_ uint64, rows []backend.Row) (bool, error) {
			for _, row := range rows {
				if m := marks(row.Value[0]); m&polarityMask != markAffirmed || m.modality() != modalityAsserted {
					continue
				}
				c, err := r.read(ctx, mention{row.Key[4], row.Label})
				if err != nil {
					return false, err
				}
				c.all = nil
				first = append(first, c)
			}
			return len(first) == 0, nil
		})
		if err != nil {
			return 0, false, err
		}
		if len(first) > 0 {
			err := r.sortWithinDay(first)
			return first[0].id, true, err
		}
	}
	return 0, false, nil
}

// denialDays calls f with the claims that are denied without hedging, those of the latest day first, until it returns false.
func (r *Reader) denialDays(ctx context.Context, f func([]mention) (bool, error)) error {
	var ms []mention
	day := uint64(0)
	for row, err := range r.d.Rows(ctx, rowDenials, nil, nil, true) {
		if err != nil {
			return err
		}
		if row.Key[0] != day && len(ms) > 0 {
			if more, err := f(ms); !more || err != nil {
				return err
			}
			ms = ms[:0]
		}
		day = row.Key[0]
		ms = append(ms, mention{row.Key[1], row.Label})
	}
	if len(ms) > 0 {
		_, err := f(ms)
		return err
	}
	return nil
}

// sameDay calls f with the claims that give figures, several a day for one subject and relation: those of the latest day first, until
// it returns false.
func (r *Reader) sameDay(ctx context.Context, f func(ms []mention) (bool, error)) error {
	var ms []mention
	day := uint64(0)
	// Claims without a day come last of all days.
	for l, err := range r.d.Listed(ctx, countFigures, 0, nil, true) {
		if err != nil {
			return err
		}
		if l.Key[0] != day && len(ms) > 0 {
			if more, err := f(ms); !more || err != nil {
				return err
			}
			ms = ms[:0]
		}
		day = l.Key[0]
		for row, err := range r.d.Rows(ctx, rowFigures, l.Key[:3], nil, false) {
			if err != nil {
				return err
			}
			ms = append(ms, mention{row.Key[3], row.Label})
		}
	}
	if len(ms) > 0 {
		_, err := f(ms)
		return err
	}
	return nil
}
