package joint

// Names finds the best sequence of name tags that NameTags allows: scores holds k numbers for each of len(tags)
// tokens, log probabilities of the k tags; tags[i] is set to the tag of token i (Viterbi 1967).
func Names(scores []float32, k int, tags []int) {
	n := len(tags)
	if n == 0 {
		return
	}
	const low = -1e30
	classes := (k - 1) / 4
	// outside is the best score of a prefix after which a name may begin, open[c] that of one inside a name of
	// class c.
	back := make([]int8, n*(classes+1)) // how each was reached: see below
	outside := float32(0)
	open := make([]float32, classes)
	for c := range open {
		open[c] = low
	}
	for i := range n {
		row := scores[i*k : (i+1)*k]
		next, how := outside+row[0], int8(-1) // O
		for c := range classes {
			s := row[1+4*c:]
			if v := outside + s[single]; v > next {
				next, how = v, int8(2*c)
			}
			if v := open[c] + s[end]; v > next {
				next, how = v, int8(2*c+1)
			}
		}
		for c := range classes {
			s := row[1+4*c:]
			v, b := outside+s[begin], int8(0)
			if u := open[c] + s[inside]; u > v {
				v, b = u, 1
			}
			open[c] = v
			back[i*(classes+1)+1+c] = b
		}
		outside = next
		back[i*(classes+1)] = how
	}
	class := -1 // the open class, going back
	for i := n - 1; i >= 0; i-- {
		if class >= 0 {
			if back[i*(classes+1)+1+class] == 0 {
				tags[i] = 1 + 4*class + begin
				class = -1
			} else {
				tags[i] = 1 + 4*class + inside
			}
			continue
		}
		switch how := int(back[i*(classes+1)]); {
		case how < 0:
			tags[i] = 0
		case how%2 == 0:
			tags[i] = 1 + 4*(how/2) + single
		default:
			class = how / 2
			tags[i] = 1 + 4*class + end
		}
	}
}
