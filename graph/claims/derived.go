package claims

import (
	"cmp"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
	"kg/schema"
)

// The rows that a store keeps beside the quads of the graph, see [backend.Derivation]. Days are numbers, see dayNumber.
const (
	rowEdges    = iota // direct edges by the day of their article: day, relation, subject, object
	rowFacts           // the days of a fact: relation, subject, object, day; value: the publisher
	rowRoles           // claims of an entity by day: role, entity, day, claim; value: relation, marks
	rowBetween         // claims that join two: subject, object, relation, day, claim; value: marks
	rowArticles        // articles about an entity by day: entity, day; value: claims
	rowDenials         // what is denied, by day: day, claim; value: subject, relation, object
	rowFigures         // claims that assert a value, by day: day, subject, relation or else lemma, claim
)

// The roles of rowRoles.
const (
	roleSubject = iota
	roleObject
	roleSaidBy
)

// What is counted.
const (
	countFacts     = iota // articles by fact: relation, subject, object
	countTies             // facts by entity, relation and direction: 0 from the entity, 1 to it
	countPairs            // edges between two, by both: entity, other
	countEntities         // see the columns
	countRelations        // claims, and facts among them, by relation
	countFigures          // claims that assert a value by day, subject, and relation or else lemma
)

// The columns of countEntities.
const (
	inClaims      = iota // claims whose subject or object it is
	inArticles           // articles of these
	named                // claims whose subject, object or speaker it is
	says                 // claims that it says
	saysArticles         // articles of these
	edgeArticles         // articles in which an edge of it is
	others               // entities that edges join it to
	asGroup              // articles in which it is a group
	matched              // times that it is matched with something elsewhere
	entityColumns        // how many
)

// The lists of countEntities.
const (
	listConnected = iota
	listOrphans
	listGroups
	listSpeakers
)

// Derivation is what a store of the graph derives for the questions of this package.
func Derivation() *backend.Derivation { return &derivation }

var derivation = backend.Derivation{
	Version: "claims 2",
	Rows: []backend.RowTable{
		rowEdges:    {Name: "edges by day", Key: 4},
		rowFacts:    {Name: "days of facts", Key: 4, Value: 1},
		rowRoles:    {Name: "claims of entities by day", Key: 4, Value: 2},
		rowBetween:  {Name: "claims between two entities", Key: 5, Value: 1},
		rowArticles: {Name: "articles about entities by day", Key: 2, Value: 1},
		rowDenials:  {Name: "denials by day", Key: 2, Value: 3},
		rowFigures:  {Name: "figures by day", Key: 4},
	},
	Counts: []backend.CountTable{
		countFacts: {
			Name: "articles of facts", Key: 3, Columns: 1, Lists: []backend.List{{Group: 1}},
			Appear: func(k backend.Key, count func(int, backend.Key, int)) {
				count(countTies, backend.Key{k[1], k[0], 0}, 0)
				if k[1] != k[2] {
					count(countTies, backend.Key{k[2], k[0], 1}, 0)
				}
			},
		},
		countTies: {Name: "facts of entities", Key: 3, Columns: 1},
		countPairs: {
			Name: "edges between two entities", Key: 2, Columns: 1,
			Appear: func(k backend.Key, count func(int, backend.Key, int)) {
				count(countEntities, backend.Key{k[0]}, others)
			},
		},
		countEntities: {Name: "claims of entities", Key: 1, Columns: entityColumns, Lists: []backend.List{
			listConnected: {By: others},
			listOrphans:   {By: named, Unless: []int{others}},
			listGroups:    {By: inClaims, If: []int{asGroup}, Unless: []int{matched}},
			listSpeakers:  {By: says},
		}},
		countRelations: {Name: "claims of relations", Key: 1, Columns: 2},
		countFigures:   {Name: "figures of a day", Key: 3, Columns: 1, Lists: []backend.List{{Group: 3, Least: 2}}},
	},
	Label: func(v quad.Value) bool {
		n, ok := v.(quad.IRI)
		return ok && strings.HasPrefix(string(n), schema.ArtPrefix)
	},
	Names: derivedNames,
	New:   func() backend.Deriver { return &deriver{edges: make(map[uint64]bool)} },
}

var derivedNames = []quad.Value{
	nameType: quad.IRI("rdf:type"), nameSubject: quad.IRI("kg:subject"), nameRelation: quad.IRI("kg:relation"), nameObject: quad.IRI("kg:object"),
	nameFact: quad.IRI("kg:fact"), namePolarity: quad.IRI("kg:polarity"), nameModality: quad.IRI("kg:modality"), nameSaidBy: quad.IRI("kg:saidBy"),
	nameValue: quad.IRI("kg:value"), nameLemma: quad.IRI("kg:lemma"), nameFrom: quad.IRI("kg:from"), namePublished: quad.IRI("schema:datePublished"),
	namePublisher: quad.IRI("schema:publisher"), nameMatch: quad.IRI("skos:exactMatch"), nameGroup: quad.IRI("kg:Group"), nameClaim: quad.IRI("kg:Claim"),
	nameDenied: quad.String("denied"), nameAffirmed: quad.String("affirmed"), nameAsserted: quad.String("asserted"),
	namePlanned: quad.String("planned"), nameWanted: quad.String("wanted"), namePossible: quad.String("possible"), nameConditional: quad.String("conditional"),
}

const (
	nameType = iota
	nameSubject
	nameRelation
	nameObject
	nameFact
	namePolarity
	nameModality
	nameSaidBy
	nameValue
	nameLemma
	nameFrom
	namePublished
	namePublisher
	nameMatch
	nameGroup
	nameClaim
	nameDenied
	nameAffirmed
	nameAsserted
	namePlanned
	nameWanted
	namePossible
	nameConditional
)

// marks of a claim, in one number below 240: polarity, modality, whether it is a fact and whether someone says it. A claim
// that the marks do not tell fully has markOdd, and has to be read.
type marks uint64

const (
	markAffirmed marks = 1
	markDenied   marks = 2
	polarityMask marks = 3
	modalityUnit marks = 4 // times one of the modalities
	modalityMask marks = 7 * modalityUnit
	markFact     marks = 32
	markSaid     marks = 64
	markOdd      marks = 128
)

// The modalities in marks.
const (
	modalityNone = iota
	modalityAsserted
	modalityPlanned
	modalityWanted
	modalityPossible
	modalityConditional
	modalityOther
)

// deriver derives from the quads of one article after the other.
type deriver struct {
	edges  map[uint64]bool // whether a predicate is a relation
	claims []derivedClaim
	of     map[uint64]*derivedEntity
}

// derivedClaim is what is derived from a claim, in numbers.
type derivedClaim struct {
	id, subject, relation, object, fact, saidBy, value, lemma, from uint64
	polarity, modality                                              uint64
}

// derivedEntity is what an article says of an entity.
type derivedEntity struct {
	claims, named, says int64
	edge                bool
}

func (d *deriver) entity(n uint64) *derivedEntity {
	e := d.of[n]
	if e == nil {
		e = &derivedEntity{}
		d.of[n] = e
	}
	return e
}

// isEdge reports whether the quads of a predicate are direct edges.
func (d *deriver) isEdge(q *backend.LabelQuads, p uint64) (bool, error) {
	is, ok := d.edges[p]
	if !ok {
		v, err := q.Value(p)
		if err != nil {
			return false, err
		}
		iri, isIRI := v.(quad.IRI)
		is = isIRI && strings.HasPrefix(string(iri), schema.RelPrefix)
		d.edges[p] = is
	}
	return is, nil
}

// Derive is of backend.Deriver.
func (d *deriver) Derive(q *backend.LabelQuads, to backend.Sink) error {
	n := q.Names
	d.claims, d.of = d.claims[:0], make(map[uint64]*derivedEntity)
	var published, publisher uint64
	var edges [][4]uint64
	for i := 0; i < len(q.Quads); {
		j := i + 1
		for j < len(q.Quads) && q.Quads[j][0] == q.Quads[i][0] {
			j++
		}
		c := derivedClaim{id: q.Quads[i][0]}
		isClaim := false
		for _, k := range q.Quads[i:j] {
			switch p, o := k[1], k[2]; {
			case p == n[nameType] && o == n[nameClaim]:
				isClaim = true
			case p == n[nameType] && o == n[nameGroup]:
				to.Count(countEntities, backend.Key{k[0]}, asGroup, 1)
			case p == n[nameMatch]:
				to.Count(countEntities, backend.Key{k[0]}, matched, 1)
			case p == n[namePublished] && k[0] == q.Label:
				set(&published, o)
			case p == n[namePublisher] && k[0] == q.Label:
				set(&publisher, o)
			case p == n[nameSubject]:
				set(&c.subject, o)
			case p == n[nameRelation]:
				set(&c.relation, o)
				to.Count(countRelations, backend.Key{o}, 0, 1)
			case p == n[nameObject]:
				set(&c.object, o)
			case p == n[nameFact]:
				set(&c.fact, o)
				to.Count(countRelations, backend.Key{o}, 1, 1)
			case p == n[nameSaidBy]:
				set(&c.saidBy, o)
			case p == n[nameValue]:
				set(&c.value, o)
			case p == n[nameLemma]:
				set(&c.lemma, o)
			case p == n[nameFrom]:
				set(&c.from, o)
			case p == n[namePolarity]:
				set(&c.polarity, o)
			case p == n[nameModality]:
				set(&c.modality, o)
			default:
				is, err := d.isEdge(q, p)
				if err != nil {
					return err
				}
				if is {
					edges = append(edges, k)
				}
			}
		}
		if isClaim {
			d.claims = append(d.claims, c)
		}
		i = j
	}
	day, err := d.day(q, published)
	if err != nil {
		return err
	}
	for i := range d.claims {
		if err := d.claim(q, &d.claims[i], day, to); err != nil {
			return err
		}
	}
	for _, k := range edges {
		d.edge(k, day, publisher, to)
	}
	for e, x := range d.of {
		d.tell(e, x, day, to)
	}
	return nil
}

// set sets what has not been set: where a claim has two of something, the first counts, as for a reader.
func set(to *uint64, n uint64) {
	if *to == 0 {
		*to = n
	}
}

func (d *deriver) day(q *backend.LabelQuads, n uint64) (uint64, error) {
	if n == 0 {
		return noDay, nil
	}
	v, err := q.Value(n)
	if err != nil {
		return 0, err
	}
	s, _ := v.(quad.String)
	return dayNumber(string(s)), nil
}

func (d *deriver) claim(q *backend.LabelQuads, c *derivedClaim, published uint64, to backend.Sink) error {
	day := published
	if c.from != 0 {
		var err error
		if day, err = d.day(q, c.from); err != nil {
			return err
		}
	}
	m := c.marks(q.Names)
	for role, e := range [...]uint64{roleSubject: c.subject, roleObject: c.object, roleSaidBy: c.saidBy} {
		if e != 0 {
			to.Row(rowRoles, backend.Key{uint64(role), e, day, c.id}, c.relation, uint64(m))
		}
	}
	if c.subject != 0 && c.object != 0 {
		to.Row(rowBetween, backend.Key{c.subject, c.object, c.relation, day, c.id}, uint64(m))
		if m&polarityMask == markDenied && m.modality() == modalityAsserted && c.relation != 0 {
			to.Row(rowDenials, backend.Key{day, c.id}, c.subject, c.relation, c.object)
		}
	}
	if c.value != 0 && c.subject != 0 && m&polarityMask == markAffirmed && m.modality() == modalityAsserted {
		what := cmp.Or(c.relation, c.lemma)
		to.Row(rowFigures, backend.Key{day, c.subject, what, c.id})
		to.Count(countFigures, backend.Key{day, c.subject, what}, 0, 1)
	}
	seen := [3]uint64{c.subject, c.object, c.saidBy}
	for i, e := range seen {
		if e == 0 {
			continue
		}
		x := d.entity(e)
		if i == 0 || e != seen[0] && (i == 1 || e != seen[1]) {
			x.named++
			if i < 2 {
				x.claims++
			}
		}
		if i == 2 {
			x.says++
		}
	}
	return nil
}

func (m marks) modality() int { return int(m & modalityMask / modalityUnit) }

func (c *derivedClaim) marks(n []uint64) (m marks) {
	switch {
	case c.polarity == 0:
	case c.polarity == n[nameAffirmed]:
		m |= markAffirmed
	case c.polarity == n[nameDenied]:
		m |= markDenied
	}
	modality := marks(modalityNone)
	switch c.modality {
	case 0:
	case n[nameAsserted]:
		modality = modalityAsserted
	case n[namePlanned]:
		modality = modalityPlanned
	case n[nameWanted]:
		modality = modalityWanted
	case n[namePossible]:
		modality = modalityPossible
	case n[nameConditional]:
		modality = modalityConditional
	default:
		modality = modalityOther
		m |= markOdd
	}
	m |= modality * modalityUnit
	if c.fact != 0 {
		m |= markFact
		if c.fact != c.relation {
			m |= markOdd
		}
	}
	if c.saidBy != 0 {
		m |= markSaid
	}
	return m
}

func (d *deriver) edge(k [4]uint64, day, publisher uint64, to backend.Sink) {
	s, r, o := k[0], k[1], k[2]
	if publisher == 0 {
		publisher = k[3]
	}
	to.Row(rowEdges, backend.Key{day, r, s, o})
	to.Row(rowFacts, backend.Key{r, s, o, day}, publisher)
	to.Count(countFacts, backend.Key{r, s, o}, 0, 1)
	to.Count(countPairs, backend.Key{s, o}, 0, 1)
	if s != o {
		to.Count(countPairs, backend.Key{o, s}, 0, 1)
	}
	d.entity(s).edge = true
	d.entity(o).edge = true
}

// tell counts what the article says of an entity.
func (d *deriver) tell(e uint64, x *derivedEntity, day uint64, to backend.Sink) {
	k := backend.Key{e}
	count := func(column int, n int64) {
		if n != 0 {
			to.Count(countEntities, k, column, n)
		}
	}
	count(inClaims, x.claims)
	count(named, x.named)
	count(says, x.says)
	if x.claims > 0 {
		count(inArticles, 1)
		to.Row(rowArticles, backend.Key{e, day}, uint64(x.claims))
	}
	if x.says > 0 {
		count(saysArticles, 1)
	}
	if x.edge {
		count(edgeArticles, 1)
	}
}

// noDay is the number of no day, which comes after all days.
const noDay = 1<<24 - 1

// dayNumber is the number of a day, "2016-08-26", of a month or of a year; they are in the order of their texts. What is none of
// these has the number of no day.
func dayNumber(text string) uint64 {
	var part [3]uint64
	for i, at := range [...]int{0, 5, 8} {
		end := [...]int{4, 7, 10}[i]
		if len(text) < end || i > 0 && text[at-1] != '-' {
			return noDay
		}
		for _, c := range []byte(text[at:end]) {
			if c < '0' || c > '9' {
				return noDay
			}
			part[i] = part[i]*10 + uint64(c-'0')
		}
		if i == 1 && (part[1] < 1 || part[1] > 12) || i == 2 && (part[2] < 1 || part[2] > 31) {
			return noDay
		}
		if len(text) == end {
			return (part[0]*13+part[1])*32 + part[2] + 1
		}
	}
	return noDay
}

// dayText is the inverse of dayNumber, "" for no day.
func dayText(n uint64) string {
	if n == noDay || n == 0 {
		return ""
	}
	n--
	year, month, day := n/32/13, n/32%13, n%32
	digits := func(b []byte, n uint64, width int) []byte {
		for i := width - 1; i >= 0; i-- {
			b[i] = byte('0' + n%10)
			n /= 10
		}
		return b
	}
	b := []byte("0000-00-00")
	digits(b, year, 4)
	digits(b[5:], month, 2)
	digits(b[8:], day, 2)
	switch {
	case month == 0:
		return string(b[:4])
	case day == 0:
		return string(b[:7])
	}
	return string(b)
}
