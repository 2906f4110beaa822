package coref

import "kg/nlp"

// cluster is a chain as far as it is found.
type cluster struct {
	gender gender
	number number
	size   int
	last   int // its latest mention
	name   int // its longest name, -1 for none
	person uint8
	class  byte
}

// structure tells how two mentions of one sentence stand in its tree.
type structure uint8

const (
	apart       structure = iota // in different sentences
	unrelated                    // in one sentence, nothing below holds
	encloses                     // the antecedent has m within it: "[the man with [his] dog]"
	enclosed                     // m has the antecedent within it
	apposition                   // "Acme, [a firm]"
	copula                       // "Acme is [a firm]"
	titleOf                      // "[President] Assad"
	coArguments                  // of one verb: "[he] saw [him]"
	conjoined                    // "[he] and [Anna]"
	owner                        // "[his] dog" has an owner that is an argument beside it
	controls                     // the antecedent is the subject of a clause above m's: "[he] said [he] ..."
	below                        // m's clause is above the antecedent's
)

// relation is how antecedent c and mention m stand to each other.
func (a *analysis) relation(m, c *mention) structure {
	if m.sent != c.sent {
		return apart
	}
	t := a.doc.Tokens
	mh, ch := t[m.head].Head, t[c.head].Head
	switch {
	case mh == c.head && base(t[m.head].Rel) == "appos", ch == m.head && base(t[c.head].Rel) == "appos":
		return apposition
	case mh == c.head && (base(t[m.head].Rel) == "nmod" && t[m.head].Rel == "nmod:desc"), ch == m.head && t[c.head].Rel == "nmod:desc":
		return titleOf
	case ch == m.head && base(t[c.head].Rel) == "nsubj" && a.hasCopula(m.head), mh == c.head && base(t[m.head].Rel) == "nsubj" && a.hasCopula(c.head):
		return copula
	case c.first <= m.first && m.last <= c.last:
		return encloses
	case m.first <= c.first && c.last <= m.last:
		return enclosed
	case mh == c.head && base(t[m.head].Rel) == "conj", ch == m.head && base(t[c.head].Rel) == "conj",
		mh == ch && mh != nlp.Root && base(t[m.head].Rel) == "conj" && base(t[c.head].Rel) == "conj":
		return conjoined
	case mh == ch && mh != nlp.Root:
		return coArguments
	}
	if m.poss && mh != nlp.Root && t[mh].Head == ch && ch != nlp.Root {
		return owner
	}
	// is one head's governor above the other mention?
	if ch != nlp.Root {
		k := mh
		for steps := 0; k != nlp.Root && steps < 40; steps++ {
			if k == ch {
				return controls
			}
			k = t[k].Head
		}
	}
	if mh != nlp.Root {
		k := ch
		for steps := 0; k != nlp.Root && steps < 40; steps++ {
			if k == mh {
				return below
			}
			k = t[k].Head
		}
	}
	return unrelated
}

// barred reports whether grammar keeps the pronoun m from meaning c: "him" in "[he] saw [him]" and "[Anna] and
// [her]", "his" in "[[his] dog]".
func (a *analysis) barred(m, c *mention) bool {
	if !m.form.pronoun() || m.form == formReflexive || m.sent != c.sent {
		return false
	}
	if c.first <= m.first && m.last <= c.last && a.doc.Tokens[m.head].Head == c.head && base(a.doc.Tokens[m.head].Rel) != "acl" {
		return true
	}
	if m.poss {
		return false
	}
	switch a.relation(m, c) {
	case conjoined:
		return true
	case coArguments:
		return a.argument(m.head) && a.argument(c.head)
	}
	return false
}

// ahead lists mentions that come after the pronoun m in its sentence and that it may point forward to: names
// and definite phrases that are subjects of a clause above it, as in "In [his] letter [Kerry] wrote". There
// are at most two.
func (a *analysis) ahead(m *mention) []int {
	if m.person != 3 || m.form == formThis || m.form == formOne || m.form == formReflexive {
		return nil
	}
	var out []int
	t := a.doc.Tokens
	for i := m.index + 1; i < len(a.mentions) && len(out) < 2; i++ {
		c := &a.mentions[i]
		if c.sent != m.sent || i > m.index+12 {
			break
		}
		if c.form > formPossessed || base(t[c.head].Rel) != "nsubj" || m.gender&c.gender == 0 || m.number&c.number == 0 {
			continue
		}
		k, steps := t[m.head].Head, 0
		for k != nlp.Root && k != t[c.head].Head && steps < 40 {
			k = t[k].Head
			steps++
		}
		if k != nlp.Root && t[c.head].Head == k && !a.barred(m, c) {
			out = append(out, i)
		}
	}
	return out
}

// argument reports whether token i is a subject or object of a verb, or stands with a preposition beside them.
func (a *analysis) argument(i int) bool {
	switch base(a.doc.Tokens[i].Rel) {
	case "nsubj", "obj", "iobj", "obl":
		return true
	}
	return false
}

func (a *analysis) hasCopula(head int) bool {
	for _, k := range a.children[head] {
		if a.doc.Tokens[k].Rel == "cop" {
			return true
		}
	}
	return false
}

// roleOf puts the relations of heads into few groups.
func roleOf(rel string) uint32 {
	switch rel {
	case "nsubj", "nsubj:outer":
		return 1
	case "nsubj:pass":
		return 2
	case "obj":
		return 3
	case "iobj":
		return 4
	case "obl", "obl:agent", "obl:arg":
		return 5
	case "nmod":
		return 6
	case "nmod:poss":
		return 7
	case "appos":
		return 8
	case "conj":
		return 9
	case "root":
		return 10
	case "compound":
		return 11
	case "nmod:desc":
		return 12
	}
	return 0
}

// speech tells who speaks to whom: whether a first person within a quote meets its speaker and so on.
func (a *analysis) speech(m, c *mention) uint32 {
	if m.quote == c.quote {
		return flag(m.quote > 0)
	}
	if m.quote > 0 && a.speakers[m.quote] >= 0 && c.quote == 0 {
		if a.speakers[m.quote] == c.head {
			return 2
		}
		return 3
	}
	if c.quote > 0 && a.speakers[c.quote] >= 0 && m.quote == 0 {
		if a.speakers[c.quote] == m.head {
			return 4
		}
		return 5
	}
	return 6
}

// agree says how two sets meet: 0 apart, 1 alike, 2 overlapping.
func agree[T ~uint8](x, y T) uint32 {
	switch {
	case x&y == 0:
		return 0
	case x == y:
		return 1
	}
	return 2
}

// group folds forms for conjunctions.
func (f form) group() uint32 {
	switch f {
	case formName, formProper:
		return 0
	case formDefinite, formDemonst:
		return 1
	case formPossessed:
		return 2
	case formIndefinite, formBare:
		return 3
	case formCoord:
		return 4
	}
	return uint32(f)
}

// between holds what was seen among the candidates from the nearest to the present one.
type between struct {
	fitting int // that agree in gender and number
	match   int // that share the head
}

// pairFeatures appends the rows of mention m and antecedent c, whose chain so far is k.
func (a *analysis) pairFeatures(dst []uint16, m, c *mention, k *cluster, b *between, match wordMatch) []uint16 {
	f := features{rows: dst, mask: pairRows - 1}
	mg, cg := m.form.group(), c.form.group()
	pair := mg<<5 | cg
	dist := m.sent - c.sent
	rel := a.relation(m, c)
	var gend, num uint32 = 3, 3
	if k != nil {
		gend, num = agree(m.gender, k.gender), agree(m.number, k.number)
	}
	f.num(1, pair)
	f.num(2, pair, bucket(dist))
	f.num(3, mg, bucket(m.index-c.index))
	f.num(4, uint32(match), pair)
	f.num(5, uint32(match), uint32(m.form), bucket(dist))
	f.num(6, gend, num, mg)
	f.num(7, gend, num, uint32(m.gender), uint32(k.gender))
	f.num(8, uint32(m.class), uint32(c.class), pair)
	f.num(9, uint32(m.class), uint32(m.class2), uint32(k.class))
	f.num(10, uint32(rel), pair)
	f.num(11, uint32(rel), uint32(m.form), m.role, c.role)
	f.num(12, m.role, c.role, bucket(dist), mg)
	f.num(13, a.speech(m, c), uint32(m.form), uint32(c.form))
	f.num(14, bucket(b.fitting), mg, gend&num)
	f.num(15, bucket(b.match), mg, uint32(match))
	f.num(16, bucket(k.size), mg, gend&num)
	f.num(17, bucket(m.sent-a.mentions[k.last].sent), mg, gend&num)
	f.num(18, flag(k.name >= 0), pair)
	if match == noMatch && !m.form.pronoun() && !c.form.pronoun() {
		f.two(19, a.lemma[m.head], a.lemma[c.head])
		f.num(26, a.nameClash(m, k), mg)
	} else if match == noMatch {
		f.num(20, uint32(m.form), uint32(c.form), bucket(dist), c.role)
		if !c.form.pronoun() {
			f.str(21, a.lemma[c.head], uint32(m.form))
		}
		f.num(22, uint32(m.form), uint32(c.class), uint32(c.form), uint32(c.gender))
	} else {
		f.num(23, uint32(match), uint32(m.form), uint32(c.form), uint32(m.number), uint32(c.number))
		f.num(24, uint32(match), bucket(len(m.words)), bucket(len(c.words)), mg)
		f.num(25, uint32(match), a.nameClash(m, k), mg)
	}
	f.num(27, bucket(c.rank), c.role, mg, bucket(dist))
	f.num(28, flag(c.nested), mg, bucket(dist))
	f.num(29, uint32(m.person), uint32(k.person), flag(m.quote == c.quote))
	if c.index > m.index {
		f.num(31, uint32(m.form), uint32(c.form))
		f.num(32, m.role, flag(m.poss), uint32(c.form))
		f.num(33, bucket(m.rank), bucket(c.index-m.index))
	}
	if c.form == formOne || c.form == formThis {
		f.num(30, uint32(m.form), m.role)
	}
	return f.rows
}

// nameClash tells how m and the longest name of chain k meet: 0 if there are not two names, 1 if they have
// nothing in common, 2 if one has the words of the other, 3 if each has words of its own, "John Kerry" and
// "John Smith".
func (a *analysis) nameClash(m *mention, k *cluster) uint32 {
	if k.name < 0 || m.form > formProper {
		return 0
	}
	c := &a.mentions[k.name]
	switch {
	case within(m.toks, c.toks), within(c.toks, m.toks):
		return 2
	case shares(m.toks, c.toks):
		return 3
	}
	return 1
}

// otherName reports whether m is a name and chain k has one that is surely of something else: no word in common,
// no acronym, and the two do not stand in apposition or within each other. Two persons of different names are two
// even there: "its chancellor, Ana Reis" is not who was named before.
func (a *analysis) otherName(m, c *mention, k *cluster) bool {
	if m.form != formName || k.name < 0 || a.mentions[k.name].form != formName {
		return false
	}
	n := &a.mentions[k.name]
	if a.compareNames(m, n) != noMatch {
		return false
	}
	if m.class == personNN && n.class == personNN {
		return true
	}
	switch a.relation(m, c) {
	case apposition, copula, titleOf, encloses, enclosed:
		return false
	}
	return true
}

// newFeatures appends the rows for "m starts a chain".
func (a *analysis) newFeatures(dst []uint16, m *mention, best wordMatch, candidates int) []uint16 {
	f := features{rows: dst, mask: pairRows - 1}
	f.num(40, uint32(m.form))
	f.num(41, uint32(m.form), uint32(best))
	f.num(42, uint32(m.form), bucket(candidates))
	f.num(43, uint32(best), bucket(len(m.words)), uint32(m.class))
	f.num(44, bucket(m.sent), m.form.group())
	f.num(45, uint32(m.form), m.role, uint32(m.class))
	return f.rows
}
