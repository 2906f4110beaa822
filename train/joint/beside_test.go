package joint

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	model "kg/nlp/joint"
)

// TestReadRoles reads the arguments of two predicates: one of two words, one that goes on after the predicate, a
// reference, and a role that is not learned.
func TestReadRoles(t *testing.T) {
	const file = `# columns: id form lemma upos xpos head deprel roleset args...
# sent_id = one
1	old	old	ADJ	JJ	2	amod	_	B-ARG0	O
2	Holm	Holm	PROPN	NNP	5	nsubj	_	I-ARG0	O
3	,	,	PUNCT	,	2	punct	_	O	O
4	who	who	PRON	WP	6	nsubj	_	B-R-ARG0	O
5	ran	run	VERB	VBD	0	root	run.01	B-V	O
6	paints	paint	VERB	VBZ	2	acl	paint.01	O	B-V
7	today	today	NOUN	NN	6	obl	_	B-C-ARG0	B-ARGM-TMP
8	#	#	SYM	SYM	6	dep	_	O	B-ARGA

`
	path := filepath.Join(t.TempDir(), "roles.conll")
	if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := readRoles(path)
	if err != nil {
		t.Fatal(err)
	}
	role := indexOf(roles)
	want := []argument{{1, 4, role["ARG0"]}, {3, 4, role["R-ARG"]}, {6, 4, role["ARG0"]}, {6, 5, role["ARGM-TMP"]}}
	if !slices.Equal(got["one"], want) || len(got) != 1 {
		t.Errorf("arguments %v, not %v", got, want)
	}
}

// TestEntityHeads reads the types of mentions, one within another.
func TestEntityHeads(t *testing.T) {
	s := sentence{rows: []row{
		{form: "the", head: 2, misc: "Entity=(1-person-new-x"},
		{form: "mayor", head: 0},
		{form: "of", head: 4},
		{form: "Oslo", head: 2, misc: "Entity=(2-place-new-x)1)"},
		{form: "left", head: 2},
	}}
	types := indexOf(entityTypes)
	if got := entityHeads(s); !slices.Equal(got, []int16{0, types["person"], 0, types["place"], 0}) {
		t.Errorf("types %v", got)
	}
}

// TestReadSenses checks that words of one kind share senses and others do not.
func TestReadSenses(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared data")
	}
	s, err := readSenses(shared + "/../lexicon")
	if err != nil {
		t.Fatal(err)
	}
	common := func(a, b string) (n int) {
		for _, x := range s.of[a] {
			if slices.Contains(s.of[b], x) {
				n++
			}
		}
		return n
	}
	if a, b := common("senator", "governor"), common("senator", "river"); a < b+3 {
		t.Errorf("a senator has %d senses with a governor, %d with a river", a, b)
	}
	if a, b := common("demand", "request"), common("demand", "swim"); a < b+3 {
		t.Errorf("to demand has %d senses with to request, %d with to swim", a, b)
	}
	if n := s.number["class:37.7"]; !slices.Contains(s.of["say"], n) {
		t.Error("to say is not in its class")
	}
	words := []string{"senators", "governor", "river", "say"}
	var many []string
	for range senseWords {
		many = append(many, words...)
	}
	var hashes []uint32
	for _, w := range []string{"senator", "governor", "river", "say"} {
		hashes = append(hashes, model.LexiconHash(w))
	}
	slices.Sort(hashes)
	l := model.NewLexicon(hashes, []uint64{1, 1, 1, 1})
	addSenses(l, s, hashes, many)
	if f := model.NewVocabulary(nil, l).Features("senators"); len(f.Sense) == 0 {
		t.Error("a senator has no senses")
	}
}
