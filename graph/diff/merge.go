package diff

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// merge is a comparison under way.
type merge struct {
	ctx  context.Context
	a, b *side
	sum  *Summary
	opts Options
	f    func(*Change) error
	n    int
}

func (m *merge) run() error {
	for _, s := range []*side{m.a, m.b} {
		if err := s.next(); err != nil {
			return err
		}
	}
	for !m.a.done || !m.b.done {
		if err := m.node(); err != nil {
			return err
		}
	}
	return nil
}

// lesser is the string that sorts first of those that the sides which are not done have.
func (m *merge) lesser(of func(*side) string) string {
	switch {
	case m.a.done:
		return of(m.b)
	case m.b.done:
		return of(m.a)
	}
	return min(of(m.a), of(m.b))
}

// node compares the next node.
func (m *merge) node() error {
	subject := m.lesser(func(s *side) string { return s.subject })
	n := &node{inA: m.a.subject == subject, inB: m.b.subject == subject, properties: make(map[string]string)}
	n.change.ID = text(m.head(subject).Subject)
	n.change.Kind = kindOf(n.change.ID)
	for m.a.subject == subject || m.b.subject == subject {
		if err := m.triple(n, subject); err != nil {
			return err
		}
	}
	c := n.finish()
	if c == nil {
		return nil
	}
	return m.tell(c)
}

// head is the quad of the side that stands at that subject.
func (m *merge) head(subject string) quad.Quad {
	if m.a.subject == subject {
		return m.a.q
	}
	return m.b.q
}

func (m *merge) tell(c *Change) error {
	m.sum.add(c)
	return m.f(c)
}

// triple compares the next triple of a node, with all its labels.
func (m *merge) triple(n *node, subject string) error {
	triple := m.lesser(func(s *side) string {
		if s.subject != subject {
			return "\xff" // after all others
		}
		return s.triple
	})
	t := &labelled{}
	for m.a.triple == triple || m.b.triple == triple {
		if m.n++; m.n%4096 == 0 && m.ctx.Err() != nil {
			return m.ctx.Err()
		}
		line := m.lesser(func(s *side) string {
			if s.triple != triple {
				return "\xff"
			}
			return s.line
		})
		inA, inB := m.a.line == line, m.b.line == line
		switch {
		case inA && inB:
			t.q = m.a.q
			t.both++
		case inA:
			t.q = m.a.q
			t.lost = append(t.lost, articleOf(t.q))
			m.sum.Lost++
		default:
			t.q = m.b.q
			t.gained = append(t.gained, articleOf(t.q))
			m.sum.Gained++
		}
		if inA {
			if err := m.a.next(); err != nil {
				return err
			}
		}
		if inB {
			if err := m.b.next(); err != nil {
				return err
			}
		}
	}
	if rel, ok := strings.CutPrefix(text(t.q.Predicate), schema.RelPrefix); ok && n.change.Kind == Entity {
		return m.fact(t, rel)
	}
	n.add(t)
	return nil
}

// labelled is a triple with the articles that differ.
type labelled struct {
	q            quad.Quad
	both         int // labels on both sides
	gained, lost []string
}

// change says what became of the triple; empty where nothing did.
func (t *labelled) change() string {
	switch {
	case len(t.gained) == 0 && len(t.lost) == 0:
		return ""
	case t.both == 0 && len(t.lost) == 0:
		return Gained
	case t.both == 0 && len(t.gained) == 0:
		return Lost
	}
	return Changed
}

func (m *merge) fact(t *labelled, relation string) error {
	c := &Change{
		Change: t.change(), Kind: Fact, Subject: text(t.q.Subject), Relation: schema.RelPrefix + relation, Object: text(t.q.Object),
	}
	if c.Change == "" || c.Subject > c.Object && m.opts.Symmetric != nil && m.opts.Symmetric(relation) {
		return nil
	}
	switch c.Change {
	case Gained:
		c.Articles = t.gained
	case Lost:
		c.Articles = t.lost
	default:
		c.Gained, c.Lost = t.gained, t.lost
	}
	return m.tell(c)
}

// node is what is known of a node while its triples pass by.
type node struct {
	inA, inB   bool
	change     Change
	properties map[string]string // those that a Change tells; what b says, or else a
	articles   map[string]bool   // of the triples of a node that only one side has
}

// told are the properties that say what a node is.
var told = []string{"schema:headline", "rdfs:label", "kg:sentence", "kg:subject", "kg:subjectText", "kg:relation", "kg:lemma", "kg:object", "kg:objectText", "kg:value"}

func (n *node) add(t *labelled) {
	property := text(t.q.Predicate)
	change := t.change()
	if slices.Contains(told, property) && (n.properties[property] == "" || change != Lost) {
		n.properties[property] = text(t.q.Object)
	}
	if n.inA != n.inB {
		if n.articles == nil {
			n.articles = make(map[string]bool)
		}
		for _, id := range append(t.gained, t.lost...) {
			n.articles[id] = true
		}
		return
	}
	switch change {
	case Gained, Lost:
		v := Value{Change: change, Property: property, Value: text(t.q.Object)}
		if n.change.Kind == Entity {
			v.Articles = append(t.gained, t.lost...)
		}
		n.change.Values = append(n.change.Values, v)
		if n.change.Kind == Claim {
			n.change.Articles = append(t.gained, t.lost...)
		}
	case Changed:
		if n.change.Kind == Claim || n.change.Kind == Article { // it has another label
			n.change.Gained, n.change.Lost = t.gained, t.lost
		}
	}
}

// finish is the change of the node; nil where there is none.
func (n *node) finish() *Change {
	c := &n.change
	switch {
	case n.inA && n.inB:
		if len(c.Values) == 0 && len(c.Gained) == 0 && len(c.Lost) == 0 {
			return nil
		}
		c.Change = Changed
	case n.inA:
		c.Change = Lost
	default:
		c.Change = Gained
	}
	if n.inA != n.inB && len(n.articles) == 0 {
		return nil // an entity of which there is nothing but edges
	}
	for id := range n.articles {
		c.Articles = append(c.Articles, id)
	}
	slices.Sort(c.Articles)
	p := n.properties
	first := func(names ...string) string {
		for _, name := range names {
			if p[name] != "" {
				return p[name]
			}
		}
		return ""
	}
	switch c.Kind {
	case Claim:
		c.Subject, c.Relation, c.Object = first("kg:subject", "kg:subjectText"), first("kg:relation", "kg:lemma"), first("kg:object", "kg:value", "kg:objectText")
		c.Text = p["kg:sentence"]
	case Article:
		c.Text, c.Articles = p["schema:headline"], nil
	default:
		c.Text = p["rdfs:label"]
	}
	c.Articles = slices.DeleteFunc(c.Articles, func(id string) bool { return !strings.HasPrefix(id, schema.ArtPrefix) })
	return c
}

func kindOf(id string) string {
	for _, k := range [][2]string{
		{schema.ArtPrefix, Article}, {schema.ClaimPrefix, Claim}, {schema.EntPrefix, Entity}, {schema.RelPrefix, Schema}, {schema.KGPrefix, Schema},
	} {
		if strings.HasPrefix(id, k[0]) {
			return k[1]
		}
	}
	return Other
}

func articleOf(q quad.Quad) string { return text(q.Label) }

// text is a value as a person reads it: an IRI without brackets, a string without quotes, a number's digits.
func text(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.IRI:
		return string(v)
	case quad.String:
		return string(v)
	case quad.Float:
		return strconv.FormatFloat(float64(v), 'g', -1, 64)
	case quad.Int:
		return strconv.FormatInt(int64(v), 10)
	}
	return v.String()
}
