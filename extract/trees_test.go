package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"kg/nlp"
	"kg/schema"
)

// A case in testdata/trees is a text with its tree, and what must and must not be read from it:
//
//	# the text
//	word|lemma|UPOS|XPOS|head|relation …   one line a sentence, heads counted from 1
//	@ 1-2 PER                              a name, tokens counted from 1 through the text
//	@ 1-2 PER 0 nominal                    a mention of a chain; a name where no kind is told
//	~ 5-5                                  a time
//	+ subject | relation | object | flags  must be read; no relation: an open claim
//	- subject | relation | object          must not be read; * stands for anything
//
// Flags: edge, noedge, affirmed, denied, a modality, by:X, time:X, place:X; words of one flag that have spaces are
// parted from the next by "|".
type treeCase struct {
	file string
	line int
	doc  *nlp.Doc
	want []wanted
}

type wanted struct {
	must          bool
	sub, rel, obj string
	flags         []string
	line          int
}

func readTrees(t testing.TB) []treeCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "trees", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no trees: %v", err)
	}
	var out []treeCase
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		line := 1
		for _, block := range strings.Split(string(data), "\n\n") {
			if strings.TrimSpace(block) != "" {
				c, err := parseTree(strings.Trim(block, "\n"), line)
				if err != nil {
					t.Fatalf("%s:%d: %v", f, line, err)
				}
				c.file = filepath.Base(f)
				out = append(out, c)
			}
			line += strings.Count(block, "\n") + 2
		}
	}
	return out
}

func parseTree(block string, line int) (treeCase, error) {
	lines := strings.Split(block, "\n")
	c := treeCase{line: line, doc: &nlp.Doc{Text: strings.TrimPrefix(lines[0], "# "), Has: nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Tree | nlp.Names | nlp.Times}}
	d := c.doc
	at := 0
	for n, l := range lines[1:] {
		switch {
		case strings.HasPrefix(l, "+ ") || strings.HasPrefix(l, "- "):
			f := strings.SplitN(l[2:], " | ", 4)
			if len(f) < 3 {
				f = append(f, "", "")
			}
			w := wanted{must: l[0] == '+', sub: strings.TrimSpace(f[0]), rel: strings.TrimSpace(f[1]), obj: strings.TrimSpace(f[2]), line: line + n + 1}
			if len(f) > 3 {
				w.flags = flags(f[3])
			}
			c.want = append(c.want, w)
		case strings.HasPrefix(l, "@ ") || strings.HasPrefix(l, "~ "):
			f := strings.Fields(l[2:])
			a, b, _ := strings.Cut(f[0], "-")
			first, err1 := strconv.Atoi(a)
			last, err2 := strconv.Atoi(b)
			if err1 != nil || err2 != nil || first < 1 || last > len(d.Tokens) {
				return c, fmt.Errorf("bad range in %q", l)
			}
			s := nlp.Span{Start: d.Tokens[first-1].Start, End: d.Tokens[last-1].End}
			if l[0] == '~' {
				d.Times = append(d.Times, nlp.Time{Span: s, First: first - 1, Last: last})
				continue
			}
			head := first - 1
			for i := first - 1; i < last; i++ {
				if h := d.Tokens[i].Head; h < first-1 || h >= last {
					head = i
					break
				}
			}
			m := nlp.Mention{Span: s, First: first - 1, Last: last, Head: head, Class: nlp.Class(f[1]), Chain: -1}
			if len(f) > 2 {
				if m.Chain, err1 = strconv.Atoi(f[2]); err1 != nil {
					return c, fmt.Errorf("bad chain in %q", l)
				}
				d.Has |= nlp.Coref
			}
			if len(f) > 3 {
				m.Kind = map[string]nlp.Kind{"name": nlp.Name, "nominal": nlp.Nominal, "pronoun": nlp.Pronoun}[f[3]]
			}
			d.Mentions = append(d.Mentions, m)
		default:
			first := len(d.Tokens)
			for _, w := range strings.Fields(l) {
				f := strings.Split(w, "|")
				if len(f) != 6 {
					return c, fmt.Errorf("token %q", w)
				}
				i := strings.Index(d.Text[at:], f[0])
				h, err := strconv.Atoi(f[4])
				if i < 0 || err != nil {
					return c, fmt.Errorf("token %q is not in the text, or has no head", w)
				}
				at += i
				head := first + h - 1
				if h == 0 {
					head = nlp.Root
				}
				d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: at + len(f[0])}, Lemma: f[1], UPOS: f[2], XPOS: f[3], Head: head, Rel: f[5]})
				at += len(f[0])
			}
			d.Sentences = append(d.Sentences, nlp.Sentence{Span: nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[len(d.Tokens)-1].End}, First: first, Last: len(d.Tokens)})
		}
	}
	return c, d.Check()
}

func flags(s string) []string {
	var out []string
	for _, part := range strings.Split(s, "|") {
		for _, w := range strings.Fields(part) {
			if n := len(out); n > 0 && strings.Contains(out[n-1], ":") && !strings.Contains(w, ":") && !plainFlag[w] {
				out[n-1] += " " + w
			} else {
				out = append(out, w)
			}
		}
	}
	return out
}

var plainFlag = set("edge", "noedge", "affirmed", "denied", "asserted", "planned", "wanted", "possible", "conditional")

// fits reports whether claim c is what w describes, and which flag is not as it should be.
func (w wanted) fits(d *nlp.Doc, c Claim) (bool, string) {
	name := func(a Arg, want string) bool {
		if want == "*" || a.Text == want || d.Slice(a.Core) == want {
			return true
		}
		return a.Mention >= 0 && d.Slice(d.Mentions[a.Mention].Span) == want
	}
	same := name(c.Subject, w.sub) && name(c.Object, w.obj)
	if r, ok := schema.Default().Relation(c.Relation); ok && r.Symmetric {
		same = same || name(c.Subject, w.obj) && name(c.Object, w.sub)
	}
	if !same || w.rel != "*" && string(c.Relation) != w.rel {
		return false, ""
	}
	for _, f := range w.flags {
		key, val, _ := strings.Cut(f, ":")
		ok := false
		switch key {
		case "edge":
			ok = c.Edge
		case "noedge":
			ok = !c.Edge
		case "affirmed", "denied":
			ok = string(c.Polarity) == key
		case "by":
			ok = c.Attribution != nil && c.Attribution.Source.Text == val
		case "time":
			ok = c.Time != nil && strings.HasSuffix(val, d.Slice(c.Time.Span))
		case "place":
			ok = c.Place != nil && c.Place.Text == val
		default:
			ok = string(c.Modality) == key
		}
		if !ok {
			return true, f
		}
	}
	return true, ""
}

func TestTrees(t *testing.T) {
	e, err := New(schema.Default(), Options{MinConfidence: leastReading})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range readTrees(t) {
		claims := e.Claims(c.doc)
		for _, w := range c.want {
			found, wrong := false, ""
			for _, cl := range claims {
				if is, flag := w.fits(c.doc, cl); is {
					if flag == "" {
						found, wrong = true, ""
						break
					}
					wrong = fmt.Sprintf("; there is one that is not %q: %s", flag, cl.Why)
				}
			}
			if found != w.must {
				t.Errorf("%s:%d: %q: claim %s | %s | %s found: %v%s", c.file, w.line, c.doc.Text, w.sub, w.rel, w.obj, found, wrong)
			}
		}
	}
}

// Whatever the tree, a claim has two arguments within its sentence whose offsets give back their words, and comes
// in text order.
func TestClaimsHold(t *testing.T) {
	for _, o := range []Options{{}, {OnlyOpen: true}} {
		e, err := New(schema.Default(), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range readTrees(t) {
			checkClaims(t, c.doc, e.Claims(c.doc))
			// The same words with every head turned to its left neighbour, and to the last word.
			for _, shape := range []func(i, first, last int) int{
				func(i, first, _ int) int { return i - 1 },
				func(i, _, last int) int { return last - 1 },
			} {
				d := *c.doc
				d.Tokens = append([]nlp.Token{}, c.doc.Tokens...)
				for _, s := range d.Sentences {
					for i := s.First; i < s.Last; i++ {
						h := shape(i, s.First, s.Last)
						if h < s.First || h == i {
							h = nlp.Root
						}
						d.Tokens[i].Head = h
					}
				}
				checkClaims(t, &d, e.Claims(&d))
			}
		}
	}
}

func checkClaims(t *testing.T, d *nlp.Doc, claims []Claim) {
	t.Helper()
	last := -1
	for _, c := range claims {
		s := d.Sentences[c.Sentence]
		if c.Evidence != s.Span || !s.Contains(c.Trigger) || c.Trigger.Len() == 0 {
			t.Errorf("%q: trigger %v outside sentence %v", d.Text, c.Trigger, s.Span)
		}
		if c.Trigger.Start < last && c.Sentence == d.SentenceOf(0) {
			t.Errorf("%q: claims are not in text order", d.Text)
		}
		last = c.Trigger.Start
		if c.Phrase == "" || c.Rule == "" || c.Path == "" || c.Why == "" || c.Confidence <= 0 || c.Confidence > 1 {
			t.Errorf("%q: incomplete claim %+v", d.Text, c)
		}
		args := append([]Arg{c.Subject, c.Object}, c.More...)
		if c.Place != nil {
			args = append(args, *c.Place)
		}
		for _, a := range args {
			if a.Len() == 0 || a.Text != d.Slice(a.Span) || !s.Contains(a.Span) || !s.Contains(a.Core) || a.Core.Len() == 0 {
				t.Errorf("%q: argument %+v outside sentence %v, or not its words", d.Text, a, s.Span)
			}
			if a.Mention >= len(d.Mentions) || a.Of >= len(d.Mentions) {
				t.Errorf("%q: no mention %d", d.Text, a.Mention)
			}
		}
		if c.Edge && (c.Relation == "" || c.Polarity != Affirmed || c.Modality != Asserted) {
			t.Errorf("%q: an edge that is not asserted: %+v", d.Text, c)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, bad := range []Options{{Reported: "some"}, {MinConfidence: 2}} {
		if _, err := New(schema.Default(), bad); err == nil {
			t.Errorf("%+v: no error", bad)
		}
	}
	e, _ := New(schema.Default(), Options{Reported: "none"})
	for _, c := range readTrees(t) {
		for _, cl := range e.Claims(c.doc) {
			if cl.Edge && cl.Attribution != nil {
				t.Errorf("%q: a reported claim is an edge", c.doc.Text)
			}
		}
	}
	if e.Claims(nil) != nil || e.Claims(&nlp.Doc{Text: "x"}) != nil {
		t.Error("claims of a document without layers")
	}
}

func BenchmarkClaims(b *testing.B) {
	e, err := New(schema.Default(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	cases := readTrees(b)
	n := 0
	for b.Loop() {
		for _, c := range cases {
			e.Claims(c.doc)
			n += len(c.doc.Sentences)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}
