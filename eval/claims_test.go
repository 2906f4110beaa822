package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/extract"
	"kg/nlp"
	"kg/nlp/english"
	"kg/resolve"
	"kg/schema"
)

func TestReadPLV(t *testing.T) {
	head := "marked_sentence\tgold_root\tgold_penta\n"
	cases, err := ReadPLV(strings.NewReader(head + "<s>Ann</s> met <t>Bo</t>.\tCONSULT\t1\nIt hit <t>Bo</t>.\tASSAULT\t4\n"))
	if err != nil || len(cases) != 2 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	c := cases[0]
	if c.Text != "Ann met Bo." || c.Text[c.Source.Start:c.Source.End] != "Ann" || c.Text[c.Target.Start:c.Target.End] != "Bo" || c.Root != "CONSULT" {
		t.Errorf("%+v", c)
	}
	if cases[1].Source.Len() != 0 {
		t.Error("a source where none is marked")
	}
	for _, bad := range []string{"a\tb\n", head + "no marks\tX\t1\n", head + "<s>x</s>\n"} {
		if _, err := ReadPLV(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// Three cases of A and one of B; A found twice, once for B: F1 of A is 2*2/(3+3), of B 0; their mean.
func TestMacroF1(t *testing.T) {
	l := countLabels([]string{"A", "A", "A", "B"}, []string{"A", "A", "", "A"})
	if want := (2.0 * 2 / 6) / 2; !near(l.MacroF1(), want) || l.Right != 2 {
		t.Errorf("%v, want %v; %+v", l.MacroF1(), want, l)
	}
}

func TestActorSpans(t *testing.T) {
	cases, err := ReadActors(strings.NewReader("The O\nred B-S\narmy I-S\nhit O\nBo B-T\n. O\n\nRain O\n"))
	if err != nil || len(cases) != 2 || cases[0].Sources[0] != [2]int{1, 3} || cases[0].Targets[0] != [2]int{4, 5} {
		t.Fatalf("%+v, %v", cases, err)
	}
	var s ActorScore
	gold := []nlp.Span{{Start: 0, End: 5}, {Start: 10, End: 15}}
	s.count(&s.Source, gold, []nlp.Span{{Start: 0, End: 5}, {Start: 12, End: 20}, {Start: 30, End: 40}})
	if s.Exact != 1 || s.Partial != 1 || !near(s.PartialF1(), 2*1.5/5) || !near(s.OverlapF1(), 2*2.0/5) {
		t.Errorf("%+v", s)
	}
	if _, err := ReadActors(strings.NewReader("a b c\n")); err == nil {
		t.Error("three columns: no error")
	}
}

func TestReadRe3d(t *testing.T) {
	docs, err := ReadRe3d(strings.NewReader(`{"text":"É. Bo leads Acme","relations":[{"type":"InChargeOf","source":[3,5,"Bo"],"target":[12,16,"Acme"],"confidence":1},{"type":"Likes","source":[0,1,"É"],"target":[3,5,"Bo"],"confidence":0.1},{"type":"Likes","source":[9],"target":[99,100],"confidence":1}]}`))
	if err != nil || len(docs) != 1 || len(docs[0].Relations) != 1 {
		t.Fatalf("%+v, %v", docs, err)
	}
	r := docs[0].Relations[0]
	if got := docs[0].Text[r.Source.Start:r.Source.End]; got != "Bo" {
		t.Errorf("source %q, want Bo: offsets count characters", got)
	}
	if _, err := ReadRe3d(strings.NewReader("{")); err == nil {
		t.Error("no error")
	}
}

func TestVerdicts(t *testing.T) {
	v, err := ReadVerdicts(strings.NewReader("# remark\nu\t1\t2\tmeets\t3\t4\tright\n"))
	if err != nil || len(v) != 1 || v[0] != (Verdict{"u", 1, 2, "meets", 3, 4, true}) {
		t.Fatalf("%+v, %v", v, err)
	}
	for _, bad := range []string{"u\t1", "u\t1\t2\tm\t3\t4\tperhaps", "u\tx\t2\tm\t3\t4\tright"} {
		if _, err := ReadVerdicts(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	s := CalibrationScore{Relations: map[string]*ClassScore{}, Bins: make([]Bin, 10)}
	s.add(extract.Claim{Confidence: 0.85, Edge: true, Relation: "meets"}, true)
	s.add(extract.Claim{Confidence: 0.85, Edge: true, Relation: "meets"}, false)
	s.add(extract.Claim{Confidence: 1}, true)
	if s.Edges != 2 || !near(s.Precision(), 0.5) || s.Bins[8].Claims != 2 || s.Bins[9].Claims != 1 {
		t.Errorf("%+v", s)
	}
}

// claimsReader has the pipeline and the two extractors.
func claimsReader(t testing.TB) (func(string) (*nlp.Doc, error), *extract.Extractor, *extract.Extractor) {
	t.Helper()
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	typed, err := extract.New(schema.Default(), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	open, err := extract.New(schema.Default(), extract.Options{OnlyOpen: true})
	if err != nil {
		t.Fatal(err)
	}
	return func(s string) (*nlp.Doc, error) { return p.Annotate(s, "") }, typed, open
}

// The sentences on polarity, modality and source, read from raw text: nine in ten must be right in all three.
func TestModality(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "extract", "testdata", "modality.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := ReadModality(f)
	if err != nil {
		t.Fatal(err)
	}
	annotate, typed, _ := claimsReader(t)
	s, err := Modality(cases, annotate, typed)
	if err != nil {
		t.Fatal(err)
	}
	if s.Cases < 150 || float64(s.Right) < 0.9*float64(s.Cases) {
		t.Errorf("%d of %d right:\n%s", s.Right, s.Cases, strings.Join(s.Wrong, "\n"))
	}
}

// Whatever text comes in, claims keep their promises: two arguments, within the sentence, that give back the words.
func TestClaimsOfRoughText(t *testing.T) {
	annotate, typed, open := claimsReader(t)
	for _, text := range []string{
		"", " ", ".", "((( “”", "He", "No.", "Who? What! 3,000 – 4%", "the the the the", "\xff\xfe met \x00 Ann", "Ann met", "met Bo",
		"“Ann met Bo”, said “Cy, who hit Di”, “and Ed", "A; b; c: d (e [f", strings.Repeat("and Ann met Bo ", 120),
		"Ann\nmet\nBo\n\nsaid", "«Ann» — met — Bo…", "Ann’s Bo’s Cy’s Di hit Ed’s Flo’s Gus.",
	} {
		d, err := annotate(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []*extract.Extractor{typed, open} {
			for _, c := range e.Claims(d) {
				s := d.Sentences[c.Sentence]
				for _, a := range append([]extract.Arg{c.Subject, c.Object}, c.More...) {
					if a.Len() <= 0 || !s.Contains(a.Span) || a.Text != d.Slice(a.Span) {
						t.Errorf("%q: argument %+v", text, a)
					}
				}
			}
		}
		typed.Events(d)
		typed.MainEvent(d)
	}
}

func TestActorCodes(t *testing.T) {
	d, err := ReadActorCodes(strings.NewReader("<!-- remark -->\n# remark\nGONDOR [GON]\n+MINAS_TIRITH\nGOLLUM\n+SMEAGOL\n\t[HOB < 950601]\n\t[HOBGOV 19950601 - 19990815]\nNOBODY [---]\nDENMARK [DNK]\n+DANISH\n"))
	if err != nil {
		t.Fatal(err)
	}
	agents, err := ReadActorCodes(strings.NewReader("!PERSON! = MAN, WOMAN\nSOLDIER [~MIL] # who\nDIPLOMAT [~GOV]\nMSF {} [NGO~]\nGOOSE {GEESE} [~GGS]\nMEDIA {} [ ~MED]\nCONGRESS!PERSON! [~LEG]\n"))
	if err != nil {
		t.Fatal(err)
	}
	annotate, _, _ := claimsReader(t)
	for _, c := range []struct{ day, text, want string }{
		{"19950101", "Soldiers from Gondor left.", "GONMIL"},
		{"19950101", "Minas Tirith left.", "GON"},
		{"19950101", "Smeagol left.", "HOB"},
		{"19960101", "Smeagol left.", "HOBGOV"},
		{"20010101", "Smeagol left.", ""},
		{"", "The diplomats of Denmark and Gondor left.", "DNKGOV GONGOV"},
		{"", "Danish soldiers and diplomats left.", "DNKMIL DNKGOV"},
		{"", "An MSF Denmark diplomat left.", "NGODNKGOV"},
		{"", "Gondor's golden geese left.", "GONGGS"},
		{"", "A congresswoman left.", "---LEG"},
		{"", "Nobody left.", ""},
		{"", "Gondorians left.", ""},
	} {
		doc, err := annotate(c.text)
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range doc.Tokens {
			if w.Rel == "nsubj" {
				got := newCoder(doc, c.day, d, agents).codes(extract.Arg{Span: w.Span, Head: i})
				if strings.Join(got, " ") != c.want {
					t.Errorf("%q: %q, want %q", c.text, got, c.want)
				}
			}
		}
	}
}

// A draw is the same for the same seed, and leaves out what has a verdict.
func TestSample(t *testing.T) {
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	_, typed, _ := claimsReader(t)
	ids, err := resolve.New(resolve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const articles = `{"url":"u1","date":"2020-01-02T00:00:00Z","text":"Kenya attacked Uganda. France sued Germany. Russia invaded Georgia. Japan criticised China."}` + "\n"
	list, err := ReadArticles("f", strings.NewReader(articles))
	if err != nil {
		t.Fatal(err)
	}
	draw := func(n int, seed uint64, judged []Verdict) []Sampled {
		t.Helper()
		out, _, err := Sample(list, n, seed, judged, p.Annotate, typed, ids)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := draw(100, 1, nil)
	if len(all) < 3 {
		t.Fatalf("%d facts", len(all))
	}
	if a, b := draw(2, 7, nil), draw(2, 7, nil); len(a) != 2 || a[0].Verdict != b[0].Verdict || a[1].Verdict != b[1].Verdict {
		t.Errorf("%v and %v", a, b)
	}
	v := all[0].Verdict
	v.Right = true
	for _, s := range draw(100, 1, []Verdict{v}) {
		if s.Verdict == all[0].Verdict {
			t.Errorf("%v again", s.Verdict)
		}
	}
}

// Articles come as texts, as sentences of words, or as rows of CoNLL-U.
func TestReadArticles(t *testing.T) {
	for in, want := range map[string]Article{
		`{"url":"u","date":"2020-01-02T00:00:00Z","text":"One."}`: {"u", "2020-01-02", "One."},
		`{"doc_id":"d","text":"One."}`:                            {"d", "", "One."},
		`{"id":20181,"text":"One."}`:                              {"20181", "", "One."},
		`{"id":"i","text":"One."}`:                                {"i", "", "One."},
		`{"doc_id":"d","sentences":[{"tokens":["He","said",":","\"","Ann","'s","(","new",")","hat","\"","."]}]}`: {"d", "", "He said: \"Ann's (new) hat\".\n"},
		"ID\tText\tPronoun\tx\nt-1\tOne.\the\t3\n":                                                               {"gap-t-1", "", "One."},
		"One O\n. O\n\n": {"f-1", "", "One."},
		"Two -LRB- or three -RRB- are ``here'' .\n": {"f-1", "", "Two (or three) are ``here''."},
		"# newdoc id = n\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_\n\n": {"n", "", "Go!"},
	} {
		if got, err := ReadArticles("f", strings.NewReader(in)); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, %v; want %q", in, got, err, want)
		}
	}
	plv := "row\tsentence_id\tmarked_sentence\tgold_root\tgold_penta\n1\t1\t<s>Kenya</s> met <t>Uganda</t>.\tCONSULT\t1\n2\t1\t<t>Kenya</t> met <s>Uganda</s>.\tCONSULT\t1\n"
	if got, err := ReadArticles("f", strings.NewReader(plv)); err != nil || len(got) != 1 || got[0] != (Article{"plv-2", "", "Kenya met Uganda."}) {
		t.Errorf("%q, %v", got, err)
	}
	for _, in := range []string{"{", "{\"text\": 1}"} {
		if _, err := ReadArticles("f", strings.NewReader(in)); err == nil {
			t.Errorf("%s: no error", in)
		}
	}
}
