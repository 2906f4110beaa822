package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/extract"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/resolve"
	"kg/resolve/gazetteer"
)

// LinkedDoc is a document whose mentions have been linked to an encyclopedia by hand.
type LinkedDoc struct {
	ID     string
	Doc    *nlp.Doc // the text; tokens and sentences too where they are gold
	Linked []Linked // in text order
	Part   nlp.Span // where mentions have been linked

	annotated *annotated
}

// annotated is a document as the pipeline annotates it, once for all scores.
type annotated struct{ pieces, raw *nlp.Doc }

// annotate is the document with every layer, from the gold tokens or from the text. The caller may change its mentions.
func (l *LinkedDoc) annotate(p *nlp.Pipeline, pieces bool) (*nlp.Doc, error) {
	at := &l.annotated.raw
	if pieces {
		at = &l.annotated.pieces
	}
	if *at == nil {
		d := &nlp.Doc{Text: l.Doc.Text, Date: l.Doc.Date}
		if pieces {
			d.Tokens, d.Sentences, d.Has = slices.Clone(l.Doc.Tokens), slices.Clone(l.Doc.Sentences), l.Doc.Has
		}
		if err := p.Run(d); err != nil {
			return nil, fmt.Errorf("document %s: %w", l.ID, err)
		}
		*at = d
	}
	d := **at
	d.Mentions = slices.Clone(d.Mentions)
	return &d, nil
}

// Linked is a mention with what it was linked to.
type Linked struct {
	nlp.Span
	Link string // the title of a page, "Q30"
}

// GUMLinks reads the mentions of CoNLL-U files in the form of GUM that have a page in Wikipedia.
func GUMLinks(f *conllu.File) ([]LinkedDoc, error) {
	var out []LinkedDoc
	for _, d := range f.Docs {
		entities, err := Entities(d)
		if err != nil {
			return nil, fmt.Errorf("document %s: %w", d.ID, err)
		}
		doc, page := d.Bare(), pages(d)
		l := LinkedDoc{ID: d.ID, Doc: doc, Part: nlp.Span{End: len(doc.Text)}, annotated: &annotated{}}
		for _, e := range entities {
			if to := page[e.Chain]; to != "" {
				l.Linked = append(l.Linked, Linked{nlp.Span{Start: doc.Tokens[e.First].Start, End: doc.Tokens[e.Last-1].End}, to})
			}
		}
		l.sort()
		out = append(out, l)
	}
	return out, nil
}

// pages gives the page of each chain that has one: the last field of the Entity key of its mentions.
func pages(d *conllu.Document) map[string]string {
	out := map[string]string{}
	for si := range d.Sentences {
		for ri := range d.Sentences[si].Rows {
			v, _ := d.Sentences[si].Rows[ri].Value("Entity")
			for part := range strings.SplitSeq(v, "(") {
				part, _, _ = strings.Cut(part, ")")
				f := strings.Split(part, "-")
				if len(f) > 7 {
					chain, _, _ := strings.Cut(f[0], "[")
					out[chain] = strings.Join(f[7:], "-")
				}
			}
		}
	}
	return out
}

func (l *LinkedDoc) sort() {
	slices.SortStableFunc(l.Linked, func(a, b Linked) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	l.Linked = slices.CompactFunc(l.Linked, func(a, b Linked) bool { return a.Span == b.Span })
}

// FairLinks reads a file of the fair entity linking benchmarks: a document a line, spans in characters. Mentions that
// are optional, or of what has no item, are left out.
func FairLinks(path string) ([]LinkedDoc, error) {
	h, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	var out []LinkedDoc
	sc := bufio.NewScanner(h)
	sc.Buffer(nil, 1<<24)
	for line := 1; sc.Scan(); line++ {
		var r struct {
			ID     int64  `json:"id"`
			Text   string `json:"text"`
			Part   [2]int `json:"evaluation_span"`
			Labels []struct {
				Span     [2]int `json:"span"`
				Entity   string `json:"entity_id"`
				Optional bool   `json:"optional"`
				Type     string `json:"type"`
			} `json:"labels"`
		}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		at := byteOffsets(r.Text)
		span := func(s [2]int) (nlp.Span, bool) {
			if s[0] < 0 || s[1] >= len(at) || s[0] >= s[1] {
				return nlp.Span{}, false
			}
			return nlp.Span{Start: at[s[0]], End: at[s[1]]}, true
		}
		l := LinkedDoc{ID: fmt.Sprint(r.ID), Doc: &nlp.Doc{Text: r.Text}, annotated: &annotated{}}
		l.Part, _ = span(r.Part)
		for _, x := range r.Labels {
			if s, ok := span(x.Span); ok && !x.Optional && strings.HasPrefix(x.Entity, "Q") && x.Type != "DATETIME" && x.Type != "QUANTITY" {
				l.Linked = append(l.Linked, Linked{s, x.Entity})
			}
		}
		l.sort()
		out = append(out, l)
	}
	return out, sc.Err()
}

// byteOffsets gives the byte at which each character of s begins, and its end.
func byteOffsets(s string) []int {
	out := make([]int, 0, len(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}

// DocSpan is a mention of a document of a set.
type DocSpan struct {
	Doc string
	nlp.Span
}

// Given says which mentions LinkScore tells the resolver of.
type Given uint8

// What may be given.
const (
	GivenAll   Given = iota // all that are linked: names, descriptions, pronouns
	GivenNames              // of these the names alone, and only they count
	Found                   // none
)

func (g Given) String() string { return [...]string{"given", "given-names", "found"}[g] }

// LinkScore compares the groups that r makes of the linked mentions of all docs with those that have one link. Where
// mentions are given, r is told the spans of the names, but neither what class they are of nor which belong together;
// else it has the mentions that p finds, and a linked mention that p does not find is in no group.
func LinkScore(p *nlp.Pipeline, r *resolve.Resolver, docs []LinkedDoc, mode Given) (*CorefScore, error) {
	given := mode != Found
	gold, system := map[string][]DocSpan{}, map[string][]DocSpan{}
	var goldOrder, systemOrder []string
	put := func(m map[string][]DocSpan, order *[]string, key string, s DocSpan) {
		if m[key] == nil {
			*order = append(*order, key)
		}
		m[key] = append(m[key], s)
	}
	annotated := make([]*nlp.Doc, len(docs))
	inside := make([][]resolve.Inside, len(docs))
	wanted := make([][]Linked, len(docs))
	var readings []*resolve.Reading
	for n, l := range docs {
		d, err := l.annotate(p, given)
		if err != nil {
			return nil, err
		}
		wanted[n] = l.Linked
		if mode == GivenNames {
			wanted[n] = nil
			for _, g := range l.Linked {
				if first, last := tokensOf(d, g.Span); first >= 0 && isNamed(d, first, last) {
					wanted[n] = append(wanted[n], g)
				}
			}
		}
		if given {
			if err := giveMentions(p, d, wanted[n]); err != nil {
				return nil, fmt.Errorf("document %s: %w", l.ID, err)
			}
		}
		meta := resolve.Meta{ID: l.ID}
		res := r.Resolve(d, []extract.Claim{}, meta)
		readings = append(readings, r.Read(d, res, meta))
		annotated[n], inside[n] = d, res.Inside
	}
	union := r.Across(readings)
	for n, l := range docs {
		d := annotated[n]
		found := matcher(d, inside[n])
		for _, g := range wanted[n] {
			s := DocSpan{l.ID, g.Span}
			put(gold, &goldOrder, g.Link, s)
			i, ok := found(g.Span)
			if !ok && !given {
				continue
			}
			group := 0
			if ok {
				group, ok = union.Group(l.ID, i)
			}
			id := fmt.Sprint(group)
			if !ok {
				// What has no name is the same where it has the same words: "iodine" is iodine.
				id = fmt.Sprint("\x00", l.ID, g.Span)
				if k := gazetteer.Key(d.Slice(g.Span)); given && !strings.HasPrefix(strings.ToLower(d.Slice(g.Span)), "the ") && len(k) > 5 {
					id = "\x00" + k
				}
			}
			put(system, &systemOrder, id, s)
		}
	}
	var g, s Chains[DocSpan]
	for _, k := range goldOrder {
		g = append(g, gold[k])
	}
	for _, k := range systemOrder {
		s = append(s, system[k])
	}
	score := &CorefScore{}
	AddChains(score, g, s)
	return score, nil
}

// matcher finds the mention of d that a linked span is: the one with its words, or else the one with its head, as annotators
// differ over what belongs to a phrase (the head match of Nedoluzhko et al. 2022, CorefUD). After the mentions count the names
// within names.
func matcher(d *nlp.Doc, inside []resolve.Inside) func(nlp.Span) (int, bool) {
	bySpan, byHead := map[nlp.Span]int{}, map[int]int{}
	for i, m := range d.Mentions {
		for _, s := range []nlp.Span{m.Span, bare(d, m.Span)} {
			if old, ok := bySpan[s]; !ok || m.Kind == nlp.Name && d.Mentions[old].Kind != nlp.Name {
				bySpan[s] = i
			}
		}
		if old, ok := byHead[m.Head]; !ok || m.Kind == nlp.Name && d.Mentions[old].Kind != nlp.Name {
			byHead[m.Head] = i
		}
	}
	for i, in := range inside {
		for _, s := range []nlp.Span{in.Span, bare(d, in.Span)} {
			if _, ok := bySpan[s]; !ok {
				bySpan[s] = len(d.Mentions) + i
			}
		}
	}
	return func(s nlp.Span) (int, bool) {
		i, ok := bySpan[s]
		if !ok {
			i, ok = bySpan[bare(d, s)]
		}
		if !ok {
			if first, last := tokensOf(d, s); first < last {
				i, ok = byHead[headOf(d, first, last)]
			}
		}
		return i, ok
	}
}

// tokensOf is the run of tokens that lie in a span.
func tokensOf(d *nlp.Doc, s nlp.Span) (first, last int) {
	first, last = -1, -1
	for i, t := range d.Tokens {
		if t.Start >= s.Start && t.End <= s.End {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	return first, last
}

// bare is a span without "the" before and a possessive after it, over which annotators differ.
func bare(d *nlp.Doc, s nlp.Span) nlp.Span {
	t := d.Text[s.Start:s.End]
	if len(t) > 4 && strings.EqualFold(t[:4], "the ") {
		s.Start += 4
	}
	for _, end := range []string{"'s", "’s"} {
		if strings.HasSuffix(t, end) && s.Len() > len(end) {
			s.End -= len(end)
		}
	}
	return s
}

// giveMentions puts the given names into d, with the class of the name that was found where each is, and lets p find the
// pronouns and descriptions anew, and what belongs together.
func giveMentions(p *nlp.Pipeline, d *nlp.Doc, given []Linked) error {
	var names []nlp.Mention
	for _, g := range given {
		first, last := tokensOf(d, g.Span)
		if first < 0 {
			continue
		}
		if !isNamed(d, first, last) {
			continue
		}
		first, last = nameIn(d, first, last)
		m := nlp.Mention{Span: nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End}, First: first, Last: last, Head: headOf(d, first, last), Class: nlp.Other, Chain: -1, Score: 1}
		for _, f := range d.Mentions {
			if f.Span.Overlaps(m.Span) && (f.Kind == nlp.Name || f.Span == m.Span) && (m.Chain < 0 || f.Head == m.Head) {
				m.Chain = f.Chain
				if f.Kind == nlp.Name {
					m.Class = f.Class
				}
			}
		}
		if !slices.ContainsFunc(names, func(o nlp.Mention) bool { return o.Span == m.Span }) {
			names = append(names, m)
		}
	}
	var out []nlp.Mention
	for _, f := range d.Mentions {
		if f.Kind == nlp.Name && slices.ContainsFunc(names, func(m nlp.Mention) bool { return m.Overlaps(f.Span) }) {
			continue
		}
		if slices.ContainsFunc(names, func(m nlp.Mention) bool { return m.Span == f.Span }) {
			continue
		}
		out = append(out, f)
	}
	out = append(out, names...)
	slices.SortStableFunc(out, func(a, b nlp.Mention) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	d.Mentions = out
	d.Has &^= nlp.Coref
	return p.Run(d)
}

// headOf is the token of a run that depends on none of the others.
func headOf(d *nlp.Doc, first, last int) int {
	for i := first; i < last; i++ {
		if h := d.Tokens[i].Head; h < first || h >= last {
			return i
		}
	}
	return last - 1
}

// isNamed reports whether a run of tokens is a name: what heads it has a capital that is not only a sentence's.
func isNamed(d *nlp.Doc, first, last int) bool {
	head := headOf(d, first, last)
	h := d.Tokens[head]
	w := d.Text[h.Start:h.End]
	if len(w) > 1 && w != strings.ToLower(w) && w == strings.ToUpper(w) {
		return true
	}
	switch h.UPOS {
	case "PROPN":
		return true
	case "PRON", "DET":
		return false
	}
	r, _ := utf8.DecodeRuneInString(w)
	s := d.SentenceOf(head)
	return r >= 'A' && r <= 'Z' && s < len(d.Sentences) && d.Sentences[s].First != head
}

// nameIn is the name that heads a longer phrase: the run of words around the head, from the first with a capital that
// belongs to it, without what an aside, a clause or a bracket adds. "John Gray, a poet who …" is "John Gray".
func nameIn(d *nlp.Doc, first, last int) (int, int) {
	head := headOf(d, first, last)
	part := func(i int) bool {
		t := d.Tokens[i]
		r, _ := utf8.DecodeRuneInString(d.Word(i))
		return t.UPOS == "PROPN" || unicode.IsUpper(r) && t.UPOS != "DET" && t.UPOS != "PRON" || t.UPOS == "NUM"
	}
	linked := func(i int) bool { // a small word inside a name: "of", "the", "and", "-"
		switch t := d.Tokens[i]; t.UPOS {
		case "ADP", "DET", "CCONJ":
			return d.Word(i) == strings.ToLower(d.Word(i)) && len(d.Word(i)) <= 3
		case "PUNCT":
			return strings.Trim(d.Word(i), ".-–'’&") == ""
		case "PART", "SYM":
			return true
		}
		return false
	}
	from, to := head, head+1
	for i := head - 1; i >= first; i-- {
		if part(i) {
			from = i
		} else if !linked(i) {
			break
		}
	}
	for i := head + 1; i < last; i++ {
		if part(i) {
			to = i + 1
		} else if !linked(i) {
			break
		}
	}
	if to < last && possessive(d.Word(to)) {
		to++
	}
	return from, to
}

func possessive(w string) bool { return w == "'s" || w == "’s" || w == "'" || w == "’" }
