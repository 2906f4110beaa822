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

// recordsOf is records for a caller in Go; fields that are nil are all.
func (g *guard) recordsOf(name string, nodes []goja.Value, fields []string) goja.Value {
	r := g.newRecordReader()
	if fields != nil {
		r.only = true
		for _, f := range fields {
			if err := r.want(f); err != nil {
				g.throw(nil, "%s: %v", name, err)
			}
		}
	}
	return r.rows(name, nodes)
}

func (r *recordReader) rows(name string, nodes []goja.Value) goja.Value {
	rows := make([]any, 0, len(nodes))
	for i, n := range nodes {
		if i%64 == 63 {
			r.g.stopped()
		}
		id := n.String()
		row := r.g.vm.NewObject()
		_ = row.Set("id", n)
		if err := r.read(id); err != nil {
			r.g.failed(name, err)
		}
		for i, f := range r.got {
			if i == 0 || r.got[i-1].predicate != f.predicate {
				_ = row.Set(f.name, f.value)
			}
		}
		rows = append(rows, row)
	}
	return r.g.vm.NewArray(rows...)
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
	return &recordReader{g: g, n: g.claimReader().Numbers(), fields: map[uint64]*field{}, seen: map[uint64]shared{}}
}

// recordReader is one call of records or of properties.
type recordReader struct {
	g      *guard
	n      claims.Numbers
	only   bool              // the fields wanted are all there already
	fields map[uint64]*field // by the number of the predicate
	seen   map[uint64]shared // short values, by their numbers
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
	n, err := r.n.Number(quad.StringToValue(id))
	if err != nil || n == 0 {
		return err
	}
	// A few predicates of a node that much is said of are found faster one by one.
	if r.only && len(r.fields) <= fewFields {
		for p := range r.fields {
			if err := r.scan([4]uint64{n, p, 0, 0}); err != nil {
				return err
			}
		}
	} else if err := r.scan([4]uint64{n, 0, 0, 0}); err != nil {
		return err
	}
	slices.SortFunc(r.got, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.predicate, b.predicate), compareValues(a.plain, b.plain))
	})
	return nil
}

const fewFields = 4

// scan puts the values that quads of a pattern have for the wanted predicates into got, each once.
func (r *recordReader) scan(pattern [4]uint64) error {
	var failed error
	err := r.n.EachOnce(r.g.s.context(), pattern, func(k [4]uint64) bool {
		f, err := r.field(k[1])
		if err != nil || f == nil {
			failed = err
			return err == nil
		}
		s, err := r.value(k[2])
		if err != nil {
			failed = err
			return false
		}
		if s.value != nil {
			r.got = append(r.got, found{f, s})
		}
		return true
	})
	return cmp.Or(failed, err)
}
