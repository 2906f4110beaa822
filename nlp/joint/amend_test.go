package joint

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kg/nlp"
)

// sketch makes a document of sentences that end with " . ", tokens "word", "word/2/nsubj" with the number of the head in the
// sentence from 1, 0 for the root, and a tag after it if it is not PROPN for a capital and NOUN for none. Names are
// "[PER … ]" around tokens. Where nothing is said, a token hangs on the one before it.
func sketch(t *testing.T, m *Model, text string) (*nlp.Doc, []named, *tagScores) {
	t.Helper()
	d := &nlp.Doc{}
	var found []named
	tags := newTagScores(0, len(m.inv.Names))
	class, first, sentence := "", 0, 0
	for f := range strings.FieldsSeq(text) {
		if strings.HasPrefix(f, "[") {
			class, first = f[1:], len(d.Tokens)
			continue
		}
		i := len(d.Tokens)
		if f == "]" {
			rows := make([]float32, (i-first)*len(m.inv.Names))
			n := m.named(d, first, i, rows)
			n.Class = nlp.Class(class)
			for c, name := range m.classes {
				if name == class {
					n.votes[c] = 1
				}
			}
			found = append(found, n)
			continue
		}
		part := strings.Split(f, "/")
		if d.Text != "" {
			d.Text += " "
		}
		start := len(d.Text)
		d.Text += part[0]
		tok := nlp.Token{Span: nlp.Span{Start: start, End: len(d.Text)}, Head: i - 1, Rel: "dep", UPOS: "NOUN"}
		if i == sentence {
			tok.Head = nlp.Root
		}
		if capitalised(part[0]) {
			tok.UPOS = "PROPN"
		}
		if len(part) > 2 {
			h, err := strconv.Atoi(part[1])
			if err != nil {
				t.Fatal(err)
			}
			if tok.Head, tok.Rel = sentence+h-1, part[2]; h == 0 {
				tok.Head = nlp.Root
			}
		}
		if len(part) > 3 {
			tok.UPOS = part[3]
		}
		d.Tokens = append(d.Tokens, tok)
		tags.at = append(tags.at, -1)
		if part[0] == "." {
			d.Sentences = append(d.Sentences, nlp.Sentence{Span: nlp.Span{Start: d.Tokens[sentence].Start, End: len(d.Text)}, First: sentence, Last: i + 1})
			sentence = i + 1
		}
	}
	return d, found, tags
}

func TestAmend(t *testing.T) {
	classes := []string{"PER", "ORG", "LOC", "NORP", "EVENT", "MISC"}
	lex := map[string]uint64{"san rafael": 1 << LexCity, "chile": 1 << LexCountry, "south": 1 << LexCapital, "senator": 1 << lexPersonNoun, "waiter": 1 << lexPersonNoun}
	l := lexiconOf(lex)
	m := &Model{inv: Inventory{Names: NameTags(classes)}, classes: classes, voc: NewVocabulary(nil, l)}
	for _, c := range []struct{ text, want string }{
		{"write to [PER Ann Berg ab@mail.example ] today .", "PER:Ann Berg"},
		{"see [ORG www.mail.example ] today .", ""},
		{"the [LOC Halden/3/compound ] Connector/3/nsubj runs/0/root/VERB .", "ORG:Halden Connector"},
		{"the [LOC Halden/3/compound ] Bridge/4/nsubj fell/0/root/VERB .", "LOC:Halden Bridge"},
		{"the [LOC Halden/3/compound ] bridge/4/nsubj fell/0/root/VERB .", "LOC:Halden"},
		{"the [LOC Halden/3/compound ] Senator/4/nsubj fell/0/root/VERB .", "LOC:Halden"},
		{"the [LOC Halden/3/compound ] District/4/compound Senator/5/compound [PER Reed/6/nsubj ] fell/0/root/VERB .", "LOC:Halden PER:Reed"},
		{"the [LOC Halden/3/compound ] Marathon/4/nsubj ended/0/root/VERB .", "EVENT:Halden Marathon"},
		{"the [NORP Danish/3/amod ] Constitution/4/nsubj ended/0/root/VERB .", "MISC:Danish Constitution"},
		{"the [ORG Port/7/nsubj Authority/2/flat ] of/6/case the/6/det [LOC Halden/2/nmod ] met/0/root/VERB .", "ORG:Port Authority of the Halden"},
		{"[ORG Bolt/5/nsubj ] of/3/case [LOC Halden/1/nmod ] met/0/root/VERB .", "ORG:Bolt LOC:Halden"},
		{"the/3/det [LOC Eastern/3/amod District/0/root ] of/5/case [LOC Chile/3/nmod ] .", "LOC:Eastern District of Chile"},
		{"the/3/det [LOC Eastern/3/amod Cape/0/root ] of/5/case [LOC Chile/3/nmod ] .", "LOC:Eastern Cape LOC:Chile"},
		{"the/3/det [ORG Danish/3/amod Ministry/8/nsubj ] of/6/case Harbour/6/compound Affairs/3/nmod then/8/advmod met/0/root/VERB .", "ORG:Danish Ministry of Harbour Affairs"},
		{"the/3/det [ORG Danish/3/amod Firm/8/nsubj ] of/6/case Harbour/6/compound Affairs/3/nmod then/8/advmod met/0/root/VERB .", "ORG:Danish Firm"},
		{"in [LOC San Rafael Chile ] now .", "LOC:San Rafael LOC:Chile"},
		{"in [LOC South Chile ] now .", "LOC:South Chile"},
		{"the [ORG Harbour Workers Union ] met . then HWU struck . HWO won .", "ORG:Harbour Workers Union ORG:HWU"},
		{"a talk on [ORG TSR ] and the Theory of Steam Railways ended .", "ORG:TSR ORG:Theory of Steam Railways"},
		{"[PER Nordbank/4/nsubj ] is/4/cop a/4/det bank/0/root now .", "ORG:Nordbank"},
		{"the/3/det [PER Nordbank/3/compound ] chain/4/nsubj/NOUN rose/0/root/VERB .", "ORG:Nordbank"},
		{"the/3/det [PER Nordbank/3/compound ] team/4/nsubj/NOUN rose/0/root/VERB .", "PER:Nordbank"},
		{"[PER Nordbank/4/nsubj ] a/3/det bank/1/appos fell/0/root/VERB . [PER Nordbank/2/nsubj ] rose/0/root/VERB .", "ORG:Nordbank ORG:Nordbank"},
		{"the village/5/nsubj of/4/case [PER Halden/2/nmod ] burned/0/root/VERB .", "LOC:Halden"},
		{"[LOC Halden/3/nsubj:pass ] was/3/aux born/0/root/VERB .", "PER:Halden"},
		{"[LOC Halden/2/nsubj ] hired/0/root/VERB waiter/5/compound [LOC Vik/2/obj ] .", "LOC:Halden LOC:Vik"},
		{"[LOC Halden/2/nsubj ] hired/0/root/VERB waiter/4/compound [LOC Vik/2/obj ] .", "LOC:Halden PER:Vik"},
	} {
		d, found, tags := sketch(t, m, c.text)
		found = m.amend(d, found, tags)
		found = m.acronyms(d, found, tags)
		m.context(d, found)
		m.agree(d, found)
		var got []string
		for _, f := range found {
			got = append(got, string(f.Class)+":"+d.Slice(f.Span))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

// lexiconOf is a lexicon of lowered words with their classes.
func lexiconOf(words map[string]uint64) *Lexicon {
	byHash := map[uint32]uint64{}
	for w, c := range words {
		byHash[LexiconHash(w)] = c
	}
	hashes := slices.Sorted(maps.Keys(byHash))
	classes := make([]uint64, len(hashes))
	for i, h := range hashes {
		classes[i] = byHash[h]
	}
	return NewLexicon(hashes, classes)
}
