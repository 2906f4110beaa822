package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/resolve/join"
)

// Reading is what one article shows of the things in it, as far as that tells what they are in other articles.
type Reading struct {
	Article string
	words   map[string]int  // nouns, names and verbs, by lemma
	small   map[string]bool // nouns that it writes without a capital
	things  []thing
	alone   *join.Article // what the store has of it too
	of      []int         // by mention of the document: its thing, or -1; after them the names within names
}

// thing is what a chain of mentions of one article is about.
type thing struct {
	entity        string // its id in the article; empty for a description that has none
	known, person bool   // whether the gazetteer knows it; whether it is a person
	people        bool   // whether a name of it is a nationality
	given, family []string
	names, common []string // keys; the same without a country before it, "surgeon general" of "US Surgeon General"
	heads         []string // nouns that describe it: "woman", "climber s" for several
	plain         []string // where a headline may have put the capitals: what would describe it
}

// Read notes what an article shows of its things, for Across. It keeps neither the document nor its resolution.
func (r *Resolver) Read(d *nlp.Doc, res *Resolution, meta Meta) *Reading {
	out := &Reading{Article: meta.ID, words: map[string]int{}, small: map[string]bool{}, of: make([]int, len(d.Mentions)),
		alone: &join.Article{ID: meta.ID, Day: join.Day(meta.Date), Topic: join.NewTopic(meta.Title + "\n" + d.Text)}}
	for _, id := range sortedWords(res.things) {
		out.alone.Things = append(out.alone.Things, res.things[id])
	}
	for i, t := range d.Tokens {
		switch t.UPOS {
		case "NOUN", "PROPN", "VERB", "ADJ":
			lemma := strings.ToLower(t.Lemma)
			if len(lemma) > 2 {
				out.words[lemma]++
			}
			if d.Word(i) == strings.ToLower(d.Word(i)) {
				out.small[lemma] = true
			}
		}
	}
	note := func(entity string) {
		t := thing{entity: entity}
		if entity != "" {
			_, t.known = r.get(entity)
			if t.person = res.persons[entity]; t.person {
				name, _, _ := strings.Cut(strings.ReplaceAll(entity, "_", " "), " (")
				given, family := gazetteer.Parts(name, "")
				t.given, t.family = keys(given), gazetteer.FamilyKeys(family)
			}
		}
		out.things = append(out.things, t)
	}
	type key struct {
		entity string
		chain  int
	}
	at := map[key]int{}
	for i, m := range d.Mentions {
		k := key{res.Mentions[i], -1}
		if k.entity == "" {
			k.chain = m.Chain
		}
		if out.of[i] = -1; k.entity == "" && k.chain < 0 {
			continue
		}
		n, ok := at[k]
		if !ok {
			n = len(out.things)
			at[k] = n
			note(k.entity)
		}
		out.of[i] = n
		t := &out.things[n]
		head := d.Tokens[m.Head]
		noun := strings.TrimPrefix(strings.ToLower(head.Lemma), "ex-")
		if head.XPOS == "NNS" {
			noun += " s"
		}
		switch m.Kind {
		case nlp.Name:
			t.people = t.people || m.Class == nlp.Nationality
			if name := gazetteer.Key(d.Slice(m.Span)); !slices.Contains(t.names, name) {
				t.names = append(t.names, name)
				t.common = append(t.common, gazetteer.Key(r.withoutCountry(d.Slice(m.Span))))
				t.plain = append(t.plain, noun)
				if m.Last-m.First > 1 && m.Head == m.Last-1 {
					t.plain = append(t.plain, strings.ToLower(d.Tokens[m.First].Lemma)) // the parser takes either for the head
				}
			}
		case nlp.Nominal:
			if !slices.Contains(t.heads, noun) {
				t.heads = append(t.heads, noun)
			}
		}
	}
	for _, in := range res.Inside {
		k := key{in.Entity, -1}
		n, ok := at[k]
		if !ok {
			n = len(out.things)
			at[k] = n
			note(in.Entity)
		}
		out.of = append(out.of, n)
	}
	return out
}

// apart puts the marks of a text with spaces between all tokens where they belong: "U . S ." is "U.S.".
var apart = strings.NewReplacer(" . ", ".", " .", ".")

// withoutCountry is a name without the country or its adjective before it.
func (r *Resolver) withoutCountry(name string) string {
	words := strings.Fields(name)
	for n := min(4, len(words)-1); n > 0; n-- {
		for _, h := range r.lookup(apart.Replace(strings.Join(words[:n], " "))) {
			if h.Entry.Class == "Country" && h.Kind != gazetteer.Surname {
				return strings.Join(words[n:], " ")
			}
		}
	}
	return name
}

// Union says which things of several articles are one.
type Union struct {
	readings map[string]*Reading
	first    map[string]int // of each article the number of its first thing
	group    []int          // by number of a thing
	story    map[string]int
}

// Group is a number for what a mention of an article is about, the same for all that are one; ok is false where it is about
// nothing that Read has seen. The mention counts as in the document that was read; after the last come the names within names,
// Resolution.Inside.
func (u *Union) Group(article string, mention int) (n int, ok bool) {
	r := u.readings[article]
	if r == nil || mention < 0 || mention >= len(r.of) || r.of[mention] < 0 {
		return 0, false
	}
	return u.group[u.first[article]+r.of[mention]], true
}

// Story is a number for what an article tells of, the same for all articles that tell of it.
func (u *Union) Story(article string) int { return u.story[article] }

// Across finds out which things of several articles are one. Things that have one id in a graph of these articles are: by
// Resolve, and by what the store decides across articles, see kg/resolve/join. What further looks like one, and what has no id
// there, a description, or one that anybody has, a family name alone, is the same only in articles that tell of one thing and
// where nothing else fits as well:
//
//   - two full names are one person's where the given names fit, "Mo" and "Maurice", or are spelt alike;
//   - two names without a person are one where they are alike but for class, or one has the initials of the other;
//   - a description, "the driver", is what others of the story call so, and is the one with a name whom they call so.
//
// The result is a function of the set of readings; their order does not matter. Articles must differ in their names. Time
// grows with the square of the names of a story.
func (r *Resolver) Across(readings []*Reading) *Union {
	rs := slices.Clone(readings)
	slices.SortFunc(rs, func(a, b *Reading) int { return cmp.Compare(a.Article, b.Article) })
	u := &Union{readings: map[string]*Reading{}, first: map[string]int{}, story: map[string]int{}}
	n := 0
	for _, x := range rs {
		u.readings[x.Article], u.first[x.Article] = x, n
		n += len(x.things)
	}
	a := &across{all: make([]*thing, n), group: make([]int, n), article: make([]int, n)}
	of := stories(rs)
	byStory := map[int][]*Reading{}
	numbers := 0
	for i, x := range rs {
		u.story[x.Article] = of[i]
		numbers = max(numbers, of[i]+1)
		byStory[of[i]] = append(byStory[of[i]], x)
		for k := range x.things {
			a.all[u.first[x.Article]+k] = &x.things[k]
			a.group[u.first[x.Article]+k] = u.first[x.Article] + k
			a.article[u.first[x.Article]+k] = i
		}
	}
	var alone []*join.Article
	for _, x := range rs {
		alone = append(alone, x.alone)
	}
	set := join.NewSet(alone)
	byID := map[string]int{}
	for _, x := range rs {
		stored := map[string]string{} // the id that it has beside the others
		for _, d := range set.Decide(x.Article) {
			stored[d.Thing] = d.ID
		}
		for i, t := range x.things {
			if t.entity == "" || t.person && !t.known && len(t.given) == 0 && stored[t.entity] == "" {
				continue // a family name alone is anybody's
			}
			id, n := cmp.Or(stored[t.entity], t.entity), u.first[x.Article]+i
			if k, ok := byID[id]; ok {
				a.join(k, n)
			} else {
				byID[id] = n
			}
		}
	}
	for s := range numbers {
		var things []int
		small := map[string]int{}
		for _, x := range byStory[s] {
			for k := range x.things {
				things = append(things, u.first[x.Article]+k)
			}
			for w := range x.small {
				small[w]++
			}
		}
		a.people(things)
		a.names(things, small)
		a.descriptions(things, small)
	}
	u.group = make([]int, n)
	for i := range u.group {
		u.group[i] = a.root(i)
	}
	return u
}

// across joins things of several articles.
type across struct {
	all     []*thing
	group   []int
	article []int // of each thing
}

// apart reports whether one of the articles of some things has both what i and what j are: it has not taken them for one.
func (a *across) apart(i, j int, things []int) bool {
	i, j = a.root(i), a.root(j)
	has := map[int]int{}
	for _, k := range things {
		switch a.root(k) {
		case i:
			has[a.article[k]] |= 1
		case j:
			has[a.article[k]] |= 2
		}
		if has[a.article[k]] == 3 && i != j {
			return true
		}
	}
	return false
}

func (a *across) root(i int) int {
	for a.group[i] != i {
		a.group[i] = a.group[a.group[i]]
		i = a.group[i]
	}
	return i
}

// join makes one of two things; the first of them stands for both.
func (a *across) join(i, j int) {
	i, j = a.root(i), a.root(j)
	a.group[max(i, j)] = min(i, j)
}

// people joins the persons of a story who have one family name: those with full names that fit, and those without.
func (a *across) people(things []int) {
	byFamily := map[string][]int{}
	for _, i := range things {
		if t := a.all[i]; t.person {
			for _, f := range t.family {
				byFamily[f] = append(byFamily[f], i)
			}
		}
	}
	for _, f := range sortedWords(byFamily) {
		var lone, full []int
		for _, i := range byFamily[f] {
			if len(a.all[i].given) == 0 {
				lone = append(lone, i)
			} else {
				full = append(full, i)
			}
		}
		for _, i := range lone[min(1, len(lone)):] {
			a.join(lone[0], i)
		}
		for x, i := range full {
			for _, j := range full[:x] {
				p, q := a.all[i], a.all[j]
				if a.root(i) == a.root(j) || p.known && q.known {
					continue
				}
				x, y := p.given[0], q.given[0]
				if join.GivenFit(p.given, q.given) || jaroWinkler(x, y) >= 0.9 && len(x) > 3 || shortGiven(x, y) && !a.apart(i, j, things) {
					a.join(i, j)
				}
			}
		}
	}
	// "Duncan Rait" and "Duncan Raite"
	var full []int
	for _, i := range things {
		if t := a.all[i]; t.person && len(t.given) > 0 && !t.known {
			full = append(full, i)
		}
	}
	for x, i := range full {
		for _, j := range full[:x] {
			p, q := a.all[i], a.all[j]
			if a.root(i) != a.root(j) && p.given[0] == q.given[0] && jaroWinkler(p.family[0], q.family[0]) >= 0.93 && !a.apart(i, j, full) {
				a.join(i, j)
			}
		}
	}
}

// shortGiven reports whether one of two given names may be a short form of the other: "Mo" of "Maurice".
func shortGiven(x, y string) bool {
	return x != "" && y != "" && x[0] == y[0] && min(len(x), len(y)) <= 3
}

// roots are the different groups of some things.
func (a *across) roots(things []int) []int {
	var out []int
	for _, i := range things {
		if r := a.root(i); !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// names joins the things of a story that are no persons by their names.
func (a *across) names(things []int, small map[string]int) {
	byName := map[string][]int{}
	var named []int
	for _, i := range things {
		t := a.all[i]
		if len(t.names) == 0 || t.isPlain(small) {
			continue
		}
		named = append(named, i)
		for _, n := range t.names {
			if !t.person || len(t.given) > 0 && slices.ContainsFunc(t.family, func(f string) bool { return strings.HasSuffix(n, " "+f) }) {
				byName[n] = append(byName[n], i)
			}
		}
	}
	one := func(i, j int) {
		if p, q := a.all[i], a.all[j]; p.entity == q.entity || !(p.known && q.known) {
			a.join(i, j)
		}
	}
	for _, n := range sortedWords(byName) {
		for _, i := range byName[n][1:] {
			one(byName[n][0], i)
		}
	}
	for _, i := range named {
		t := a.all[i]
		if t.known {
			continue
		}
		var fit, persons []int
		for _, j := range named {
			if p := a.all[j]; i != j && a.root(i) != a.root(j) && t.partOf(p) {
				fit = append(fit, j)
				if p.person {
					persons = append(persons, j)
				}
			}
		}
		if len(persons) > 0 {
			fit = persons
		}
		if who := a.roots(fit); len(who) == 1 && a.article[i] != a.article[fit[0]] {
			one(i, fit[0])
		}
	}
}

// partOf reports whether a name of t is short for one of o, or has a person's whole name at its end.
func (t *thing) partOf(o *thing) bool {
	if o.people {
		return false
	}
	for _, n := range t.names {
		for _, m := range o.names {
			long := strings.Fields(m)
			switch {
			case o.person && len(o.given) > 0 && strings.HasSuffix(n, " "+m) && len(long) > 1:
				return true // "captain jane doe"
			case !t.person && o.person && len(o.given) > 0 && slices.Contains(o.family, n):
				return true
			case !t.person && o.person && len(o.given) > 0 && strings.Count(n, " ") == 1 && slices.Contains(o.family, n[strings.IndexByte(n, ' ')+1:]) && shortGiven(n[:strings.IndexByte(n, ' ')], o.given[0]):
				return true // "Mo Reed", taken for a body
			case !(t.person && o.person) && strings.Contains(n, " ") && len(n) > 8 && n[:3] == m[:min(3, len(m))] && sameNumbers(strings.Fields(n), long) && jaroWinkler(n, m) >= 0.96:
				return true // spelt alike
			case !t.person && !o.person && len(long) > 2 && !strings.Contains(n, " ") && bigLetters(long) == n:
				return true
			case !t.person && !o.person && len(long) > 1 && len(long) <= 4 && (strings.HasPrefix(m, n+" ") || strings.HasSuffix(m, " "+n)) && len(n) > 3 && !common[n]:
				return true
			}
		}
	}
	return false
}

// bigLetters are the first letters of words, without small ones.
func bigLetters(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if len(w) > 3 || w != "of" && w != "the" && w != "and" && w != "for" {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// isPlain reports whether a name is a description that a headline has given capitals: other words of the story have it without.
func (t *thing) isPlain(small map[string]int) bool {
	if t.known || len(t.names) == 0 || len(t.given) > 0 {
		return false
	}
	if t.entity == "" {
		return true // "the President"
	}
	for _, n := range t.common {
		words := strings.Fields(n)
		if len(words) > 2 {
			return false
		}
		for _, w := range words {
			if small[w]+small[singular(w)] < 2 {
				return false
			}
		}
	}
	return true
}

// descriptions joins what the articles of a story call by one noun, and gives it to the one with a name whom they call so.
func (a *across) descriptions(things []int, small map[string]int) {
	bare, named := map[string][]int{}, map[string][]int{}
	for _, i := range things {
		t := a.all[i]
		switch {
		case t.isPlain(small):
			for _, h := range append(slices.Clone(t.heads), t.plain...) {
				if t.entity == "" && small[h] < 2 {
					h = fmt.Sprint(h, " of ", a.article[i]) // "Mr President" is another one in the next speech
				}
				bare[h] = append(bare[h], i)
			}
		case len(t.names) == 0 && t.entity == "":
			for _, h := range t.heads {
				bare[h] = append(bare[h], i)
			}
		default:
			for _, h := range t.heads {
				named[h] = append(named[h], i)
			}
		}
	}
	for _, h := range sortedWords(bare) {
		for _, i := range bare[h][1:] {
			a.join(bare[h][0], i)
		}
	}
	// "The navy" where there is one Navy with a name.
	byLast := map[string][]int{}
	for _, i := range things {
		t := a.all[i]
		if t.person || t.isPlain(small) {
			continue
		}
		for _, n := range t.names {
			byLast[n[strings.LastIndexByte(n, ' ')+1:]] = append(byLast[n[strings.LastIndexByte(n, ' ')+1:]], i)
		}
	}
	for _, h := range sortedWords(bare) {
		if who := a.roots(named[h]); len(who) == 1 && len(named[h]) > 1 && len(named[h])*3 >= len(bare[h]) {
			a.join(who[0], bare[h][0])
			continue
		}
		word := h
		if lemma, several := strings.CutSuffix(h, " s"); several {
			word = plural(lemma)
		}
		if who := a.roots(byLast[gazetteer.Key(word)]); len(who) == 1 {
			a.join(who[0], bare[h][0])
		}
	}
}
