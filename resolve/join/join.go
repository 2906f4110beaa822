// Package join decides which things of different articles are one, where the name that an article uses does not tell:
// "Lund" in one article is Karl Lund where the articles around it that tell of the same speak of one Lund only.
//
// A decision is a function of the set of articles, and of nothing else: not of the order in which they came, nor of other
// decisions. What an article alone calls its things decides what they are joined with, so a chain of joins cannot come
// about. It depends on few articles: those of a month around that bear the name that is sought. So a store can keep all
// decisions right while articles come and go, by looking again at those that are near, see [Set] and kg/graph.
//
// What an article must say for that is compiled by kg/resolve: of each thing the keys by which others may ask for it, and
// those by which it asks, as "person lund".
package join

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kg/resolve/gazetteer"
)

// Article is what an article shows of its things, each under the id that it has in this article alone.
type Article struct {
	ID     string
	Day    int // of publication, in days since 1970; Undated where it is not known
	Topic  Topic
	Things []Thing
}

// Thing is a person or body of an article.
type Thing struct {
	ID, Label string
	Class     string   // of the schema
	Country   string   // id; may be empty
	Bears     []string // keys by which others may ask for it
	Seeks     []string // keys of what it may be
	Marks     []string // what tells a person from namesakes, see MarkIs
	Known     bool     // whether the gazetteer knows it
	Speaks    bool     // whether the article has words of it
}

// Undated is the day of an article without a date.
const Undated = -1 << 31

// Day is a date as [Article] has it.
func Day(date string) int {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Undated
	}
	return int(t.Unix() / 86400)
}

// What tells that two articles are about one thing.
const (
	Window    = 30  // days that may lie between them
	sameStory = 0.2 // how like they must be
	Crowd     = 64  // so many articles around that bear a name, and it tells nothing
	Throng    = 512 // so many that seek it, and none of them is told who it is
	undated   = "-" // the month of articles without a date
	monthForm = "2006-01"
)

// Month is the part of time by which keys are kept.
func Month(day int) string {
	if day == Undated {
		return undated
	}
	return time.Unix(int64(day)*86400, 0).UTC().Format(monthForm)
}

// Months lists the months in which articles may be that are near in time to one of a day.
func Months(day int) []string {
	if day == Undated {
		return []string{undated}
	}
	var out []string
	for d := day - Window; d <= day+Window; d += Window / 2 {
		out = append(out, Month(d))
	}
	return slices.Compact(out)
}

// Around lists the months in which articles may be that are near in time to one of a month.
func Around(month string) []string {
	first := Day(month + "-01")
	if first == Undated {
		return []string{month}
	}
	out := append(Months(first), Months(first+30)...)
	slices.Sort(out)
	return slices.Compact(out)
}

// Related reports whether two articles tell of one thing, and how like they are; that both have the words of a key does not
// count, as it is in question what these mean. An article without a date is related to none that has one.
func Related(a, b *Article, key string) (like float64, ok bool) {
	if a.Day != b.Day && (a.Day == Undated || b.Day == Undated || a.Day-b.Day > Window || b.Day-a.Day > Window) {
		return 0, false
	}
	like = Like(a.Topic, b.Topic)
	for w := range Words(name(key)) {
		like -= a.Topic.weight(w) * b.Topic.weight(w)
	}
	return like, like >= sameStory
}

// Bearer is a thing of another article that bears a key.
type Bearer struct {
	Article *Article
	Thing   *Thing
}

// Decision is what a thing of an article is.
type Decision struct {
	Thing      string // its id in the article
	Key        string // that it asked for
	ID, Label  string // of what it is; empty where nothing is found, or more than one
	Class      string // of that
	Reason     string // for people to read
	Candidates []Candidate

	articles []string // on which it rests
}

// Candidate is what a thing may be.
type Candidate struct {
	ID       string
	Score    float64 // how like the likest article is that has it
	Articles int     // related ones that have it
	Why      string
}

// Decide says what a thing of an article that seeks a key is, given who bears that key in the months around it, in any
// order; nil stands for more than a Crowd, or more than a Throng who seek it too. It is the one that fits in the articles
// that tell of the same; where several do, or none, the thing stays what it is.
func Decide(a *Article, t *Thing, key string, bearers []Bearer) Decision {
	d := Decision{Thing: t.ID, Key: key}
	lone := strings.HasPrefix(key, LoneKey)
	if bearers == nil || len(articlesOf(bearers)) > Crowd {
		d.Reason = fmt.Sprintf("%q is the name of too many around", name(key))
		return d
	}
	for i := range a.Things {
		if o := &a.Things[i]; !lone && o.ID != t.ID && slices.Contains(o.Bears, key) && fits(t, o, key) {
			d.Reason = "the article itself names another who bears it"
			return d
		}
	}
	var all []*found
	for _, b := range bearers {
		if b.Article.ID == a.ID || b.Thing.ID == t.ID || !fits(t, b.Thing, key) {
			continue
		}
		like, ok := Related(a, b.Article, key)
		if !ok || lone && earlier(a, b.Article) < 0 {
			continue
		}
		i := slices.IndexFunc(all, func(f *found) bool { return f.id == b.Thing.ID })
		if i < 0 {
			i = len(all)
			all = append(all, &found{id: b.Thing.ID, labels: map[string]int{}, classes: map[string]int{}, articles: map[string]bool{}, first: b.Article})
		}
		f := all[i]
		f.labels[b.Thing.Label]++
		f.classes[b.Thing.Class]++
		f.articles[b.Article.ID] = true
		f.like = max(f.like, like)
		if earlier(b.Article, f.first) < 0 {
			f.first = b.Article
		}
	}
	slices.SortFunc(all, func(x, y *found) int {
		return cmp.Or(cmp.Compare(len(y.articles), len(x.articles)), cmp.Compare(y.like, x.like), cmp.Compare(x.id, y.id))
	})
	for _, f := range all {
		d.Candidates = append(d.Candidates, Candidate{f.id, f.like, len(f.articles),
			fmt.Sprintf("in %s that %s of the same", count(len(f.articles), "article"), verb(len(f.articles), "tells", "tell"))})
	}
	f := theOne(all, key)
	if lone && len(all) > 0 {
		f = slices.MinFunc(all, func(x, y *found) int { return earlier(x.first, y.first) })
	}
	switch {
	case len(all) == 0 && lone:
		d.Reason = "no earlier article that tells of the same has it"
	case len(all) == 0:
		d.Reason = "no article that tells of the same names one who bears it"
	case f == nil:
		d.Reason = "several bear it in articles that tell of the same"
	case slices.ContainsFunc(a.Things, func(o Thing) bool { return o.ID == f.id }):
		d.Reason = "the article itself names " + f.id
	default:
		d.ID, d.Label, d.Class = f.id, commonest(f.labels), commonest(f.classes)
		d.Reason = fmt.Sprintf("%s (%s)", how(t, key), count(len(f.articles), "article"))
		d.articles = slices.Sorted(maps.Keys(f.articles))
	}
	return d
}

// found is what a thing may be, with the articles that name it.
type found struct {
	id       string
	labels   map[string]int
	classes  map[string]int
	articles map[string]bool
	first    *Article // the earliest of them
	like     float64
}

// theOne is the one that all of some are: the only one, or of several spellings of a person's name the fullest; nil where
// they are several.
func theOne(all []*found, key string) *found {
	var best *found
	for _, f := range all {
		if best == nil || fuller(given(commonest(f.labels), key), given(commonest(best.labels), key)) {
			best = f
		}
	}
	for _, f := range all {
		if f != best && (!isPerson(key) || !GivenFit(given(commonest(f.labels), key), given(commonest(best.labels), key))) {
			return nil
		}
	}
	return best
}

// how says by what a thing is found.
func how(t *Thing, key string) string {
	switch {
	case strings.HasPrefix(key, LoneKey):
		return "a name alone; the same as in the earliest article of the same story"
	case !isPerson(key):
		return "short for a longer name; the one of the same story who bears it"
	case len(given(t.Label, key)) > 0:
		return "a short given name; the one person of the same story whose name is fuller"
	}
	return "family name alone; the one person of the same story who bears it"
}

// isPerson reports whether a key is a person's: it is the family name then.
func isPerson(key string) bool { return strings.HasPrefix(key, PersonKey) }

// The kinds of key.
const (
	PersonKey = "person " // and the family name
	BodyKey   = "body "   // and the acronym, or a name that leaves something out
	LoneKey   = "lone "   // and the only name of a person of whom an article has one; who bears it seeks it too
)

// given are the keys of the given names of a person who is found by a key; none where the label is the family name alone.
func given(label, key string) []string {
	family := strings.Fields(name(key))
	words := strings.Fields(gazetteer.Key(label))
	if len(words) <= len(family) {
		return nil
	}
	if rest := words[len(words)-len(family):]; slices.Equal(rest, family) {
		return words[:len(words)-len(family)]
	}
	return slices.DeleteFunc(words, func(w string) bool { return slices.Contains(family, w) })
}

// fuller reports whether given names say more than others: a whole name more than a short form, that more than an initial;
// of equals more names, then the longer.
func fuller(x, y []string) bool {
	if len(x) == 0 || len(y) == 0 {
		return len(x) > len(y)
	}
	rank := func(g string) int {
		switch {
		case len(g) == 1:
			return 0
		case nicknames[g] != "":
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(x[0]), rank(y[0])), cmp.Compare(len(x), len(y)), cmp.Compare(len(strings.Join(x, "")), len(strings.Join(y, "")))) > 0
}

// Short reports whether a given name is one that may stand for a longer: an initial, "Bob".
func Short(given string) bool { return len(given) == 1 || nicknames[given] != "" }

// All decides for everything in an article. Two things of one article never become one: where both would be the same, both
// stay what they are. Bearers gives who bears a key in the months around the article, nil for too many.
func All(a *Article, bearers func(key string) ([]Bearer, error)) ([]Decision, error) {
	var out []Decision
	for i := range a.Things {
		t := &a.Things[i]
		var best Decision
		keys := slices.Clone(t.Seeks)
		slices.SortStableFunc(keys, func(x, y string) int { return cmp.Compare(loneness(x), loneness(y)) })
		for _, key := range keys {
			if loneness(key) > 0 && len(best.Candidates) > 0 {
				continue // there are people with full names whom it may mean
			}
			bs, err := bearers(key)
			if err != nil {
				return nil, err
			}
			d := Decide(a, t, key, bs)
			switch {
			case best.Key == "" || best.ID == "" && (d.ID != "" || len(d.Candidates) > len(best.Candidates)):
				best = d
			case d.ID != "" && d.ID != best.ID:
				best.ID, best.Reason = "", "it may be a person and a body of the same story"
			}
		}
		if best.Key != "" {
			out = append(out, best)
		}
	}
	distinct(a, out)
	slices.SortFunc(out, func(x, y Decision) int { return cmp.Compare(x.Thing, y.Thing) })
	return out, nil
}

func loneness(key string) int {
	if strings.HasPrefix(key, LoneKey) {
		return 1
	}
	return 0
}

// distinct takes back decisions by which two things of an article would be the same.
func distinct(a *Article, ds []Decision) {
	for again := true; again; {
		again = false
		times, moves := map[string]int{}, map[string]bool{}
		for _, d := range ds {
			if d.ID != "" {
				times[d.ID]++
				moves[d.Thing] = true
			}
		}
		for i := range a.Things {
			if id := a.Things[i].ID; !moves[id] {
				times[id]++
			}
		}
		for i := range ds {
			if d := &ds[i]; d.ID != "" && times[d.ID] > 1 {
				d.ID, d.Reason, again = "", "another of the article would be the same", true
			}
		}
	}
}

// Persons adds to the decisions for an article, as All gives them, whom its full names mean, and whom what is joined with such
// a name is then. Namesakes gives what the function of that name says of all articles that have a person of this id.
func Persons(a *Article, ds []Decision, namesakes func(id string) (map[string]Person, error)) ([]Decision, error) {
	out := slices.Clone(ds)
	joined := map[string]bool{}
	for i := range out {
		d := &out[i]
		if d.ID == "" {
			continue
		}
		joined[d.Thing] = true
		if d.Class != "Person" {
			continue
		}
		who, err := namesakes(d.ID)
		if err != nil {
			return nil, err
		}
		if len(who) == 0 {
			continue
		}
		ids := map[string]bool{}
		for _, id := range d.articles {
			ids[cmp.Or(who[id].ID, d.ID)] = true
		}
		if len(ids) != 1 {
			d.ID, d.Reason = "", "the articles that tell of the same have two people of this name"
			continue
		}
		p := who[d.articles[0]]
		d.ID, d.Label = cmp.Or(p.ID, d.ID), cmp.Or(p.Label, d.Label)
	}
	for i := range a.Things {
		t := &a.Things[i]
		if joined[t.ID] || !t.Named() {
			continue
		}
		who, err := namesakes(t.ID)
		if err != nil {
			return nil, err
		}
		p, ok := who[a.ID]
		if !ok {
			continue
		}
		d := Decision{Thing: t.ID, Reason: p.Reason}
		if p.ID != t.ID {
			d.ID, d.Label, d.Class = p.ID, cmp.Or(p.Label, t.Label), t.Class
		}
		if k := slices.IndexFunc(out, func(o Decision) bool { return o.Thing == t.ID }); k >= 0 {
			d.Key, d.Candidates = out[k].Key, out[k].Candidates
			out[k] = d
		} else {
			out = append(out, d)
		}
	}
	distinct(a, out)
	slices.SortFunc(out, func(x, y Decision) int { return cmp.Compare(x.Thing, y.Thing) })
	return out, nil
}

// fits reports whether what is known of two things allows that t, which seeks a key, is o.
func fits(t, o *Thing, key string) bool {
	if t.Country != "" && o.Country != "" && t.Country != o.Country {
		return false
	}
	g := given(t.Label, key)
	if !isPerson(key) || len(g) == 0 {
		return true
	}
	h := given(o.Label, key)
	return GivenFit(g, h) && fuller(h, g)
}

// name is a key without the kind before it.
func name(key string) string {
	_, n, _ := strings.Cut(key, " ")
	return n
}

func articlesOf(bs []Bearer) map[string]bool {
	out := map[string]bool{}
	for _, b := range bs {
		out[b.Article.ID] = true
	}
	return out
}

// commonest is the label or class that most articles have, of equals the longest, then the first.
func commonest(labels map[string]int) string {
	best := ""
	for l, n := range labels {
		if best == "" || cmp.Or(cmp.Compare(n, labels[best]), cmp.Compare(len(l), len(best)), cmp.Compare(best, l)) > 0 {
			best = l
		}
	}
	return best
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
