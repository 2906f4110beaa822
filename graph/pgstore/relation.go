package pgstore

import (
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"
)

// A relation is the results of a part of a query as a SELECT: the column r holds the nodes, t0, t1 … the nodes that
// are saved under the names of tags, in their order. A row is a result by one path, so a node may occur several times.
type relation interface {
	tags() []string
	build(b *builder) string
}

// A builder collects the parameters of a statement.
type builder struct {
	sql    tables
	params []param
	names  int
}

// bind gives the place of a parameter.
func (b *builder) bind(p param) string {
	b.params = append(b.params, p)
	return fmt.Sprintf("$%d", len(b.params))
}

// name gives a new name for a table.
func (b *builder) name() string {
	b.names++
	return fmt.Sprintf("a%d", b.names)
}

// A source is a relation in a FROM clause, with the columns of its tags.
type source struct {
	r    relation
	name string
}

// selection writes the list of results: the node of r, then the tags of the sources, then more columns.
func selection(r string, sources []source, more ...string) string {
	cols := []string{r + " AS r"}
	for _, s := range sources {
		for i := range s.r.tags() {
			cols = append(cols, fmt.Sprintf("%s.t%d AS t%d", s.name, i, len(cols)-1))
		}
	}
	for _, c := range more {
		cols = append(cols, fmt.Sprintf("%s AS t%d", c, len(cols)-1))
	}
	return strings.Join(cols, ", ")
}

func tagsOf(rs []relation) (tags []string) {
	for _, r := range rs {
		tags = append(tags, r.tags()...)
	}
	return tags
}

// allNodes is every value.
type allNodes struct{}

func (allNodes) tags() []string          { return nil }
func (allNodes) build(b *builder) string { return "SELECT id AS r FROM " + b.sql.nodes() }

// fixed is some nodes.
type fixed []id

func (fixed) tags() []string { return nil }

func (f fixed) build(b *builder) string {
	if len(f) == 1 {
		return "SELECT " + b.bind(uuid(f[0])) + " AS r"
	}
	return "SELECT r FROM unnest(" + b.bind(uuids(f)) + ") AS " + b.name() + "(r)"
}

// A hop goes from quads to the nodes that they have in one direction: the quads that have one of some fixed nodes,
// or a node of another relation, in further directions.
type hop struct {
	result quad.Direction
	fixed  []hopFixed
	subs   []hopSub
	saved  []dirTag
}

type hopFixed struct {
	dir quad.Direction
	ids fixed
}

type hopSub struct {
	dir quad.Direction
	r   relation
}

// dirTag saves the node in a direction under a name.
type dirTag struct {
	dir  quad.Direction
	name string
}

func (h *hop) tags() (tags []string) {
	for _, s := range h.subs {
		tags = append(tags, s.r.tags()...)
	}
	for _, t := range h.saved {
		tags = append(tags, t.name)
	}
	return tags
}

func (h *hop) build(b *builder) string {
	q := b.name()
	column := func(d quad.Direction) string { return q + "." + columnOf[d] }
	from := b.sql.quads() + " " + q
	var sources []source
	var conds []string
	label := h.result == quad.Label // whether a quad without one has to be left out
	for _, f := range h.fixed {
		if len(f.ids) == 1 {
			conds = append(conds, column(f.dir)+" = "+b.bind(uuid(f.ids[0])))
			continue
		}
		// A node that is listed twice counts twice, so it is a relation like others.
		h.join(b, &from, &sources, f.ids, column(f.dir))
	}
	for _, s := range h.subs {
		if _, all := s.r.(allNodes); all {
			label = label || s.dir == quad.Label
			continue
		}
		h.join(b, &from, &sources, s.r, column(s.dir))
	}
	var saved []string
	for _, t := range h.saved {
		saved = append(saved, column(t.dir))
		label = label || t.dir == quad.Label
	}
	if label {
		conds = append(conds, column(quad.Label)+" <> "+b.bind(uuid(id{})))
	}
	sql := "SELECT " + selection(column(h.result), sources, saved...) + " FROM " + from
	if len(conds) > 0 {
		sql += " WHERE " + strings.Join(conds, " AND ")
	}
	return sql
}

func (h *hop) join(b *builder, from *string, sources *[]source, r relation, on string) {
	s := source{r, b.name()}
	*from += " JOIN (" + r.build(b) + ") " + s.name + " ON " + s.name + ".r = " + on
	*sources = append(*sources, s)
}

// both is the nodes that are in all of some relations, by every combination of paths; those of optional need not
// be there.
type both struct{ all, optional []relation }

func (x *both) tags() []string { return append(tagsOf(x.all), tagsOf(x.optional)...) }

func (x *both) build(b *builder) string {
	var sources []source
	var from string
	for i, r := range append(append([]relation(nil), x.all...), x.optional...) {
		s := source{r, b.name()}
		switch sub := " (" + r.build(b) + ") " + s.name; {
		case i == 0:
			from = sub
		case i < len(x.all):
			from += " JOIN" + sub + " ON " + s.name + ".r = " + sources[0].name + ".r"
		default:
			from += " LEFT JOIN" + sub + " ON " + s.name + ".r = " + sources[0].name + ".r"
		}
		sources = append(sources, s)
	}
	return "SELECT " + selection(sources[0].name+".r", sources) + " FROM" + from
}

// either is the nodes of several relations, one after the other. A tag that a branch does not have is NULL in it.
type either []relation

func (x either) tags() (tags []string) {
	seen := make(map[string]bool)
	for _, t := range tagsOf(x) {
		if !seen[t] {
			seen[t] = true
			tags = append(tags, t)
		}
	}
	return tags
}

func (x either) build(b *builder) string {
	tags := x.tags()
	branches := make([]string, len(x))
	for i, r := range x {
		s := source{r, b.name()}
		at := make(map[string]string)
		for j, t := range r.tags() {
			at[t] = fmt.Sprintf("%s.t%d", s.name, j)
		}
		cols := make([]string, len(tags))
		for j, t := range tags {
			if cols[j] = at[t]; cols[j] == "" {
				cols[j] = "NULL::uuid"
			}
		}
		branches[i] = "SELECT " + selection(s.name+".r", nil, cols...) + " FROM (" + r.build(b) + ") " + s.name
	}
	return strings.Join(branches, " UNION ALL ")
}

// saved is a relation whose nodes are saved under further names.
type saved struct {
	r     relation
	names []string
}

func (x *saved) tags() []string { return append(append([]string(nil), x.r.tags()...), x.names...) }

func (x *saved) build(b *builder) string {
	s := source{x.r, b.name()}
	cols := make([]string, len(x.names))
	for i := range cols {
		cols[i] = s.name + ".r"
	}
	return "SELECT " + selection(s.name+".r", []source{s}, cols...) + " FROM (" + x.r.build(b) + ") " + s.name
}

// constant is a relation with tags that are the same in all rows.
type constant struct {
	r     relation
	names []string
	ids   []id
}

func (x *constant) tags() []string { return append(append([]string(nil), x.r.tags()...), x.names...) }

func (x *constant) build(b *builder) string {
	s := source{x.r, b.name()}
	cols := make([]string, len(x.names))
	for i := range cols {
		cols[i] = b.bind(uuid(x.ids[i]))
	}
	return "SELECT " + selection(s.name+".r", []source{s}, cols...) + " FROM (" + x.r.build(b) + ") " + s.name
}

// without is the nodes of a relation that are not in another.
type without struct{ r, other relation }

func (x *without) tags() []string { return x.r.tags() }

func (x *without) build(b *builder) string {
	s, o := source{x.r, b.name()}, b.name()
	return "SELECT " + selection(s.name+".r", []source{s}) + " FROM (" + x.r.build(b) + ") " + s.name +
		" WHERE NOT EXISTS (SELECT FROM (" + x.other.build(b) + ") " + o + " WHERE " + o + ".r = " + s.name + ".r)"
}

// distinct is the nodes of a relation without tags, each once.
type distinct struct{ r relation }

func (x *distinct) tags() []string { return nil }
func (x *distinct) build(b *builder) string {
	n := b.name()
	return "SELECT DISTINCT " + n + ".r AS r FROM (" + x.r.build(b) + ") " + n
}
