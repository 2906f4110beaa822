package pebblestore

import (
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
)

func memory(t testing.TB) (graph.QuadStore, graph.Options) {
	q, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q, nil
}

// Cayley's own suite: paths, iterators, transactions, and with RUN_INTEGRATION=true the queries over its film
// data.
func TestCayleySuite(t *testing.T) {
	chdirCayley(t)
	graphtest.TestAll(t, memory, &graphtest.Config{})
}

// chdirCayley goes to the folder of the suite, from which it finds its data.
func chdirCayley(t *testing.T) {
	file, _ := runtime.FuncForPC(reflect.ValueOf(graphtest.TestAll).Pointer()).FileLine(0)
	if !filepath.IsAbs(file) {
		t.Skip("the source of Cayley is not known: built with -trimpath")
	}
	t.Chdir(filepath.Dir(file))
}
