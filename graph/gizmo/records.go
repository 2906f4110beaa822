package gizmo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
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
	rows := make([]any, 0, len(nodes))
	for _, n := range nodes {
		id := n.String()
		row := g.vm.NewObject()
		_ = row.Set("id", id)
		if err := r.read(id); err != nil {
			g.throw(nil, "records: %v", err)
		}
		for i, f := range r.got {
			if i == 0 || r.got[i-1].predicate != f.predicate {
				_ = row.Set(f.name, f.value)
			}
		}
		rows = append(rows, row)
	}
	return g.vm.NewArray(rows...)
}

// newReader takes the arguments of a call, nodes and predicates. The reader is nil for a list of nodes that is empty.
func (g *guard) newReader(name string, call goja.FunctionCall) (*recordReader, []goja.Value) {
	left := maxArgs
	list := g.unwrap(name, 1, call.Argument(0), 0, &left)
	if obj, ok := list.(*goja.Object); ok && isArray(obj) && obj.Get("length").ToInteger() == 0 {
		return nil, nil
	}
	r := &recordReader{g: g, qs: g.s.handle.QuadStore, fields: map[any]*field{}, seen: map[any]shared{}}
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

// recordReader is one call of records or of properties.
type recordReader struct {
	g      *guard
	qs     graph.QuadStore
	only   bool           // the fields wanted are all there already
	fields map[any]*field // by the key of a predicate's reference
	seen   map[any]shared // short values, by the key of their reference
	quads  int
	got    []found // of the node in hand: by predicate, its values in order, each once
	had    map[pair]bool
}

type field struct{ predicate, name string }

// shared is a value and what the script sees of it.
type shared struct {
	plain any
	value goja.Value
}

// pair is the keys of a predicate's and a value's references: many articles tell the name of the same entity.
type pair struct{ predicate, value any }

type found struct {
	*field
	shared
}

func newField(predicate string) *field {
	local := strings.TrimSuffix(predicate, ">")
	return &field{predicate: predicate, name: local[strings.LastIndexAny(local, "/#:")+1:]}
}

func (r *recordReader) want(predicate string) error {
	ref, err := r.qs.ValueOf(quad.StringToValue(predicate))
	if err == nil && ref != nil {
		r.fields[ref.Key()] = newField(predicate)
	}
	return err
}

// field is nil for a predicate that is not wanted.
func (r *recordReader) field(ref graph.Ref) (*field, error) {
	f, ok := r.fields[ref.Key()]
	if ok || r.only {
		return f, nil
	}
	p, err := r.qs.NameOf(ref)
	if err != nil || p == nil {
		return nil, err
	}
	f = newField(quad.StringOf(p))
	r.fields[ref.Key()] = f
	return f, nil
}

// maxShared is the length of a text from which on it is hardly that of two nodes.
const maxShared = 80

func (r *recordReader) value(ref graph.Ref) (shared, error) {
	if s, ok := r.seen[ref.Key()]; ok {
		return s, nil
	}
	v, err := r.qs.NameOf(ref)
	if err != nil || v == nil {
		return shared{}, err
	}
	plain := primitive(native(v))
	s := shared{plain: plain, value: r.g.vm.ToValue(plain)}
	if text, ok := plain.(string); !ok || len(text) < maxShared {
		r.seen[ref.Key()] = s
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
	ref, err := r.qs.ValueOf(quad.StringToValue(id))
	if err != nil || ref == nil {
		return err
	}
	if r.had == nil {
		r.had = map[pair]bool{}
	}
	clear(r.had)
	if err := r.scan(ref); err != nil {
		return err
	}
	slices.SortFunc(r.got, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.predicate, b.predicate), compareValues(a.plain, b.plain))
	})
	return nil
}

// scan puts the values of the wanted predicates of a node into got.
func (r *recordReader) scan(ref graph.Ref) error {
	ctx := r.g.s.context()
	it := r.qs.QuadIterator(quad.Subject, ref).Iterate()
	defer it.Close()
	for it.Next(ctx) {
		if r.quads++; r.quads%1024 == 0 {
			r.g.stopped()
		}
		p, err := r.qs.QuadDirection(it.Result(), quad.Predicate)
		if err != nil {
			return err
		}
		f, err := r.field(p)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		o, err := r.qs.QuadDirection(it.Result(), quad.Object)
		if err != nil {
			return err
		}
		k := pair{p.Key(), o.Key()}
		if r.had[k] {
			continue
		}
		r.had[k] = true
		s, err := r.value(o)
		if err != nil {
			return err
		}
		if s.value != nil {
			r.got = append(r.got, found{f, s})
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	return ctx.Err()
}
