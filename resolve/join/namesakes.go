package join

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"kg/resolve/gazetteer"
)

// The forms of a mark: what an article says of a person that tells them from a namesake.
const (
	MarkIs   = "is "   // and an occupation: "is golfer"
	MarkWas  = "was "  // and one that they have no more
	MarkOf   = "of "   // and the id of a country
	MarkBorn = "born " // and the first and the last year in which that may have been: "born 1981 1982"
	MarkDied = "died " // and the year

	// What people have decided about one of several namesakes: "one", an id, and the id for which it stands too; "called", an
	// id and its label.
	MarkOne    = "one "
	MarkCalled = "called "
)

// Qualified reports whether an id is that of a namesake of the person whose id is a full name alone.
func Qualified(id, name string) bool { return strings.HasPrefix(id, name+"_(") }

// Named reports whether a thing is a person who may have namesakes: one with a full name, whom the gazetteer does not know.
func (t *Thing) Named() bool {
	return t.Class == "Person" && !t.Known && slices.ContainsFunc(t.Bears, isPerson)
}

// Person is whom a name means.
type Person struct {
	ID     string // what the name gives, or that with something in brackets
	Label  string // as people have decided; empty where the article's is right
	Reason string // for people to read
}

// MayDiffer reports whether what some things of one name are said to be leaves it possible that they are several people.
func MayDiffer(things []*Thing) bool {
	var all []profile
	for _, t := range things {
		if p := profileOf(t, Undated); p.tells() {
			if p.died > 0 {
				return true
			}
			all = append(all, p)
		}
	}
	for i := range all {
		for k := range i {
			if all[i].differs(&all[k]) != "" {
				return true
			}
		}
	}
	return false
}

// Namesakes says whom the articles mean that name a person by one full name, who has this id in each of them: the bearers,
// one of each article, whole, in any order, also those whom the gazetteer knows. It is nil where they are one, as far as
// anybody can tell, and where they are more than a Crowd.
//
// Articles speak of one person where they tell of the same, where they name someone else in common who is not known to all,
// and where they call the person the same, "golfer"; and so do all that hang together by that. Such groups are different
// people where they say what one person is not: a golfer and a minister, of two countries, of two ages, dead and speaking. All
// others are one. Where an article says nothing, it means whom most articles mean. The name alone is the id of the person who
// comes in the earliest article, so that it stays the same person's while the news goes on; the others have in brackets what
// the earliest article about them calls them, their country, or the year of their birth.
func Namesakes(id string, bearers []Bearer) map[string]Person {
	if len(bearers) < 2 || len(bearers) > Crowd {
		return nil
	}
	bearers = slices.DeleteFunc(slices.Clone(bearers), func(b Bearer) bool { return !b.Thing.Named() })
	things := make([]*Thing, len(bearers))
	for i, b := range bearers {
		things[i] = b.Thing
	}
	if !MayDiffer(things) {
		return nil
	}
	groups, silent := people(id, bearers)
	if len(groups) < 2 {
		return nil
	}
	ids := make([]string, len(groups))
	for i := range groups {
		ids[i] = id
		if i > 0 {
			ids[i] = qualified(id, groups, ids[:i], i)
		}
	}
	labels := decided(things, ids)
	most := 0
	for i := range groups {
		if len(groups[i].bearers) > len(groups[most].bearers) {
			most = i
		}
	}
	out := map[string]Person{}
	for i, g := range groups {
		var others []string
		for k, o := range groups {
			if k != i {
				others = append(others, fmt.Sprintf("<ent:%s> (%s, %s)", ids[k], o.says(), count(len(o.bearers), "article")))
			}
		}
		why := fmt.Sprintf("%d people of this name; this one is %s (%s), and not %s", len(groups), g.says(), count(len(g.bearers), "article"), strings.Join(others, ", "))
		for _, b := range g.bearers {
			out[b.Article.ID] = Person{ids[i], labels[ids[i]], why}
		}
	}
	for _, b := range silent {
		out[b.Article.ID] = Person{ids[most], labels[ids[most]], fmt.Sprintf("%d people of this name, and nothing tells which; most articles mean this one", len(groups))}
	}
	return out
}

// decided puts the ids that people have merged in the place of those of namesakes, and gives the labels that they have given.
func decided(things []*Thing, ids []string) (labels map[string]string) {
	marks := map[string]bool{}
	for _, t := range things {
		for _, m := range t.Marks {
			marks[m] = true
		}
	}
	labels = map[string]string{}
	for _, m := range slices.Sorted(maps.Keys(marks)) {
		if rest, ok := strings.CutPrefix(m, MarkCalled); ok {
			id, label, _ := strings.Cut(rest, " ")
			labels[id] = label
		}
		rest, ok := strings.CutPrefix(m, MarkOne)
		if keep, other, _ := strings.Cut(rest, " "); ok {
			for i := range ids {
				if ids[i] == other {
					ids[i] = keep
				}
			}
		}
	}
	return labels
}

// people puts the bearers of a name into groups, one a person, by the earliest article of each; those that nothing tells of
// anyone are left over.
func people(id string, bearers []Bearer) (groups []*group, silent []Bearer) {
	bs := slices.Clone(bearers)
	slices.SortFunc(bs, func(a, b Bearer) int { return earlier(a.Article, b.Article) })
	profiles := make([]profile, len(bs))
	for i, b := range bs {
		profiles[i] = profileOf(b.Thing, b.Article.Day)
	}
	part := make([]int, len(bs))
	root := func(i int) int {
		for part[i] != i {
			i = part[i]
		}
		return i
	}
	for i := range bs {
		part[i] = i
		for k := range i {
			if a, b := root(i), root(k); a != b && together(id, &bs[i], &bs[k], &profiles[i], &profiles[k]) {
				part[max(a, b)] = min(a, b)
			}
		}
	}
	var all []*group
	at := map[int]*group{}
	for i, b := range bs {
		r := root(i)
		if at[r] == nil {
			at[r] = &group{}
			all = append(all, at[r])
		}
		at[r].add(b, profiles[i])
	}
	deaths := slices.ContainsFunc(profiles, func(p profile) bool { return p.died > 0 })
	for _, g := range all {
		if !slices.ContainsFunc(g.profiles, func(p profile) bool { return p.tells() || deaths && p.speaks > 0 }) {
			silent = append(silent, g.bearers...)
			continue
		}
		var to *group
		apart := false
		for _, o := range groups {
			if o.differs(g) != "" {
				apart = true
			} else if to == nil || o.like(g) > to.like(g) {
				to = o
			}
		}
		if to == nil || apart && to.like(g) == 0 { // one more, where several bear the name already and it is like none of them
			groups = append(groups, g)
			continue
		}
		for i := range g.bearers {
			to.add(g.bearers[i], g.profiles[i])
		}
	}
	return groups, silent
}

// earlier orders articles by day, those without one last, then by id.
func earlier(a, b *Article) int {
	day := func(x *Article) int {
		if x.Day == Undated {
			return math.MaxInt
		}
		return x.Day
	}
	return cmp.Or(cmp.Compare(day(a), day(b)), cmp.Compare(a.ID, b.ID))
}

// together reports whether two articles that name a person of one name mean the same one.
func together(id string, a, b *Bearer, p, q *profile) bool {
	if p.dates(q) != "" {
		return false
	}
	if _, ok := Related(a.Article, b.Article, PersonKey+gazetteer.Key(strings.ReplaceAll(id, "_", " "))); ok {
		return true
	}
	if sharesCompany(a, b) {
		return true
	}
	if p.abroad(q) != "" {
		return false
	}
	return slices.ContainsFunc(p.ever(), func(o string) bool { return slices.Contains(q.ever(), o) })
}

// sharesCompany reports whether two articles name another person or body in common who is not known to all, or three who are.
func sharesCompany(a, b *Bearer) bool {
	known := 0
	for i := range a.Article.Things {
		t := &a.Article.Things[i]
		if t.ID == a.Thing.ID || t.Class == "" || apartClass[t.Class] || strings.HasSuffix(t.ID, ")") {
			continue
		}
		for k := range b.Article.Things {
			switch {
			case b.Article.Things[k].ID != t.ID:
			case !t.Known:
				return true
			default:
				known++
			}
		}
	}
	return known >= 3
}

// apartClass are the classes of things that any two articles may name.
var apartClass = map[string]bool{
	"Country": true, "City": true, "Place": true, "Region": true, "People": true, "Group": true, "Thing": true, "Event": true, "Work": true, "Date": true,
	"Quantity": true, "Facility": true, "Government": true,
}

// profile is what an article tells of a person.
type profile struct {
	is, was  []string // occupations
	country  string
	from, to int // year of birth, between these; 0 where the article does not tell
	died     int // year; 0 where the article does not tell
	speaks   int // year in which the person speaks; 0 where they do not
}

func profileOf(t *Thing, day int) profile {
	var p profile
	for _, m := range t.Marks {
		kind, rest, _ := strings.Cut(m, " ")
		switch kind + " " {
		case MarkIs:
			p.is = append(p.is, rest)
		case MarkWas:
			p.was = append(p.was, rest)
		case MarkOf:
			p.country = rest
		case MarkBorn:
			first, last, _ := strings.Cut(rest, " ")
			from, err1 := strconv.Atoi(first)
			to, err2 := strconv.Atoi(last)
			if err1 != nil || err2 != nil {
				continue
			}
			if p.to == 0 {
				p.from, p.to = from, to
			} else {
				p.from, p.to = min(p.from, from), max(p.to, to)
			}
		case MarkDied:
			if y, err := strconv.Atoi(rest); err == nil {
				p.died = y
			}
		}
	}
	if t.Speaks && day != Undated {
		y, _ := strconv.Atoi(Month(day)[:4])
		p.speaks = y
	}
	return p
}

// tells reports whether a profile says anything.
func (p *profile) tells() bool { return len(p.is) > 0 || p.country != "" || p.to > 0 || p.died > 0 }

// ever are the occupations that someone has or had.
func (p *profile) ever() []string { return append(slices.Clone(p.is), p.was...) }

// dates says how the dates of two profiles are of two people; empty where they may be one's. A newspaper may err by a year,
// and the words of the dead are repeated for a while.
func (p *profile) dates(q *profile) string {
	switch {
	case p.to > 0 && q.to > 0 && (p.from > q.to+1 || q.from > p.to+1):
		return "age"
	case p.died > 0 && q.speaks > p.died+1, q.died > 0 && p.speaks > q.died+1, p.died > 0 && q.died > 0 && max(p.died-q.died, q.died-p.died) > 1:
		return "death"
	}
	return ""
}

func (p *profile) abroad(q *profile) string {
	if p.country != "" && q.country != "" && countriesApart(p.country, q.country) {
		return "country"
	}
	return ""
}

// differs says by what two profiles are of two people; empty where they may be one's.
func (p *profile) differs(q *profile) string {
	if why := cmp.Or(p.dates(q), p.abroad(q)); why != "" {
		return why
	}
	if len(p.is) == 0 || len(q.is) == 0 {
		return ""
	}
	for _, x := range p.ever() {
		for _, y := range q.ever() {
			if !OccupationsApart(x, y) {
				return ""
			}
		}
	}
	return "occupation"
}

// group is the articles that mean one person, the earliest first.
type group struct {
	bearers  []Bearer
	profiles []profile
}

func (g *group) add(b Bearer, p profile) {
	i, _ := slices.BinarySearchFunc(g.bearers, b, func(x, y Bearer) int { return earlier(x.Article, y.Article) })
	g.bearers, g.profiles = slices.Insert(g.bearers, i, b), slices.Insert(g.profiles, i, p)
}

// whole is what all articles of a group together say, but for dates.
func (g *group) whole() profile {
	var out profile
	for _, p := range g.profiles {
		out.is, out.was = append(out.is, p.is...), append(out.was, p.was...)
		out.country = cmp.Or(out.country, p.country)
	}
	return out
}

// differs says by what two groups are two people: by dates where any two articles differ, else by what each says as a whole.
func (g *group) differs(o *group) string {
	abroad := false
	for i := range g.profiles {
		for k := range o.profiles {
			p, q := &g.profiles[i], &o.profiles[k]
			if why := p.dates(q); why != "" {
				return why
			}
			abroad = abroad || p.abroad(q) != ""
			if p.country != "" && p.country == q.country {
				abroad = false
			}
		}
	}
	p, q := g.whole(), o.whole()
	if why := p.abroad(&q); why != "" && abroad {
		return why
	}
	p.country = ""
	return p.differs(&q)
}

// like says how much two groups have in common.
func (g *group) like(o *group) int {
	p, q := g.whole(), o.whole()
	n := 0
	if p.country != "" && p.country == q.country {
		n++
	}
	for _, x := range p.is {
		if slices.ContainsFunc(q.is, func(y string) bool { return sharesField(x, y) }) {
			return n + 1
		}
	}
	return n
}

func sharesField(x, y string) bool {
	return slices.ContainsFunc(occupations()[x], func(f string) bool { return slices.Contains(occupations()[y], f) })
}

// says is what a group says of its person in a few words.
func (g *group) says() string {
	p := g.whole()
	var out []string
	if len(p.is) > 0 {
		out = append(out, strconv.Quote(p.is[0]))
	}
	if p.country != "" {
		out = append(out, "of "+strings.ReplaceAll(p.country, "_", " "))
	}
	if y := g.born(); y > 0 {
		out = append(out, "born about "+strconv.Itoa(y))
	}
	for _, q := range g.profiles {
		if q.died > 0 {
			out = append(out, "who died in "+strconv.Itoa(q.died))
			break
		}
	}
	if len(out) == 0 {
		return "one of whom nothing is said"
	}
	return strings.Join(out, ", ")
}

// born is the last year in which a person can have been born, by the earliest article that tells.
func (g *group) born() int {
	for _, p := range g.profiles {
		if p.to > 0 {
			return p.to
		}
	}
	return 0
}

// qualified is the id of the person of groups[n]: the name with what tells them from those before, who have ids.
func qualified(id string, groups []*group, ids []string, n int) string {
	g := groups[n]
	try := func(q string) (string, bool) {
		out := id + "_(" + gazetteer.LocalName(q) + ")"
		return out, q != "" && !slices.Contains(ids, out)
	}
	has := func(o *group, x string) bool {
		w := o.whole()
		return slices.Contains(w.ever(), x)
	}
	w := g.whole()
	for _, x := range w.is {
		if !slices.ContainsFunc(groups[:n], func(o *group) bool { return has(o, x) }) {
			if out, ok := try(x); ok {
				return out
			}
		}
	}
	if out, ok := try(strings.ReplaceAll(w.country, "_", " ")); ok && groups[0].whole().country != w.country {
		return out
	}
	if y := g.born(); y > 0 {
		if out, ok := try("born " + strconv.Itoa(y)); ok {
			return out
		}
	}
	for _, p := range g.profiles {
		if p.died > 0 {
			if out, ok := try("died " + strconv.Itoa(p.died)); ok {
				return out
			}
		}
	}
	first := g.bearers[0].Article.ID
	if out, ok := try(first[strings.LastIndexByte(first, '-')+1:]); ok {
		return out
	}
	return id + "_(" + first + ")"
}
