package graph_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/graph"
	"kg/graph/storetest"
)

func openStore(t testing.TB, opt graph.Options) *graph.Store {
	t.Helper()
	s, err := graph.Open(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// fill puts the records of all cases of the suite, odd ones included.
func fill(t testing.TB, s *graph.Store) {
	t.Helper()
	for i, c := range storetest.Cases {
		for _, step := range c.Steps {
			for j, r := range step.Put {
				if step.Want[j] == "" || len(r.Article.Text) > 1<<20 {
					continue
				}
				copied := *r
				copied.Article.ID = fmt.Sprintf("%s-%d", r.Article.ID, i)
				if _, err := s.Put(context.Background(), &copied); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestBackup(t *testing.T) {
	ctx := context.Background()
	from := openStore(t, graph.Options{Backend: graph.Memory})
	fill(t, from)
	want := storetest.Export(t, from)
	var b bytes.Buffer
	n, err := from.Backup(ctx, &b)
	if err != nil || int(n) != strings.Count(want, "\n") {
		t.Fatal(n, err)
	}
	dir := t.TempDir()
	opt := graph.Options{Address: filepath.Join(dir, "store")}
	restored, err := graph.Restore(ctx, bytes.NewReader(b.Bytes()), opt)
	if err != nil || restored != n {
		t.Fatal(restored, err)
	}
	if _, err := graph.Restore(ctx, bytes.NewReader(b.Bytes()), opt); err == nil {
		t.Error("restored over a store")
	}
	s := openStore(t, opt)
	if got := storetest.Export(t, s); got != want {
		t.Error("the restored store differs")
	}
	if problems, err := s.Check(ctx, nil); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
	// What is not a whole backup is refused and leaves nothing.
	plain := gunzip(t, b.Bytes())
	for name, bad := range map[string][]byte{
		"empty":      nil,
		"cut":        b.Bytes()[:b.Len()/2],
		"not gzip":   []byte("<a> <b> <c> .\n"),
		"other text": zip(t, []byte("<a> <b> <c> .\n")),
		"no end":     zip(t, plain[:bytes.LastIndex(plain, []byte("#"))]),
		"changed":    zip(t, bytes.Replace(plain, []byte("Ann"), []byte("Abb"), 1)),
		"longer":     zip(t, append(bytes.Clone(plain), "<a> <b> <c> .\n"...)),
		"bad line":   zip(t, bytes.Replace(plain, []byte(" .\n"), []byte(" \n"), 1)),
	} {
		address := filepath.Join(dir, "bad")
		_, err := graph.Restore(ctx, bytes.NewReader(bad), graph.Options{Address: address})
		if !errors.Is(err, graph.ErrBackup) {
			t.Errorf("%s: %v", name, err)
		}
		if entries, err := os.ReadDir(address); err == nil && len(entries) > 0 {
			t.Errorf("%s: left %v", name, entries)
		}
	}
}

func zip(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gunzip(t testing.TB, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A byte is flipped, or the end cut off, somewhere in each of the files of a store: it is an error when the
// store is opened or checked, never a wrong answer, and Repair makes a sound store of what is left.
func TestDamage(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole")
	s, err := graph.Open(ctx, graph.Options{Address: whole, StoreOptions: map[string]any{"no_sync": true}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		if _, err := s.Put(ctx, storetest.Article(fmt.Sprintf("a%d", i), 20, uint64(i))); err != nil {
			t.Fatal(err)
		}
	}
	want := storetest.Export(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(whole, "db", "*.sst"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	found, repaired, kept, dropped := 0, 0, 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for part := range 16 {
			at := len(data) * part / 8
			if part >= 8 { // the values are at the end
				at = len(data) - len(data)*(16-part)/60
			}
			bad := bytes.Clone(data)
			if bad[at] ^= 0x10; part == 7 {
				bad = bad[:at]
			}
			address := filepath.Join(dir, fmt.Sprintf("bad-%d", part))
			if err := os.CopyFS(address, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(address, "db", filepath.Base(file)), bad, 0o644); err != nil {
				t.Fatal(err)
			}
			opt := graph.Options{Address: address, ReadOnly: true}
			if !damageFound(t, opt, want) {
				continue // a byte that nothing depends on
			}
			found++
			report, err := graph.Repair(ctx, opt)
			if err != nil {
				continue // beyond repair, and said so
			}
			repaired++
			s, err := graph.Open(ctx, opt)
			if err != nil {
				t.Fatalf("%s at %d: after repair: %v", file, at, err)
			}
			if problems, err := s.Check(ctx, nil); err != nil || len(problems) > 0 {
				t.Fatalf("%s at %d: after repair: %v %v", file, at, problems, err)
			}
			ids, err := s.Articles(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range ids {
				r, err := s.Record(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				var n uint64
				if _, err := fmt.Sscanf(id, "a%d", &n); err != nil {
					t.Fatal(err)
				}
				if w := storetest.Article(id, 20, n); len(r.Claims) != len(w.Claims) || r.Article != w.Article {
					t.Fatalf("%s at %d: article %s is not whole", file, at, id)
				}
			}
			kept += len(ids)
			dropped += len(report.Dropped)
			if len(ids)+len(report.Dropped) < 40 && len(report.Lost) == 0 {
				t.Fatalf("%s at %d: %d articles left, %d dropped, nothing lost", file, at, len(ids), len(report.Dropped))
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(report.Old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if found == 0 || repaired == 0 || kept == 0 || dropped == 0 {
		t.Fatalf("%d damages found, %d repaired, %d articles kept, %d dropped", found, repaired, kept, dropped)
	}
	t.Logf("%d damages found, %d repaired with %d of %d articles", found, repaired, kept, 40*repaired)
}

// damageFound reports whether opening or checking a store finds it damaged; if not, all of it must be there.
func damageFound(t *testing.T, opt graph.Options, want string) bool {
	t.Helper()
	s, err := graph.Open(context.Background(), opt)
	if err != nil {
		return true
	}
	defer s.Close()
	if problems, err := s.Check(context.Background(), nil); err != nil || len(problems) > 0 {
		return true
	}
	if storetest.Export(t, s) != want {
		t.Error("a damaged store checks as sound")
	}
	return false
}

func TestRepairSound(t *testing.T) {
	ctx := context.Background()
	opt := graph.Options{Address: filepath.Join(t.TempDir(), "store"), StoreOptions: map[string]any{"no_sync": true}}
	s, err := graph.Open(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s)
	want := storetest.Export(t, s)
	if _, err := graph.Repair(ctx, opt); !errors.Is(err, graph.ErrInUse) {
		t.Errorf("repaired while in use: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	report, err := graph.Repair(ctx, opt)
	if err != nil || len(report.Lost) > 0 || len(report.Dropped) > 0 {
		t.Fatal(report, err)
	}
	if got := storetest.Export(t, openStore(t, opt)); got != want {
		t.Error("repairing a sound store changed it")
	}
	if _, err := graph.Repair(ctx, graph.Options{Address: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, graph.ErrNoStore) {
		t.Errorf("repaired nothing: %v", err)
	}
}
