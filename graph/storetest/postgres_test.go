package storetest

import (
	"context"
	"testing"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func postgres(address string) Opener {
	return func(t testing.TB) *graph.Store {
		t.Helper()
		s, err := graph.Open(context.Background(), graph.Options{
			Backend: graph.Postgres, Address: address, StoreOptions: map[string]any{"schema": pgtest.Schema()},
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	Run(t, postgres(pgtest.Address(t)))
}

func TestPostgresConcurrent(t *testing.T) {
	t.Parallel()
	RunConcurrent(t, postgres(pgtest.Address(t)), 30)
}
