package joint

// Tree sets heads[i] to the head of token i, -1 for the root, such that there is one root and no cycle.
// scores[i*(n+1)+j] is the log probability that the head of token i is token j-1, or that i is the root where
// j is 0. It takes the best head of each token; where these make no tree it takes the best tree (Chu and Liu 1965,
// Edmonds 1967). Time and memory grow with the square of n, with its cube on rare sentences.
func Tree(scores []float32, n int, heads []int) {
	greedy(scores, n, heads)
	if isTree(heads) {
		return
	}
	// Exactly one root: try the best few tokens as the root, and keep the best tree.
	w := n + 1
	type candidate struct {
		i    int
		gain float32
	}
	var best []candidate
	for i := range n {
		row := scores[i*w : (i+1)*w]
		top := float32(-1e30)
		for j := 1; j < w; j++ {
			if j-1 != i && row[j] > top {
				top = row[j]
			}
		}
		best = append(best, candidate{i, row[0] - top})
	}
	for k := 0; k < min(3, n); k++ {
		m := k
		for i := k + 1; i < n; i++ {
			if best[i].gain > best[m].gain {
				m = i
			}
		}
		best[k], best[m] = best[m], best[k]
	}
	total := float32(-1e30)
	trial := make([]int, n)
	for k := 0; k < min(3, n); k++ {
		root := best[k].i
		arborescence(scores, n, root, trial)
		sum := scores[root*w]
		for i, h := range trial {
			if h >= 0 {
				sum += scores[i*w+h+1]
			}
		}
		if sum > total {
			total = sum
			copy(heads, trial)
		}
	}
}

func greedy(scores []float32, n int, heads []int) {
	w := n + 1
	for i := range n {
		row := scores[i*w : (i+1)*w]
		at, top := -1, row[0]
		for j := 1; j < w; j++ {
			if row[j] > top && j-1 != i {
				at, top = j-1, row[j]
			}
		}
		heads[i] = at
	}
}

// isTree reports whether heads has one root and no cycle.
func isTree(heads []int) bool {
	roots := 0
	state := make([]byte, len(heads)) // 0 unseen, 1 on the way, 2 reaches the root
	for i, h := range heads {
		if h < 0 {
			roots++
		}
		j := i
		for j >= 0 && state[j] == 0 {
			state[j] = 1
			j = heads[j]
		}
		if j >= 0 && state[j] == 1 {
			return false
		}
		for j = i; j >= 0 && state[j] == 1; j = heads[j] {
			state[j] = 2
		}
	}
	return roots == 1
}

// arborescence finds the best tree whose root is token root, by contracting cycles one after the other.
func arborescence(scores []float32, n, root int, heads []int) {
	// cost[i*n+j] is the score of j as head of i between the nodes that are left; from and to say which tokens
	// the arc stands for.
	w := n + 1
	cost := make([]float32, n*n)
	from := make([]int32, n*n) // dependent
	to := make([]int32, n*n)   // head
	for i := range n {
		for j := range n {
			cost[i*n+j] = scores[i*w+j+1]
			from[i*n+j], to[i*n+j] = int32(i), int32(j)
		}
	}
	alive := make([]bool, n)
	for i := range alive {
		alive[i] = true
	}
	members := make([][]int32, n) // tokens contracted into a node
	for i := range members {
		members[i] = []int32{int32(i)}
	}
	for i := range heads {
		heads[i] = -2 // not yet known
	}
	type level struct {
		cycle []int     // the nodes of the cycle; the first stands for all of them afterwards
		best  []int     // the head of each within the cycle
		part  [][]int32 // the tokens of each
		dep   []int32   // the arc of each within the cycle, as tokens
		head  []int32
	}
	var levels []level
	best := make([]int, n)
	mark := make([]int, n)
	for {
		for i := range n {
			if !alive[i] || i == root {
				continue
			}
			at := -1
			for j := range n {
				if alive[j] && j != i && (at < 0 || cost[i*n+j] > cost[i*n+at]) {
					at = j
				}
			}
			best[i] = at
		}
		clear(mark)
		var cycle []int
		for i := 0; i < n && cycle == nil; i++ {
			if !alive[i] {
				continue
			}
			j := i
			for j != root && mark[j] == 0 {
				mark[j] = i + 1
				j = best[j]
			}
			if j != root && mark[j] == i+1 {
				for k := j; ; {
					cycle = append(cycle, k)
					if k = best[k]; k == j {
						break
					}
				}
			}
		}
		if cycle == nil {
			break
		}
		l := level{cycle: cycle}
		in := make(map[int]bool, len(cycle))
		for _, k := range cycle {
			in[k] = true
			l.best = append(l.best, best[k])
			l.part = append(l.part, members[k])
			l.dep = append(l.dep, from[k*n+best[k]])
			l.head = append(l.head, to[k*n+best[k]])
		}
		c := cycle[0]
		for x := range n {
			if !alive[x] || in[x] {
				continue
			}
			// Into the cycle: the arc that gains most over the one it breaks.
			top, topAt := float32(0), -1
			for _, k := range cycle {
				if v := cost[k*n+x] - cost[k*n+best[k]]; topAt < 0 || v > top {
					top, topAt = v, k
				}
			}
			inCost, inFrom, inTo := top, from[topAt*n+x], to[topAt*n+x]
			// Out of the cycle: its best head for x.
			outAt := cycle[0]
			for _, k := range cycle {
				if cost[x*n+k] > cost[x*n+outAt] {
					outAt = k
				}
			}
			outCost, outFrom, outTo := cost[x*n+outAt], from[x*n+outAt], to[x*n+outAt]
			cost[c*n+x], from[c*n+x], to[c*n+x] = inCost, inFrom, inTo
			cost[x*n+c], from[x*n+c], to[x*n+c] = outCost, outFrom, outTo
		}
		var all []int32
		for _, k := range cycle {
			all = append(all, members[k]...)
			alive[k] = k == c
		}
		members[c] = all
		levels = append(levels, l)
	}
	// Every node that is left takes its best arc; then the cycles are opened, last one first.
	for i := range n {
		if alive[i] && i != root {
			heads[from[i*n+best[i]]] = int(to[i*n+best[i]])
		}
	}
	for x := len(levels) - 1; x >= 0; x-- {
		l := levels[x]
		within := map[int]bool{}
		for _, part := range l.part {
			for _, t := range part {
				within[int(t)] = true
			}
		}
		for k, part := range l.part {
			entered := false // from outside the cycle
			for _, t := range part {
				if h := heads[t]; h >= 0 && !within[h] {
					entered = true
				}
			}
			if !entered {
				heads[l.dep[k]] = int(l.head[k])
			}
		}
	}
	heads[root] = -1
}
