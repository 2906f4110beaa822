package joint

import (
	"strconv"
	"strings"

	"kg/train/gemm"
)

// What the network learns beside tags, trees and names, for what it teaches their layers: of which type the mention is
// that a token is the head of, from the entities of GUM, and which role an argument has with its predicate, from
// PropBank. Neither ships (auxiliary tasks, Caruana 1997).

// entityTypes are the types of GUM's entities; the first stands for a token that is the head of none.
var entityTypes = []string{"", "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time"}

// roles are those of arguments in PropBank; continuations and references count with what they continue.
var roles = []string{
	"ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-ADJ", "ARGM-ADV", "ARGM-CAU", "ARGM-COM", "ARGM-DIR", "ARGM-DIS",
	"ARGM-EXT", "ARGM-GOL", "ARGM-LOC", "ARGM-LVB", "ARGM-MNR", "ARGM-MOD", "ARGM-NEG", "ARGM-PRD", "ARGM-PRP", "ARGM-PRR",
	"ARGM-TMP", "R-ARG",
}

// argument says that token dep is the head of an argument of token pred.
type argument struct{ dep, pred, role int16 }

// roleBack adds the loss of the roles of sentence s and its derivatives.
func (p *pass) roleBack(s int, ex *example, w float32, dz, probs []float32, sum *losses) {
	n, k, count := p.n, p.n.cfg.Label, len(ex.args)
	if n.role == nil || count == 0 {
		return
	}
	w *= roleWeight
	hid, mask := p.mem.get(count*k), p.mem.get(count*k)
	for x, a := range ex.args {
		p.labelHidden(hid[x*k:(x+1)*k], s, int(a.dep), int(a.pred))
	}
	p.maskRow(mask, p.rates.head)
	mulInto(hid, mask)
	size := len(roles)
	out, dout := p.mem.get(count*size), p.mem.get(count*size)
	p.mul.Set(gemm.Dense(out, count, size), gemm.Dense(hid, count, k), gemm.Dense(n.role.w, k, size))
	addBias(out, n.roleB.w)
	for x, a := range ex.args {
		sum.role += entropy(out[x*size:(x+1)*size], dout[x*size:(x+1)*size], probs, target{gold: int(a.role)}, w, p.rates.smooth)
	}
	sum.roled += count
	dhid := p.mem.get(count * k)
	p.mul.Add(gemm.Dense(dhid, count, k), gemm.Dense(dout, count, size), gemm.Dense(n.role.w, k, size).T())
	p.mul.Add(gemm.Dense(p.g[n.role].g, k, size), gemm.Dense(hid, count, k).T(), gemm.Dense(dout, count, size))
	sumRows(p.g[n.roleB].g, dout)
	for x, a := range ex.args {
		g := dhid[x*k : (x+1)*k]
		mulInto(g, mask[x*k:(x+1)*k])
		for y := range g {
			if hid[x*k+y] <= 0 {
				g[y] = 0
			}
		}
		p.hiddenBack(g, s, int(a.dep), int(a.pred), dz)
	}
}

// entityBack adds the loss of the types of mentions, and its derivatives to those of the last layer's output, dh.
func (p *pass) entityBack(dh []float32, scale float32, probs []float32, sum *losses) {
	n, k := p.n, len(entityTypes)
	tokens := p.off[len(p.off)-1]
	width := 2 * n.cfg.Hidden
	d := p.mem.get(tokens * k)
	for s, ex := range p.batch {
		for i, e := range ex.entities {
			if e >= 0 {
				t := p.off[s] + i
				sum.entity += entropy(p.ent[t*k:(t+1)*k], d[t*k:(t+1)*k], probs, target{gold: int(e)}, scale*ex.weight*entityWeight, p.rates.smooth)
				sum.typed++
			}
		}
	}
	p.mul.Add(gemm.Dense(p.g[n.entity].g, width, k), gemm.Dense(p.states[len(p.states)-1].h, tokens, width).T(), gemm.Dense(d, tokens, k))
	sumRows(p.g[n.entityB].g, d)
	p.mul.Add(gemm.Dense(dh, tokens, width), gemm.Dense(d, tokens, k), gemm.Dense(n.entity.w, width, k).T())
}

// entityHeads are the types of the mentions of a sentence of GUM, at their heads. Of mentions with one head the largest
// counts.
func entityHeads(s sentence) []int16 {
	types := indexOf(entityTypes)
	out, size := make([]int16, len(s.rows)), make([]int, len(s.rows))
	for _, e := range gumEntities(s) {
		if n := e.last - e.first + 1; n > size[e.head] {
			out[e.head], size[e.head] = types[e.kind], n
		}
	}
	return out
}

// readRoles reads the arguments of PropBank over sentences of EWT, by the sentence's name. An argument is where its
// head is: the first of its tokens whose own head is outside.
func readRoles(path string) (map[string][]argument, error) {
	out := map[string][]argument{}
	role := indexOf(roles)
	var rows [][]string
	id := ""
	flush := func() {
		var preds []int
		for i, f := range rows {
			if f[7] != "_" {
				preds = append(preds, i)
			}
		}
		for c, pred := range preds {
			for i, f := range rows {
				if len(f) <= 8+c || !strings.HasPrefix(f[8+c], "B-") || f[8+c] == "B-V" {
					continue
				}
				name := f[8+c][2:]
				name = strings.TrimPrefix(name, "C-")
				if strings.HasPrefix(name, "R-") {
					name = "R-ARG"
				}
				r, ok := role[name]
				if !ok {
					continue
				}
				end := i + 1
				for end < len(rows) && len(rows[end]) > 8+c && rows[end][8+c] == "I-"+f[8+c][2:] {
					end++
				}
				if h := spanHead(rows, i, end); h != pred {
					out[id] = append(out[id], argument{int16(h), int16(pred), r})
				}
			}
		}
		rows = nil
	}
	err := lines(path, func(l string) error {
		switch {
		case l == "":
			flush()
		case l[0] == '#' && strings.HasPrefix(l, "# "):
			if v, ok := strings.CutPrefix(l, "# sent_id = "); ok {
				id = v
			}
		default:
			if f := strings.Split(l, "\t"); len(f) > 7 {
				rows = append(rows, f)
			}
		}
		return nil
	})
	flush()
	return out, err
}

// spanHead is the first token of rows [from,to) whose head is outside.
func spanHead(rows [][]string, from, to int) int {
	for i := from; i < to; i++ {
		if h, err := strconv.Atoi(rows[i][5]); err != nil || h-1 < from || h-1 >= to {
			return i
		}
	}
	return from
}
