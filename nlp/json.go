package nlp

import "encoding/json"

// MarshalJSON writes d as an object: text, date, the layers it has, and a list of tokens, sentences, mentions
// and times each. Spans are byte offsets, even where the text is not valid UTF-8 and JSON replaces bytes of
// it. Heads and ranges are indexes of tokens; the head of a root is -1.
func (d *Doc) MarshalJSON() ([]byte, error) {
	type token struct {
		Start int     `json:"start"`
		End   int     `json:"end"`
		Text  string  `json:"text"`
		Lemma string  `json:"lemma,omitempty"`
		UPOS  string  `json:"upos,omitempty"`
		XPOS  string  `json:"xpos,omitempty"`
		Head  *int    `json:"head,omitempty"`
		Rel   string  `json:"rel,omitempty"`
		Score float32 `json:"score,omitempty"`
	}
	type sentence struct {
		Start int `json:"start"`
		End   int `json:"end"`
		First int `json:"first"`
		Last  int `json:"last"`
	}
	type mention struct {
		sentence
		Text  string  `json:"text"`
		Head  int     `json:"head"`
		Kind  string  `json:"kind"`
		Class Class   `json:"class,omitempty"`
		Chain *int    `json:"chain,omitempty"`
		Score float32 `json:"score,omitempty"`
	}
	type time struct {
		sentence
		Text      string    `json:"text"`
		From      string    `json:"from,omitempty"`
		To        string    `json:"to,omitempty"`
		Precision Precision `json:"precision"`
	}
	out := struct {
		Text      string     `json:"text"`
		Date      string     `json:"date,omitempty"`
		Layers    string     `json:"layers"`
		Tokens    []token    `json:"tokens"`
		Sentences []sentence `json:"sentences"`
		Mentions  []mention  `json:"mentions,omitempty"`
		Times     []time     `json:"times,omitempty"`
	}{
		Text: d.Text, Date: d.Date, Layers: d.Has.String(),
		Tokens: make([]token, len(d.Tokens)), Sentences: make([]sentence, len(d.Sentences)),
	}
	for i, t := range d.Tokens {
		out.Tokens[i] = token{t.Start, t.End, d.Slice(t.Span), t.Lemma, t.UPOS, t.XPOS, nil, t.Rel, t.Score}
		if d.Has&Tree != 0 {
			out.Tokens[i].Head = &d.Tokens[i].Head
		}
	}
	for i, s := range d.Sentences {
		out.Sentences[i] = sentence{s.Start, s.End, s.First, s.Last}
	}
	for i, m := range d.Mentions {
		at := sentence{m.Start, m.End, m.First, m.Last}
		out.Mentions = append(out.Mentions, mention{at, d.Slice(m.Span), m.Head, m.Kind.String(), m.Class, nil, m.Score})
		if m.Chain >= 0 {
			out.Mentions[i].Chain = &d.Mentions[i].Chain
		}
	}
	for _, t := range d.Times {
		at := sentence{t.Start, t.End, t.First, t.Last}
		out.Times = append(out.Times, time{at, d.Slice(t.Span), t.From, t.To, t.Precision})
	}
	return json.Marshal(out)
}
