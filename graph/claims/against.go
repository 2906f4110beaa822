package claims

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
)

// Denial is a claim that one article denies and another affirms.
type Denial struct {
	Denied, Affirmed string // claims
	day              string
}

// Denials gives the claims that are denied somewhere and affirmed elsewhere, without hedging: the latest, at most limit,
// 0 being all, in order of their days. A denial that is repeated counts once. With about, only those of claims in
// which one of these entities is.
func (r *Reader) Denials(ctx context.Context, about []string, limit int) ([]Denial, error) {
	found, err := r.statements(ctx, about, r.p.polarity, r.p.denied)
	if err != nil {
		return nil, err
	}
	days, err := r.dayed(ctx, found)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(days, func(a, b dayed) int {
		return cmp.Or(strings.Compare(sortDay(b.day), sortDay(a.day)), cmp.Compare(a.claim, b.claim))
	})
	if limit <= 0 {
		limit = len(days)
	}
	seen := make(map[[3]uint64]bool)
	var out []Denial
	for i := 0; i < len(days) && len(out) < limit; {
		j := i
		var cs []claim
		for ; j < len(days) && days[j].day == days[i].day; j++ {
			c, err := r.read(ctx, days[j].mention)
			if err != nil {
				return nil, err
			}
			if c.polarity == r.p.denied && c.modality == r.p.asserted && c.subject != 0 && c.object != 0 && c.relation != 0 {
				cs = append(cs, c)
			}
		}
		if err := r.sortWithinDay(cs); err != nil {
			return nil, err
		}
		for k := len(cs) - 1; k >= 0 && len(out) < limit; k-- {
			c := cs[k]
			key := [3]uint64{c.subject, c.relation, c.object}
			two, err := r.symmetric(ctx, c.relation)
			if err != nil {
				return nil, err
			}
			if two && c.object < c.subject {
				key[0], key[2] = key[2], key[0]
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			yes, ok, err := r.affirmed(ctx, c, two)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			d := Denial{day: days[i].day}
			if d.Denied, err = r.Text(c.id); err != nil {
				return nil, err
			}
			if d.Affirmed, err = r.Text(yes); err != nil {
				return nil, err
			}
			out = append(out, d)
		}
		i = j
	}
	slices.Reverse(out)
	return out, nil
}

// statements is the claims that have a value for a predicate: of those about the entities, or of all.
func (r *Reader) statements(ctx context.Context, about []string, predicate, value uint64) ([]mention, error) {
	var all []mention
	if about != nil {
		ns, err := r.numbers(about)
		if err != nil {
			return nil, err
		}
		if all, err = r.mentions(ctx, ns, []uint64{r.p.subject, r.p.object}); err != nil {
			return nil, err
		}
	}
	if predicate == 0 || about != nil && len(all) == 0 {
		return nil, nil
	}
	if value != 0 {
		with, err := r.list(ctx, predicate, value)
		if err != nil || about == nil {
			return with, err
		}
		if len(with) < len(all) {
			return intersect(with, all), nil
		}
		return intersect(all, with), nil
	}
	n, err := r.n.CountUpTo(ctx, [4]uint64{0, predicate, 0, 0}, 1)
	if err != nil {
		return nil, err
	}
	if about != nil && n > int64(len(all))*claimSteps {
		return all, nil
	}
	var with []mention
	err = r.n.Each(ctx, [4]uint64{0, predicate, 0, 0}, func(k [4]uint64) bool { with = append(with, mention{k[0], k[3]}); return true })
	if err != nil {
		return nil, err
	}
	with = uniqueClaims(with)
	if about == nil {
		return with, nil
	}
	return intersect(with, all), nil
}

// affirmed is the earliest claim that affirms what c says, without hedging.
func (r *Reader) affirmed(ctx context.Context, c claim, both bool) (id uint64, ok bool, err error) {
	sides := [][2]uint64{{c.subject, c.object}}
	if both {
		sides = append(sides, [2]uint64{c.object, c.subject})
	}
	for _, x := range sides {
		a, err := r.list(ctx, r.p.subject, x[0])
		if err != nil {
			return 0, false, err
		}
		b, err := r.list(ctx, r.p.object, x[1])
		if err != nil {
			return 0, false, err
		}
		if len(b) < len(a) {
			a, b = b, a
		}
		days, err := r.dayed(ctx, intersect(a, b))
		if err != nil {
			return 0, false, err
		}
		slices.SortFunc(days, func(a, b dayed) int {
			return cmp.Or(strings.Compare(sortDay(a.day), sortDay(b.day)), cmp.Compare(a.claim, b.claim))
		})
		var first []claim
		for i, d := range days {
			if len(first) > 0 && d.day != days[i-1].day {
				break
			}
			y, err := r.read(ctx, d.mention)
			if err != nil {
				return 0, false, err
			}
			if y.relation == c.relation && y.polarity == r.p.affirmed && y.modality == r.p.asserted {
				first = append(first, y)
			}
		}
		if len(first) > 0 {
			err := r.sortWithinDay(first)
			return first[0].id, true, err
		}
	}
	return 0, false, nil
}

// Figures are two claims of one day that give different numbers for the same.
type Figures struct{ One, Other string }

// aFigure takes a number out of a text, and what is counted.
var aFigure = regexp.MustCompile(`^\D*([\d.,]*\d)\s*(.*)$`)

// Differing gives pairs of claims of one day that say the same of one subject, but with different numbers: at most
// limit, 0 being all, in order of subject, relation and what is counted. With about, only those whose subject is one
// of these entities.
func (r *Reader) Differing(ctx context.Context, about []string, limit int) ([]Figures, error) {
	found, err := r.statements(ctx, about, r.p.value, 0)
	if err != nil {
		return nil, err
	}
	var only []uint64
	if about != nil {
		if only, err = r.numbers(about); err != nil {
			return nil, err
		}
	}
	type group struct {
		subject, what uint64
		unit          string
	}
	type figure struct {
		claim
		n string
	}
	groups := make(map[group][]figure)
	for _, m := range found {
		c, err := r.read(ctx, m)
		if err != nil {
			return nil, err
		}
		if c.value == 0 || c.subject == 0 || c.polarity != r.p.affirmed || c.modality != r.p.asserted || only != nil && !slices.Contains(only, c.subject) {
			continue
		}
		text, err := r.Text(c.value)
		if err != nil {
			return nil, err
		}
		parts := aFigure.FindStringSubmatch(text)
		if parts == nil {
			continue
		}
		g := group{c.subject, cmp.Or(c.relation, c.lemma), parts[2]}
		groups[g] = append(groups[g], figure{c, strings.ReplaceAll(parts[1], ",", "")})
	}
	keys := make([]group, 0, len(groups))
	for g, figures := range groups {
		if slices.ContainsFunc(figures, func(f figure) bool { return f.n != figures[0].n }) {
			keys = append(keys, g)
		}
	}
	err = sortByKey(keys, func(g group) (string, error) {
		s, err := r.Text(g.subject)
		if err != nil {
			return "", err
		}
		what, err := r.Text(g.what)
		return s + "\x00" + what + "\x00" + g.unit, err
	})
	if err != nil {
		return nil, err
	}
	var out []Figures
	for _, g := range keys {
		figures := groups[g]
		ms, number := make([]mention, len(figures)), make(map[uint64]string)
		read := make(map[uint64]claim)
		for i, f := range figures {
			ms[i], number[f.id], read[f.id] = mention{f.id, f.article}, f.n, f.claim
		}
		days, err := r.dayed(ctx, uniqueClaims(ms))
		if err != nil {
			return nil, err
		}
		slices.SortFunc(days, func(a, b dayed) int {
			return cmp.Or(strings.Compare(sortDay(a.day), sortDay(b.day)), cmp.Compare(a.claim, b.claim))
		})
		for i := 0; i < len(days); {
			j := i
			var cs []claim
			for ; j < len(days) && days[j].day == days[i].day; j++ {
				cs = append(cs, read[days[j].claim])
			}
			i = j
			// Those of two days may have grown.
			other := slices.IndexFunc(cs, func(c claim) bool { return number[c.id] != number[cs[0].id] })
			if other < 0 {
				continue
			}
			if err := r.sortWithinDay(cs); err != nil {
				return nil, err
			}
			other = slices.IndexFunc(cs, func(c claim) bool { return number[c.id] != number[cs[0].id] })
			var f Figures
			if f.One, err = r.Text(cs[0].id); err != nil {
				return nil, err
			}
			if f.Other, err = r.Text(cs[other].id); err != nil {
				return nil, err
			}
			if out = append(out, f); limit > 0 && len(out) == limit {
				return out, nil
			}
		}
	}
	return out, nil
}
