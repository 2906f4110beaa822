package graph_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/storetest"
	"kg/schema"
)

// The child process of TestCrash writes to the store at this address until it is killed.
const crashEnv = "KG_CRASH_STORE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashEnv); dir != "" {
		if err := crashChild(dir, os.Getenv("KG_CRASH_SEED")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crashArticle is what the child puts as version n of an article; every second one is long enough to fill the
// memory table, so that flushes and compactions are going on.
func crashArticle(id string, n uint64) *graph.Record {
	r := storetest.Article(id, 1+int(n%5)*8, n)
	if n%2 == 0 {
		r.Article.Text += strings.Repeat(fmt.Sprintf("filler %d ", n), 4000)
		storetest.Seal(r)
	}
	return r
}

// crashChild announces each step before it takes it, and says when it is done.
func crashChild(dir, seed string) error {
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := graph.Open(ctx, graph.Options{Address: dir, StoreOptions: map[string]any{"memtable_mb": 1}})
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(n, 3))
	out := bufio.NewWriter(os.Stdout)
	for {
		id, version := fmt.Sprintf("a%d", rng.IntN(20)), rng.Uint64N(1000)
		forget := rng.IntN(4) == 0
		fmt.Fprintf(out, "begin %s %d %t\n", id, version, forget)
		if err := out.Flush(); err != nil {
			return err
		}
		if forget {
			err = s.Forget(ctx, id)
		} else {
			_, err = s.Put(ctx, crashArticle(id, version))
		}
		if err != nil && !errors.Is(err, graph.ErrNotFound) {
			return err
		}
		fmt.Fprintf(out, "done\n")
		if err := out.Flush(); err != nil {
			return err
		}
	}
}

// TestCrash kills a process in the middle of loading and forgetting. Afterwards every acknowledged step has
// happened, the one under way has happened wholly or not at all, and the store is sound. KG_CRASH_POINTS says
// how often; the default is for every day.
func TestCrash(t *testing.T) {
	points := 6
	if s := os.Getenv("KG_CRASH_POINTS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		points = n
	}
	dir := filepath.Join(t.TempDir(), "store")
	rng := rand.New(rand.NewPCG(1, 4))
	held := map[string]uint64{} // article to version
	var acked, open, kept, lost int
	for point := range points {
		steps := runAndKill(t, dir, point, time.Duration(20+rng.IntN(300))*time.Millisecond)
		var pending *step
		for i := range steps {
			if !steps[i].done {
				pending = &steps[i]
				break
			}
			acked++
			steps[i].apply(held)
		}
		s, err := graph.Open(context.Background(), graph.Options{Address: dir})
		if err != nil {
			t.Fatalf("point %d: %v", point, err)
		}
		problems, err := s.Check(context.Background(), nil)
		if err != nil || len(problems) > 0 {
			t.Fatalf("point %d: %v %v", point, err, problems)
		}
		got := storetest.Export(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		without := expect(t, held)
		if pending != nil {
			open++
			before := held[pending.id]
			_, was := held[pending.id]
			pending.apply(held)
			if with := expect(t, held); got == with {
				kept++
				continue
			}
			lost++
			if delete(held, pending.id); was {
				held[pending.id] = before
			}
		}
		if got != without {
			t.Fatalf("point %d: the store is in neither state", point)
		}
	}
	t.Logf("killed %d times after %d acknowledged steps; %d steps were under way: %d had happened, %d had not",
		points, acked, open, kept, lost)
}

type step struct {
	id      string
	version uint64
	forget  bool
	done    bool
}

func (s step) apply(held map[string]uint64) {
	if s.forget {
		delete(held, s.id)
	} else {
		held[s.id] = s.version
	}
}

func runAndKill(t *testing.T, dir string, seed int, after time.Duration) []step {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+dir, "KG_CRASH_SEED="+strconv.Itoa(seed))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var steps []step
	lines := bufio.NewScanner(out)
	var timer *time.Timer
	for lines.Scan() {
		if timer == nil { // the time counts from the first step, so that opening is over
			timer = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
		var s step
		if lines.Text() == "done" {
			steps[len(steps)-1].done = true
		} else if _, err := fmt.Sscanf(lines.Text(), "begin %s %d %t", &s.id, &s.version, &s.forget); err == nil {
			steps = append(steps, s)
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return steps
}

// expect is the export of a store that holds these articles.
func expect(t *testing.T, held map[string]uint64) string {
	t.Helper()
	lines := strings.SplitAfter(emptyExport(t), "\n")
	for id, version := range held {
		lines = append(lines, storetest.Lines(t, crashArticle(id, version), schema.Default())...)
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

var empty string

func emptyExport(t *testing.T) string {
	if empty == "" {
		s, err := graph.Open(context.Background(), graph.Options{Backend: graph.Memory})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		empty = storetest.Export(t, s)
	}
	return empty
}
