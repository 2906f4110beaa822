package joint

import (
	"strings"

	model "kg/nlp/joint"
)

// gumClasses are the classes of names that may name an entity of one of GUM's types.
var gumClasses = map[string][]string{
	"person": {"PER", "NORP"}, "organization": {"ORG", "NORP"}, "place": {"LOC"}, "event": {"EVENT"},
	"abstract": {"WORK", "MISC", "ORG", "NORP"}, "object": {"WORK", "MISC"}, "substance": {"MISC"}, "animal": {"PER", "MISC"},
	"plant": {"MISC"}, "time": {"O"},
}

// entity is a mention of GUM.
type entity struct {
	kind        string
	first, last int // last is the last token, not the one after it
	head        int
}

// gumEntities reads the mentions of a sentence from the Entity attribute of its tokens. A mention that goes on
// in another sentence is left out.
func gumEntities(s sentence) []entity {
	var out []entity
	type open struct {
		id, kind string
		first    int
	}
	var stack []open
	for i, r := range s.rows {
		var v string
		for _, f := range strings.Split(r.misc, "|") {
			if x, ok := strings.CutPrefix(f, "Entity="); ok {
				v = x
			}
		}
		for v != "" {
			if v[0] == '(' {
				end := 1 + strings.IndexAny(v[1:], "()")
				if end == 0 {
					end = len(v)
				}
				f := strings.Split(v[1:end], "-")
				if len(f) > 1 {
					stack = append(stack, open{f[0], f[1], i})
					if end < len(v) && v[end] == ')' {
						out = append(out, entity{kind: f[1], first: i, last: i})
						stack = stack[:len(stack)-1]
						end++
					}
				}
				v = v[end:]
				continue
			}
			end := strings.IndexByte(v, ')')
			if end < 0 {
				break
			}
			id := v[:end]
			for k := len(stack) - 1; k >= 0; k-- {
				if stack[k].id == id {
					out = append(out, entity{kind: stack[k].kind, first: stack[k].first, last: i})
					stack = append(stack[:k], stack[k+1:]...)
					break
				}
			}
			v = v[end+1:]
		}
	}
	for k := range out {
		e := &out[k]
		e.head = e.first
		for i := e.first; i <= e.last; i++ {
			if h := s.rows[i].head - 1; h < e.first || h > e.last {
				e.head = i
				break
			}
		}
	}
	return out
}

// gumNames says what is known of the names of a sentence of GUM from its entities: of a proper noun, the class of
// the smallest entity whose head is in the same run of proper nouns; of other words, that they are in no name
// unless they join two proper nouns. Where a name begins and ends is left open.
func gumNames(s sentence, inv model.Inventory) []uint64 {
	bits := map[string]uint64{"O": 1}
	for i, t := range inv.Names[1:] {
		bits[t[2:]] |= 1 << (i + 1)
	}
	all := ^uint64(0) >> (64 - len(inv.Names))
	proper := func(i int) bool { return i >= 0 && i < len(s.rows) && s.rows[i].upos == "PROPN" }
	run := func(a, b int) bool { // only proper nouns from a to b
		for i := min(a, b); i <= max(a, b); i++ {
			if !proper(i) {
				return false
			}
		}
		return true
	}
	entities := gumEntities(s)
	out := make([]uint64, len(s.rows))
	for i, r := range s.rows {
		if !proper(i) {
			capital := r.form != strings.ToLower(r.form)
			switch {
			case capital && i > 0 || proper(i-1) && proper(i+1):
				out[i] = all
			default:
				out[i] = 1
			}
			continue
		}
		size := len(s.rows) + 1
		var e entity
		for _, x := range entities {
			if x.first <= i && i <= x.last && x.last-x.first < size && run(i, x.head) {
				e, size = x, x.last-x.first
			}
		}
		for _, c := range gumClasses[e.kind] {
			out[i] |= bits[c]
		}
		if out[i] == 0 {
			out[i] = all
		} else if i != e.head && r.rel != "flat" {
			out[i] |= 1 // perhaps a title
		}
	}
	return out
}
