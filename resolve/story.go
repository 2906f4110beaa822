package resolve

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Stories groups articles, given by name with their text, that tell of one thing: those of one story have one number. The
// result does not depend on the order of anything.
func Stories(texts map[string]string) map[string]int {
	var rs []*Reading
	for _, name := range sortedWords(texts) {
		r := &Reading{Article: name, words: map[string]int{}}
		for w := range strings.FieldsFuncSeq(strings.ToLower(texts[name]), func(c rune) bool { return !unicode.IsLetter(c) }) {
			if len(w) > 3 {
				r.words[singular(w)]++
			}
		}
		rs = append(rs, r)
	}
	out := map[string]int{}
	for i, n := range stories(rs) {
		out[rs[i].Article] = n
	}
	return out
}

// stories groups the articles that tell of one thing: by the words that they share and few others have, as far as the mean
// likeness of two groups allows (average linkage, Sokal and Michener 1958). The result is a number for each reading, and
// depends on the set of readings alone, not on their order, which must be that of their names.
func stories(rs []*Reading) []int {
	vectors := weigh(rs)
	posts := map[string][]int{} // by word, the articles that have it
	for i, v := range vectors {
		for w := range v {
			posts[w] = append(posts[w], i)
		}
	}
	like := make([]map[int]float64, len(rs))
	all := make([]int, len(rs))
	for i := range rs {
		all[i] = i
		sums := map[int]float64{}
		for _, x := range sortedWords(vectors[i]) {
			if p := posts[x]; len(p) <= crowdedWord {
				for _, j := range p {
					if j > i {
						sums[j] += vectors[i][x] * vectors[j][x]
					}
				}
			}
		}
		for j, s := range sums {
			if s < sameStory/4 {
				delete(sums, j) // as good as nothing, and most of them
			}
		}
		like[i] = sums
	}
	of := make([]int, len(rs))
	n := 0
	for _, part := range parts(all, like, sameStory) {
		for _, group := range link(part, like) {
			for _, i := range group {
				of[i] = n
			}
			n++
		}
	}
	return of
}

// parts splits articles into those that hang together by pairs of at least this likeness. A part of more than can be
// grouped is split further, by likelier pairs.
func parts(articles []int, like []map[int]float64, least float64) [][]int {
	parent := map[int]int{}
	for _, i := range articles {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, i := range articles {
		for j, s := range like[i] {
			if _, ok := parent[j]; ok && s >= least {
				x, y := root(i), root(j)
				parent[max(x, y)] = min(x, y)
			}
		}
	}
	by := map[int][]int{}
	var order []int
	for _, i := range articles {
		r := root(i)
		if by[r] == nil {
			order = append(order, r)
		}
		by[r] = append(by[r], i)
	}
	var out [][]int
	for _, r := range order {
		if len(by[r]) > largestPart && least < 1 {
			out = append(out, parts(by[r], like, least+0.05)...)
		} else {
			out = append(out, by[r])
		}
	}
	return out
}

const (
	sameStory   = 0.18 // mean cosine of the articles of one story
	largestPart = 600  // articles that are grouped at once
	crowdedWord = 500  // a word that so many articles have tells nothing
)

// link joins the two likeliest groups of articles, over and over, while their mean likeness is that of a story.
func link(articles []int, like []map[int]float64) [][]int {
	groups := make([][]int, len(articles))
	sim := make([][]float64, len(articles)) // sums over pairs
	for i, a := range articles {
		groups[i] = []int{a}
		sim[i] = make([]float64, len(articles))
		for j, b := range articles {
			sim[i][j] = like[min(a, b)][max(a, b)]
		}
	}
	for {
		x, y, best := -1, -1, sameStory
		for i := range groups {
			for j := i + 1; j < len(groups) && groups[i] != nil; j++ {
				if groups[j] == nil {
					continue
				}
				if s := sim[i][j] / float64(len(groups[i])*len(groups[j])); s > best {
					x, y, best = i, j, s
				}
			}
		}
		if x < 0 {
			break
		}
		groups[x] = append(groups[x], groups[y]...)
		groups[y] = nil
		for k := range groups {
			sim[x][k] += sim[y][k]
			sim[k][x] = sim[x][k]
		}
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return g == nil })
}

// weigh gives each article its words with their weights: how often it has them, and how few others do; of length one.
func weigh(rs []*Reading) []map[string]float64 {
	df := map[string]int{}
	for _, r := range rs {
		for w := range r.words {
			df[w]++
		}
	}
	out := make([]map[string]float64, len(rs))
	for i, r := range rs {
		v := map[string]float64{}
		square := 0.0
		for _, w := range sortedWords(r.words) {
			if df[w] < 2 {
				continue
			}
			x := (1 + math.Log(float64(r.words[w]))) * math.Log(float64(len(rs)+1)/float64(df[w]))
			v[w] = x
			square += x * x
		}
		for w := range v {
			v[w] /= math.Sqrt(square)
		}
		out[i] = v
	}
	return out
}

func sortedWords[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for w := range m {
		out = append(out, w)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}
