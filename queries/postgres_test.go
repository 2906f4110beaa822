package queries

import (
	"bytes"
	"context"
	"testing"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
)

// Every query has the same answers in PostgreSQL.
func TestAnswersPostgres(t *testing.T) {
	ctx := context.Background()
	server := pgtest.Start(t, "fsync=off")
	s := sample(t)
	var backup bytes.Buffer
	if _, err := s.Backup(ctx, &backup); err != nil {
		t.Fatal(err)
	}
	opt := graph.Options{Backend: graph.Postgres, Address: server.Address("postgres")}
	if _, err := graph.Restore(ctx, &backup, opt); err != nil {
		t.Fatal(err)
	}
	opt.ReadOnly = true
	p, err := graph.Open(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	snap, err := p.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	want := answers(t, s)
	for _, store := range []*graph.Store{p, snap} {
		if got := answers(t, store); got != want {
			t.Errorf("the answers are\n%s\nwant\n%s", got, want)
		}
	}
}
