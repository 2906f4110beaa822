package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/resolve"
	"kg/resolve/gazetteer"
)

// ECBDoc is a document of ECB+ with its entity mentions.
type ECBDoc struct {
	ID, Topic string
	Doc       *nlp.Doc // tokens and sentences
	Mentions  []ECBMention
}

// ECBMention is a run of tokens and the chain, across documents, that it is of.
type ECBMention struct {
	First, Last int
	Chain       string
}

// ReadECB reads ECB+ as JSON lines: {"doc_id","topic","sentences":[{"sent_id","tokens"}],"entities":[{"sent_id","tokens","chain"}]}.
// Mentions of several runs of tokens are taken as one from the first to the last; times are left out.
func ReadECB(path string) ([]ECBDoc, error) {
	h, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	var out []ECBDoc
	sc := bufio.NewScanner(h)
	sc.Buffer(nil, 1<<24)
	for line := 1; sc.Scan(); line++ {
		var r struct {
			ID        string `json:"doc_id"`
			Topic     string
			Sentences []struct {
				ID     int `json:"sent_id"`
				Tokens []string
			}
			Entities []struct {
				Sentence int `json:"sent_id"`
				Tokens   []int
				Type     string
				Chain    string
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		d := ECBDoc{ID: r.ID, Topic: r.Topic, Doc: &nlp.Doc{Has: nlp.Tokens | nlp.Sentences}}
		first := map[int]int{}
		var text strings.Builder
		for _, s := range r.Sentences {
			first[s.ID] = len(d.Doc.Tokens)
			start := len(d.Doc.Tokens)
			for _, w := range s.Tokens {
				if text.Len() > 0 {
					text.WriteByte(' ')
				}
				at := text.Len()
				text.WriteString(w)
				d.Doc.Tokens = append(d.Doc.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: text.Len()}})
			}
			if end := len(d.Doc.Tokens); end > start {
				d.Doc.Sentences = append(d.Doc.Sentences, nlp.Sentence{First: start, Last: end,
					Span: nlp.Span{Start: d.Doc.Tokens[start].Start, End: d.Doc.Tokens[end-1].End}})
			}
		}
		d.Doc.Text = text.String()
		seen := map[[2]int]bool{}
		for _, e := range r.Entities {
			base, ok := first[e.Sentence]
			if !ok || len(e.Tokens) == 0 || strings.HasPrefix(e.Type, "TIM") {
				continue
			}
			m := ECBMention{First: base + e.Tokens[0], Last: base + e.Tokens[len(e.Tokens)-1] + 1, Chain: e.Chain}
			if m.Last > len(d.Doc.Tokens) || m.First >= m.Last || seen[[2]int{m.First, m.Last}] {
				continue
			}
			seen[[2]int{m.First, m.Last}] = true
			d.Mentions = append(d.Mentions, m)
		}
		out = append(out, d)
	}
	return out, sc.Err()
}

// ECBScore compares chains across documents, mentions given, and beside it the baseline that takes mentions with one head
// lemma for one. What r has no thing
// for is grouped by its head and what its article tells of.
func ECBScore(p *nlp.Pipeline, r *resolve.Resolver, docs []ECBDoc) (score, baseline *CorefScore, err error) {
	gold, system, same := map[string][]DocSpan{}, map[string][]DocSpan{}, map[string][]DocSpan{}
	orders := [3][]string{}
	put := func(k int, m map[string][]DocSpan, key string, s DocSpan) {
		if m[key] == nil {
			orders[k] = append(orders[k], key)
		}
		m[key] = append(m[key], s)
	}
	given := make([]nlp.Doc, len(docs))
	var readings []*resolve.Reading
	for k, e := range docs {
		d := e.Doc
		if d.Has&nlp.Coref == 0 {
			if err := p.Run(d); err != nil {
				return nil, nil, fmt.Errorf("document %s: %w", e.ID, err)
			}
		}
		given[k] = *d
		given[k].Mentions = append([]nlp.Mention(nil), d.Mentions...)
		var linked []Linked
		for _, m := range e.Mentions {
			linked = append(linked, Linked{Span: nlp.Span{Start: d.Tokens[m.First].Start, End: d.Tokens[m.Last-1].End}})
		}
		if err := giveMentions(p, &given[k], linked); err != nil {
			return nil, nil, fmt.Errorf("document %s: %w", e.ID, err)
		}
		meta := resolve.Meta{ID: e.ID}
		readings = append(readings, r.Read(&given[k], r.Resolve(&given[k], []extract.Claim{}, meta), meta))
	}
	union := r.Across(readings)
	for k, e := range docs {
		d := e.Doc
		find := matcher(&given[k], nil)
		for _, m := range e.Mentions {
			span := nlp.Span{Start: d.Tokens[m.First].Start, End: d.Tokens[m.Last-1].End}
			s := DocSpan{e.ID, span}
			head := "\x00" + gazetteer.Key(d.Tokens[headOf(d, m.First, m.Last)].Lemma)
			put(0, gold, m.Chain, s)
			put(2, same, head, s)
			id := fmt.Sprint(head, "\x00", union.Story(e.ID))
			i, ok := find(span)
			if k := relative(d, headOf(d, m.First, m.Last)); !ok && k >= 0 {
				i, ok = find(d.Tokens[k].Span)
			}
			if ok {
				if g, ok := union.Group(e.ID, i); ok {
					id = fmt.Sprint(g)
				}
			}
			put(1, system, id, s)
		}
	}
	chains := func(k int, m map[string][]DocSpan) (c Chains[DocSpan]) {
		for _, key := range orders[k] {
			c = append(c, m[key])
		}
		return c
	}
	score, baseline = &CorefScore{}, &CorefScore{}
	AddChains(score, chains(0, gold), chains(1, system))
	AddChains(baseline, chains(0, gold), chains(2, same))
	return score, baseline, nil
}

// relative is the noun that a relative pronoun stands for, "the man who left": what its clause hangs on; -1 for another word.
func relative(d *nlp.Doc, i int) int {
	if !strings.HasPrefix(d.Tokens[i].XPOS, "W") {
		return -1
	}
	for h := d.Tokens[i].Head; h != nlp.Root; h = d.Tokens[h].Head {
		if d.Tokens[h].Rel == "acl:relcl" {
			return d.Tokens[h].Head
		}
	}
	return -1
}
