package eval

import "math"

// Chains is the coreference of one document: of every chain its mentions, each of which is anything that
// can be compared, such as a run of tokens.
type Chains[M comparable] [][]M

// withoutSingletons drops chains of one mention, as the CoNLL 2012 shared task has it, and mentions that
// occurred before.
func withoutSingletons[M comparable](c Chains[M]) Chains[M] {
	seen := map[M]bool{}
	var out Chains[M]
	for _, chain := range c {
		var keep []M
		for _, m := range chain {
			if !seen[m] {
				seen[m] = true
				keep = append(keep, m)
			}
		}
		if len(keep) > 1 {
			out = append(out, keep)
		}
	}
	return out
}

// Fraction is a ratio whose parts are added up over documents.
type Fraction struct{ Num, Den float64 }

// Add adds g to f.
func (f *Fraction) Add(g Fraction) {
	f.Num += g.Num
	f.Den += g.Den
}

// Value is the ratio, 0 where nothing was counted.
func (f Fraction) Value() float64 {
	if f.Den == 0 {
		return 0
	}
	return f.Num / f.Den
}

// Measure is recall and precision.
type Measure struct{ Recall, Precision Fraction }

// F1 is the harmonic mean of recall and precision.
func (m Measure) F1() float64 {
	r, p := m.Recall.Value(), m.Precision.Value()
	if r+p == 0 {
		return 0
	}
	return 2 * r * p / (r + p)
}

func (m *Measure) add(recall, precision Fraction) {
	m.Recall.Add(recall)
	m.Precision.Add(precision)
}

// CorefScore is the measures of coreference, added up over documents.
type CorefScore struct {
	Mentions Measure // found mentions, singletons left out
	MUC      Measure
	BCubed   Measure
	CEAF     Measure // CEAF-φ4, "entity-based"
}

// CoNLL is the mean of the F1 of MUC, B³ and CEAF-φ4.
func (s *CorefScore) CoNLL() float64 { return (s.MUC.F1() + s.BCubed.F1() + s.CEAF.F1()) / 3 }

// AddChains adds one document to s. Singletons of both sides are left out.
func AddChains[M comparable](s *CorefScore, gold, system Chains[M]) {
	gold, system = withoutSingletons(gold), withoutSingletons(system)
	inGold, inSystem := chainOf(gold), chainOf(system)
	found := 0.0
	for m := range inSystem {
		if _, ok := inGold[m]; ok {
			found++
		}
	}
	s.Mentions.add(Fraction{found, float64(len(inGold))}, Fraction{found, float64(len(inSystem))})
	s.MUC.add(links(gold, inSystem), links(system, inGold))
	s.BCubed.add(cubed(gold, inSystem), cubed(system, inGold))
	phi := alignChains(gold, system, inSystem)
	s.CEAF.add(Fraction{phi, float64(len(gold))}, Fraction{phi, float64(len(system))})
}

func chainOf[M comparable](c Chains[M]) map[M]int {
	in := map[M]int{}
	for i, chain := range c {
		for _, m := range chain {
			in[m] = i
		}
	}
	return in
}

// links is MUC (Vilain et al. 1995): of the links that hold the chains of key together, those that response
// has. A chain of n mentions that response tears into p pieces keeps n-p of its n-1 links; a mention that
// response has not is a piece of its own.
func links[M comparable](key Chains[M], response map[M]int) Fraction {
	var f Fraction
	for _, chain := range key {
		pieces := map[int]bool{}
		alone := 0
		for _, m := range chain {
			if r, ok := response[m]; ok {
				pieces[r] = true
			} else {
				alone++
			}
		}
		f.Num += float64(len(chain) - len(pieces) - alone)
		f.Den += float64(len(chain) - 1)
	}
	return f
}

// cubed is B³ (Bagga and Baldwin 1998): for every mention of key the part of its chain that shares its chain
// in the response, too.
func cubed[M comparable](key Chains[M], in map[M]int) Fraction {
	var f Fraction
	for _, chain := range key {
		common := map[int]float64{}
		for _, m := range chain {
			if r, ok := in[m]; ok {
				common[r]++
			}
		}
		for _, m := range chain {
			if r, ok := in[m]; ok {
				f.Num += common[r] / float64(len(chain))
			}
		}
		f.Den += float64(len(chain))
	}
	return f
}

// alignChains is the similarity of the best one-to-one alignment of chains under φ4, 2|G∩S| / (|G|+|S|) (Luo 2005).
// Only chains that share a mention can gain, so every group of chains linked by shared mentions is aligned by
// itself.
func alignChains[M comparable](gold, system Chains[M], inSystem map[M]int) float64 {
	type edge struct {
		s int
		w float64
	}
	edges := make([][]edge, len(gold))
	parent := make([]int, len(gold)+len(system))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for g, chain := range gold {
		common := map[int]int{}
		var order []int
		for _, m := range chain {
			if s, ok := inSystem[m]; ok {
				if common[s] == 0 {
					order = append(order, s)
				}
				common[s]++
			}
		}
		for _, s := range order {
			edges[g] = append(edges[g], edge{s, 2 * float64(common[s]) / float64(len(chain)+len(system[s]))})
			parent[root(g)] = root(len(gold) + s)
		}
	}
	rows := map[int][]int{}
	var order []int
	for g := range gold {
		if len(edges[g]) == 0 {
			continue
		}
		r := root(g)
		if rows[r] == nil {
			order = append(order, r)
		}
		rows[r] = append(rows[r], g)
	}
	total := 0.0
	for _, r := range order {
		column := map[int]int{}
		for _, g := range rows[r] {
			for _, e := range edges[g] {
				if _, ok := column[e.s]; !ok {
					column[e.s] = len(column)
				}
			}
		}
		n := max(len(rows[r]), len(column))
		w := make([][]float64, n)
		for i := range w {
			w[i] = make([]float64, n)
		}
		for i, g := range rows[r] {
			for _, e := range edges[g] {
				w[i][column[e.s]] = e.w
			}
		}
		for i, j := range Assign(w) {
			total += w[i][j]
		}
	}
	return total
}

// Assign gives every row of the square matrix w a column of its own, so that the sum of what it picks is
// greatest. It is the Hungarian method of Kuhn and Munkres with shortest augmenting paths, O(n³).
func Assign(w [][]float64) []int {
	n := len(w)
	// Columns count from 1; column 0 holds the row that looks for a place.
	u, v := make([]float64, n+1), make([]float64, n+1)
	row := make([]int, n+1) // of every column its row, from 1; 0 for none
	from := make([]int, n+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		j := 0
		slack := make([]float64, n+1)
		done := make([]bool, n+1)
		for k := range slack {
			slack[k] = math.Inf(1)
		}
		for row[j] != 0 {
			done[j] = true
			r, next, delta := row[j], 0, math.Inf(1)
			for k := 1; k <= n; k++ {
				if done[k] {
					continue
				}
				if c := -w[r-1][k-1] - u[r] - v[k]; c < slack[k] {
					slack[k], from[k] = c, j
				}
				if slack[k] < delta {
					delta, next = slack[k], k
				}
			}
			for k := 0; k <= n; k++ {
				if done[k] {
					u[row[k]] += delta
					v[k] -= delta
				} else {
					slack[k] -= delta
				}
			}
			j = next
		}
		for j != 0 {
			row[j] = row[from[j]]
			j = from[j]
		}
	}
	out := make([]int, n)
	for j := 1; j <= n; j++ {
		out[row[j]-1] = j - 1
	}
	return out
}
