package schema

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestDefault(t *testing.T) {
	s := Default()
	if n := len(s.Relations()); n < 45 {
		t.Errorf("%d relations, want at least 45", n)
	}
	for _, c := range []ClassID{"Person", "Organization", "Company", "PublicBody", "Party", "ArmedGroup", "Place",
		"Position", "Event", "Group", "Product", "Work"} {
		if _, ok := s.Class(c); !ok {
			t.Errorf("no class %s", c)
		}
	}
	if meets, _ := s.Relation("meets"); !meets.Symmetric || meets.Event != "CONSULT" {
		t.Errorf("meets = %+v", meets)
	}
	if got := s.Narrower("supports"); !slices.Contains(got, "backs") || got[0] != "supports" {
		t.Errorf("narrower than supports: %v", got)
	}
	if got := s.Broader("backs"); !slices.Equal(got, []RelationID{"backs", "supports"}) {
		t.Errorf("broader than backs: %v", got)
	}
	if !s.IsA("Court", "Agent") || s.IsA("Agent", "Court") {
		t.Error("Court is an Agent, and no Agent a Court")
	}
	for word, sector := range map[string]string{"rebel": "REB", "police": "COP", "army": "MIL", "official": "GOV", "resident": "CVL"} {
		if h, _ := s.Head(word); h.Sector != sector {
			t.Errorf("head %s = %+v, want %s", word, h, sector)
		}
	}
	for _, r := range s.Relations() {
		if len(r.Triggers) == 0 {
			t.Errorf("relation %s: no triggers", r.ID)
		}
	}
}

// Where a verb has several senses, the trigger says which roleset it means: its number must be that of the lemma.
func TestSenses(t *testing.T) {
	for _, r := range Default().Relations() {
		for _, tr := range r.Triggers {
			if tr.Sense != "" && !strings.HasPrefix(tr.Sense, tr.Lemma+".") {
				t.Errorf("%s: sense %q of %q", r.ID, tr.Sense, tr.Lemma)
			}
			if tr.Kind == Role && !slices.Contains(append(tr.Subject, tr.Object...), SlotHolder) {
				t.Errorf("%s: role %s has no holder", r.ID, tr.Lemma)
			}
		}
	}
}

func TestParseTrigger(t *testing.T) {
	got, err := parseTrigger(Verb, "take_over.12 subj>obj|from +control =ASSAULT/seize")
	if err != nil {
		t.Fatal(err)
	}
	if got.Lemma != "take_over" || got.Sense != "take_over.12" || !slices.Equal(got.Object, []string{"obj", "from"}) ||
		got.Needs[0][0] != "control" || got.Event != "ASSAULT" || got.Mode != "seize" {
		t.Errorf("%+v", got)
	}
	got, err = parseTrigger(Verb, "lead.02 obj +@as -team|squad subject=!Place|~crew %sentence=!game")
	if err != nil || len(got.May) != 2 || !slices.Equal(got.Without, []string{"team", "squad"}) || !got.May[1].Doubt ||
		got.May[0].String() != "subject=!Place|~crew" || got.May[1].String() != "%sentence=!game" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"", "meet with to", "meet obj||with", "meet +", "meet -", "meet object=", "meet object=!", "meet object=~", "meet object=somebody"} {
		if _, err := parseTrigger(Verb, bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	if _, err := parseTrigger(Noun, "talk"); err == nil {
		t.Error("a noun without slots: no error")
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("classes:\n  Ship: {parents: [Product]}\nrelations:\n  sails: {label: sails on, domain: [Person], range: [Ship], verbs: [sail.01 on]}\n  meets: {verbs: [bump into]}\n")
	s, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if !s.IsA("Ship", "Thing") || len(s.Triggers(Verb, "bump")) != 1 || len(s.Triggers(Verb, "meet")) == 0 {
		t.Error("the file does not extend the default")
	}
	if len(Default().Triggers(Verb, "bump")) != 0 {
		t.Error("the default has changed")
	}
	write("topics: {sea: [harbour], game: [regatta]}\nrelations:\n  meets: {verbs: [cross.01 obj sentence=!sea object=Person]}\n")
	if s, err = Load(path); err != nil || !s.About("sea", "harbour") || !s.About("game", "regatta") || !s.About("game", "playoff") || Default().About("game", "regatta") {
		t.Errorf("topics: %v", err)
	}
	write("extends: none\nclasses:\n  A: {}\nrelations:\n  r: {domain: [A], verbs: [do]}\n")
	if s, err = Load(path); err != nil || len(s.Relations()) != 1 {
		t.Errorf("extends none: %v", err)
	}
	write("relations:\n  meets: {replace: true, verbs: [see.01]}\n")
	if s, err = Load(path); err != nil || len(s.Triggers(Verb, "see")) != 1 || slices.ContainsFunc(s.Triggers(Verb, "meet"), func(t *Trigger) bool { return t.Relation == "meets" }) {
		t.Errorf("replace: %v", err)
	}
}

func TestLoadErrors(t *testing.T) {
	for _, c := range []struct {
		text, want string
		line       int
	}{
		{"colour: red\n", "unknown key", 1},
		{"relations:\n  r:\n    labl: x\n", "unknown key", 3},
		{"relations:\n  r:\n    parent: nobody\n", "no parent", 2},
		{"relations:\n  a: {parent: b}\n  b: {parent: a}\n", "ancestor", 2},
		{"relations:\n  a: {domain: [Nix]}\n", "no class", 2},
		{"relations:\n  a: {symmetric: true, inverse: b}\n", "inverse", 2},
		{"relations:\n  a: {inverse: meets}\n", "inverse", 2},
		{"relations:\n  a: {inverse: backedBy}\n", "inverse", 2},
		{"relations:\n  a: {symmetric: perhaps}\n", "true or false", 2},
		{"relations:\n  a: {event: DANCE}\n", "PLOVER", 2},
		{"relations:\n  a:\n    nouns:\n    - x of>to\n    - talk\n", "no slot", 5},
		{"relations:\n  a:\n    verbs:\n    - x obj\n    - y obj object=Nix\n", "no class \"Nix\"", 5},
		{"relations:\n  a:\n    verbs:\n    - y obj object=QQQ\n", "no sector", 4},
		{"relations:\n  a:\n    verbs:\n    - y obj sentence=!Nix\n", "no topic", 4},
		{"relations:\n  a:\n    verbs:\n    - y obj object=nix\n", "no test", 4},
		{"topics:\n  x: y\n", "list", 2},
		{"classes:\n  A: {parents: [B]}\n  B: {parents: [A]}\n", "ancestor", 2},
		{"classes:\n  A-B: {}\n", "letters", 2},
		{"heads:\n  GOV:\n    Nix: [x]\n", "no class", 3},
		{"heads:\n  GOV: {Person: [x]}\n  MIL: {Person: [x]}\n", "twice", 3},
		{"light: {up: [x]}\n", "unknown key", 1},
		{"extends: other\n", "neither", 1},
		{"- x\n", "expected keys", 1},
	} {
		_, err := Parse("f.yaml", []byte(c.text))
		var e *Error
		if !errors.As(err, &e) || e.Line != c.line || !strings.Contains(e.Msg, c.want) {
			t.Errorf("%q: error %v, want %q in line %d", c.text, err, c.want, c.line)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("relations:\n  r: {verbs: [see.01 obj|with +x =AID/food %sentence=!game object=!Person|~x -@as]}\n"))
	f.Add([]byte("classes: {A: {parents: [A]}}"))
	f.Add([]byte("a: &x\n  b: *x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := Parse("f", data); err == nil && s == nil {
			t.Error("neither a schema nor an error")
		}
	})
}
