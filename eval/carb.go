package eval

import (
	"bufio"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

// Tuple is an extraction of open information extraction: a relation and its arguments, in words.
type Tuple struct {
	Rel  string
	Args []string
	Conf float64
}

// CaRBScore is what CaRB reports of a system.
type CaRBScore struct {
	AUC                   float64
	Precision, Recall, F1 float64 // at the confidence where F1 is best
	Threshold             float64
	Sentences, Gold, Pred int
}

// Tuples are the extractions of a file.
type Tuples struct {
	Sentences  []string // as they stand in the file, in the order in which they first occur
	bySentence map[string][]Tuple
}

// Of lists the extractions of a sentence, spaces and punctuation aside.
func (t Tuples) Of(sentence string) []Tuple { return t.bySentence[carbKey(sentence)] }

// ReadCaRBGold reads sentence, relation and arguments, separated by tabs, one extraction a line. An argument with
// "C: " in it is a condition, which the measure leaves out.
func ReadCaRBGold(r io.Reader) (Tuples, error) {
	return readTuples(r, false)
}

// ReadCaRB reads sentence, confidence, relation and arguments, separated by tabs, one extraction a line.
func ReadCaRB(r io.Reader) (Tuples, error) {
	return readTuples(r, true)
}

func readTuples(r io.Reader, conf bool) (Tuples, error) {
	out := Tuples{bySentence: map[string][]Tuple{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<22)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" {
			continue
		}
		f := strings.Split(line, "\t")
		t := Tuple{Conf: 1}
		least := 2
		if conf {
			least = 3
		}
		if len(f) < least {
			return out, fmt.Errorf("line %d: %d columns, want at least %d", n, len(f), least)
		}
		rest := f[1:]
		if conf {
			c, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				return out, fmt.Errorf("line %d: confidence %q", n, f[1])
			}
			t.Conf, rest = c, f[2:]
		}
		t.Rel = rest[0]
		for _, a := range rest[1:] {
			if !strings.Contains(a, "C: ") {
				t.Args = append(t.Args, strings.TrimSpace(a))
			}
		}
		k := carbKey(f[0])
		if _, ok := out.bySentence[k]; !ok {
			out.Sentences = append(out.Sentences, strings.TrimSpace(f[0]))
		}
		out.bySentence[k] = append(out.bySentence[k], t)
	}
	return out, sc.Err()
}

// carbKey is a sentence without spaces and punctuation, by which gold and prediction are brought together.
func carbKey(s string) string {
	s = strings.NewReplacer("-LRB-", "", "-RRB-", "", "-LSB-", "", "-RSB-", "", "-LCB-", "", "-RCB-", "").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r < 128 && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			return -1
		}
		return r
	}, s)
}

// CaRB scores predictions against gold tuples as Bhardwaj, Aggarwal and Mausam (2019) do: a gold and a predicted
// tuple are compared word by word, relation with relation, first argument with first, the other arguments
// together. Precision matches every prediction with at most one gold tuple, greedily; recall takes for each gold
// tuple the prediction that covers it best. The curve has a point for each confidence; its area is that under
// the trapezes, with the point of precision 1 and recall 0 added.
func CaRB(goldTuples, predTuples Tuples) CaRBScore {
	gold, pred := goldTuples.bySentence, predTuples.bySentence
	var sc CaRBScore
	index := map[float64]int{}
	var thresholds []float64
	keys := make([]string, 0, len(gold))
	for k, ts := range gold {
		keys = append(keys, k)
		sc.Gold += len(ts)
	}
	sort.Strings(keys)
	sc.Sentences = len(keys)
	for _, ts := range pred {
		for _, t := range ts {
			sc.Pred++
			if _, ok := index[t.Conf]; !ok {
				index[t.Conf] = 0
				thresholds = append(thresholds, t.Conf)
			}
		}
	}
	sort.Float64s(thresholds)
	for i, c := range thresholds {
		index[c] = i
	}
	n := len(thresholds)
	if n == 0 {
		return sc
	}
	p, pl, r, rl := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for _, k := range keys {
		carbSentence(gold[k], pred[k], index, p, pl, r, rl)
	}
	prec, rec := make([]float64, n, n+1), make([]float64, n, n+1)
	for i := range thresholds {
		prec[i] = 1
		if pl[i] > 0 {
			prec[i] = p[i] / pl[i]
		}
		if rl[i] > 0 {
			rec[i] = r[i] / rl[i]
		}
		if f := f1(prec[i], rec[i]); f > sc.F1 {
			sc.F1, sc.Precision, sc.Recall, sc.Threshold = f, prec[i], rec[i], thresholds[i]
		}
	}
	prec, rec = append(prec, 1), append(rec, 0)
	for i := 1; i < len(rec); i++ {
		sc.AUC += (rec[i-1] - rec[i]) * (prec[i-1] + prec[i]) / 2
	}
	return sc
}

// carbSentence adds the counts of one sentence to those of every threshold.
func carbSentence(gold, pred []Tuple, index map[float64]int, p, pl, r, rl []float64) {
	scores := make([][][2]float64, len(gold))
	for i := range gold {
		scores[i] = make([][2]float64, len(pred))
		for j := range pred {
			scores[i][j][0], scores[i][j][1] = carbMatch(gold[i], pred[j])
		}
	}
	confs := make([]float64, len(pred))
	for j := range pred {
		confs[j] = pred[j].Conf
	}
	sort.Float64s(confs)
	prev := 0
	for _, conf := range confs {
		c := index[conf]
		if c < prev {
			continue
		}
		var in []int
		for j := range pred {
			if pred[j].Conf >= conf {
				in = append(in, j)
			}
		}
		recall := 0.0
		for i := range gold {
			best := 0.0
			for _, j := range in {
				best = max(best, scores[i][j][1])
			}
			recall += best
		}
		precision := greedy(scores, in)
		for ; prev <= c; prev++ {
			p[prev] += precision
			pl[prev] += float64(len(in))
			r[prev] += recall
			rl[prev] += float64(len(gold))
		}
	}
	for ; prev < len(rl); prev++ {
		rl[prev] += float64(len(gold))
	}
}

// greedy pairs rows and columns, the best score of precision first, and answers the sum.
func greedy(scores [][][2]float64, cols []int) float64 {
	rowDone := make([]bool, len(scores))
	colDone := map[int]bool{}
	sum := 0.0
	for n := min(len(scores), len(cols)); n > 0; n-- {
		best, bi, bj := -1.0, -1, -1
		for i := range scores {
			if rowDone[i] {
				continue
			}
			for _, j := range cols {
				if !colDone[j] && scores[i][j][0] > best {
					best, bi, bj = scores[i][j][0], i, j
				}
			}
		}
		rowDone[bi], colDone[bj] = true, true
		sum += best
	}
	return sum
}

var formsOfBe = []string{"be", "is", "am", "are", "was", "were", "been", "being"}

// carbMatch is the precision and recall of prediction p against gold tuple g.
func carbMatch(g, p Tuple) (prec, rec float64) {
	prec, rec = tupleMatch(g.Rel, two(g.Args), p.Rel, two(p.Args))
	for _, said := range []string{"said", "told", "added", "adds", "says"} {
		if !strings.Contains(g.Rel, said) {
			continue
		}
		// Who says and what is said may change places.
		args := p.Args
		if len(args) >= 2 {
			args = []string{strings.Join(args[1:], " "), args[0]}
		}
		if p2, r2 := tupleMatch(g.Rel, two(g.Args), p.Rel, args); p2 > prec || p2 == prec && r2 > rec {
			prec, rec = p2, r2
		}
		break
	}
	return prec, rec
}

// two joins all arguments behind the first.
func two(args []string) []string {
	if len(args) < 2 {
		return args
	}
	return []string{args[0], strings.Join(args[1:], " ")}
}

func tupleMatch(gRel string, gArgs []string, pRel string, pArgs []string) (prec, rec float64) {
	var hits, predicted, wanted int
	pw, gw := strings.Fields(pRel), strings.Fields(gRel)
	predicted, wanted = len(pw), len(gw)
	n, left := commonWords(gw, pw)
	if hasWord(left, "be") {
		for _, f := range formsOfBe {
			if hasWord(gw, f) {
				n++
				break
			}
		}
	}
	if n == 0 {
		return 0, 0
	}
	hits += n
	for i, a := range gArgs {
		gw := strings.Fields(a)
		wanted += len(gw)
		if i >= len(pArgs) {
			if i < 2 {
				return 0, 0
			}
			continue
		}
		pw := strings.Fields(pArgs[i])
		predicted += len(pw)
		n, _ := commonWords(gw, pw)
		hits += n
	}
	return float64(hits) / float64(max(predicted, 1)), float64(hits) / float64(max(wanted, 1))
}

// commonWords counts the words of gold that pred has too, each of pred once, and answers what is left of pred.
func commonWords(gold, pred []string) (int, []string) {
	left := append([]string{}, pred...)
	n := 0
	for _, w := range gold {
		for i, v := range left {
			if v == w {
				left = append(left[:i], left[i+1:]...)
				n++
				break
			}
		}
	}
	return n, left
}

func hasWord(list []string, w string) bool {
	for _, v := range list {
		if v == w {
			return true
		}
	}
	return false
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
