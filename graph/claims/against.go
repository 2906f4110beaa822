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
}

// Denials gives the claims that are denied somewhere and affirmed elsewhere, without hedging: the latest, at most limit,
// 0 being all, in order of their days. A denial that is repeated counts once. With about, only those of claims in
// which one of these entities is.
func (r *Reader) Denials(ctx context.Context, about []string, limit int) ([]Denial, error) {
	seen := make(map[[3]uint64]bool)
	var out []Denial
	err := r.deniedDays(ctx, about, func(ms []mention) (bool, error) {
		found, err := r.denialsOf(ctx, ms, seen, limit-len(out))
		out = append(out, found...)
		return limit <= 0 || len(out) < limit, err
	})
	slices.Reverse(out)
	return out, err
}

// deniedDays calls f with the claims that are denied, those of the latest day first, until it returns false.
func (r *Reader) deniedDays(ctx context.Context, about []string, f func([]mention) (bool, error)) error {
	if r.d != nil && about == nil {
		return r.denialDays(ctx, f)
	}
	found, err := r.statements(ctx, about, r.p.polarity, r.p.denied)
	if err != nil {
		return err
	}
	days, err := r.byDay(ctx, found)
	return lastFirst(days, err, f)
}

func lastFirst(days []dayGroup, err error, f func([]mention) (bool, error)) error {
	for i := len(days) - 1; err == nil && i >= 0; i-- {
		var more bool
		if more, err = f(days[i].claims); !more {
			break
		}
	}
	return err
}

// denialsOf gives the denials among claims of one day, the last first, and at most limit, unless that is not above 0.
func (r *Reader) denialsOf(ctx context.Context, ms []mention, seen map[[3]uint64]bool, limit int) (out []Denial, err error) {
	var cs []claim
	for _, m := range ms {
		c, err := r.read(ctx, m)
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
	for k := len(cs) - 1; k >= 0 && (limit <= 0 || len(out) < limit); k-- {
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
		var d Denial
		if d.Denied, err = r.Text(c.id); err != nil {
			return nil, err
		}
		if d.Affirmed, err = r.Text(yes); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// statements is the claims that have a value for a predicate: of those about the entities, or of all.
func (r *Reader) statements(ctx context.Context, about []string, predicate, value uint64) ([]mention, error) {
	var all []mention
	if about != nil {
		var err error
		if all, err = r.about(ctx, about); err != nil {
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
	if r.d != nil {
		return r.affirming(ctx, c.subject, c.relation, c.object, both)
	}
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
		days, err := r.byDay(ctx, intersect(a, b))
		if err != nil {
			return 0, false, err
		}
		var first []claim
		for i := 0; i < len(days) && len(first) == 0; i++ {
			for _, m := range days[i].claims {
				y, err := r.read(ctx, m)
				if err != nil {
					return 0, false, err
				}
				if y.relation == c.relation && y.polarity == r.p.affirmed && y.modality == r.p.asserted {
					first = append(first, y)
				}
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

// aFigure takes a number out of a text that is one, "at least 290,000 people", and what is counted. Text that only has a
// number in it, "an opponent of the war in 2003", is no figure.
var aFigure = regexp.MustCompile(`^(?i:(?:about|around|almost|nearly|over|under|some|only|just|roughly|approximately|an estimated|at least|at most|as many as|more than|less than|fewer than|up to|a total of)[\s$€£]+)*(?:US)?[$€£]?\s*([\d.,]*\d)(?:[\s%-]+(.*))?$`)

// longUnit is how many words what is counted may have; more are a clause.
const longUnit = 4

// Differing gives pairs of claims of one day that say the same of one subject, but with different numbers: those of the
// latest days, at most limit, 0 being all, in order of their days. Numbers of two days may have grown. With about, only
// those whose subject is one of these entities.
func (r *Reader) Differing(ctx context.Context, about []string, limit int) ([]Figures, error) {
	var only []uint64
	if about != nil {
		var err error
		if only, err = r.numbers(about); err != nil {
			return nil, err
		}
	}
	var out []Figures
	err := r.figureDays(ctx, about, func(ms []mention) (bool, error) {
		pairs, err := r.differing(ctx, ms, only)
		if err != nil {
			return false, err
		}
		for j := len(pairs) - 1; j >= 0 && (limit <= 0 || len(out) < limit); j-- {
			var f Figures
			if f.One, err = r.Text(pairs[j][0].id); err != nil {
				return false, err
			}
			if f.Other, err = r.Text(pairs[j][1].id); err != nil {
				return false, err
			}
			out = append(out, f)
		}
		return limit <= 0 || len(out) < limit, nil
	})
	slices.Reverse(out)
	return out, err
}

// figureDays calls f with claims that have a value, where others of the day may have the same subject: those of the latest day first,
// until it returns false.
func (r *Reader) figureDays(ctx context.Context, about []string, f func([]mention) (bool, error)) error {
	if r.d != nil && about == nil {
		return r.sameDay(ctx, f)
	}
	found, err := r.statements(ctx, about, r.p.value, 0)
	if err != nil {
		return err
	}
	days, err := r.byDay(ctx, found)
	if err == nil {
		err = r.withOthers(ctx, days, len(found))
	}
	return lastFirst(days, err, f)
}

// withOthers leaves, of the n claims of days, those that share their subject with another of the same day, where reading
// all subjects is cheaper than reading these claims.
func (r *Reader) withOthers(ctx context.Context, days []dayGroup, n int) error {
	if r.p.subject == 0 {
		return nil
	}
	all, err := r.n.CountUpTo(ctx, [4]uint64{0, r.p.subject, 0, 0}, 1)
	if err != nil || all > int64(n)*claimSteps {
		return err
	}
	subject := make(map[uint64]uint64, n)
	for _, d := range days {
		for _, m := range d.claims {
			subject[m.claim] = 0
		}
	}
	err = r.n.Each(ctx, [4]uint64{0, r.p.subject, 0, 0}, func(k [4]uint64) bool {
		if _, ok := subject[k[0]]; ok {
			subject[k[0]] = k[2]
		}
		return true
	})
	if err != nil {
		return err
	}
	for i := range days {
		times := make(map[uint64]int)
		for _, m := range days[i].claims {
			times[subject[m.claim]]++
		}
		days[i].claims = slices.DeleteFunc(days[i].claims, func(m mention) bool { return times[subject[m.claim]] < 2 })
	}
	return nil
}

// differing finds, among claims of one day, the first two that differ of each subject, relation and thing counted; in
// order of these.
func (r *Reader) differing(ctx context.Context, day []mention, only []uint64) (pairs [][2]claim, err error) {
	type group struct {
		subject, what uint64
		unit          string
	}
	groups := make(map[group][]claim)
	number := make(map[uint64]string)
	for _, m := range day {
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
		if parts == nil || len(strings.Fields(parts[2])) > longUnit {
			continue
		}
		number[c.id] = strings.ReplaceAll(parts[1], ",", "")
		g := group{c.subject, cmp.Or(c.relation, c.lemma), parts[2]}
		groups[g] = append(groups[g], c)
	}
	// A sentence does not contradict itself: its second figure is of something else.
	differ := func(a, b claim) bool {
		return number[a.id] != number[b.id] && (a.sentence != b.sentence || a.sentence == 0)
	}
	keys := make([]group, 0, len(groups))
	for g, cs := range groups {
		if slices.ContainsFunc(cs, func(c claim) bool { return number[c.id] != number[cs[0].id] }) {
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
	for _, g := range keys {
		cs := groups[g]
		if err := r.sortWithinDay(cs); err != nil {
			return nil, err
		}
		if other := slices.IndexFunc(cs, func(c claim) bool { return differ(cs[0], c) }); other > 0 {
			pairs = append(pairs, [2]claim{cs[0], cs[other]})
		}
	}
	return pairs, nil
}
