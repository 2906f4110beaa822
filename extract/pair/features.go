package pair

// Templates of the features of pairs. A and B are the first and the second in the text, "classes" those of both.
const (
	pairClasses = entityTemplates + iota
	pairNames
	pairClassesNames
	pairTags
	pairLemmaA
	pairLemmaAClass
	pairLemmaB
	pairLemmaBClass
	pairDistance
	pairDistanceClasses
	pairBetween
	pairBetweenClasses
	pairCommas
	pairWord
	pairWordClasses
	pairWords
	pairWordsClasses
	pairVerb
	pairVerbEvent
	pairSame
	pairSameA
	pairSameB
	pairEntities
	pairEvents
	pairChain
	pairChainClasses
	pairNoPath
	pairLength
	pairPath
	pairPathClasses
	pairPathTop
	pairPathEvent
	pairPathEventClasses
	pairTop
	pairTopClasses
	pairTopEvent
	pairUp
	pairUpClass
	pairUpTop
	pairUpEvent
	pairDown
	pairDownClass
	pairDownTop
	pairDownEvent
	pairJoined
	pairWithin
	pairWithinEvent
	pairWithinEventClasses
	pairPrepA
	pairRelA
	pairPrepB
	pairRelB
	pairRule
	pairRuleClasses
	pairAnyRule
	pairClaim
	pairClaimClasses
	pairClaimLemma
	pairClaimRule
	pairThings
	pairThingA
	pairThingB
	pairPathTopThing
	pairPathThings
)

// PairFeatures adds the hashed features of entities i and j of a sentence, of which all are given, to row.
func (r *Reading) PairFeatures(row []uint32, all []Entity, i, j int) []uint32 {
	p := &pairing{r: r, a: all[i].Head, b: all[j].Head, ca: all[i].Class, cb: all[j].Class, row: row}
	p.words()
	p.around(all)
	p.tree()
	p.stated()
	return p.row
}

// pairing is one pair.
type pairing struct {
	r      *Reading
	a, b   int
	ca, cb string
	row    []uint32
}

func (p *pairing) add(template uint32, values ...string) {
	p.row = append(p.row, hash(template, values...))
}

// both adds a feature alone and with the classes of both entities.
func (p *pairing) both(template uint32, value string) {
	p.add(template, value)
	p.add(template+1, value, p.ca, p.cb)
}

// words are the two words and those between them.
func (p *pairing) words() {
	r, d := p.r, p.r.d
	na, nb := r.class(p.a), r.class(p.b)
	ta, tb := r.thing(p.a), r.thing(p.b)
	p.add(pairThings, ta, tb)
	p.add(pairThingA, ta, p.cb)
	p.add(pairThingB, tb, p.ca)
	p.add(pairClasses, p.ca, p.cb)
	p.add(pairNames, na, nb)
	p.add(pairClassesNames, p.ca, p.cb, na, nb)
	p.add(pairTags, d.Tokens[p.a].UPOS, d.Tokens[p.b].UPOS)
	p.add(pairLemmaA, r.lemma[p.a])
	p.add(pairLemmaAClass, r.lemma[p.a], p.cb)
	p.add(pairLemmaB, r.lemma[p.b])
	p.add(pairLemmaBClass, r.lemma[p.b], p.ca)
	distance := p.b - p.a
	p.both(pairDistance, digit(distance))
	commas := 0
	for i := p.a + 1; i < p.b; i++ {
		if w := d.Word(i); w == "," || w == ";" {
			commas++
		}
	}
	p.add(pairCommas, digit(min(commas, 3)))
	if distance > 8 {
		for i := p.a + 1; i < p.b; i++ {
			if d.Tokens[i].UPOS == "VERB" {
				p.add(pairVerb, r.lemma[i])
				if e, _ := r.event(i); e != "" {
					p.add(pairVerbEvent, e, p.ca, p.cb)
				}
			}
		}
		return
	}
	sequence := ""
	for i := p.a + 1; i < p.b; i++ {
		p.both(pairWord, r.lemma[i])
		switch u := d.Tokens[i].UPOS; u {
		case "PUNCT", "ADP", "DET", "CCONJ", "AUX", "PART":
			sequence += " " + r.lemma[i]
		default:
			sequence += " " + u
		}
	}
	if distance <= 5 {
		p.both(pairWords, sequence)
	}
}

// around is what else there is in the sentence.
func (p *pairing) around(all []Entity) {
	between, likeA, likeB, sure := 0, 0, 0, 0
	for _, e := range all {
		if e.P <= 0.5 {
			continue
		}
		sure++
		if e.Head <= p.a || e.Head >= p.b {
			continue
		}
		between++
		if e.Class == p.ca {
			likeA++
		}
		if e.Class == p.cb {
			likeB++
		}
	}
	p.both(pairBetween, digit(between))
	a, b := digit(min(likeA, 3)), digit(min(likeB, 3))
	p.add(pairSame, a, b, p.ca, p.cb)
	p.add(pairSameA, a, p.ca, p.cb)
	p.add(pairSameB, b, p.ca, p.cb)
	p.add(pairEntities, digit(sure))
	for _, e := range p.r.events[p.r.d.SentenceOf(p.a)] {
		p.add(pairEvents, e, p.ca, p.cb)
	}
	if c := p.r.chain[p.a]; c >= 0 && c == p.r.chain[p.b] {
		p.both(pairChain, "")
	}
}

// tree is the path between the two.
func (p *pairing) tree() {
	r, d := p.r, p.r.d
	up, down, top := r.path(p.a, p.b)
	if top < 0 {
		p.add(pairNoPath)
		return
	}
	us, inUp, upJoined := r.steps(up, top)
	ds, inDown, downJoined := r.steps(down, top)
	word, tag, event := r.lemma[top], d.Tokens[top].UPOS, ""
	switch top {
	case p.a:
		word, tag = "A", "A"
	case p.b:
		word, tag = "B", "B"
	default:
		event, _ = r.event(top)
	}
	p.add(pairLength, digit(len(up)+len(down)))
	p.add(pairPath, us, tag, ds)
	p.add(pairPathClasses, us, tag, ds, p.ca, p.cb)
	p.add(pairPathTop, us, word, ds)
	p.add(pairPathTopThing, us, ds, r.thing(top))
	p.add(pairPathThings, us, ds, r.thing(p.a), r.thing(p.b))
	p.add(pairPathEvent, us, event, ds)
	p.add(pairPathEventClasses, us, event, ds, p.ca, p.cb)
	p.both(pairTop, word)
	p.add(pairTopEvent, event, p.ca, p.cb)
	p.add(pairUp, us)
	p.add(pairUpClass, us, p.ca)
	p.add(pairUpTop, us, word)
	p.add(pairUpEvent, us, event)
	p.add(pairDown, ds)
	p.add(pairDownClass, ds, p.cb)
	p.add(pairDownTop, ds, word)
	p.add(pairDownEvent, ds, event)
	p.add(pairJoined, yes(upJoined), yes(downJoined))
	for _, side := range [][]int{inUp, inDown} {
		for _, i := range side {
			p.add(pairWithin, r.lemma[i])
			if e, _ := r.event(i); e != "" {
				p.both(pairWithinEvent, e)
			}
		}
	}
	if len(up) > 0 {
		p.add(pairPrepA, r.prep[p.a], p.ca, p.cb)
		p.add(pairRelA, d.Tokens[p.a].Rel, p.ca, p.cb)
	}
	if len(down) > 0 {
		p.add(pairPrepB, r.prep[p.b], p.ca, p.cb)
		p.add(pairRelB, d.Tokens[p.b].Rel, p.ca, p.cb)
	}
}

// stated is what rules and claims say of the two.
func (p *pairing) stated() {
	for _, k := range Kinds[1:] {
		if p.r.rules[Relation{Kind: k, A: p.a, B: p.b}] {
			p.both(pairRule, string(k))
			p.add(pairAnyRule)
		}
	}
	for _, i := range p.r.by[[2]int{p.a, p.b}] {
		c := &p.r.claims[i]
		p.both(pairClaim, string(c.Relation))
		p.add(pairClaimLemma, c.Lemma)
		p.add(pairClaimRule, c.Rule)
	}
}
