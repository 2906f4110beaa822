package coref

import "strings"

// sayVerbs holds verbs that introduce what someone says.
var sayVerbs = map[string]bool{
	"say": true, "tell": true, "add": true, "ask": true, "announce": true, "claim": true, "write": true, "state": true, "explain": true,
	"note": true, "warn": true, "reply": true, "declare": true, "insist": true, "tweet": true, "argue": true, "comment": true, "continue": true,
	"respond": true, "conclude": true, "recall": true, "remark": true, "admit": true, "stress": true, "urge": true, "report": true, "call": true,
	"describe": true, "answer": true, "think": true, "believe": true, "post": true, "shout": true, "testify": true, "observe": true,
}

// findQuotes numbers the quotes of the text and finds who speaks in each: the subject of a verb of saying
// outside the quote, in the sentence where it ends, else where it begins. A quote that is not closed ends
// with its paragraph.
func (a *analysis) findQuotes() {
	d := a.doc
	a.quotes = make([]int32, len(d.Tokens))
	a.speakers = []int{-1} // of quote 0, which is none
	open, start := false, 0
	for i := range d.Tokens {
		if open && strings.Contains(d.Text[d.Tokens[i-1].End:d.Tokens[i].Start], "\n\n") {
			open = false
		}
		opens, closes := false, false
		switch a.lower[i] {
		case "“", "``", "„", "«":
			opens = true
		case "”", "''", "»":
			closes = open
		case "\"":
			opens, closes = !open, open
		}
		if opens {
			open, start = true, i
			a.speakers = append(a.speakers, -1)
		}
		if open {
			a.quotes[i] = int32(len(a.speakers) - 1)
		}
		if closes {
			open = false
			a.speakers[len(a.speakers)-1] = a.speaker(start, i)
		}
	}
}

// speaker is the token that heads who speaks between the marks at tokens start and end, or -1.
func (a *analysis) speaker(start, end int) int {
	d := a.doc
	for _, si := range []int{d.SentenceOf(end), d.SentenceOf(start)} {
		s := d.Sentences[si]
		for k := s.First; k < s.Last; k++ {
			if k >= start && k <= end || !sayVerbs[a.lemma[k]] {
				continue
			}
			for _, c := range a.children[k] {
				if base(d.Tokens[c].Rel) == "nsubj" && (c < start || c > end) {
					return c
				}
			}
		}
	}
	return -1
}
