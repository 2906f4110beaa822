package gizmo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"kg/graph/claims"
)

// records is g.records(nodes, predicates): one object for each node, in the order of the nodes, with the node as id and
// one value of each predicate by the local name of the predicate, "subject" for <kg:subject>; of several values it is
// the first in order. Without predicates it is all of them. Values of predicates that are not asked for are not read,
// and a value that many nodes share is made once: for claims by the thousand that is most of the work of properties.
func (g *guard) records(call goja.FunctionCall) goja.Value {
	r, nodes := g.newReader("records", call)
	if r == nil {
		return g.vm.NewArray()
	}
	return r.rows("records", nodes)
}

// recordsOf is records for claims that were found; fields that are nil are all.
func (g *guard) recordsOf(name string, found []claims.Found, fields []string) goja.Value {
	r := g.newRecordReader()
	if fields != nil {
		r.only = true
		for _, f := range fields {
			if err := r.want(f); err != nil {
				g.throw(nil, "%s: %v", name, err)
			}
		}
	}
	rows := make([]any, 0, len(found))
	for i, c := range found {
		if i%64 == 63 {
			g.stopped()
		}
		r.got = r.got[:0]
		for _, po := range c.All {
			if err := r.take(po[0], po[1]); err != nil {
				g.failed(name, err)
			}
		}
		rows = append(rows, r.row(g.vm.ToValue(c.ID)))
	}
	return g.vm.NewArray(rows...)
}

func (r *recordReader) rows(name string, nodes []goja.Value) goja.Value {
	rows := make([]any, 0, len(nodes))
	for i, n := range nodes {
		if i%64 == 63 {
			r.g.stopped()
		}
		if err := r.read(n.String()); err != nil {
			r.g.failed(name, err)
		}
		rows = append(rows, r.row(n))
	}
	return r.g.vm.NewArray(rows...)
}

// row is what got holds as an object of the script.
func (r *recordReader) row(id goja.Value) *goja.Object {
	r.sort()
	row := r.g.vm.NewObject()
	_ = row.Set("id", id)
	for i, f := range r.got {
		if i == 0 || r.got[i-1].predicate != f.predicate {
			_ = row.Set(f.name, f.value)
		}
	}
	return row
}

func (r *recordReader) sort() {
	slices.SortFunc(r.got, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.predicate, b.predicate), compareValues(a.plain, b.plain))
	})
}

// newReader takes the arguments of a call, nodes and predicates. The reader is nil for a list of nodes that is empty.
func (g *guard) newReader(name string, call goja.FunctionCall) (*recordReader, []goja.Value) {
	left := maxArgs
	list := g.unwrap(name, 1, call.Argument(0), 0, &left)
	if obj, ok := list.(*goja.Object); ok && isArray(obj) && obj.Get("length").ToInteger() == 0 {
		return nil, nil
	}
	r := g.newRecordReader()
	if a := call.Argument(1); !isNothing(a) {
		r.only = true
		for _, p := range g.flatten([]goja.Value{g.unwrap(name, 2, a, 0, &left)}, 0) {
			if err := r.want(p.String()); err != nil {
				g.throw(nil, "%s: %v", name, err)
			}
		}
	}
	return r, g.flatten([]goja.Value{list}, 0)
}

func (g *guard) newRecordReader() *recordReader {
	reader := g.claimReader()
	if g.seen == nil {
		g.seen = map[uint64]shared{}
	}
	return &recordReader{g: g, r: reader, n: reader.Numbers(), fields: map[uint64]*field{}, seen: g.seen}
}

// recordReader is one call of records or of properties.
type recordReader struct {
	g      *guard
	r      *claims.Reader
	n      claims.Numbers
	only   bool              // the fields wanted are all there already
	fields map[uint64]*field // by the number of the predicate
	seen   map[uint64]shared // short values of this run, by their numbers
	got    []found           // of the node in hand: by predicate, its values in order, each once
}

type field struct{ predicate, name string }

// shared is a value and what the script sees of it.
type shared struct {
	plain any
	value goja.Value
}

type found struct {
	*field
	shared
}

func newField(predicate string) *field {
	local := strings.TrimSuffix(predicate, ">")
	return &field{predicate: predicate, name: local[strings.LastIndexAny(local, "/#:")+1:]}
}

func (r *recordReader) want(predicate string) error {
	n, err := r.n.Number(quad.StringToValue(predicate))
	if err == nil && n != 0 {
		r.fields[n] = newField(predicate)
	}
	return err
}

// field is nil for a predicate that is not wanted.
func (r *recordReader) field(n uint64) (*field, error) {
	f, ok := r.fields[n]
	if ok || r.only {
		return f, nil
	}
	p, err := r.n.Value(n)
	if err != nil || p == nil {
		return nil, err
	}
	f = newField(quad.StringOf(p))
	r.fields[n] = f
	return f, nil
}

// maxShared is the length of a text from which on it is hardly that of two nodes.
const maxShared = 80

func (r *recordReader) value(n uint64) (shared, error) {
	if s, ok := r.seen[n]; ok {
		return s, nil
	}
	v, err := r.n.Value(n)
	if err != nil || v == nil {
		return shared{}, err
	}
	if _, ok := v.(quad.IRI); ok {
		if _, err := r.r.Text(n); err != nil { // remembers the number of the node
			return shared{}, err
		}
	}
	plain := primitive(native(v))
	s := shared{plain: plain, value: r.g.vm.ToValue(plain)}
	if text, ok := plain.(string); !ok || len(text) < maxShared {
		r.seen[n] = s
	}
	return s, nil
}

// read puts what a node says into got.
func (r *recordReader) read(id string) (err error) {
	defer func() {
		// The store's iterators panic where a store is closed beneath them.
		if x := recover(); x != nil {
			if e, ok := x.(error); ok && isEngineError(e) {
				panic(x)
			}
			err = fmt.Errorf("%v", x)
		}
	}()
	r.got = r.got[:0]
	n, err := r.r.Number(id)
	if err != nil || n == 0 {
		return err
	}
	if !r.only || len(r.fields) > fewFields {
		if whole, err := r.scan([4]uint64{n, 0, 0, 0}, r.only); whole || err != nil {
			return err
		}
		// Much is said of this node.
		r.got = r.got[:0]
	}
	for p := range r.fields {
		if _, err := r.scan([4]uint64{n, p, 0, 0}, false); err != nil {
			return err
		}
	}
	return nil
}

// fewFields is how many predicates are looked up one by one, which takes two seeks each where a scan takes one.
const fewFields = 2

// fewPairs is how many quads of a node are read to find those of a few predicates.
const fewPairs = 48

// scan puts the values that quads of a pattern have for the wanted predicates into got, each once. whole is false where
// there are more than fewPairs and few is set.
func (r *recordReader) scan(pattern [4]uint64, few bool) (whole bool, err error) {
	var failed error
	n := 0
	err = r.n.EachOnce(r.g.s.context(), pattern, func(k [4]uint64) bool {
		if n++; few && n > fewPairs {
			return false
		}
		failed = r.take(k[1], k[2])
		return failed == nil
	})
	return !few || n <= fewPairs, cmp.Or(failed, err)
}

// take puts the value of a predicate into got, if it is wanted.
func (r *recordReader) take(predicate, object uint64) error {
	f, err := r.field(predicate)
	if err != nil || f == nil {
		return err
	}
	s, err := r.value(object)
	if err == nil && s.value != nil {
		r.got = append(r.got, found{f, s})
	}
	return err
}
