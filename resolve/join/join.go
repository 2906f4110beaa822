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
	"slices"
	"strings"
	"time"
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
	Country   string   // id; may be empty
	Bears     []string // keys by which others may ask for it
	Seeks     []string // keys of what it may be
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

// Related reports whether two articles tell of one thing, and how like they are. An article without a date is related to
// none that has one.
func Related(a, b *Article) (like float64, ok bool) {
	if a.Day != b.Day && (a.Day == Undated || b.Day == Undated || a.Day-b.Day > Window || b.Day-a.Day > Window) {
		return 0, false
	}
	like = Like(a.Topic, b.Topic)
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
	Reason     string // for people to read
	Candidates []Candidate
}

// Candidate is what a thing may be.
type Candidate struct {
	ID       string
	Score    float64 // how like the likest article is that has it
	Articles int     // related ones that have it
	Why      string
}

// Decide says what a thing of an article that seeks a key is, given who bears that key in the months around it, in any
// order, and how many articles these are. It is the one that fits in the articles that tell of the same; where several do,
// or none, the thing stays what it is.
func Decide(a *Article, t *Thing, key string, bearers []Bearer) Decision {
	d := Decision{Thing: t.ID, Key: key}
	if len(articlesOf(bearers)) > Crowd {
		d.Reason = fmt.Sprintf("%q is the name of too many around", name(key))
		return d
	}
	if slices.ContainsFunc(a.Things, func(o Thing) bool { return o.ID != t.ID && slices.Contains(o.Bears, key) }) {
		d.Reason = "the article itself names one who bears it"
		return d
	}
	type found struct {
		id       string
		labels   map[string]int
		articles map[string]bool
		like     float64
	}
	var all []*found
	for _, b := range bearers {
		if b.Article.ID == a.ID || !fits(t, b.Thing) {
			continue
		}
		like, ok := Related(a, b.Article)
		if !ok {
			continue
		}
		i := slices.IndexFunc(all, func(f *found) bool { return f.id == b.Thing.ID })
		if i < 0 {
			i = len(all)
			all = append(all, &found{id: b.Thing.ID, labels: map[string]int{}, articles: map[string]bool{}})
		}
		f := all[i]
		f.labels[b.Thing.Label]++
		f.articles[b.Article.ID] = true
		f.like = max(f.like, like)
	}
	slices.SortFunc(all, func(x, y *found) int {
		return cmp.Or(cmp.Compare(len(y.articles), len(x.articles)), cmp.Compare(y.like, x.like), cmp.Compare(x.id, y.id))
	})
	for _, f := range all {
		d.Candidates = append(d.Candidates, Candidate{f.id, f.like, len(f.articles),
			fmt.Sprintf("in %s that %s of the same", count(len(f.articles), "article"), verb(len(f.articles), "tells", "tell"))})
	}
	switch {
	case len(all) == 0:
		d.Reason = "no article that tells of the same names one who bears it"
		return d
	case len(all) > 1:
		d.Reason = "several bear it in articles that tell of the same"
		return d
	case slices.ContainsFunc(a.Things, func(o Thing) bool { return o.ID == all[0].id }):
		d.Reason = "the article itself names " + all[0].id
		return d
	}
	f := all[0]
	d.ID, d.Label = f.id, commonest(f.labels)
	d.Reason = fmt.Sprintf("%q alone; the one of the same story who bears it (%s)", t.Label, count(len(f.articles), "article"))
	return d
}

// All decides for everything in an article. Two things of one article never become one: where both would be the same, both
// stay what they are. Bearers gives who bears a key in the months around the article.
func All(a *Article, bearers func(key string) ([]Bearer, error)) ([]Decision, error) {
	var out []Decision
	for i := range a.Things {
		t := &a.Things[i]
		var best Decision
		for _, key := range t.Seeks {
			bs, err := bearers(key)
			if err != nil {
				return nil, err
			}
			if d := Decide(a, t, key, bs); best.Key == "" || best.ID == "" && (d.ID != "" || len(d.Candidates) > len(best.Candidates)) {
				best = d
			}
		}
		if best.Key != "" {
			out = append(out, best)
		}
	}
	times := map[string]int{}
	for _, d := range out {
		if d.ID != "" {
			times[d.ID]++
		}
	}
	for i := range out {
		if d := &out[i]; times[d.ID] > 1 {
			d.ID, d.Label, d.Reason = "", "", "another of the article would be the same"
		}
	}
	slices.SortFunc(out, func(x, y Decision) int { return cmp.Compare(x.Thing, y.Thing) })
	return out, nil
}

// fits reports whether what is known of two things allows that they are one.
func fits(t, o *Thing) bool { return t.Country == "" || o.Country == "" || t.Country == o.Country }

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

// commonest is the label that most articles have, of equals the longest, then the first.
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

// Set is a set of articles in memory, by which what a store keeps can be checked.
type Set struct {
	byID  map[string]*Article
	bears map[string][]Bearer // by key and month
}

// NewSet makes a set of articles that differ in their ids.
func NewSet(articles []*Article) *Set {
	s := &Set{map[string]*Article{}, map[string][]Bearer{}}
	for _, a := range articles {
		s.byID[a.ID] = a
		for i := range a.Things {
			for _, k := range a.Things[i].Bears {
				at := k + " " + Month(a.Day)
				s.bears[at] = append(s.bears[at], Bearer{a, &a.Things[i]})
			}
		}
	}
	return s
}

// Decide decides for everything in an article of the set.
func (s *Set) Decide(id string) []Decision {
	a := s.byID[id]
	if a == nil {
		return nil
	}
	out, _ := All(a, func(key string) ([]Bearer, error) {
		var bs []Bearer
		for _, m := range Months(a.Day) {
			bs = append(bs, s.bears[key+" "+m]...)
		}
		return bs, nil
	})
	return out
}
