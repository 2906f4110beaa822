package english

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"kg/nlp"
)

const article = `Mill town votes for a new bridge

NORTHFORD, Feb. 3 — The council of Northford voted on Tuesday to build a bridge over the Arn. Mayor Ada Brook
said she didn't expect work to begin "before the spring."

“We’ll wait,” she said. Her rival, Tom Hale of the Civic Union, called the plan a 20-year mistake.
`

func TestPipeline(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Annotate(article, "2015-02-05")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	all := nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Tree | nlp.Names | nlp.Coref | nlp.Times
	if d.Has != all || p.Adds() != all {
		t.Errorf("layers %v, want %v", d.Has, all)
	}
	for _, tok := range d.Tokens {
		if tok.UPOS == "" || tok.Lemma == "" || tok.Rel == "" {
			t.Fatalf("token %q: %+v", d.Slice(tok.Span), tok)
		}
	}
	if len(d.Times) == 0 || len(d.Mentions) == 0 {
		t.Errorf("%d times, %d mentions", len(d.Times), len(d.Mentions))
	}
}

// TestBytes holds the invariants on input that no journalist writes.
func TestBytes(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"", " ", "\x00", "\xff\xfe", "'", "....", "a\u0301 👍🏽 ’’ 🇫🇷", "BIG NEWS! $$$\n\n\n- - -", "1. 2. 3.\r\r\n(",
		strings.Repeat("and ", 1000), strings.Repeat("(", 700), strings.Repeat("x", 100_000), "He\xff said\x00 so\u200b.",
	} {
		d, err := p.Annotate(text, "not a date")
		if err != nil {
			t.Errorf("%.20q: %v", text, err)
			continue
		}
		if err := d.Check(); err != nil {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// TestConcurrent holds that goroutines that share the stages do not disturb each other.
func TestConcurrent(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.Annotate(article, "2015-02-05")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			q, err := New()
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := q.Annotate(article, "2015-02-05"); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("another result in another goroutine (%v)", err)
			}
		})
	}
	wg.Wait()
}

func FuzzAnnotate(f *testing.F) {
	f.Add(article)
	f.Add("A\x00 \xff’s 👍🏽 (see http://x.yz/a_(b)).\n\n\n1. \"No\", he\r\nsaid: “I—\u200d'm”…")
	p, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := p.Annotate(text, "2015-02-05")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
	})
}
