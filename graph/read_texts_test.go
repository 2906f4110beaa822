package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSearchTexts(t *testing.T) {
	for _, backend := range []string{Memory, MemStore} {
		t.Run(backend, func(t *testing.T) { testSearchTexts(t, backend) })
	}
}

func testSearchTexts(t *testing.T, backend string) {
	s := open(t, Options{Backend: backend})
	put(t, s, article(t, "one", "Ann|meets|Bo", "Åsa|meets|Bo", "The Sanctions|affect|Bo"), Added)
	put(t, s, article(t, "two", "Ann|meets|Bo", "The Ann|praises|Cy", "Bo|praises|Anna"), Added)
	r := NewReader(s)
	found := func(text string, limit int) string {
		t.Helper()
		ms, err := r.SearchSentences(t.Context(), text, limit)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, m := range ms {
			out = append(out, fmt.Sprintf("%s %s %s %d", m.Claim, m.Article, m.Text, m.Words))
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"asa", 9, "one-b one Åsa meets Bo. 1"},
		{"SANCTION", 9, "one-c one The Sanctions affect Bo. 1"},
		{"ann", 9, "one-a one Ann meets Bo. 1; two-a two Ann meets Bo. 1; two-b two The Ann praises Cy. 1"}, // three letters: no Anna
		{"ann", 2, "one-a one Ann meets Bo. 1; two-a two Ann meets Bo. 1"},
		{"cy, ann!", 9, "two-b two The Ann praises Cy. 2"}, // Ann alone weighs less than half
		{"praises bo", 9, "two-c two Bo praises Anna. 2; two-b two The Ann praises Cy. 1"},
		{"praises nowhere", 9, "two-c two Bo praises Anna. 1; two-b two The Ann praises Cy. 1"},
		{"nowhere", 9, ""},
		{" ,.", 9, ""},
		{"ann", 0, ""},
	} {
		if got := found(c.text, c.limit); got != c.want {
			t.Errorf("%q: got  %s\nwant %s", c.text, got, c.want)
		}
	}
	heads, err := r.SearchHeadlines(t.Context(), "about two", 9)
	if err != nil || len(heads) != 1 || heads[0].Article != "two" || heads[0].Claim != "" {
		t.Errorf("headlines %+v, %v", heads, err)
	}
	if err := s.Forget(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if got := found("sanctions", 9); got != "" {
		t.Errorf("a forgotten sentence: %s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.SearchSentences(ctx, "ann", 9); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

// What is held is a few times what is wanted, and it is the same as if all were held.
func TestSearchTextsBounded(t *testing.T) {
	few, all := newTextSearch("red", 3), newTextSearch("red", 1<<40)
	for i := range 5000 {
		m := TextMatch{Article: fmt.Sprint(i % 7), Claim: fmt.Sprint(i), Text: "red " + strings.Repeat("x", (i*37)%101)}
		few.add(1, m)
		all.add(1, m)
		if n := len(few.found[1]); n > 2000 {
			t.Fatalf("%d are held", n)
		}
	}
	got, want := few.best(), all.best()
	if len(got) != 3 || fmt.Sprint(got) != fmt.Sprint(want[:3]) {
		t.Errorf("got %v, want %v", got, want[:3])
	}
}

// BenchmarkSearchSentences reports what it takes to search 100,000 claims.
func BenchmarkSearchSentences(b *testing.B) {
	s := open(b, Options{Address: b.TempDir() + "/s", StoreOptions: map[string]any{"no_sync": true}})
	const claims = 100_000
	var batch []*Record
	for i := range claims / 20 {
		var sentences []string
		for j := range 20 {
			n := i*20 + j
			sentences = append(sentences, fmt.Sprintf("Person %d|met with the delegation of district %d about talks on the supply of item %d to town %d in the|North %d", n%5000, n%313, n, n%1999, n%4000))
		}
		r := article(b, fmt.Sprintf("a%d", i), sentences...)
		for k := range r.Claims {
			r.Claims[k].Relation = "meets"
		}
		if batch = append(batch, r); len(batch) == 100 {
			if _, errs := s.PutAll(b.Context(), batch); errs[0] != nil {
				b.Fatal(errs[0])
			}
			batch = batch[:0]
		}
	}
	r := NewReader(s)
	for name, text := range map[string]string{"in-few": "17345", "in-all": "delegation district 17 talks town 45"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := r.SearchSentences(b.Context(), text, 20); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
