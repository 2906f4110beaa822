package eval

import (
	"fmt"
	"strings"

	"kg/nlp/conllu"
)

// Span is a run of tokens of a document, [First,Last).
type Span struct{ First, Last int }

// Entity is a mention as the Entity key of CoNLL-U writes it.
type Entity struct {
	Span
	Chain string
	Type  string // "person", "place" … in GUM
	Link  string // "coref", "ana", "appos", "sgl" …: how it refers back, in GUM
}

// Entities reads the mentions that the rows of d have in the Entity key of their last column, in the form of
// CorefUD and GUM: "(12-person-giv:act-cf1-1-coref" opens a mention of chain 12, "12)" closes it, and one of a
// single token is in brackets. The mentions come in the order in which they close.
func Entities(d *conllu.Document) ([]Entity, error) {
	var out []Entity
	token := 0
	var open []Entity
	for si := range d.Sentences {
		s := &d.Sentences[si]
		for ri := range s.Rows {
			r := &s.Rows[ri]
			if r.Kind != conllu.Word {
				continue
			}
			token++
			v, ok := r.Value("Entity")
			if !ok {
				continue
			}
			for v != "" {
				end := 1
				if v[0] == '(' {
					for end < len(v) && v[end] != '(' && v[end] != ')' {
						end++
					}
					e := entity(v[1:end])
					e.First = token - 1
					v = v[end:]
					if strings.HasPrefix(v, ")") {
						e.Last = token
						out = append(out, e)
						v = v[1:]
					} else {
						open = append(open, e)
					}
					continue
				}
				end = strings.IndexByte(v, ')')
				if end < 0 {
					return nil, fmt.Errorf("line %d: entity %q is not closed", r.Line, v)
				}
				chain, _, _ := strings.Cut(v[:end], "-")
				v = v[end+1:]
				k := len(open) - 1
				for k >= 0 && open[k].Chain != chain {
					k--
				}
				if k < 0 {
					return nil, fmt.Errorf("line %d: entity %q closes and was not open", r.Line, chain)
				}
				e := open[k]
				e.Last = token
				out = append(out, e)
				open = append(open[:k], open[k+1:]...)
			}
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("entity %q is not closed", open[0].Chain)
	}
	return out, nil
}

// entity reads the fields of an opening bracket. A part of a discontinuous mention is a mention.
func entity(s string) Entity {
	f := strings.Split(s, "-")
	e := Entity{Chain: f[0]}
	if i := strings.IndexByte(e.Chain, '['); i >= 0 {
		e.Chain = e.Chain[:i]
	}
	if len(f) > 1 {
		e.Type = f[1]
	}
	for _, x := range f[min(2, len(f)):min(len(f), 8)] {
		switch x {
		case "coref", "ana", "appos", "sgl", "pred", "disc", "cata":
			e.Link = x
		}
	}
	return e
}

// GoldChains is the chains of entities, in the order in which they first occur.
func GoldChains(entities []Entity) Chains[Span] {
	var out Chains[Span]
	index := map[string]int{}
	for _, e := range entities {
		i, ok := index[e.Chain]
		if !ok {
			i = len(out)
			index[e.Chain] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], e.Span)
	}
	return out
}
