package resolve

import (
	"strings"
	"testing"

	"kg/nlp"
)

// TestNation makes documents in which every "our" hangs on the word after it.
func TestNation(t *testing.T) {
	r := newResolver(t)
	const peru = "[LOC Peru ] grew . [LOC Peru ] won . "
	for _, c := range []struct{ name, text, want string }{
		{"who speaks for a nation", peru + "[pro#1 we ] met . [pro#1 our ] nation met . [pro#1 our ] people met .", "Peruvians Peruvians Peruvians"},
		{"who speaks for others", peru + "[pro#1 we ] met . [pro#1 our ] firm met . [pro#1 our ] staff met .", "- - -"},
		{"once is not enough", peru + "[pro#1 we ] met . [pro#1 our ] nation met .", "- -"},
		{"in a quotation", peru + "\" [pro#1 we ] met . [pro#1 our ] nation met . [pro#1 our ] people met . \"", "- - -"},
		{"of no country", "[LOC Peru ] . [LOC Chile ] . [pro#1 we ] met . [pro#1 our ] nation met . [pro#1 our ] people met .", "- - -"},
		{"its people", peru + "[nom our people ] met . [nom the Peruvian/ADJ people ] met . [nom my fellow citizens:citizen ] .", "Peruvians Peruvians -"},
		{"another people", peru + "[nom the Chilean/ADJ people ] met .", "-"},
		{"a singular does not fit", peru + "[pro#1 I ] met . [pro#1 our ] nation met . [pro#1 our ] people met .", "- Peruvians Peruvians"},
	} {
		d := parse(t, c.text)
		d.Has |= nlp.Tree
		for i := range d.Tokens {
			d.Tokens[i].Head = i + 1
			if d.Word(i) == "." {
				d.Tokens[i].Head = nlp.Root
			}
		}
		for _, s := range d.Sentences {
			d.Tokens[s.Last-1].Head = nlp.Root
		}
		res := r.Resolve(d, nil, Meta{ID: "x-0123456789"})
		var got []string
		for i, m := range d.Mentions {
			if m.Kind == nlp.Name {
				continue
			}
			id := res.Mentions[i]
			if id == "" {
				id = "-"
			}
			got = append(got, id)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestAlsoKnown makes documents in which "known" hangs on the name that begins the sentence.
func TestAlsoKnown(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct {
		text string
		one  bool
	}{
		{"[PER Jane Roe ] , better known as [PER Rhoda Vane ] , sang .", true},
		{"[PER Jane Roe ] , known by her stage name [PER Rhoda Vane ] , sang .", true},
		{"[PER Jane Roe ] , not known as [PER Rhoda Vane ] , sang .", false},
		{"[PER Jane Roe ] , known for [PER Rhoda Vane ] , sang .", false},
		{"[PER Jane Roe ] , known as [LOC Smallville ] 's star , sang .", false},
		{"[PER Jane Roe ] , known as [LOC Smallville ] , sang .", false}, // a person is no place
		{"[LOC Smallville ] , known as [LOC Largeville ] , burned .", true},
	} {
		d := parse(t, c.text)
		d.Has |= nlp.Tree
		for i := range d.Tokens {
			d.Tokens[i].Head, d.Tokens[i].Rel = 0, "dep"
		}
		d.Tokens[0].Head = nlp.Root
		got := ids(r.Resolve(d, nil, Meta{ID: "x-0123456789"}), d)
		if len(got) != 2 || (got[0] == got[1]) != c.one {
			t.Errorf("%s: %v are one: %t", c.text, got, !c.one)
		}
	}
}
