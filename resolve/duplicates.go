package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"kg/resolve/gazetteer"
	"kg/resolve/join"
	"kg/schema"
)

// Profile is what a graph knows of an entity, as far as it tells whether it is another one.
type Profile struct {
	ID, Label string
	Aliases   []string
	Class     schema.ClassID
	Country   string
	Articles  int      // that name it
	In        []string // those articles, if they are known, in sorted order
	Stories   []int    // what those tell of, by Stories, in sorted order
	Near      []string // ids of the entities that it has facts with
	Marks     []string // what articles say of a person that tells namesakes apart
}

// Pair is two entities that may be one. Keep is the one with the better name.
type Pair struct {
	Keep, Drop string
	Score      float32 // 0 to 1
	Evidence   string  // for people to read
}

// Duplicates proposes pairs of entities that may be one, the likeliest first. Two that the gazetteer knows are never
// proposed, and neither are two that a person has taken apart. Only entities that share a word of their names, or whose
// names share initials, are compared.
func (r *Resolver) Duplicates(ps []Profile, least float32) []Pair {
	blocks := map[string][]int{}
	put := func(key string, i int) {
		if b := blocks[key]; key != "" && (len(b) == 0 || b[len(b)-1] != i) {
			blocks[key] = append(b, i)
		}
	}
	forms := make([][]string, len(ps))
	for i := range ps {
		forms[i] = telling(&ps[i])
		if strings.Contains(ps[i].ID, "_(") && !strings.ContainsAny(ps[i].ID[:1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			continue // a thing or group of one article
		}
		for _, f := range forms[i] {
			for w := range strings.FieldsSeq(gazetteer.Key(f)) {
				if len(w) > 2 {
					put(w[:min(len(w), 5)], i)
				}
			}
			if isAcronym(f) {
				put("\x00"+strings.ToUpper(strings.ReplaceAll(f, ".", "")), i)
			} else {
				put("\x00"+bigInitials(f), i)
			}
		}
	}
	keys := make([]string, 0, len(blocks))
	for k := range blocks {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	seen := map[[2]int]bool{}
	var out []Pair
	const crowd = 400 // a word that so many names share tells nothing
	for _, k := range keys {
		b := blocks[k]
		if len(b) > crowd {
			continue
		}
		for x := range b {
			for y := x + 1; y < len(b); y++ {
				i, j := b[x], b[y]
				if i > j {
					i, j = j, i
				}
				if seen[[2]int{i, j}] {
					continue
				}
				seen[[2]int{i, j}] = true
				if p, ok := r.pair(&ps[i], &ps[j], forms[i], forms[j]); ok && p.Score >= least {
					out = append(out, p)
				}
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Score != out[j].Score {
			return out[i].Score > out[j].Score
		}
		if out[i].Keep != out[j].Keep {
			return out[i].Keep < out[j].Keep
		}
		return out[i].Drop < out[j].Drop
	})
	return out
}

// telling are the names of an entity that tell it from others: of one that has a name of several words not the single
// ones, which are family names and heads that many share, but for acronyms.
func telling(p *Profile) []string {
	out := []string{p.Label}
	several := strings.Contains(p.Label, " ")
	for _, f := range p.Aliases {
		if several && !strings.Contains(f, " ") && (!isAcronym(f) || p.Class == "Person") {
			continue
		}
		out = append(out, f)
	}
	return out
}

// bigInitials are the first letters of the capitalised words of a name, where there are two or more.
func bigInitials(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(name) {
		if r := []rune(w)[0]; string(r) == strings.ToUpper(string(r)) && string(r) != strings.ToLower(string(r)) {
			b.WriteRune(r)
		}
	}
	if len([]rune(b.String())) < 2 {
		return ""
	}
	return b.String()
}

// pair compares two entities.
func (r *Resolver) pair(a, b *Profile, fa, fb []string) (Pair, bool) {
	_, ka := r.get(a.ID)
	_, kb := r.get(b.ID)
	if ka && kb || !r.mayBeOne(a, b) {
		return Pair{}, false
	}
	if r.ledger != nil {
		r.ledger.mu.RLock()
		apart := r.ledger.splitOff(a.ID, b.ID)+r.ledger.splitOff(b.ID, a.ID) > 0
		r.ledger.mu.RUnlock()
		if apart {
			return Pair{}, false
		}
	}
	score, why := float32(0), ""
	person := r.schema.IsA(a.Class, "Person") || r.schema.IsA(b.Class, "Person")
	for _, x := range fa {
		for _, y := range fb {
			s, w := likeness(x, y, person)
			if s > score {
				score, why = s, fmt.Sprintf("%q and %q: %s", x, y, w)
			}
		}
	}
	if score == 0 {
		return Pair{}, false
	}
	if a.Country != "" && a.Country == b.Country {
		score += 0.05
		why += "; of one country"
	}
	shared := 0
	for _, n := range a.Near {
		if slices.Contains(b.Near, n) {
			shared++
		}
	}
	if shared > 0 {
		score += 0.05 * float32(min(shared, 4))
		why += fmt.Sprintf("; %d neighbours in common", shared)
	}
	switch {
	case anyShared(a.In, b.In):
		score -= 0.15
		why += "; one article names both"
	case anyShared(a.Stories, b.Stories):
		score += 0.15
		why += "; in articles of one story"
	case strings.Contains(why, "family name alone") && len(a.Stories) > 0 && len(b.Stories) > 0:
		score -= 0.15
		why += "; in no articles of one story"
	}
	if a.Class != b.Class {
		score -= 0.05
	}
	if name, _, _ := strings.Cut(a.ID, "_("); person && (b.ID == name || join.Qualified(b.ID, name)) && len(a.Marks)+len(b.Marks) > 0 {
		score -= 0.2
		why += fmt.Sprintf("; taken for two people: %q and %q", strings.Join(a.Marks, ", "), strings.Join(b.Marks, ", "))
	}
	score = max(0, min(score, 1))
	p := Pair{Keep: a.ID, Drop: b.ID, Score: score, Evidence: why}
	if kb && !ka || ka == kb && (len(strings.Fields(b.Label)) > len(strings.Fields(a.Label)) || len(strings.Fields(b.Label)) == len(strings.Fields(a.Label)) && b.Articles > a.Articles) {
		p.Keep, p.Drop = b.ID, a.ID
	}
	return p, true
}

// anyShared reports whether two sorted lists have something in common.
func anyShared[T cmp.Ordered](a, b []T) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

// mayBeOne reports whether class and country allow that two entities are one.
func (r *Resolver) mayBeOne(a, b *Profile) bool {
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return false
	}
	s := r.schema
	for _, top := range []schema.ClassID{"Person", "Group", "Country", "Date", "Quantity"} {
		if s.IsA(a.Class, top) != s.IsA(b.Class, top) && a.Class != "Thing" && b.Class != "Thing" {
			return false
		}
	}
	return true
}

// likeness says how alike two names are, from 0 to 1, and in what.
func likeness(x, y string, person bool) (float32, string) {
	kx, ky := gazetteer.Key(x), gazetteer.Key(y)
	if kx == "" || ky == "" {
		return 0, ""
	}
	if kx == ky {
		return 0.85, "the same name"
	}
	if person {
		return personLikeness(x, y, kx, ky)
	}
	switch {
	case isAcronym(x) && initials(y, x), isAcronym(y) && initials(x, y):
		return 0.6, "initials"
	}
	wx, wy := strings.Fields(kx), strings.Fields(ky)
	if strings.Join(wx, "") == strings.Join(wy, "") {
		return 0.8, "the same letters"
	}
	if sim := jaroWinkler(kx, ky); sim >= 0.94 && min(len(kx), len(ky)) > 6 && sameNumbers(wx, wy) {
		return 0.3 + 0.4*float32(sim), "spelt alike"
	}
	short, long := wx, wy
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < len(long) && len(short) > 1 && (slices.Equal(long[:len(short)], short) || slices.Equal(long[len(long)-len(short):], short)) {
		return 0.5, "one is part of the other"
	}
	if len(short) == 1 && len(short[0]) > 3 && len(long) > 1 && long[0] == short[0] && !common[short[0]] && companyWords[long[len(long)-1]] {
		return 0.65, "one is part of the other"
	}
	return 0, ""
}

func personLikeness(x, y, kx, ky string) (float32, string) {
	gx, sx := gazetteer.Parts(x, "")
	gy, sy := gazetteer.Parts(y, "")
	if overlap(gazetteer.FamilyKeys(sx), gazetteer.FamilyKeys(sy)) {
		switch {
		case len(gx) == 0 && len(gy) == 0:
			return 0.7, "the same family name"
		case len(gx) == 0 || len(gy) == 0:
			return 0.5, "family name alone and full name"
		case join.GivenFit(keys(gx), keys(gy)):
			return 0.75, "given names that fit"
		case jaroWinkler(gazetteer.Key(gx[0]), gazetteer.Key(gy[0])) >= 0.9 && len(gx[0]) > 3 && len(gy[0]) > 3:
			return 0.6, "given names spelt alike"
		}
		return 0, ""
	}
	if len(gx) > 0 && len(gy) > 0 && join.GivenEqual(gazetteer.Key(gx[0]), gazetteer.Key(gy[0])) && jaroWinkler(kx, ky) >= 0.93 {
		return 0.65, "spelt alike"
	}
	return 0, ""
}

// sameNumbers reports whether two names have the same numbers in them: "2016 election" is not "2020 election".
func sameNumbers(a, b []string) bool {
	digits := func(ws []string) string {
		var out []string
		for _, w := range ws {
			if strings.ContainsAny(w, "0123456789") || len(w) <= 3 && strings.Trim(w, "ivx") == "" {
				out = append(out, w)
			}
		}
		return strings.Join(out, " ")
	}
	return digits(a) == digits(b)
}

// jaroWinkler is the similarity of two strings after Winkler (1990), 0 to 1.
func jaroWinkler(s, t string) float64 {
	a, b := []rune(s), []rune(t)
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	window := max(0, max(len(a), len(b))/2-1)
	inA, inB := make([]bool, len(a)), make([]bool, len(b))
	m := 0
	for i := range a {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if !inB[j] && a[i] == b[j] {
				inA[i], inB[j] = true, true
				m++
				break
			}
		}
	}
	if m == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i := range a {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	f := float64(m)
	jaro := (f/float64(len(a)) + f/float64(len(b)) + (f-float64(swapped)/2)/f) / 3
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}
