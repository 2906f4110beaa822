package graph

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	asked "kg/graph/words"
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

// The index finds what reading every sentence finds, in the same order, whatever is written and forgotten.
func TestSearchTextsIndexed(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	s := open(t, Options{Backend: Memory})
	words := strings.Fields("Ann Anna Åsa Bo Erdoğan Erdogan sanction Sanctions sanctioned talks the The of O'Neil 3 U.S. x")
	phrase := func(n int) string {
		var out []string
		for range n {
			out = append(out, words[rng.IntN(len(words))])
		}
		return strings.Join(out, " ")
	}
	compared, found := 0, 0
	for step := range 60 {
		id := fmt.Sprintf("a%d", rng.IntN(12))
		switch _, err := s.Article(t.Context(), id); {
		case err == nil && rng.IntN(3) == 0:
			if err := s.Forget(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		default:
			var sentences []string
			for range 1 + rng.IntN(6) {
				sentences = append(sentences, fmt.Sprintf("%s|%s|%s", phrase(1+rng.IntN(2)), "meets", phrase(1+rng.IntN(4))))
			}
			if _, err := s.Put(t.Context(), article(t, id, sentences...)); err != nil {
				t.Fatal(err)
			}
		}
		if step%5 != 4 {
			continue
		}
		for range 40 {
			text, limit := phrase(1+rng.IntN(4)), 1+rng.IntN(30)
			switch rng.IntN(6) {
			case 0:
				text = fmt.Sprintf("%q %s", phrase(1+rng.IntN(2)), text)
			case 1:
				text += " -" + phrase(1)
			case 2:
				text += fmt.Sprintf(" -%q", phrase(2))
			}
			got, err := findTexts(t.Context(), s, kgSentence, newTextSearch(text, limit))
			if err != nil {
				t.Fatal(err)
			}
			want, err := scanTexts(t.Context(), s, kgSentence, newTextSearch(text, limit))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q, %d: got\n%v\nwant\n%v", text, limit, got, want)
			}
			for _, m := range got {
				if q := asked.Parse(text); !q.Fits(m.Text) {
					t.Fatalf("%s finds %q", text, m.Text)
				}
			}
			compared++
			found += len(got)
		}
	}
	if problems, err := s.Check(t.Context(), nil); err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %q", err, problems)
	}
	if compared < 400 || found < 4*compared {
		t.Errorf("%d searches found %d sentences", compared, found)
	}
}

// A phrase is wanted just so, whatever else is asked for; what follows a dash must not be there.
func TestSearchPhrases(t *testing.T) {
	s := open(t, Options{Backend: Memory})
	if _, err := s.Put(t.Context(), article(t, "a1", "Peace talks|begin|in Oslo", "Talks|bring|peace to Oslo", "Peace talk|is|cheap")); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		`"peace talks"`: 1, `"peace talk"`: 1, `"peace"`: 3, `"peace talks" helsinki`: 1, `peace talks`: 2, `"oslo peace"`: 0, `"talks"`: 2,
		`peace -oslo`: 1, `peace -"peace talks"`: 2, `-peace`: 0, `"peace`: 3, `peace -talk`: 2,
	} {
		for name, find := range map[string]func(context.Context, *Store, quad.IRI, *textSearch) ([]TextMatch, error){"index": findTexts, "scan": scanTexts} {
			search := newTextSearch(text, 10)
			if search.empty() {
				if want > 0 {
					t.Errorf("%s: nothing to look for", text)
				}
				continue
			}
			if got, err := find(t.Context(), s, kgSentence, search); err != nil || len(got) != want {
				t.Errorf("%s by %s: %v, %v; want %d", text, name, got, err, want)
			}
		}
	}
}

// Of many texts that have the same words the shortest are found without reading the others.
func TestSearchTextsShortest(t *testing.T) {
	s := open(t, Options{Backend: Memory})
	var records []*Record
	for i := range 150 {
		var sentences []string
		for j := range 20 {
			sentences = append(sentences, fmt.Sprintf("P%d|meets|delegation %d%s", i*20+j, j, strings.Repeat("x", (i*37+j*11)%53)))
		}
		records = append(records, article(t, fmt.Sprintf("a%d", i), sentences...))
	}
	for _, err := range func() []error { _, errs := s.PutAll(t.Context(), records); return errs }() {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, limit := range []int{1, 7, 500, 2999, 3000, 4000} {
		got, err := findTexts(t.Context(), s, kgSentence, newTextSearch("delegation meets", limit))
		if err != nil {
			t.Fatal(err)
		}
		want, err := scanTexts(t.Context(), s, kgSentence, newTextSearch("delegation meets", limit))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != min(limit, 3000) || !slices.Equal(got, want) {
			t.Fatalf("%d: got %d\n%v\nwant\n%v", limit, len(got), got[:1], want[:1])
		}
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

// searchable is a store of 100,000 claims.
func searchable(b *testing.B) *Reader {
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
	return NewReader(s)
}

// BenchmarkSearchSentences reports what it takes to search 100,000 claims for words that few of them have, and for
// words that all have.
func BenchmarkSearchSentences(b *testing.B) {
	r := searchable(b)
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

// BenchmarkSearchNames reports what it takes to find entities by name, with a reader that is new each time.
func BenchmarkSearchNames(b *testing.B) {
	s := searchable(b).Store()
	for name, text := range map[string]string{"few": "person 123", "all": "p", "turned": "123 pers"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := NewReader(s).Search(b.Context(), text, "", 20); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
