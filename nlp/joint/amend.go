package joint

import (
	"slices"
	"strings"

	"kg/nlp"
)

// amend puts right where names begin and end, by the tree and by what names are made of:
//
//   - an address of the web is no part of a name;
//   - a name that modifies the word with a capital after it is part of a longer one: "[Fairfax] Connector";
//   - so are a body and what it is of, "[Housing Authority] of [New Orleans]", "[Danish Ministry] of Foreign Affairs", and a part
//     of a country: "[Western District] of [Texas]";
//   - what goes on without a space goes on: "[COVID]-19", "[Agence France]-Presse";
//   - "San Rafael California" is two places.
//
// found is in text order, and so is what is returned.
func (m *Model) amend(d *nlp.Doc, found []named, tags *tagScores) []named {
	if len(found) == 0 {
		return found
	}
	inside := make([]int32, len(d.Tokens)) // number of the name from 1
	for k := range found {
		for i := found[k].First; i < found[k].Last; i++ {
			inside[i] = int32(k + 1)
		}
	}
	out := make([]named, 0, len(found))
	for k := 0; k < len(found); k++ {
		f := found[k]
		a, b := f.First, f.Last
		for a < b && address(d.Word(a)) {
			a++
		}
		for b > a && address(d.Word(b-1)) {
			b--
		}
		if a == b {
			continue
		}
		f = m.reshape(d, f, a, b, tags)
		f = m.longer(d, f, tied(d, &f, inside), tags)
		if b := m.extended(d, &f, inside); b > f.Last {
			c := headClass(d.Word(b-1), f.Class)
			f = m.reshape(d, f, f.First, b, tags)
			m.favour(&f, c)
		}
		if k+1 < len(found) && joins(d, &f, &found[k+1]) {
			f = m.longer(d, f, found[k+1].Last, tags)
			k++
		} else {
			f = m.longer(d, f, matter(d, &f, inside), tags)
		}
		if at := m.border(d, &f); at > 0 {
			g := m.reshape(d, f, f.First, at, tags)
			m.favour(&g, nlp.Location)
			out = append(out, g)
			f = m.reshape(d, f, at, f.Last, tags)
			m.favour(&f, nlp.Location)
		}
		out = append(out, f)
	}
	return out
}

// reshape is the name f with other tokens.
func (m *Model) reshape(d *nlp.Doc, f named, a, b int, tags *tagScores) named {
	if a == f.First && b == f.Last {
		return f
	}
	k := len(m.inv.Names)
	rows := make([]float32, (b-a)*k)
	for i := a; i < b; i++ {
		if t := tags.at[i]; t >= 0 {
			copy(rows[(i-a)*k:], tags.rows[int(t)*k:][:k])
		}
	}
	g := m.named(d, a, b, rows)
	g.Class, g.Score = f.Class, f.Score
	return g
}

// longer is the name f with another end, and of the class that it was.
func (m *Model) longer(d *nlp.Doc, f named, end int, tags *tagScores) named {
	g := m.reshape(d, f, f.First, end, tags)
	g.votes = f.votes
	return g
}

// acronyms adds the words in capitals that are made of the first letters of a name of the document, and the words with
// capitals whose first letters are one: "the Harbour Workers Union" and "HWU".
func (m *Model) acronyms(d *nlp.Doc, found []named, tags *tagScores) []named {
	inside := make([]bool, len(d.Tokens))
	long, short := map[string]nlp.Class{}, map[string]nlp.Class{}
	for k := range found {
		f := &found[k]
		for i := f.First; i < f.Last; i++ {
			inside[i] = true
		}
		if f.Class == nlp.Person || f.Class == nlp.Nationality {
			continue
		}
		if s := initials(d, f); len(s) > 2 && long[s] == "" {
			long[s] = f.Class
		}
		if w := d.Word(f.First); f.Last-f.First == 1 && isAcronym(w) && f.Class != nlp.Location && short[strings.ToLower(w)] == "" {
			short[strings.ToLower(w)] = f.Class
		}
	}
	if len(long)+len(short) == 0 {
		return found
	}
	n := len(found)
	for _, s := range d.Sentences {
		if headline(d, s) {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			if inside[i] || !capitalised(d.Word(i)) {
				continue
			}
			w := d.Word(i)
			if c := long[strings.ToLower(w)]; c != "" && isAcronym(w) {
				found = append(found, m.added(d, i, i+1, c, tags))
				continue
			}
			if b, c := spelledOut(d, i, s.Last, inside, short); b > 0 && m.nounClass(d, b-1) != nlp.Person {
				found = append(found, m.added(d, i, b, c, tags))
				i = b - 1
			}
		}
	}
	if len(found) > n {
		slices.SortStableFunc(found, func(a, b named) int { return a.First - b.First })
	}
	return found
}

// spelledOut is where words with capitals from token i on end whose first letters are an acronym of the document, and its class.
func spelledOut(d *nlp.Doc, i, limit int, inside []bool, short map[string]nlp.Class) (int, nlp.Class) {
	var letters []byte
	for k := i; k < limit && k < i+10; k++ {
		w := d.Word(k)
		switch {
		case inside[k]:
			return 0, ""
		case capitalised(w) && w[0] < 0x80 && !isAcronym(w):
			letters = append(letters, w[0]|0x20)
			if c := short[string(letters)]; c != "" && len(letters) > 1 && (k+1 == limit || !capitalised(d.Word(k+1))) {
				return k + 1, c
			}
		case w != "of" && w != "and" && w != "for" && w != "the" && w != "in" && w != "on":
			return 0, ""
		}
	}
	return 0, ""
}

// isAcronym reports whether a word is made of two to six capital letters.
func isAcronym(w string) bool {
	for i := range len(w) {
		if w[i] < 'A' || w[i] > 'Z' {
			return false
		}
	}
	return len(w) >= 2 && len(w) <= 6
}

// added is a name of tokens [a,b) that the network has not found.
func (m *Model) added(d *nlp.Doc, a, b int, c nlp.Class, tags *tagScores) named {
	f := m.reshape(d, named{}, a, b, tags)
	f.Score = 0.5
	m.favour(&f, c)
	return f
}

// favour makes a class of name as likely as a lexicon does that has the name.
func (m *Model) favour(f *named, c nlp.Class) {
	if i := slices.Index(m.classes, string(c)); i >= 0 {
		f.Class = c
		f.votes[i] = max(f.votes[i], slices.Max(f.votes)) + known
	}
}

// headClass is the class of a name that begins with one of a class and ends with a word that no person's name does.
func headClass(w string, first nlp.Class) nlp.Class {
	w = strings.ToLower(w)
	switch {
	case sites[w]:
		return nlp.Location
	case happenings[w]:
		return nlp.Event
	case first == nlp.Nationality && !institutions[w] && !bodies[w], texts[w]:
		return nlp.Other // "Spanish Flu"
	}
	return nlp.Organization
}

var happenings = wordSet(`attack attacks award awards bombing campaign celebration championship championships congress crisis cup derby election elections festival
	games marathon massacre olympics open plot prix protests race referendum revolt revolution riots scandal summit tour tournament trial uprising war wars`)

var texts = wordSet("accord accords act agreement agreements amendment bill code constitution convention deal law protocol statute treaty")

var sites = wordSet(`airport area avenue bay beach boulevard bridge building canyon castle cathedral cemetery city county creek district drive forest garden
	gardens hall heights highway hill hills island islands lake lane mansion mount mountain mountains palace park peninsula plain plaza province region river
	road square station stadium street strip tower town tunnel valley village ward`)

func address(w string) bool {
	_, host, at := strings.Cut(w, "@")
	return at && strings.Contains(host, ".") || strings.Contains(w, "://") || strings.HasPrefix(w, "www.")
}

// extended is where a name ends that modifies the words with a capital after it.
func (m *Model) extended(d *nlp.Doc, f *named, inside []int32) int {
	s := d.Sentences[d.SentenceOf(f.First)]
	if headline(d, s) {
		return f.Last
	}
	h := headOf(d, f.First, f.Last)
	t := &d.Tokens[h]
	g := t.Head
	rel, _, _ := strings.Cut(t.Rel, ":")
	for range 2 { // "U.S. District Judge": to the head of all
		k := g
		if k < f.Last || k >= s.Last-1 || d.Tokens[k].Head != k+1 || !strings.HasPrefix(d.Tokens[k].Rel, "compound") && d.Tokens[k].Rel != "amod" && d.Tokens[k].Rel != "flat" {
			break
		}
		if g = k + 1; !capitalised(d.Word(g)) {
			g = k
			break
		}
	}
	if g < f.Last || g >= s.Last || g-f.Last > 2 || rel != "compound" && rel != "flat" && rel != "amod" && rel != "nmod" {
		return f.Last
	}
	for k := g; k <= min(g+1, s.Last-1); k++ {
		if m.voc.lex != nil && capitalised(d.Word(k)) && m.voc.lex.Classes(Spell(d.Word(k)))&(1<<lexPersonNoun) != 0 {
			return f.Last // "U.S. Senator", "U.S. Vice President"
		}
	}
	for i := f.Last; i <= g; i++ {
		if inside[i] != 0 || !capitalised(d.Word(i)) || d.Tokens[i].UPOS != "PROPN" {
			return f.Last
		}
	}
	return g + 1
}

// headline reports whether most words of a sentence have capitals.
func headline(d *nlp.Doc, s nlp.Sentence) bool {
	big, small := 0, 0
	for i := s.First; i < s.Last; i++ {
		w := d.Word(i)
		switch {
		case capitalised(w):
			big++
		case w != strings.ToUpper(w):
			small++
		}
	}
	return big >= 3 && small <= big/2
}

// tied is where a name ends that goes on without a space, with a number or, after a hyphen, with a word that has a capital and is
// no name.
func tied(d *nlp.Doc, f *named, inside []int32) int {
	s := d.Sentences[d.SentenceOf(f.First)]
	end := f.Last
	for end < s.Last && !headline(d, s) {
		k := end
		hyphen := isHyphen(d.Word(k))
		if hyphen {
			k++
		}
		if k == s.Last || inside[k] != 0 || d.Tokens[end].Start != d.Tokens[end-1].End || d.Tokens[k].Start != d.Tokens[k-1].End {
			break
		}
		w := d.Word(k)
		if number := w[0] >= '0' && w[0] <= '9'; !number && !(hyphen && capitalised(w) && d.Tokens[k].UPOS == "PROPN") {
			break
		}
		end = k + 1
	}
	return end
}

func isHyphen(w string) bool { return w == "-" || w == "\u2010" || w == "\u2011" }

// matter is where a body ends that is of what is no name: "Danish Ministry of Foreign Affairs".
func matter(d *nlp.Doc, f *named, inside []int32) int {
	end := f.Last + 1
	last := d.Sentences[d.SentenceOf(f.First)].Last
	for end < last && inside[end] == 0 && d.Tokens[end].UPOS == "PROPN" && capitalised(d.Word(end)) {
		end++
	}
	if end <= f.Last+1 || f.Class != nlp.Organization || d.Word(f.Last) != "of" || !institutions[strings.ToLower(d.Word(f.Last-1))] {
		return f.Last
	}
	if h := d.Tokens[headOf(d, f.Last+1, end)].Head; h < f.First || h >= f.Last {
		return f.Last
	}
	return end
}

// joins reports whether a body, or a part of a country, and the name after it are one name: "Bank" and "England" with "of"
// between them.
func joins(d *nlp.Doc, f, g *named) bool {
	i := f.Last
	if f.Class != nlp.Organization && !(f.Class == nlp.Location && parts[strings.ToLower(d.Word(i-1))]) || g.First-i < 1 || g.First-i > 2 || d.Word(i) != "of" || g.First-i == 2 && d.Word(i+1) != "the" {
		return false
	}
	if t := d.Tokens[headOf(d, g.First, g.Last)]; t.Head < f.First || t.Head >= f.Last {
		return false
	}
	return f.Class == nlp.Location || institutions[strings.ToLower(d.Word(f.Last-1))]
}

// parts are what a country is divided into and named by what it is of.
var parts = wordSet("city county district duchy kingdom principality province republic state territory")

var institutions = wordSet(`academy administration agency army assembly assizes association authority bank board bureau chamber church city college
	commission committee community conference confederation congress convention corporation council court courts department diocese directorate
	faculty federation force forces foundation front government guild house institute institution institutes league legislature library ministry movement
	museum office offices order organisation organization parliament party railway republic school schools secretariat senate service society state states synod
	team trust union universities university`)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// border is the token at which the second of two places begins that stand side by side, or 0.
func (m *Model) border(d *nlp.Doc, f *named) int {
	if f.Class != nlp.Location || f.Last-f.First < 2 || m.voc.lex == nil {
		return 0
	}
	lower := func(a, b int) string {
		var w []string
		for i := a; i < b; i++ {
			w = append(w, Spell(d.Word(i)))
		}
		return strings.Join(w, " ")
	}
	if _, whole := m.voc.lex.find(lower(f.First, f.Last)); whole {
		return 0
	}
	for at := f.Last - 1; at > f.First && at >= f.Last-2; at-- {
		last := lower(at, f.Last)
		c, _ := m.voc.lex.find(last)
		if c&(1<<LexCountry) == 0 && !states[last] {
			continue
		}
		if c, ok := m.voc.lex.find(lower(f.First, at)); ok && !quarters[lower(f.First, at)] && c&(1<<LexCity|1<<LexCapital) != 0 {
			return at
		}
	}
	return 0
}

var quarters = wordSet("north south east west northern southern eastern western central")

// states are those of the United States, and their short forms.
var states = func() map[string]bool {
	out := wordSet(`alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas
	kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania
	tennessee texas utah vermont virginia wisconsin wyoming al ak az ar ca co ct de fl ga hi id il ia ks ky la md ma mi mn ms mo mt ne nv nh nj nm ny nc nd
	oh ok pa ri sc sd tn tx ut vt va wa wv wi wy`)
	for _, s := range []string{"new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "rhode island", "south carolina", "south dakota", "west virginia"} {
		out[s] = true
	}
	return out
}()
