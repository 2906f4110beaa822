package nlp

import (
	"encoding/json"
	"testing"
)

func TestJSON(t *testing.T) {
	d := &Doc{
		Text:      "Ann left\xff.",
		Tokens:    []Token{{Span: Span{0, 3}, UPOS: "PROPN", Head: 1, Rel: "nsubj"}, {Span: Span{4, 9}, UPOS: "VERB", Head: Root, Rel: "root"}},
		Sentences: []Sentence{{Span: Span{0, 9}, Last: 2}},
		Mentions:  []Mention{{Span: Span{0, 3}, Last: 1, Class: Person, Chain: 0}},
		Times:     []Time{{Span: Span{4, 9}, First: 1, Last: 2, From: "2015-01-01", Precision: Day}},
		Has:       Tokens | Sentences | Tags | Tree,
	}
	got, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"text":"Ann left\ufffd.","layers":"tokens,sentences,tags,tree","tokens":[` +
		`{"start":0,"end":3,"text":"Ann","upos":"PROPN","head":1,"rel":"nsubj"},` +
		`{"start":4,"end":9,"text":"left\ufffd","upos":"VERB","head":-1,"rel":"root"}],` +
		`"sentences":[{"start":0,"end":9,"first":0,"last":2}],` +
		`"mentions":[{"start":0,"end":3,"first":0,"last":1,"text":"Ann","head":0,"kind":"name","class":"PER","chain":0}],` +
		`"times":[{"start":4,"end":9,"first":1,"last":2,"text":"left\ufffd","from":"2015-01-01","precision":"day"}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
