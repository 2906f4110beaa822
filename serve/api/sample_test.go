package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"kg/graph"
	"kg/queries"
	"kg/schema"
	"kg/serve/api"
)

// sample is two articles with what they say, made by hand.
func sample(t testing.TB) *graph.Store {
	t.Helper()
	store, err := graph.Open(context.Background(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	mai, eno, tal := person("Mai_Lund", "Mai Lund", "Lund"), person("Eno_Vik", "Eno Vik"), graph.Entity{ID: "Talmark", Class: "Country", Label: "Talmark", Aliases: []string{"the kingdom, \"Tal\""}}
	for _, r := range []*graph.Record{
		record(graph.Article{ID: "first", Title: "Lund meets Vik", URL: "https://example.org/1", Publisher: "The Ferry", Date: "2019-05-06", Language: "en"},
			[]graph.Entity{mai, eno, tal},
			said{"Mai_Lund", "meets", "Eno_Vik", "Foreign Minister Mai Lund met Eno Vik in the harbour – for tea.", "met", graph.Claim{Edge: true, Confidence: 0.9}},
			said{"Mai_Lund", "supports", "Talmark", "Lund said that Vik supported Talmark.", "supported", graph.Claim{SaidBy: "Mai_Lund", SaidWith: "say", Confidence: 0.6}},
			said{"Eno_Vik", "supports", "Talmark", "Vik does not support Talmark.", "support", graph.Claim{Polarity: "denied", Confidence: 0.8}},
		),
		record(graph.Article{ID: "second", Title: "<script>alert(1)</script>", Publisher: "The Quay", Date: "2019-06-07", Language: "en"},
			[]graph.Entity{mai, eno, tal},
			said{"Eno_Vik", "meets", "Mai_Lund", "Vik <b>talked</b> to Lund.", "talked", graph.Claim{Edge: true, Confidence: 0.7, From: "2019-06-01", To: "2019-06-01", Precision: "day"}},
			said{"Eno_Vik", "backs", "Talmark", "Vik backs Talmark.", "backs", graph.Claim{Edge: true, Confidence: 0.9}},
			said{"Talmark", "", "Mai_Lund", "Talmark puzzled over Lund.", "puzzled over", graph.Claim{Lemma: "puzzle over", Confidence: 0.5}},
			said{"", "", "Mai_Lund", "It rained on Lund.", "rained on", graph.Claim{SubjectText: "It", Lemma: "rain on", Place: "Talmark", Confidence: 0.5}},
			said{"Eno_Vik", "praises", "Mai_Lund", "Vik praised Lund, Lund said.", "praised", graph.Claim{SaidBy: "Mai_Lund", SaidWith: "say", Confidence: 0.5}},
		),
	} {
		if _, err := store.Put(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func person(id, label string, aliases ...string) graph.Entity {
	return graph.Entity{ID: id, Class: "Person", Label: label, Aliases: aliases}
}

type said struct {
	subject, relation, object, sentence, phrase string
	graph.Claim
}

func record(a graph.Article, entities []graph.Entity, claims ...said) *graph.Record {
	r := &graph.Record{Article: a, Entities: entities}
	for i, s := range claims {
		c := s.Claim
		c.ID = a.ID + "-" + string(rune('a'+i))
		c.Subject, c.Relation, c.Object, c.Sentence, c.Phrase = s.subject, schema.RelationID(s.relation), s.object, s.sentence, s.phrase
		if c.Polarity == "" {
			c.Polarity = "affirmed"
		}
		c.Modality = "asserted"
		c.Start = len(r.Article.Text)
		r.Article.Text += s.sentence
		c.End = len(r.Article.Text)
		r.Article.Text += "\n\n"
		r.Claims = append(r.Claims, c)
	}
	return r
}

func newAPI(t testing.TB, opt api.Options) http.Handler {
	t.Helper()
	library, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	return api.New(sample(t), library, opt)
}

// get asks h for a path below the prefix.
func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", api.Prefix+path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// examples are requests that have an answer, at least one for each route.
var examples = map[string][]string{
	"/search":              {"/search", "/search?q=lund", "/search?q=V&class=Agent&limit=1", "/search?q=lund+harbour&kind=headline&kind=sentence"},
	"/config":              {"/config"},
	"/identity/ledger":     {"/identity/ledger", "/identity/ledger?limit=1&offset=1"},
	"/mentions":            {"/mentions?id=Mai_Lund&limit=1"},
	"/entity":              {"/entity?id=Mai_Lund", "/entity?id=%3Cent:Talmark%3E"},
	"/facts":               {"/facts?entity=Mai_Lund", "/facts?relation=supports&limit=1", "/facts?article=first&status=denied"},
	"/claims":              {"/claims?entity=Eno_Vik", "/claims?subject=Eno_Vik&polarity=denied", "/claims?entity=Mai_Lund&limit=1&offset=1"},
	"/claim":               {"/claim?id=first-a"},
	"/evidence":            {"/evidence?subject=Mai_Lund&object=Eno_Vik&relation=meets", "/evidence?subject=Mai_Lund&object=Talmark&either=true"},
	"/article":             {"/article?id=first", "/article?id=art:second"},
	"/articles":            {"/articles", "/articles?limit=1"},
	"/neighbourhood":       {"/neighbourhood?id=Mai_Lund", "/neighbourhood?id=Mai_Lund&limit=1&named=true"},
	"/links":               {"/links?id=Mai_Lund&id=Eno_Vik&id=Talmark"},
	"/paths":               {"/paths?start=Mai_Lund&end=Talmark"},
	"/timeline":            {"/timeline?entity=Mai_Lund"},
	"/contradictions":      {"/contradictions?entity=Eno_Vik", "/contradictions?entity=Talmark&limit=1"},
	"/queries":             {"/queries"},
	"/queries/{name}/rows": {"/queries/who-met-whom/rows?p.who=Mai+Lund", "/queries/who-met-whom/rows?limit=0"},
	"/stats":               {"/stats"},
	"/schema":              {"/schema"},
	"/export":              {"/export?format=csv&entity=Mai_Lund", "/export?format=graphml&article=first", "/export?format=json&relation=meets", "/export?format=nquads"},
	"/openapi.json":        {"/openapi.json"},
}

// sent is the body of a request, with its media type.
type sent struct{ media, body string }

// bodies are requests that change something, by path.
var bodies = map[string][]sent{
	"/load": {
		{"application/json", `{"text":"Lund met Vik.","title":"","url":"https://example.org/3","date":"2019-07-08","publisher":"The Ferry"}`},
		{"application/json", `{"html":"<p>Lund met Vik.</p>","url":"https://example.org/3"}`},
		{"application/x-ndjson", "{\"text\":\"Lund met Vik.\"}\n{}\n"},
		{"text/plain", "Lund met Vik."},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nLund met Vik.\r\n--b--\r\n"},
	},
	"/identity/merge":  {{"application/json", `{"a":"Mai_Lund","b":"<ent:Eno_Vik>","note":"one"}`}},
	"/identity/split":  {{"application/json", `{"entity":"Mai_Lund","mentions":[{"article":"art:first"},{"text":"Lund"}]}`}},
	"/identity/rename": {{"application/json", `{"entity":"Mai_Lund","label":"Maja Lund"}`}},
	"/identity/undo":   {{"application/json", `{}`}, {"application/json", `{"id":1}`}},
}

// post sends a body to h.
func post(h http.Handler, path string, s sent) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", api.Prefix+path, strings.NewReader(s.body))
	r.Header.Set("Content-Type", s.media)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func sortedKeys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func has(t *testing.T, name, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("%s: %q is not in %s", name, p, body)
		}
	}
}
