package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"

	"kg/graph"
	"kg/schema"
)

var people = []string{"Ann Bolt", "Cy Dorn", "Eve Falk", "Gus Hale", "Ida Jung", "Kim Lund"}

// Article makes a record with n claims about the same few people, all of it decided by seed: two articles
// share entities, facts and values.
func Article(id string, n int, seed uint64) *graph.Record {
	rng := rand.New(rand.NewPCG(seed, 2))
	relations := []schema.RelationID{"meets", "supports", "backs", "accuses"}
	r := &graph.Record{Article: graph.Article{
		ID: id, Source: id + ".txt", Title: fmt.Sprintf("Piece %d", rng.IntN(3)), Publisher: "The Example",
		Date: fmt.Sprintf("2026-01-%02d", 1+rng.IntN(28)), Language: "en", Engine: "test",
	}}
	named := map[string]bool{}
	entity := func(label string) string {
		eid := strings.ReplaceAll(label, " ", "_")
		if !named[eid] {
			named[eid] = true
			e := graph.Entity{ID: eid, Class: "Person", Label: label}
			if rng.IntN(2) == 0 {
				e.Aliases = []string{strings.Fields(label)[1]}
			}
			if rng.IntN(4) == 0 {
				e.StandsFor = []string{"Norland"}
			}
			r.Entities = append(r.Entities, e)
		}
		return eid
	}
	for i := range n {
		s, o := people[rng.IntN(len(people))], people[rng.IntN(len(people))]
		rel := relations[rng.IntN(len(relations))]
		sentence := fmt.Sprintf("%s %s %s.", s, rel, o)
		start := len(r.Article.Text)
		r.Article.Text += sentence + " "
		c := graph.Claim{
			ID: fmt.Sprintf("%s.%d", id, i), Subject: entity(s), Relation: rel, Object: entity(o), Phrase: string(rel),
			Polarity: "affirmed", Modality: "asserted", Confidence: float32(rng.IntN(100)) / 100,
			Sentence: sentence, Start: start, End: start + len(sentence), Edge: true,
		}
		if rng.IntN(4) == 0 {
			c.Polarity, c.Edge = "denied", false
		}
		r.Claims = append(r.Claims, c)
	}
	Seal(r)
	return r
}

// Seal sets the hash of the text.
func Seal(r *graph.Record) {
	sum := sha256.Sum256([]byte(r.Article.Text))
	r.Article.SHA256 = hex.EncodeToString(sum[:])
}

// titled is an article whose title, text and names are a given string.
func titled(id, text string) *graph.Record {
	r := &graph.Record{
		Article:  graph.Article{ID: id, Title: text, Text: text, Engine: "test"},
		Entities: []graph.Entity{{ID: "x", Label: "x" + text, Aliases: []string{text + "y"}}},
		Claims: []graph.Claim{{ID: id + ".0", Subject: "x", Literal: text, Sentence: text, End: len(text),
			Phrase: text, Polarity: "affirmed"}},
	}
	Seal(r)
	return r
}

func records(rs ...*graph.Record) []*graph.Record { return rs }

func wants(cs ...graph.Change) []graph.Change { return cs }

const (
	added     = graph.Added
	unchanged = graph.Unchanged
	replaced  = graph.Replaced
	refused   = graph.Change("")
)

// Cases is what every store has to get right.
var Cases = []Case{
	{"an article comes and goes", []Step{
		{Put: records(Article("a", 3, 1)), Want: wants(added)},
		{Forget: "a"},
		{Forget: "a", Absent: true},
	}},
	{"loading twice changes nothing", []Step{
		{Put: records(Article("a", 3, 1)), Want: wants(added)},
		{Put: records(Article("a", 3, 1)), Want: wants(unchanged)},
	}},
	{"an article is replaced by the difference", []Step{
		{Put: records(Article("a", 3, 1)), Want: wants(added)},
		{Put: records(Article("a", 2, 7)), Want: wants(replaced)},
		{Put: records(Article("a", 3, 1)), Want: wants(replaced)},
	}},
	{"a longer version of the same article", []Step{
		{Put: records(Article("a", 1, 4)), Want: wants(added)},
		{Put: records(Article("a", 4, 4)), Want: wants(replaced)},
	}},
	{"the same fact from two articles is two quads", []Step{
		{Put: records(Article("a", 3, 1), Article("b", 3, 1)), Want: wants(added, added)},
		{Forget: "a"},
		{Put: records(Article("a", 3, 1)), Want: wants(added)},
		{Forget: "b"},
	}},
	{"the order of articles leaves no trace", []Step{
		{Put: records(Article("c", 2, 5), Article("a", 3, 1), Article("b", 3, 9)), Want: wants(added, added, added)},
		{Forget: "c"},
		{Put: records(Article("c", 2, 5)), Want: wants(added)},
	}},
	{"an article without claims", []Step{
		{Put: records(Article("a", 0, 1)), Want: wants(added)},
		{Put: records(Article("a", 2, 1)), Want: wants(replaced)},
		{Put: records(Article("a", 0, 1)), Want: wants(replaced)},
		{Forget: "a"},
	}},
	{"one bad record among good ones", []Step{
		{Put: records(Article("a", 2, 1), titled("b", "\xff"), Article("c", 2, 2)), Want: wants(added, refused, added)},
		{Put: records(titled("d e", "x")), Want: wants(refused)},
		{Put: records(Article("a", 2, 1)), Want: wants(unchanged)},
	}},
	{"the same article several times at once", []Step{
		{Put: records(Article("a", 2, 1), Article("a", 2, 1), Article("a", 3, 2)), Want: wants(added, unchanged, replaced)},
	}},
	{"quotes, backslashes, line ends", []Step{
		{Put: records(titled("a", "say \"x\" \\ \\n \r\n\t'y'")), Want: wants(added)},
		{Put: records(titled("a", "say \"x\" \\ \\n \r\n\t'y'")), Want: wants(unchanged)},
		{Forget: "a"},
	}},
	{"NUL and other control characters", []Step{
		{Put: records(titled("a", "a\x00b\x01\x7f\u0085\u2028")), Want: wants(added)},
		{Put: records(titled("a", "a\x00b\x01\x7f\u0085\u2028")), Want: wants(unchanged)},
		{Forget: "a"},
	}},
	{"other scripts, marks, emoji", []Step{
		{Put: records(titled("a", "Ünïcode ру́сский 中文 العربية \u200f👩‍🚀 \U0010ffff é\u0301")), Want: wants(added)},
		{Put: records(titled("b", "e\u0301"), titled("c", "\u00e9")), Want: wants(added, added)},
		{Forget: "a"},
	}},
	{"values that look like other values", []Step{
		{Put: records(titled("a", "<ent:x>"), titled("b", "_:b"), titled("c", "12"), titled("d", `"x"@en`),
			titled("e", `"1"^^<xsd:integer>`), titled("f", " "), titled("g", "true")),
			Want: wants(added, added, added, added, added, added, added)},
		{Forget: "c"},
	}},
	{"a text of four million bytes", []Step{
		{Put: records(titled("a", strings.Repeat("0123456789abcde\n", 1<<18))), Want: wants(added)},
		{Put: records(titled("a", strings.Repeat("0123456789abcde\n", 1<<18))), Want: wants(unchanged)},
		{Forget: "a"},
	}},
	{"a name in another language", []Step{
		{Put: records(&graph.Record{Article: graph.Article{ID: "東京-1", Title: "x"},
			Entities: []graph.Entity{{ID: "Владимир_Т.", Label: "Т.", ExactMatch: []string{"wikidata:Q1", "iso3166:RUS"}}}}), Want: wants(added)},
		{Forget: "東京-1"},
	}},
}
