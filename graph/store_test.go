package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kg/schema"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
)

// article makes a record whose claims are "Subject|relation|Object" sentences of its text.
func article(t testing.TB, id string, sentences ...string) *Record {
	t.Helper()
	r := &Record{Article: Article{
		ID: id, Source: id + ".txt", URL: "https://news.example/" + id, Title: "About " + id,
		Publisher: "The Example", Date: "2026-02-03", Language: "en", Engine: "test",
	}}
	seen := map[string]bool{}
	entity := func(label string) string {
		id := strings.ReplaceAll(label, " ", "_")
		if !seen[id] {
			seen[id] = true
			r.Entities = append(r.Entities, Entity{ID: id, Class: "Person", Label: label, Aliases: []string{label + "ie"}})
		}
		return id
	}
	var text strings.Builder
	for i, s := range sentences {
		parts := strings.Split(s, "|")
		start := text.Len()
		sentence := strings.Join(parts, " ") + "."
		text.WriteString(sentence + "\n")
		r.Claims = append(r.Claims, Claim{
			ID: id + "-" + string(rune('a'+i)), Subject: entity(parts[0]), Relation: schema.RelationID(parts[1]), Object: entity(parts[2]),
			Phrase: parts[1], Polarity: "affirmed", Modality: "asserted", Confidence: 0.9,
			Sentence: sentence, Start: start, End: start + len(sentence), Edge: true,
		})
	}
	r.Article.Text = text.String()
	sum := sha256.Sum256([]byte(r.Article.Text))
	r.Article.SHA256 = hex.EncodeToString(sum[:])
	return r
}

func open(t testing.TB, opt Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func put(t testing.TB, s *Store, r *Record, want Change) Receipt {
	t.Helper()
	got, err := s.Put(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got.Change != want {
		t.Fatalf("put %s: %s, want %s", r.Article.ID, got.Change, want)
	}
	return got
}

func export(t testing.TB, s *Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(context.Background(), &b, "nquads", true); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// another is a backend that is registered with Cayley and reads no patterns itself: Cayley's store in memory.
const another = "another"

func init() {
	cayley.RegisterQuadStore(another, cayley.QuadStoreRegistration{
		NewFunc: func(string, cayley.Options) (cayley.QuadStore, error) { return memstore.New(), nil },
	})
}

// each runs f on every backend that needs no server.
func each(t *testing.T, f func(t *testing.T, opt Options)) {
	for _, backend := range []string{Pebble, Memory, another} {
		t.Run(backend, func(t *testing.T) {
			opt := Options{Backend: backend}
			if backend == Pebble {
				opt.Address = filepath.Join(t.TempDir(), "store")
			}
			f(t, opt)
		})
	}
}

func TestPutForget(t *testing.T) {
	each(t, func(t *testing.T, opt Options) {
		ctx := context.Background()
		s := open(t, opt)
		empty := export(t, s)
		a := article(t, "a", "John Kerry|meets|Sergei Lavrov", "Ann Bolt|backs|Cy Dorn")
		b := article(t, "b", "Ann Bolt|backs|Cy Dorn")
		if r := put(t, s, a, Added); r.Claims != 2 || r.Facts != 2 || r.Quads == 0 {
			t.Errorf("receipt %+v", r)
		}
		onlyA := export(t, s)
		put(t, s, a, Unchanged)
		put(t, s, b, Added)
		both := export(t, s)
		for _, line := range []string{
			"<ent:John_Kerry> <rel:meets> <ent:Sergei_Lavrov> <art:a> .",
			"<ent:Sergei_Lavrov> <rel:meets> <ent:John_Kerry> <art:a> .",
			"<ent:Ann_Bolt> <rel:backs> <ent:Cy_Dorn> <art:a> .",
			"<ent:Ann_Bolt> <rel:backs> <ent:Cy_Dorn> <art:b> .",
			"<claim:a-a> <kg:confidence> \"9E-01\"^^<xsd:double> <art:a> .",
		} {
			if !strings.Contains(both, "\n"+line+"\n") {
				t.Errorf("no line %s in\n%s", line, both)
			}
		}
		if err := s.Forget(ctx, "b"); err != nil {
			t.Fatal(err)
		}
		if got := export(t, s); got != onlyA {
			t.Errorf("after forgetting b:\n%s", got)
		}
		if err := s.Forget(ctx, "b"); !errors.Is(err, ErrNotFound) {
			t.Errorf("forgotten twice: %v", err)
		}
		less := article(t, "a", "John Kerry|meets|Sergei Lavrov")
		put(t, s, less, Replaced)
		put(t, s, a, Replaced)
		if got := export(t, s); got != onlyA {
			t.Errorf("after replacing there and back:\n%s", got)
		}
		if err := s.Forget(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if got := export(t, s); got != empty {
			t.Errorf("after forgetting all:\n%s", got)
		}
	})
}

func TestReadBack(t *testing.T) {
	each(t, func(t *testing.T, opt Options) {
		ctx := context.Background()
		s := open(t, opt)
		a := article(t, "a", "John Kerry|meets|Sergei Lavrov", "Ann Bolt|backs|Cy Dorn")
		a.Claims[1].SaidBy, a.Claims[1].From, a.Claims[1].Lemma = "John_Kerry", "2026-01-05", "back"
		put(t, s, a, Added)
		put(t, s, article(t, "b", "Sergei Lavrov|meets|John Kerry"), Added)
		r, err := s.Record(ctx, "a")
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(r.Article, a.Article) || !reflect.DeepEqual(r.Claims, a.Claims) || len(r.Entities) != 4 {
			t.Errorf("read back\n%+v\nwant\n%+v", r, a)
		}
		if got, ok, err := s.Holds(ctx, &a.Article); !ok || err != nil || got.Claims != 2 || got.Facts != 2 {
			t.Errorf("holds: %+v %v %v", got, ok, err)
		}
		other := a.Article
		other.Engine = "later"
		if _, ok, _ := s.Holds(ctx, &other); ok {
			t.Error("holds an article read by another engine")
		}
		for _, text := range []string{"a", "art:a", "<art:a>", "https://news.example/a", "a.txt"} {
			if ids, err := s.FindArticle(ctx, text); err != nil || !reflect.DeepEqual(ids, []string{"a"}) {
				t.Errorf("FindArticle(%q) = %v, %v", text, ids, err)
			}
		}
		if _, err := s.FindArticle(ctx, "nowhere"); !errors.Is(err, ErrNotFound) {
			t.Errorf("FindArticle(nowhere): %v", err)
		}
		for _, text := range []string{"John Kerry", "ent:John_Kerry", "John Kerryie", "john kerry", "kerr", "JOHN"} {
			refs, err := s.FindEntities(ctx, text)
			if err != nil || len(refs) != 1 || refs[0] != (EntityRef{"John_Kerry", "John Kerry", "Person"}) {
				t.Errorf("FindEntities(%q) = %v, %v", text, refs, err)
			}
		}
		if refs, err := s.FindEntities(ctx, "erry"); err != nil || len(refs) != 0 {
			t.Errorf("FindEntities(erry) = %v, %v", refs, err)
		}
		v, err := s.Entity(ctx, "John_Kerry")
		if err != nil {
			t.Fatal(err)
		}
		if v.Label != "John Kerry" || v.Articles != 2 || len(v.Out) != 1 || len(v.In) != 0 {
			t.Fatalf("entity %+v", v)
		}
		f := v.Out[0]
		if f.Object.ID != "Sergei_Lavrov" || len(f.Evidence) != 2 || f.Evidence[0].Sentence != "John Kerry meets Sergei Lavrov." ||
			f.Evidence[0].Title != "About a" || f.Evidence[1].Article != "b" {
			t.Errorf("fact %+v", f)
		}
		st, err := s.Stats(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if st.Articles != 2 || st.Entities != 4 || st.Claims != 3 || st.Facts != 3 ||
			!reflect.DeepEqual(st.Relations, []Count{{"meets", 2}, {"backs", 1}}) ||
			!reflect.DeepEqual(st.Classes, []Count{{"Person", 4}}) {
			t.Errorf("stats %+v", st)
		}
	})
}

func TestBadRecords(t *testing.T) {
	each(t, func(t *testing.T, opt Options) {
		s := open(t, opt)
		put(t, s, article(t, "good", "Ann Bolt|backs|Cy Dorn"), Added)
		before := export(t, s)
		for name, spoil := range map[string]func(*Record){
			"no article id":      func(r *Record) { r.Article.ID = "" },
			"id with a space":    func(r *Record) { r.Entities[0].ID = "a b" },
			"id with a bracket":  func(r *Record) { r.Claims[0].Subject = "a>b" },
			"text not UTF-8":     func(r *Record) { r.Article.Title = "\xff" },
			"alias not UTF-8":    func(r *Record) { r.Entities[0].Aliases = []string{"\xc3"} },
			"span outside":       func(r *Record) { r.Claims[0].End = 1 << 20 },
			"span before":        func(r *Record) { r.Claims[0].Start = -1 },
			"span of other text": func(r *Record) { r.Claims[0].Sentence = "other" },
			"no subject":         func(r *Record) { r.Claims[0].Subject = "" },
			"edge to nothing":    func(r *Record) { r.Claims[0].Object = "" },
			"claim twice":        func(r *Record) { r.Claims = append(r.Claims, r.Claims[0]) },
			"entity twice":       func(r *Record) { r.Entities = append(r.Entities, r.Entities[0]) },
			"entity unnamed":     func(r *Record) { r.Entities[0].Label = "" },
			"too long":           func(r *Record) { r.Article.Title = strings.Repeat("x", MaxText+1) },
		} {
			r := article(t, "bad", "John Kerry|meets|Sergei Lavrov")
			spoil(r)
			_, errs := s.PutAll(context.Background(), []*Record{r, nil, article(t, "good", "Ann Bolt|backs|Cy Dorn")})
			var re *RecordError
			if !errors.As(errs[0], &re) || errs[1] == nil || errs[2] != nil {
				t.Errorf("%s: %v", name, errs)
			}
			if got := export(t, s); got != before {
				t.Errorf("%s left a trace:\n%s", name, got)
			}
		}
	})
}

func TestPutAllSameArticle(t *testing.T) {
	each(t, func(t *testing.T, opt Options) {
		s := open(t, opt)
		long := article(t, "a", "Ann Bolt|backs|Cy Dorn", "Cy Dorn|meets|Ann Bolt")
		short := article(t, "a", "Ann Bolt|backs|Cy Dorn")
		receipts, errs := s.PutAll(context.Background(), []*Record{long, long, short})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for i, want := range []Change{Added, Unchanged, Replaced} {
			if receipts[i].Change != want {
				t.Errorf("record %d: %s, want %s", i, receipts[i].Change, want)
			}
		}
		put(t, s, short, Unchanged)
	})
}

func TestOpenErrors(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	check := func(opt Options, want error) {
		t.Helper()
		s, err := Open(ctx, opt)
		if err == nil {
			s.Close()
		}
		if !errors.Is(err, want) || want != nil && !strings.Contains(err.Error(), filepath.Base(opt.Address)) {
			t.Errorf("open %s: %v, want %v", opt.Address, err, want)
		}
	}
	absent := filepath.Join(dir, "absent")
	check(Options{Address: absent, ReadOnly: true}, ErrNoStore)
	if _, err := os.Stat(absent); !errors.Is(err, os.ErrNotExist) {
		t.Error("opening for reading made a folder")
	}
	foreign := filepath.Join(dir, "foreign")
	if err := os.Mkdir(foreign, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(foreign, "letter.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	check(Options{Address: foreign}, ErrForeign)
	check(Options{Address: filepath.Join(foreign, "letter.txt")}, ErrForeign)
	if entries, _ := os.ReadDir(foreign); len(entries) != 1 {
		t.Error("a foreign folder was written to")
	}
	store := filepath.Join(dir, "store")
	s, err := Open(ctx, Options{Address: store})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, article(t, "a", "Ann Bolt|backs|Cy Dorn"), Added)
	check(Options{Address: store}, ErrInUse)
	check(Options{Address: store, ReadOnly: true}, ErrInUse)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, article(t, "b", "Ann Bolt|backs|Cy Dorn")); !errors.Is(err, ErrClosed) {
		t.Errorf("put after close: %v", err)
	}
	ro := open(t, Options{Address: store, ReadOnly: true})
	check(Options{Address: store}, ErrInUse)
	if second := open(t, Options{Address: store, ReadOnly: true}); export(t, second) != export(t, ro) {
		t.Error("two readers see different stores")
	}
	if _, err := ro.Put(ctx, article(t, "b", "Ann Bolt|backs|Cy Dorn")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("put into a store for reading: %v", err)
	}
	if err := ro.Forget(ctx, "a"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("forget in a store for reading: %v", err)
	}
	old := filepath.Join(dir, "old")
	if err := os.CopyFS(old, os.DirFS(store)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "KGSTORE"), []byte("kg store, format 0, ready\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	check(Options{Address: old}, ErrFormat)
	lost := filepath.Join(dir, "lost")
	if err := os.CopyFS(lost, os.DirFS(store)); err != nil {
		t.Fatal(err)
	}
	manifests, err := filepath.Glob(filepath.Join(lost, "db", "marker.manifest*"))
	if err != nil || len(manifests) != 1 {
		t.Fatal(manifests, err)
	}
	if err := os.Remove(manifests[0]); err != nil {
		t.Fatal(err)
	}
	check(Options{Address: lost}, ErrDamaged)
	for _, backend := range []string{"mysql", "sqlite", "cockroach", "nosuch"} {
		if _, err := Open(ctx, Options{Backend: backend, Address: "x"}); err == nil || !strings.Contains(err.Error(), backend) {
			t.Errorf("backend %s: %v", backend, err)
		}
	}
}

// Half a store is one whose making was cut short: it is made anew, since nothing was in it.
func TestOpenHalfMade(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "KGSTORE"), []byte("kg store, format 1, new\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), Options{Address: dir, ReadOnly: true}); !errors.Is(err, ErrNoStore) {
		t.Errorf("for reading: %v", err)
	}
	s := open(t, Options{Address: dir})
	put(t, s, article(t, "a", "Ann Bolt|backs|Cy Dorn"), Added)
}
