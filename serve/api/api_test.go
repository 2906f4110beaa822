package api_test

import (
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"kg/graph"
	"kg/serve/api"
)

func decode[T any](t *testing.T, h http.Handler, path string) T {
	t.Helper()
	w := get(h, path)
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: %d %v %s", path, w.Code, err, w.Body)
	}
	return v
}

// From an edge to its sentences, in their place in the article.
func TestEvidence(t *testing.T) {
	h := newAPI(t, api.Options{})
	got := decode[api.Claims](t, h, "/evidence?subject=Mai_Lund&object=Eno_Vik&relation=meets")
	if got.Total != 2 || len(got.Items) != 2 || !got.Exact {
		t.Fatalf("%+v", got)
	}
	newest, oldest := got.Items[0], got.Items[1]
	if newest.Sentence != "Vik <b>talked</b> to Lund." || newest.Day != "2019-06-01" || newest.Article.Publisher != "The Quay" {
		t.Errorf("%+v", newest)
	}
	if oldest.Article.Title != "Lund meets Vik" || oldest.Article.URL != "https://example.org/1" || oldest.Status != "fact" ||
		oldest.Before != "" || !strings.HasPrefix(oldest.After, "\n\nLund said") || oldest.Confidence != 0.9 {
		t.Errorf("%+v", oldest)
	}
	a := decode[api.Article](t, h, "/article?id="+oldest.Article.ID)
	if a.Text[oldest.Start:oldest.End] != oldest.Sentence || len(a.Claims) != 3 {
		t.Errorf("%+v", a)
	}
	// A relation that is not symmetric is found from its subject only, unless either side is asked for.
	for path, want := range map[string]int{
		"/evidence?subject=Talmark&object=Eno_Vik":                               0,
		"/evidence?subject=Talmark&object=Eno_Vik&either=true":                   2,
		"/evidence?subject=Eno_Vik&object=Talmark&relation=supports":             2, // backs is narrower
		"/evidence?subject=Eno_Vik&object=Talmark&relation=backs":                1,
		"/evidence?subject=Eno_Vik&object=Talmark&polarity=denied":               1,
		"/evidence?subject=Mai_Lund&object=Eno_Vik&from=2019-05-07":              1,
		"/evidence?subject=Mai_Lund&object=Eno_Vik&publisher=The+Ferry":          1,
		"/evidence?subject=Mai_Lund&object=Eno_Vik&min_confidence=0.8":           1,
		"/evidence?subject=Mai_Lund&object=Talmark&status=reported&status=fact":  1,
		"/evidence?subject=Mai_Lund&object=Talmark&said_by=Mai_Lund":             1,
		"/evidence?subject=Talmark&object=Mai_Lund&named=true":                   0,
		"/evidence?subject=Mai_Lund&object=Eno_Vik&class=Country":                0,
		"/evidence?subject=Nobody&object=Talmark":                                0,
		"/evidence?subject=Mai_Lund&object=Eno_Vik&modality=planned&named=false": 0,
	} {
		if got := decode[api.Claims](t, h, path); got.Total != want {
			t.Errorf("%s: %d, want %d", path, got.Total, want)
		}
	}
}

// A claim may have no subject with a name, and one entity in several parts.
func TestClaimParts(t *testing.T) {
	h := newAPI(t, api.Options{})
	rain := decode[api.Claim](t, h, "/claim?id=second-d")
	if rain.Subject != nil || rain.SubjectText != "It" || rain.Object == nil || rain.Object.Label != "Mai Lund" || rain.Place == nil || rain.Place.ID != "Talmark" {
		t.Errorf("%+v", rain)
	}
	praise := decode[api.Claim](t, h, "/claim?id=second-e")
	if praise.Object == nil || praise.SaidBy == nil || *praise.Object != *praise.SaidBy || praise.Subject.ID != "Eno_Vik" || praise.Status != "reported" {
		t.Errorf("%+v", praise)
	}
}

func TestNeighbourhoodPages(t *testing.T) {
	h := newAPI(t, api.Options{})
	path := api.Prefix + "/neighbourhood?id=Mai_Lund&limit=1"
	var seen []string
	for path != "" {
		n := decode[api.Neighbourhood](t, h, strings.TrimPrefix(path, api.Prefix))
		if n.Total != 2 || len(n.Nodes) != 1 || len(seen) > 2 {
			t.Fatalf("%+v", n)
		}
		seen = append(seen, n.Nodes[0].ID)
		path = n.Next
	}
	if got := strings.Join(seen, " "); got != "Eno_Vik Talmark" {
		t.Errorf("%q", got)
	}
}

func TestContradictionsAndTimeline(t *testing.T) {
	h := newAPI(t, api.Options{})
	path := "/contradictions?entity=Talmark"
	if c := decode[api.Contradictions](t, h, path); len(c.Items) != 0 {
		t.Errorf("%s: %+v", path, c) // backing and not supporting are two relations
	}
	tl := decode[api.Timeline](t, h, "/timeline?entity=Mai_Lund&limit=1")
	if len(tl.Months) != 2 || tl.Months[0] != (api.Month{Month: "2019-05", Claims: 2}) || tl.Total != 6 || tl.Items[0].Day != "2019-05-06" || tl.Next == "" {
		t.Errorf("%+v", tl)
	}
}

func TestSavedQuery(t *testing.T) {
	h := newAPI(t, api.Options{})
	w := get(h, "/queries/who-met-whom/rows?p.who=Mai+Lund")
	has(t, "rows", w.Body.String(), `"who":"Mai Lund"`, `"whom":"Eno Vik"`, `"truncated":false`)
	if w := get(h, "/queries/who-met-whom/rows?limit=0"); !strings.Contains(w.Body.String(), `"rows":[],"truncated":true`) {
		t.Errorf("no rows wanted: %s", w.Body)
	}
}

func TestProblems(t *testing.T) {
	h := newAPI(t, api.Options{})
	for _, c := range []struct {
		path, code string
		status     int
	}{
		{"/entity", "bad_parameter", 400},
		{"/entity?id=Nobody", "not_found", 404},
		{"/entity?id=%00", "bad_parameter", 400},
		{"/entity?id=%ff", "bad_parameter", 400},
		{"/entity?id=a+b", "not_found", 404},
		{"/entity?id=a&id=b", "bad_parameter", 400},
		{"/entity?id=Mai_Lund&x=1", "bad_parameter", 400},
		{"/entity?id=%zz", "bad_parameter", 400},
		{"/article?id=none", "not_found", 404},
		{"/claim?id=none", "not_found", 404},
		{"/facts", "bad_parameter", 400},
		{"/facts?entity=Mai_Lund&limit=501", "bad_parameter", 400},
		{"/facts?entity=Mai_Lund&limit=-1", "bad_parameter", 400},
		{"/facts?entity=Mai_Lund&from=yesterday", "bad_parameter", 400},
		{"/facts?entity=Mai_Lund&min_confidence=NaN", "bad_parameter", 400},
		{"/facts?entity=Mai_Lund&polarity=maybe", "bad_parameter", 400},
		{"/neighbourhood?id=Nobody", "not_found", 404},
		{"/paths?start=Mai_Lund&end=Nobody", "not_found", 404},
		{"/queries/none/rows", "not_found", 404},
		{"/queries/who-met-whom/rows?p.x=1", "bad_parameter", 400},
		{"/queries/who-met-whom/rows?p.since=soon", "bad_parameter", 400},
		{"/export", "bad_parameter", 400},
		{"/export?format=csv", "bad_parameter", 400},
		{"/export?format=exe&entity=Mai_Lund", "bad_parameter", 400},
		{"/links?id=" + strings.Repeat("a&id=", 400) + "a", "bad_parameter", 400},
		{"/search?q=" + strings.Repeat("a", 40000), "too_long", 414},
		{"/nothing", "no_route", 404},
	} {
		w := get(h, c.path)
		var p api.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Errorf("%.60s: %v", c.path, err)
		}
		if w.Code != c.status || p.Code != c.code || p.Status != c.status || w.Header().Get("Content-Type") != "application/problem+json" || p.Type != "urn:kg:problem:"+c.code {
			t.Errorf("%.60s: %d %s", c.path, w.Code, w.Body)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, api.Prefix+"/stats", strings.NewReader("{}")))
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

func TestTransfer(t *testing.T) {
	h := newAPI(t, api.Options{})
	w := get(h, "/schema", "Accept-Encoding", "br, gzip;q=0.5")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed")
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	plain := get(h, "/schema", "Accept-Encoding", "gzip;q=0")
	if plain.Body.String() != string(unpacked) || plain.Header().Get("Content-Encoding") != "" {
		t.Error("compressed and plain differ")
	}
	tag := w.Header().Get("ETag")
	if tag == "" || tag != plain.Header().Get("ETag") {
		t.Errorf("ETag %q and %q", tag, plain.Header().Get("ETag"))
	}
	if w := get(h, "/schema", "If-None-Match", `"x", `+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("%d with %d bytes for what the client has", w.Code, w.Body.Len())
	}
	r := httptest.NewRequest("HEAD", api.Prefix+"/schema", nil)
	head := httptest.NewRecorder()
	h.ServeHTTP(head, r)
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("ETag") != tag {
		t.Errorf("HEAD: %d, %d bytes", head.Code, head.Body.Len())
	}
}

func TestExports(t *testing.T) {
	h := newAPI(t, api.Options{})
	has(t, "csv", get(h, "/export?format=csv&entity=Talmark").Body.String(), "Eno_Vik,Eno Vik,backs,backs,Talmark,Talmark,fact,1,1,2019-06-07,2019-06-07,0.9\n")
	gml := get(h, "/export?format=graphml&entity=Talmark").Body
	has(t, "graphml", gml.String(), `<node id="Talmark">`, `edgedefault="directed"`, `source="Eno_Vik" target="Talmark" directed="true"`)
	if err := xml.Unmarshal(gml.Bytes(), new(struct {
		XMLName xml.Name `xml:"graphml"`
	})); err != nil {
		t.Error(err)
	}
	has(t, "nquads", get(h, "/export?format=nquads").Body.String(), "<ent:Mai_Lund> <rel:meets> <ent:Eno_Vik> <art:first> .\n")
	if w := get(newAPI(t, api.Options{Rows: 1}), "/export?format=csv&entity=Mai_Lund"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("more facts than the limit: %d", w.Code)
	}
}

// Many clients at once get the same answers as one.
func TestParallel(t *testing.T) {
	h := newAPI(t, api.Options{Parallel: 3})
	want := map[string]string{}
	for _, list := range examples {
		for _, path := range list {
			want[path] = get(h, path).Body.String()
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, path := range sortedKeys(want) {
				if got := get(h, path).Body.String(); got != want[path] {
					t.Errorf("%s: %s", path, got)
				}
			}
		})
	}
	wg.Wait()
}

// Contradictions come in pages.
func TestContradictionPages(t *testing.T) {
	store := sample(t)
	entities := []graph.Entity{person("Ada_Ny", "Ada Ny"), person("Bo_Sol", "Bo Sol"), person("Eva_Ek", "Eva Ek"), person("Ola_Lie", "Ola Lie")}
	var claims []said
	for _, e := range entities[1:] {
		claims = append(claims, said{"Ada_Ny", "supports", e.ID, "Ny supports " + e.Label + ".", "supports", graph.Claim{Edge: true, Confidence: 0.9}},
			said{"Ada_Ny", "supports", e.ID, "Ny does not support " + e.Label + ".", "support", graph.Claim{Polarity: "denied", Confidence: 0.9}})
	}
	if _, err := store.Put(t.Context(), record(graph.Article{ID: "third", Date: "2020-01-02"}, entities, claims...)); err != nil {
		t.Fatal(err)
	}
	h := api.New(store, nil, api.Options{})
	var objects []string
	for path := "/contradictions?entity=Ada_Ny&limit=2"; path != ""; {
		c := decode[api.Contradictions](t, h, path)
		if c.Total != 3 || !c.Exact || len(objects) > 3 {
			t.Fatalf("%+v", c)
		}
		for _, i := range c.Items {
			if len(i.Affirmed) != 1 || len(i.Denied) != 1 {
				t.Errorf("%+v", i)
			}
			objects = append(objects, i.Object.ID)
		}
		path = strings.TrimPrefix(c.Next, api.Prefix)
	}
	if got := strings.Join(objects, " "); got != "Bo_Sol Eva_Ek Ola_Lie" {
		t.Error(got)
	}
}
