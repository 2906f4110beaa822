package pgstore

import (
	"context"
	"fmt"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// nodeRef and quadRef are the references that Cayley passes around.
type (
	nodeRef id
	quadRef key
)

func (n nodeRef) Key() any { return n }
func (k quadRef) Key() any { return k }

func refOf(n id) refs.Ref {
	if n == (id{}) {
		return nil
	}
	return nodeRef(n)
}

// idOf is the id behind a reference; zero where it is none of ours.
func idOf(r refs.Ref) id {
	n, _ := r.(nodeRef)
	return id(n)
}

// A key is a quad: its subject, predicate, object and label.
type key [4]id

// columnOf names the column of a direction.
var columnOf = map[quad.Direction]string{quad.Subject: "s", quad.Predicate: "p", quad.Object: "o", quad.Label: "l"}

// allColumns are those of a key.
const allColumns = "s, p, o, l"

func index(d quad.Direction) int { return int(d - quad.Subject) }

func (k *key) get(d quad.Direction) id { return k[index(d)] }

// A pattern is quads that have a node in some directions.
type pattern struct {
	key   key
	bound [4]bool
}

func (p *pattern) bind(d quad.Direction, n id) { p.key[index(d)], p.bound[index(d)] = n, true }

func (p *pattern) match(k key) bool {
	for i := range k {
		if p.bound[i] && p.key[i] != k[i] {
			return false
		}
	}
	return true
}

// where writes the conditions of a pattern, "" where there are none.
func (p *pattern) where() (sql string, params []param) {
	var conds []string
	for i, d := range quad.Directions {
		if p.bound[i] {
			params = append(params, uuid(p.key[i]))
			conds = append(conds, fmt.Sprintf("%s = $%d", columnOf[d], len(params)))
		}
	}
	if len(conds) > 0 {
		sql = " WHERE " + strings.Join(conds, " AND ")
	}
	return sql, params
}

// idFor gives the id of a value, whether it is stored or not.
func idFor(v quad.Value) (id, error) {
	if v == nil {
		return id{}, nil
	}
	var buf [128]byte
	b, err := backend.AppendValue(buf[:0], v)
	if err != nil {
		return id{}, err
	}
	return backend.HashOf(b), nil
}

// ValueOf gives the reference of v, nil where no quad uses it.
func (q *QuadStore) ValueOf(v quad.Value) (graph.Ref, error) {
	n, err := idFor(v)
	if err != nil || n == (id{}) {
		return nil, err
	}
	var r graph.Ref
	s := statement{"SELECT 1 FROM " + q.sql.nodes() + " WHERE id = $1", []param{uuid(n)}}
	err = q.ask(context.Background(), s, func([][]byte) error { r = nodeRef(n); return nil })
	return r, err
}

// value gives the value of an id, nil where there is none.
func (q *QuadStore) value(n id) (quad.Value, error) {
	if n == (id{}) {
		return nil, nil
	}
	if v, ok := q.values.Get(n); ok {
		return v, nil
	}
	got := make(map[id]quad.Value, 1)
	err := q.fetchValues(context.Background(), []id{n}, got)
	return got[n], err
}

// NameOf gives the value of a reference, nil where there is none.
func (q *QuadStore) NameOf(r graph.Ref) (quad.Value, error) {
	switch r := r.(type) {
	case nodeRef:
		return q.value(id(r))
	case refs.PreFetchedValue:
		return r.NameOf(), nil
	}
	return nil, nil
}

// Quad gives the quad of a reference.
func (q *QuadStore) Quad(r graph.Ref) (quad.Quad, error) {
	k, ok := r.(quadRef)
	if !ok {
		return quad.Quad{}, nil
	}
	got := make(map[id]quad.Value, len(k))
	if err := q.fetchValues(context.Background(), k[:], got); err != nil {
		return quad.Quad{}, err
	}
	out, _ := quadOf(key(k), got)
	return out, nil
}

// quadOf puts a quad together; ok is false where a value is missing, because the quad was deleted meanwhile.
func quadOf(k key, values map[id]quad.Value) (out quad.Quad, ok bool) {
	for i, dir := range quad.Directions {
		if k[i] == (id{}) {
			continue
		}
		v := values[k[i]]
		if v == nil {
			return out, false
		}
		out.Set(dir, v)
	}
	return out, true
}

// QuadDirection gives one direction of a quad; nil for the label of a quad without one.
func (q *QuadStore) QuadDirection(r graph.Ref, d quad.Direction) (graph.Ref, error) {
	k, ok := r.(quadRef)
	if !ok {
		return nil, nil
	}
	return refOf((*key)(&k).get(d)), nil
}

// QuadIterator gives the quads that have v in direction d.
func (q *QuadStore) QuadIterator(d quad.Direction, v graph.Ref) iterator.Shape {
	n := idOf(v)
	if n == (id{}) {
		return iterator.NewNull()
	}
	var p pattern
	p.bind(d, n)
	return &quadsShape{q: q, p: p}
}

// QuadIteratorSize tells how many quads have v in direction d: exactly up to a few hundred.
func (q *QuadStore) QuadIteratorSize(ctx context.Context, d quad.Direction, v graph.Ref) (refs.Size, error) {
	n := idOf(v)
	if n == (id{}) {
		return refs.Size{Exact: true}, nil
	}
	var p pattern
	p.bind(d, n)
	return q.size(ctx, p)
}

// exactUpTo is how far quads are counted to plan a query; beyond, there are taken to be a hundred times as many.
const exactUpTo = 256

func (q *QuadStore) size(ctx context.Context, p pattern) (refs.Size, error) {
	if p.bound == [4]bool{} {
		c, err := q.counts(ctx)
		return refs.Size{Value: c.quads, Exact: err == nil}, err
	}
	where, params := p.where()
	n, err := q.number(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT FROM %s%s LIMIT %d) q", q.sql.quads(), where, exactUpTo), params...)
	if err != nil || n < exactUpTo {
		return refs.Size{Value: n, Exact: err == nil}, err
	}
	return refs.Size{Value: 100 * exactUpTo}, nil
}

// number asks for one number.
func (q *QuadStore) number(ctx context.Context, sql string, params ...param) (n int64, err error) {
	err = q.ask(ctx, statement{sql, params}, func(row [][]byte) error {
		n, err = int8At(row[0])
		return err
	})
	return n, err
}

// Stats gives the exact numbers of nodes and quads.
func (q *QuadStore) Stats(ctx context.Context, _ bool) (graph.Stats, error) {
	c, err := q.counts(ctx)
	return graph.Stats{
		Nodes: refs.Size{Value: c.nodes, Exact: true},
		Quads: refs.Size{Value: c.quads, Exact: true},
	}, err
}

// Version is a number that grows with every transaction of any writer.
func (q *QuadStore) Version(ctx context.Context) (int64, error) {
	c, err := q.counts(ctx)
	return c.writes, err
}

// NodesAllIterator gives every value.
func (q *QuadStore) NodesAllIterator() iterator.Shape { return &relationShape{q: q, r: allNodes{}} }

// QuadsAllIterator gives every quad.
func (q *QuadStore) QuadsAllIterator() iterator.Shape { return &quadsShape{q: q} }

// Scan calls f for each quad that matches p, whose directions that are nil match anything. It stops at an
// error of f, which it returns, and when ctx ends.
func (q *QuadStore) Scan(ctx context.Context, p quad.Quad, f func(quad.Quad) error) error {
	return q.ScanIf(ctx, p, nil, f)
}

// ScanIf is Scan for the quads of which keep, called once for each, wants the object; the other values of those
// that it does not want are not read. A keep that is nil wants all.
func (q *QuadStore) ScanIf(ctx context.Context, p quad.Quad, keep func(object quad.Value) bool, f func(quad.Quad) error) error {
	pat, err := patternOf(p)
	if err != nil {
		return err
	}
	rows := q.quads(pat)
	defer rows.close()
	values := make(map[id]quad.Value)
	bound := make(map[id]quad.Value, 4)
	for i, dir := range quad.Directions {
		if pat.bound[i] {
			bound[pat.key[i]] = p.Get(dir)
		}
	}
	var wanted []id // the rows of the chunk that are wanted, if only some are
	fetched := func(ids []id) error {
		clear(values)
		for n, v := range bound {
			values[n] = v
		}
		if keep == nil {
			return q.fetchMissing(ctx, ids, values)
		}
		objects := make([]id, 0, len(ids)/4)
		for i := index(quad.Object); i < len(ids); i += 4 {
			objects = append(objects, ids[i])
		}
		if err := q.fetchMissing(ctx, objects, values); err != nil {
			return err
		}
		wanted = wanted[:0]
		for i := 0; i < len(ids); i += 4 {
			if v := values[ids[i+index(quad.Object)]]; v != nil && keep(v) {
				wanted = append(wanted, ids[i:i+4]...)
			}
		}
		return q.fetchMissing(ctx, wanted, values)
	}
	for {
		row, ok := rows.next(ctx, fetched)
		if !ok {
			return rows.err
		}
		k := key(row)
		if keep != nil {
			if len(wanted) == 0 || key(wanted[:4]) != k {
				continue
			}
			wanted = wanted[4:]
		}
		out, ok := quadOf(k, values)
		if !ok {
			continue
		}
		if err := f(out); err != nil {
			return err
		}
	}
}

// fetchMissing is fetchValues for the ids that values does not hold.
func (q *QuadStore) fetchMissing(ctx context.Context, ids []id, values map[id]quad.Value) error {
	var missing []id
	for _, n := range ids {
		if values[n] == nil {
			missing = append(missing, n)
		}
	}
	return q.fetchValues(ctx, missing, values)
}

// quads reads the quads of a pattern.
func (q *QuadStore) quads(p pattern) *stream {
	where, params := p.where()
	rows := q.stream(statement{"SELECT " + allColumns + " FROM " + q.sql.quads() + where, params}, 4)
	rows.few = p.bound[0]
	return rows
}

// Count tells how many quads match p, as in Scan.
func (q *QuadStore) Count(ctx context.Context, p quad.Quad) (int64, error) {
	pat, err := patternOf(p)
	if err != nil {
		return 0, err
	}
	if pat.bound == [4]bool{} {
		c, err := q.counts(ctx)
		return c.quads, err
	}
	if pat.bound == [4]bool{1: true} {
		if n, _, ok, err := q.totalOf(ctx, pat.key[1]); ok || err != nil {
			return n, err
		}
	}
	where, params := pat.where()
	return q.number(ctx, "SELECT count(*) FROM "+q.sql.quads()+where, params...)
}

// CountIn tells how many quads a label has, and of these how many match each pattern.
func (q *QuadStore) CountIn(ctx context.Context, label quad.Value, patterns ...quad.Quad) ([]int64, error) {
	l, err := idFor(label)
	if err != nil {
		return nil, err
	}
	s := statement{"SELECT count(*)", []param{uuid(l)}}
	for _, p := range patterns {
		pat, err := patternOf(p)
		if err != nil {
			return nil, err
		}
		conds := []string{"true"}
		for i, d := range quad.Directions {
			if pat.bound[i] {
				s.params = append(s.params, uuid(pat.key[i]))
				conds = append(conds, fmt.Sprintf("%s = $%d", columnOf[d], len(s.params)))
			}
		}
		s.sql += ", count(*) FILTER (WHERE " + strings.Join(conds, " AND ") + ")"
	}
	s.sql += " FROM " + q.sql.quads() + " WHERE l = $1"
	var out []int64
	err = q.ask(ctx, s, func(row [][]byte) (err error) { out, err = int8sAt(row); return err })
	return out, err
}

func patternOf(p quad.Quad) (pat pattern, err error) {
	for _, dir := range quad.Directions {
		v := p.Get(dir)
		if v == nil {
			continue
		}
		n, err := idFor(v)
		if err != nil {
			return pat, err
		}
		pat.bind(dir, n)
	}
	return pat, nil
}

// Groups calls f for each object of a predicate, with the number of its quads and of its different subjects. Of a predicate that the
// index counts it knows them; there the subjects are 0 of objects that are not counted by subject.
func (q *QuadStore) Groups(ctx context.Context, predicate quad.Value, f func(object quad.Value, quads, subjects int64) error) error {
	p, err := idFor(predicate)
	if err != nil {
		return err
	}
	type group struct {
		o               id
		quads, subjects int64
	}
	var groups []group
	var objects []id
	s := statement{"SELECT o, sum(n)::bigint, count(*) FROM (SELECT o, s, count(*) AS n FROM " + q.sql.quads() +
		" WHERE p = $1 GROUP BY o, s) q GROUP BY o ORDER BY o", []param{uuid(p)}}
	if t := q.tables.index; q.Indexed() != nil && t.isGrouped(p) {
		s = statement{"SELECT object, quads, subjects FROM " + t.sql.totals + " WHERE predicate = $1 AND object <> $2 ORDER BY object",
			[]param{int8p(int64(t.totalOf[p])), uuid(id{})}}
	}
	err = q.ask(ctx, s, func(row [][]byte) (err error) {
		var g group
		if g.o, err = idAt(row[0]); err != nil {
			return err
		}
		if g.quads, err = int8At(row[1]); err != nil {
			return err
		}
		g.subjects, err = int8At(row[2])
		groups, objects = append(groups, g), append(objects, g.o)
		return err
	})
	if err != nil {
		return err
	}
	for len(groups) > 0 {
		n := min(len(groups), maxChunk)
		values := make(map[id]quad.Value, n)
		if err := q.fetchValues(ctx, objects[:n], values); err != nil {
			return err
		}
		for _, g := range groups[:n] {
			if v := values[g.o]; v != nil {
				if err := f(v, g.quads, g.subjects); err != nil {
					return err
				}
			}
		}
		groups, objects = groups[n:], objects[n:]
	}
	return nil
}

// Subjects counts the different subjects of a predicate.
func (q *QuadStore) Subjects(ctx context.Context, predicate quad.Value) (int64, error) {
	p, err := idFor(predicate)
	if err != nil {
		return 0, err
	}
	if q.Indexed() != nil {
		if _, ok := q.tables.index.countOf[p]; ok {
			_, n, _, err := q.totalOf(ctx, p)
			return n, err
		}
	}
	return q.number(ctx, "SELECT count(DISTINCT s) FROM "+q.sql.quads()+" WHERE p = $1", uuid(p))
}
