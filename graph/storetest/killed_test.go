package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
)

// TestPostgresLoads is the program that TestPostgresKilled kills: it puts and forgets articles for ever, and tells what
// was acknowledged.
func TestPostgresLoads(t *testing.T) {
	address, name := os.Getenv("KG_TEST_ADDRESS"), os.Getenv("KG_TEST_SCHEMA")
	if address == "" {
		t.Skip("only as the child of TestPostgresKilled")
	}
	ctx := context.Background()
	s := loader(t, address, name)
	for i := 0; ; i++ {
		var batch []*graph.Record
		for j := range 4 {
			batch = append(batch, Article(fmt.Sprintf("k%d", (4*i+j)%40), 1+i%4, uint64(4*i+j)))
		}
		if _, errs := s.PutAll(ctx, batch); errs[0] != nil {
			t.Fatal(errs)
		}
		for _, r := range batch {
			fmt.Printf("put %s %d\n", r.Article.ID, len(r.Claims))
		}
		if i%3 == 2 {
			fmt.Printf("forget %s\n", batch[0].Article.ID) // before: it may have happened
			if err := s.Forget(ctx, batch[0].Article.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A program that is killed leaves each article whole or absent, and all that was acknowledged.
func TestPostgresKilled(t *testing.T) {
	t.Parallel()
	address, name := pgtest.Address(t), pgtest.Schema()
	s := loader(t, address, name)
	defer shut(t, s)
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(5, 5))
	claims := map[string]string{} // of each article, as it was acknowledged last
	for round := range 6 {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestPostgresLoads$")
		cmd.Env = append(os.Environ(), "KG_TEST_ADDRESS="+address, "KG_TEST_SCHEMA="+name)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 20 + rng.IntN(60); n > 0 && lines.Scan(); n-- {
			if n == 1 {
				time.Sleep(time.Duration(rng.IntN(8)) * time.Millisecond)
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
			acknowledge(claims, lines.Text())
		}
		for lines.Scan() {
			acknowledge(claims, lines.Text())
		}
		_ = cmd.Wait()
		problems, err := s.Check(ctx, nil)
		if err != nil || len(problems) > 0 {
			t.Fatalf("round %d: check: %v, %v", round, problems, err)
		}
		under := 0 // the transaction that was cut off, or done and not acknowledged: four articles
		for id, n := range claims {
			have := "none"
			if r, err := s.Record(ctx, id); err == nil {
				have = fmt.Sprint(len(r.Claims))
			} else if !errors.Is(err, graph.ErrNotFound) {
				t.Fatal(err)
			}
			if n != "" && n != have {
				under++
			}
			claims[id] = have
		}
		if under > 4 {
			t.Fatalf("round %d: %d articles are not as they were acknowledged", round, under)
		}
	}
	if len(claims) < 20 {
		t.Errorf("only %d articles were acknowledged", len(claims))
	}
}

func acknowledge(claims map[string]string, line string) {
	f := strings.Fields(line)
	switch {
	case len(f) == 3 && f[0] == "put":
		claims[f[1]] = f[2]
	case len(f) == 2 && f[0] == "forget":
		claims[f[1]] = "" // there or not
	}
}
