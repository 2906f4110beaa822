package pgstore

import (
	"context"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"

	"kg/graph/pgstore/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// fresh gives an empty store on the server that the tests share.
func fresh(t testing.TB) *QuadStore {
	t.Helper()
	q, err := Open(context.Background(), pgtest.Address(t), Options{Create: true, Schema: pgtest.Schema()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

// Cayley's own suite: paths, iterators, transactions, and with RUN_INTEGRATION=true the queries over its film
// data.
func TestCayleySuite(t *testing.T) {
	pgtest.Address(t)
	file, _ := runtime.FuncForPC(reflect.ValueOf(graphtest.TestAll).Pointer()).FileLine(0)
	if !filepath.IsAbs(file) {
		t.Skip("the source of Cayley is not known: built with -trimpath")
	}
	t.Chdir(filepath.Dir(file)) // it finds its data from there
	graphtest.TestAll(t, func(t testing.TB) (graph.QuadStore, graph.Options) { return fresh(t), nil }, &graphtest.Config{})
}
