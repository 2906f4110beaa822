package pair_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"kg/extract"
	"kg/extract/pair"
	"kg/nlp"
	"kg/nlp/english"
	"kg/schema"
)

func TestManifest(t *testing.T) {
	data, err := os.ReadFile("weights.bin.gz")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile("MANIFEST")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("sha256: %x\n", sha256.Sum256(data)); !strings.Contains(string(manifest), want) {
		t.Errorf("MANIFEST does not say %s", want)
	}
}

func TestWeights(t *testing.T) {
	m, err := pair.Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var again pair.Model
	if err := again.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if c, err := again.MarshalBinary(); err != nil || !reflect.DeepEqual(b, c) {
		t.Errorf("weights written and read again differ (%v)", err)
	}
	for _, n := range []int{0, 5, 8, 12, 20, 100, len(b) / 2, len(b) - 1} {
		if err := again.UnmarshalBinary(b[:n]); err == nil {
			t.Errorf("%d bytes of %d are taken for weights", n, len(b))
		}
	}
	if err := again.UnmarshalBinary(append(b[:len(b):len(b)], 0)); err == nil {
		t.Error("a byte after the weights is overlooked")
	}
}

// document reads a text with its claims.
func document(t *testing.T, text string) (*nlp.Doc, []extract.Claim) {
	t.Helper()
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Annotate(text, "")
	if err != nil {
		t.Fatal(err)
	}
	e, err := extract.New(schema.Default(), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d, e.Claims(d)
}

func word(t *testing.T, d *nlp.Doc, w string) int {
	t.Helper()
	for i := range d.Tokens {
		if d.Word(i) == w {
			return pair.HeadOf(d, i)
		}
	}
	t.Fatalf("no %q in %q", w, d.Text)
	return -1
}

func TestRules(t *testing.T) {
	for _, c := range []struct {
		text string
		kind pair.Kind
		a, b string
		want bool
	}{
		{"The rebels met government officials in Tripoli.", "CommWith", "rebels", "officials", true},
		{"The rebels met government officials in Tripoli.", "CoLocated", "officials", "Tripoli", true},
		{"Seven soldiers left a rebel-held town.", "HasAttrOf", "Seven", "soldiers", true},
		{"The army has full control of Benghazi.", "InChargeOf", "army", "Benghazi", true},
		{"The army lost sight of Benghazi.", "InChargeOf", "army", "Benghazi", false},
		{"The militia used heavy weapons.", "BelongsTo", "militia", "weapons", true},
		{"Soldiers from allies including Norway waited.", "BelongsTo", "allies", "Norway", true},
		{"The French army supports the militia.", "AlliesOf", "army", "militia", true},
		{"The minister supports the mayor.", "AlliesOf", "minister", "mayor", false},
		{"The minister supports the mayor.", "Likes", "minister", "mayor", true},
		{"The minister returned to Lusaka.", "CoLocated", "minister", "Lusaka", true},
		{"The minister met the mayor in Lusaka.", "CoLocated", "minister", "Lusaka", true},
		{"The soldiers left Benghazi.", "Apart", "soldiers", "Benghazi", true},
		{"The soldiers left Benghazi.", "CoLocated", "soldiers", "Benghazi", false},
		{"The soldiers fly as part of a coalition.", "BelongsTo", "soldiers", "coalition", true},
		{"The minister waited for two hours.", "HasAttrOf", "two", "hours", false},
	} {
		d, claims := document(t, c.text)
		a, b := word(t, d, c.a), word(t, d, c.b)
		found := false
		for _, r := range pair.Rules(d, claims, schema.Default()) {
			found = found || r == pair.Relation{Kind: c.kind, A: min(a, b), B: max(a, b)}
		}
		if found != c.want {
			t.Errorf("%s: %s of %s and %s: %v", c.text, c.kind, c.a, c.b, found)
		}
	}
}

// What a model reads lies within a sentence, is as likely as asked for, and only between given entities where there are some.
func TestRead(t *testing.T) {
	m, err := pair.Load()
	if err != nil {
		t.Fatal(err)
	}
	d, claims := document(t, "Rebel fighters attacked government troops near Tripoli on Friday. The United Nations condemned the attack, and the minister met Ruth Banda in Lusaka.")
	all := m.Read(d, claims, schema.Default(), nil, pair.LikelyStated)
	if len(all) == 0 {
		t.Fatal("nothing read")
	}
	for _, f := range all {
		if f.A >= f.B || d.SentenceOf(f.A) != d.SentenceOf(f.B) || f.P < pair.LikelyStated || f.P > 1 || f.Kind == "" {
			t.Errorf("%+v", f)
		}
	}
	if again := m.Read(d, claims, schema.Default(), nil, pair.LikelyStated); !reflect.DeepEqual(all, again) {
		t.Error("read twice, it differs")
	}
	fighters, troops := word(t, d, "fighters"), word(t, d, "troops")
	given := []pair.Entity{{Head: troops, Class: "Organisation", P: 1}, {Head: fighters, Class: "Organisation", P: 1}, {Head: word(t, d, "Lusaka"), Class: "Location", P: 1}}
	right := false
	for _, f := range m.Read(d, claims, schema.Default(), given, 0.05) {
		if f.A != fighters || f.B != troops {
			t.Errorf("%+v of entities that are not given", f)
		}
		right = right || f.Kind == "FightingAgainst" && f.Taken()
	}
	if !right {
		t.Error("who attacks whom is not read")
	}
	if got := m.Read(d, claims, schema.Default(), []pair.Entity{}, 0); got != nil {
		t.Errorf("%d relations of no entities", len(got))
	}
	if got := m.Read(&nlp.Doc{Text: "x"}, nil, schema.Default(), nil, 0); got != nil {
		t.Errorf("%d relations of an unread text", len(got))
	}
}
