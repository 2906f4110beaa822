package article

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func parse(t *testing.T, name, s string) *Article {
	t.Helper()
	a, err := Parse(name, []byte(s), Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return a
}

const bridge = `The mayor of Oslo opened the new bridge on Monday, and the first trams crossed it an hour later. ` +
	`She said that the work had cost less than the council had feared and that it was done in time.`

func TestPlain(t *testing.T) {
	for _, c := range []struct{ name, in, title, date, text string }{
		{"one paragraph", "The ministers met in Oslo.", "", "", "The ministers met in Oslo."},
		{"headline", "Ministers meet in Oslo\n\nThey talked for hours.", "Ministers meet in Oslo", "", "They talked for hours."},
		{"no headline: a sentence", "The ministers met.\n\nThey talked.", "", "", "The ministers met.\n\nThey talked."},
		{"no headline: no empty line", "Ministers meet in Oslo\nThey talked.", "", "", "Ministers meet in Oslo\n\nThey talked."},
		{"day line", "Friday, January 4, 2019 \n\n\nThe roof fell in.", "", "2019-01-04", "The roof fell in."},
		{"head", "Title: Roof falls\nDate: 4 Jan 2019\nURL: https://a.example/x\n\nThe roof fell in.", "Roof falls", "2019-01-04", "The roof fell in."},
		{"a colon is no head", "Warning: the roof may fall\n\nIt fell.", "Warning: the roof may fall", "", "It fell."},
		{"wrapped lines", "The ministers met in the hall of a hotel near\nthe lake and spoke to reporters before they\nwent in.\n\nThen they left.", "", "",
			"The ministers met in the hall of a hotel near the lake and spoke to reporters before they went in.\n\nThen they left."},
		{"lines that are paragraphs", "The ministers met in the hall of a hotel near.\nOthers stayed away.\nThen all left.", "", "",
			"The ministers met in the hall of a hotel near.\n\nOthers stayed away.\n\nThen all left."},
		{"dateline", "GENEVA (AP) — The ministers met.", "", "", "GENEVA (AP) —\n\nThe ministers met."},
		{"acronym is no dateline", "NATO ministers met.", "", "", "NATO ministers met."},
		{"odd spaces", "The\u00a0min\u00adisters\tmet\u200b.\r\n\r\nThey\x00 left.", "", "", "The ministers met.\n\nThey left."},
		{"left-over joiners", "He told Wikinews\u200d that the\u200c mill closed. Nobody\u200d\u200d cried 👩\u200d🚀.", "", "", "He told Wikinews that the mill closed. Nobody cried 👩\u200d🚀."},
		{"another script", "The driver of the old tram said so. Hindi language: मेरे घर में कुछ bus नहीं है। He left with Дмитрий Берг.", "", "", "The driver of the old tram said so. He left with Дмитрий Берг."},
		{"composed", "The cafe\u0301 closed.", "", "", "The café closed."},
		{"windows-1252", "The mayor\x92s caf\xe9 closed.", "", "", "The mayor’s café closed."},
		{"byte order mark", "\xef\xbb\xbfThe ministers met.", "", "", "The ministers met."},
		{"utf-16", "\xff\xfeH\x00i\x00 \x00a\x00l\x00l\x00.\x00", "", "", "Hi all."},
		{"utf-16 without a mark", "T\x00h\x00e\x00y\x00 \x00m\x00e\x00t\x00.\x00", "", "", "They met."},
	} {
		a := parse(t, "a.txt", c.in)
		if a.Title != c.title || a.Date != c.date || a.Text != c.text {
			t.Errorf("%s: title %q date %q text %q", c.name, a.Title, a.Date, a.Text)
		}
	}
}

func TestFurniture(t *testing.T) {
	gone := []string{"Also Read", "ALSO READ: Ten bridges to see", "Read more: the long story", "Advertisement", "Share this article", "© 2020 The Daily",
		"Copyright 2019 The Daily. All rights reserved.", "Disclaimer: The desk had no part in this", "Sign up for our newsletter to get it first",
		"Follow us on Twitter for more", "(Reporting by A. Berg; Editing by C. Dahl)", "Click here for the full story", "Subscribe to our podcast",
		"This story was first published in The Daily.", "Editor's note: the name has been corrected.", "Home | News | Sport | Weather",
		"A tram on the bridge (Image: A. Berg)", "—The mayor", "5 comments", "3 min read", "* * *", "File:Bridge at night.jpg",
		"Download our app", "Have an opinion on this story? Share it!", "We use cookies to make this site better."}
	for _, g := range gone {
		a := parse(t, "a.txt", bridge+"\n\n"+g+"\n\nThe old bridge will be taken down.")
		if strings.Contains(a.Text, g) {
			t.Errorf("%q is kept", g)
		}
		if !strings.HasSuffix(a.Text, "taken down.") {
			t.Errorf("after %q: %q", g, a.Text)
		}
	}
	kept := []string{"The group changed its privacy policy in May.", "Share prices fell by a tenth on Monday.", "Copyright law was the subject of the talks.",
		"He asked readers to follow him on Twitter and said that he would not be silent.", "Police said the image was false: it showed another town.",
		"Subscribers left in droves.", "Sources in the ministry told Reuters that he had resigned.", "See you in court, she told the minister.",
		"Get out of our country, the crowd shouted at the soldiers.", "The photo was taken in Oslo.", "Source of the river found",
		"This report angered the minister.", "Watch out for the dog, the sign said."}
	for _, k := range kept {
		a := parse(t, "a.txt", bridge+"\n\n"+k+"\n\nThe old bridge will be taken down.")
		if !strings.Contains(a.Text, k) {
			t.Errorf("%q is gone", k)
		}
	}
	a := parse(t, "a.txt", bridge+"\nRelated stories\nOslo to get new trams\nTen bridges in pictures\nThe mayor thanked the builders for their work.")
	if want := bridge + "\n\nThe mayor thanked the builders for their work."; a.Text != want {
		t.Errorf("links after a heading: %q", a.Text)
	}
}

func TestMarkdown(t *testing.T) {
	a := parse(t, "a.md", "---\ntitle: Bridge opens\ndate: 2020-03-02\nauthor: A. Berg\n---\n\n# Bridge opens\n\nThe *mayor* opened [the\nbridge](http://x.example) &amp; left.\n\n"+
		"![a tram](t.jpg)\n\n- Trams run.\n- Buses do not.\n\n```go\nx := 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> It is done, she said.\n")
	if a.Title != "Bridge opens" || a.Date != "2020-03-02" {
		t.Errorf("title %q date %q", a.Title, a.Date)
	}
	if want := "The mayor opened the bridge & left.\n\nTrams run.\n\nBuses do not.\n\nIt is done, she said."; a.Text != want {
		t.Errorf("text %q", a.Text)
	}
	if a := parse(t, "a.md", "# Bridge opens\n\nThe mayor opened it."); a.Title != "Bridge opens" || a.Text != "The mayor opened it." {
		t.Errorf("without front matter: %q %q", a.Title, a.Text)
	}
}

// A block made of marks alone is read in time.
func TestMarkdownMarks(t *testing.T) {
	start := time.Now()
	if a := parse(t, "a.md", strings.Repeat("*a_", 50000)); a.Text == "" {
		t.Error("no text")
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestHTML(t *testing.T) {
	page := `<!DOCTYPE html><html lang="en-GB"><head><title>Mayor opens the new tram bridge | The Oslo Daily</title>
<meta property="og:site_name" content="The Oslo Daily"><meta property="article:published_time" content="2020-03-02T08:00:00+01:00">
<link rel="canonical" href="https://daily.example/news/bridge-opens.html?utm_source=x"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<div id="main" class="article"><h1>Mayor opens the new tram bridge</h1><div class="share">Share this</div>
<p>` + bridge + `</p><figure><img src=a.jpg><figcaption>The bridge at night</figcaption></figure>
<p>&ldquo;It is done,&rdquo; she told a crowd of several hundred people, many of whom had come by boat.<sup>[1]</sup></p><script>var x = "hidden";</script>
<p>Work on the bridge began in the spring of the year before last, after a long quarrel over its place and its price.</p></div>
<aside><h2>Most read</h2><a href="/x">Ten things about trams that will surprise you</a></aside><footer>Copyright The Oslo Daily</footer></body></html>`
	a := parse(t, "a.html", page)
	if a.Title != "Mayor opens the new tram bridge" || a.Date != "2020-03-02" || a.Publisher != "The Oslo Daily" || a.Language != "en" ||
		a.URL != "https://daily.example/news/bridge-opens.html?utm_source=x" {
		t.Errorf("%+v", a)
	}
	ps := strings.Split(a.Text, "\n\n")
	if len(ps) != 3 || ps[0] != bridge || !strings.HasPrefix(ps[1], "“It is done,” she told") || !strings.HasSuffix(ps[1], "by boat.") {
		t.Errorf("text %q", a.Text)
	}
	b := parse(t, "b.html", "<p>The mayor opened it.<p>Trams ran.")
	if b.Text != "The mayor opened it.\n\nTrams ran." {
		t.Errorf("bare page: %q", b.Text)
	}
	if l := parse(t, "l.html", `<meta charset="iso-8859-1"><p>The caf`+"\xe9"+` closed.`); l.Text != "The café closed." {
		t.Errorf("latin 1: %q", l.Text)
	}
	if _, err := Parse("d.html", []byte(strings.Repeat("<div>", 100000)+"x"), Options{}); !errors.Is(err, errDeep) {
		t.Errorf("deep page: %v", err)
	}
}

func TestStripSite(t *testing.T) {
	for _, c := range [][3]string{
		{"Mayor opens bridge in the harbour - The Daily", "", "Mayor opens bridge in the harbour"},
		{"Mayor opens bridge | Oslo | The Daily", "The Daily", "Mayor opens bridge | Oslo"},
		{"Oslo - Bergen", "", "Oslo - Bergen"},
		{"Mayor: we will not pay – not now, not ever, not for this bridge", "", "Mayor: we will not pay – not now, not ever, not for this bridge"},
	} {
		if got := stripSite(c[0], c[1]); got != c[2] {
			t.Errorf("%q: %q", c[0], got)
		}
	}
}

func TestIdentity(t *testing.T) {
	id := func(url, text string) string {
		return parse(t, "a.txt", "Title: Bridge opens\n"+map[bool]string{true: "URL: " + url + "\n"}[url != ""]+"\n"+text).ID
	}
	u := "https://www.daily.example/news/bridge-opens.html"
	if a, b := id(u, "The bridge is open."), id(u, "The bridge is shut."); a != b {
		t.Errorf("text changed at one url: %s and %s", a, b)
	}
	if got := id(u, "The bridge is open."); !strings.HasPrefix(got, "daily.example-bridge-opens-") {
		t.Errorf("id %s", got)
	}
	for _, same := range []string{"http://www.daily.example/news/bridge-opens.html", u + "?utm_source=x&fbclid=1", u + "#top", "https://WWW.Daily.example/news/bridge-opens.html"} {
		if id(same, "x y") != id(u, "x y") {
			t.Errorf("%s is not %s", same, u)
		}
	}
	if id(u+"?page=2", "x y") == id(u, "x y") {
		t.Error("a query names another page")
	}
	if a, b := id("", "The bridge is open."), id("", "The bridge is shut."); a == b {
		t.Errorf("two texts without a url: %s", a)
	}
	if a, b := id("", "The bridge is  open.\r\n"), id("", "The bridge is open."); a != b {
		t.Errorf("white space changes the id: %s and %s", a, b)
	}
	if got := slug("Žižek’s  “Über” café — an essay, with many words in its title", 40); got != "Zizeks_Uber_cafe_an_essay_with_many" {
		t.Errorf("slug %q", got)
	}
}

func TestLanguage(t *testing.T) {
	fr := "Le maire a ouvert le nouveau pont lundi matin et les premiers tramways ont traversé le fleuve une heure plus tard, devant plusieurs centaines de personnes venues en bateau pour voir la fête."
	_, err := Parse("a.txt", []byte(fr), Options{})
	var le *LanguageError
	if !errors.As(err, &le) || le.Got != "fr" {
		t.Errorf("French: %v", err)
	}
	if a, err := Parse("a.txt", []byte(fr), Options{Language: "any"}); err != nil || a.Language != "fr" {
		t.Errorf("any: %v %v", a, err)
	}
	if _, err := Parse("a.txt", []byte("Мэр открыл мост."), Options{}); !errors.As(err, &le) {
		t.Errorf("Russian: %v", err)
	}
	if a := parse(t, "a.txt", "Messi scored twice, Suárez once."); a.Language != "en" {
		t.Errorf("short: %s", a.Language)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) string {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	write("b/2.txt", "The second.")
	write("b/1.md", "The first.")
	write("b/.hidden.txt", "Not this.")
	write("b/photo.png", "\x89PNG....")
	write("a.jsonl", `{"url":"https://d.example/1","title":"One","date":"2020-01-02","publisher":"D","text":"The mayor left."}`+"\n"+
		`{"url": broken`+"\n\n"+`{"text":""}`+"\n"+`{"text":5}`+"\n"+`{"date":"soon","text":"x y"}`+"\n"+`[1]`+"\n"+
		`{"text":"`+strings.Repeat("long ", 300)+`"}`+"\n"+`{"text":"The last.","extra":{"a":1}}`)
	bin := write("c.txt", "a\x00\x01\x02\x03b")
	empty := write("d.txt", " \n")
	pdf := write("e.pdf", "%PDF-1.4")
	big := write("f.txt", strings.Repeat("word ", 300))
	fake := write("g.txt", "%PDF-1.4 text")
	noext := write("h", "<html><body><p>A page without a name.</p></body></html>")

	var got, skipped []string
	for a, err := range Read(context.Background(), []string{filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "b"), bin, empty, pdf, big, fake, noext, filepath.Join(dir, "none.txt"), "-"},
		Options{MaxBytes: 1000, Stdin: strings.NewReader("From a pipe."), Skipped: func(p string) { skipped = append(skipped, filepath.Base(p)) }}) {
		if err != nil {
			var re *ReadError
			if !errors.As(err, &re) {
				t.Errorf("%v is no ReadError", err)
			}
			got = append(got, "error "+strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
			continue
		}
		got = append(got, a.Text)
	}
	want := []string{"The mayor left.",
		"error a.jsonl:2: JSON: invalid character 'b' looking for beginning of value",
		"error a.jsonl:4: no text field",
		`error a.jsonl:5: field "text" is a JSON number, want a string`,
		`error a.jsonl:6: date "soon": want a day such as 2006-01-02`,
		"error a.jsonl:7: not a JSON object",
		"error a.jsonl:8: longer than 1000 bytes",
		"The last.", "The first.", "The second.",
		"error c.txt: not a text: binary data",
		"error d.txt: no text in it",
		`error e.pdf: extension ".pdf" is not one of .txt, .md, .html, .jsonl`,
		"error f.txt: longer than 1000 bytes",
		"error g.txt: not a text: binary data",
		"A page without a name.",
		"error none.txt: no such file or directory",
		"From a pipe."}
	if len(got) != len(want) {
		t.Fatalf("got %d: %q", len(got), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: got %q, want %q", i, got[i], want[i])
		}
	}
	if len(skipped) != 1 || skipped[0] != "photo.png" {
		t.Errorf("skipped %q", skipped)
	}

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range Read(ctx, []string{filepath.Join(dir, "b")}, Options{}) {
		n++
		last = err
		cancel()
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("cancelled: %d steps, %v", n, last)
	}
}

func TestStdinJSONL(t *testing.T) {
	n := 0
	for a, err := range Read(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader("\ufeff" + `{"text":"One."}` + "\n" + `{"text":"Two."}` + "\n")}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if want := []string{"-:1", "-:2"}[n-1]; a.Source != want {
			t.Errorf("source %s, want %s", a.Source, want)
		}
	}
	if n != 2 {
		t.Errorf("%d articles", n)
	}
}

// TestCorpus reads real articles: all of them come through, in the order of the file, with distinct ids.
func TestCorpus(t *testing.T) {
	path := "../../shared/data/news/wikinews.jsonl"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no ../../shared/data/news")
	}
	ids := map[string]bool{}
	for a, err := range Read(context.Background(), []string{path}, Options{}) {
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if ids[a.ID] {
			t.Errorf("id %s twice", a.ID)
		}
		ids[a.ID] = true
		if a.Date == "" || a.Title == "" || a.URL == "" {
			t.Errorf("%s: date %q title %q url %q", a.Source, a.Date, a.Title, a.URL)
		}
	}
	if len(ids) != 271 {
		t.Errorf("%d articles, want 271", len(ids))
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "The ministers met.", "Title: x\n\ny", "---\na: b\n---\n# T\n\n*x*", "<p>x<div><table><b>", `{"text":"a\u0000b","date":"2020-01-02"}`,
		"\xff\xfea\x00", "a\xffb", "Also read\nx", "((X)) y", "<html><head><script type=ld+json>[{\"@graph\":[[]]}]</script>", "GENEVA (AP) — x", strings.Repeat("<b>", 500)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"a.txt", "a.md", "a.html", "a.jsonl", "-"} {
			a, err := Parse(name, []byte(s), Options{Language: "any"})
			if err != nil {
				continue
			}
			if a.Text == "" || !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || strings.ContainsAny(a.Text, "\x00\r\t") || a.ID == "" || a.SHA256 == "" {
				t.Fatalf("%s: %+v", name, a)
			}
			if strings.ContainsFunc(a.ID, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"{}|\\^`/#?%", r) }) {
				t.Fatalf("%s: id %q", name, a.ID)
			}
			if b, err := Parse(name, []byte(s), Options{Language: "any"}); err != nil || *a != *b {
				t.Fatalf("%s: read twice: %v and %v, %v", name, a, b, err)
			}
		}
	})
}

// The day of a dateline is that of an article that has no other.
func TestDatelineDate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"OSLO, 3 March 2011 - The ministers met.", "2011-03-03"},
		{"NEW YORK, March 3, 2011 (AP) — The ministers met.", "2011-03-03"},
		{"A headline of the day\n\nOSLO, 3 March 2011 – The ministers met.", "2011-03-03"},
		{"OSLO, March 3 - The ministers met.", ""},
		{"OSLO (AP) — On 3 March 2011 the ministers met.", ""},
		{"The ministers met on 3 March 2011 - at last.", ""},
	} {
		a, err := Parse("a.txt", []byte(c.text), Options{Language: "any"})
		if err != nil {
			t.Fatal(err)
		}
		if a.Date != c.want {
			t.Errorf("%q: date %q, want %q", c.text, a.Date, c.want)
		}
	}
	if a, err := Parse("a.md", []byte("---\ndate: 2015-01-02\n---\n\nOSLO, 3 March 2011 - The ministers met."), Options{Language: "any"}); err != nil || a.Date != "2015-01-02" {
		t.Errorf("%+v, %v", a, err)
	}
}
